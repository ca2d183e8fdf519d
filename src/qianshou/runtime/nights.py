"""`qianshou plan night`: queue a night for many streets and, if wished, wait for its end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import timedelta

from qianshou.__main__ import CommandError
from qianshou.runtime import context
from qianshou.runtime.output import result

LOOK = 1.0  # seconds between two looks while waiting
NOBODY = "No worker is running: start `qianshou worker` (or `qianshou serve`) on any host."


def handle(args) -> int:
    """Ask, wait if wished, print a line for each street and day."""
    if args.seconds < 0 or args.threads < 1 or not 1 <= args.days <= 7:
        raise CommandError("--seconds must not be negative, --threads at least 1, --days 1 to 7.")
    with context.database(args.data):
        from qianshou.access.scope import Scope
        from qianshou.kernel import clock
        from qianshou.rounds import operations
        from qianshou.rounds.queries.night import streets_of, workers_alive
        from qianshou.runtime import office

        streets = [office.street_named(code) for code in args.streets] or list(streets_of(Scope.system()))
        asked = operations.ask_night(
            street_ids=[s.pk for s in streets], first=args.date, days=args.days, seconds=args.seconds, threads=args.threads,
            by_id=None, now=clock.now(), again=args.again,
        )  # fmt: skip
        in_time = not args.wait or _wait(streets, args)
        rows = _rows(streets, args)
        nobody = not workers_alive(clock.now())
    if nobody and any(r["state"] in ("waiting", "planning") for r in rows):
        print(NOBODY, file=sys.stderr)
    counts = Counter(r["state"] for r in rows)
    lines = [f"{r['street']}  {r['day']}  {r['state']}{': ' + r['why'] if r['why'] else ''}" for r in rows]
    text = "\n".join([*lines, f"Asked for {asked['asked']}, asked for before {asked['already']}."])
    bad = args.wait and (counts["failed"] or not in_time)
    return result(args, {"night": {**asked, "counts": dict(counts), "streets": rows}}, text, code=1 if bad else 0)


def _wait(streets: list, args) -> bool:
    """Until every street has ended; False if that took too long."""
    until = time.monotonic() + args.most
    while any(r["state"] in ("waiting", "planning") for r in _rows(streets, args)):
        if time.monotonic() > until:
            return False
        time.sleep(LOOK)
    return True


def _rows(streets: list, args) -> list[dict]:
    """Each street and day as plain data."""
    from qianshou.access.scope import Scope
    from qianshou.kernel import clock
    from qianshou.rounds.queries.night import night_of

    wanted = {s.pk for s in streets}
    found = []
    for day in (args.date + timedelta(days=k) for k in range(args.days)):
        for s in night_of(scope=Scope.system(), day=day, now=clock.now()):
            if s.street.pk in wanted and s.run is not None:
                run = s.run
                found.append({
                    "street": s.street.code, "day": day.isoformat(), "state": str(run.state), "percent": run.percent, "tries": run.tries,
                    "worker": run.worker, "why": run.why.get("code", ""), **{k: v for k, v in run.numbers.items() if k != "day"},
                })  # fmt: skip
    return found
