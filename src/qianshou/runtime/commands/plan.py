"""Plan.

qianshou plan day --street CODE --date D     plan the visits of a day and keep the plan in the office's books
qianshou plan night --date D [--wait]        plan a day of many streets in the background: one job a street, on every worker there is
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
    night = actions.add_parser("night", help="plan one day of many streets in the background")
    night.add_argument("--date", default="tomorrow", type=_date, metavar="D", help="YYYY-MM-DD, `today` or `tomorrow` (default)")
    night.add_argument("--days", type=int, default=1, metavar="N", help="so many days from then on, at most 7 (default 1)")
    night.add_argument("--streets", nargs="+", default=[], metavar="CODE", help="only these streets (default: all)")
    night.add_argument("--seconds", type=float, default=30.0, help="time to search for each street and day (default 30)")
    night.add_argument("--threads", type=int, default=1, metavar="K", help="threads for each search (default 1)")
    night.add_argument("--again", action="store_true", help="try what failed or was left alone once more")
    night.add_argument("--wait", action="store_true", help="wait until every street has ended; exit code 1 if one failed")
    night.add_argument("--most", type=float, default=3600.0, metavar="SECONDS", help="wait no longer than this (default 3600)")
    cli.add_arguments(actions)


def handle(args) -> int:
    """Plan a day or a night, or hand over to the planner."""
    if args.action == "night":
        from qianshou.runtime import nights

        return nights.handle(args)
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
