"""Add a person who signs in with a password. Carers need none: an officer prints them a card (people, carers, card).

    qianshou user add wang --name 王敏 --role street_officer --street pingliang

The password is asked for, or made up and printed with --make-password; it never stands on the command line.
"""

from __future__ import annotations

import getpass
import secrets
import sys

from qianshou.__main__ import CommandError
from qianshou.runtime import context
from qianshou.runtime.output import result

SHORTEST = 8


def add_arguments(parser) -> None:
    """`add NAME --role ROLE` with the place where the role holds."""
    from qianshou.access.roles import ROLES  # no models: may be imported before Django is set up

    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="add a user")
    add.add_argument("username")
    add.add_argument("--name", help="the name shown on pages (default: the user name)")
    add.add_argument("--role", required=True, choices=list(ROLES))
    add.add_argument("--street", metavar="CODE")
    add.add_argument("--committee", metavar="NAME", help="for a committee worker")
    add.add_argument("--district", metavar="CODE", help="for a district officer")
    add.add_argument("--make-password", action="store_true", help="make a password up and print it once")


def handle(args) -> int:
    """Add the account and its role."""
    from qianshou.runtime import office

    password = secrets.token_urlsafe(9) if args.make_password else _asked()
    with context.database(args.data, migrate=True):
        user = office.add_user(username=args.username, display_name=args.name or args.username, role=args.role, street=args.street,
                               committee=args.committee, district=args.district, password=password)  # fmt: skip
    if args.make_password:
        user["password"] = password
    text = f"User {args.username} added as {args.role}." + (f" Password: {password}" if args.make_password else "")
    return result(args, user, text)


def _asked() -> str:
    """A password from the terminal (twice) or, in a script, the first line of standard input."""
    if sys.stdin.isatty():
        first, second = getpass.getpass("Password: "), getpass.getpass("Again: ")
        if first != second:
            raise CommandError("The two passwords differ.")
    else:
        first = sys.stdin.readline().strip()
    if len(first) < SHORTEST:
        raise CommandError(f"A password needs at least {SHORTEST} characters.")
    return first
