"""Plan.

qianshou plan day --street CODE --date D     plan the visits of a day and keep the plan in the office's books
qianshou plan solve FILE --out SOLUTION      solve a plan file; needs no database
qianshou plan week FILE --out PLAN           plan a week from a file; needs no database
qianshou plan check FILE SOLUTION            check a solution independently; needs no database
"""

from __future__ import annotations

import argparse
from datetime import date

from qianshou.runtime import context
from qianshou.runtime.output import result


def add_arguments(parser) -> None:
    """`day` is ours; `solve`, `week` and `check` are the planner's own command line."""
    from qianshou.planner import cli

    actions = parser.add_subparsers(dest="action", required=True)
    day = actions.add_parser("day", help="plan the visits of one day of a street")
    day.add_argument("--street", required=True, metavar="CODE")
    day.add_argument("--date", required=True, type=_date, metavar="D", help="YYYY-MM-DD, `today` or `tomorrow`")
    day.add_argument("--seconds", type=float, default=10.0, help="time to search (default 10)")
    day.add_argument("--seed", type=int, default=1)
    cli.add_arguments(actions)


def handle(args) -> int:
    """Plan a day, or hand over to the planner."""
    if args.action != "day":
        from qianshou.planner import cli

        return cli.handle(args)
    with context.database(args.data):
        from qianshou.kernel import clock
        from qianshou.rounds import operations
        from qianshou.runtime import office

        street = office.street_named(args.street)
        planned = operations.plan_day(street_id=street.id, day=args.date, seconds=args.seconds, seed=args.seed,
                                      now=clock.now(), by_id=None)  # fmt: skip
    return result(args, {"plan": planned}, f"Planned {args.date}: {planned}")


def _date(text: str) -> date:
    from datetime import timedelta

    from qianshou.kernel import clock

    if text in ("today", "tomorrow"):
        return clock.today() + timedelta(days=text == "tomorrow")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-12-01") from None
