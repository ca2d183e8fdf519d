"""Run the program with a demo street: embedded database, 1,000 elders, carers, four past weeks, today under way.

The first start makes the street (about a minute), later ones take seconds. All people in it are invented.
Prints the address and one login for each role. Ctrl-C stops everything, the database included.
"""

from __future__ import annotations

from qianshou.runtime import service


def add_arguments(parser) -> None:
    """Address and seed."""
    service.add_arguments(parser)
    parser.add_argument("--seed", type=int, default=2004, help="another seed makes another past (first start only)")
    parser.set_defaults(worker=True, no_worker=False, certificate=None, key=None)


def handle(args) -> int:
    """Until Ctrl-C or SIGTERM."""
    return service.run(args, demo=True)
