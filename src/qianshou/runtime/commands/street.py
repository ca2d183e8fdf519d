"""Add a street with its code, its name and, if you like, its committees and district.

qianshou street add pingliang 平凉路街道 --district yangpu 杨浦区 --committee 怀德居委会 --committee 霍兰居委会
"""

from __future__ import annotations

from qianshou.runtime import context
from qianshou.runtime.output import result


def add_arguments(parser) -> None:
    """`add CODE NAME` and `list`."""
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="add a street")
    add.add_argument("code", help="short code, used by --street of other commands")
    add.add_argument("name", help="its name, for example 平凉路街道")
    add.add_argument("--district", nargs=2, metavar=("CODE", "NAME"), help="the district it belongs to; made when it is new")
    add.add_argument("--committee", metavar="NAME", action="append", default=[], help="a committee (may be repeated)")
    actions.add_parser("list", help="the streets there are")


def handle(args) -> int:
    """Add, or list."""
    from qianshou.runtime import office

    with context.database(args.data, migrate=True):
        if args.action == "list":
            streets = office.streets()
            return result(args, streets, "\n".join(f"{row['code']}  {row['name']}" for row in streets) or "No street yet.")
        street = office.add_street(code=args.code, name=args.name, district=args.district, committees=args.committee)
    return result(args, street, f"Street {args.code} {args.name}: {'made' if street['created'] else 'was there already'}.")
