"""`qianshou plan week FILE …` and `qianshou plan check FILE PLAN --format week`: a week, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .check import WeekVerdict, check_week
from .files import read_week, read_week_plan, write_week_plan
from .numbers import numbers
from .problem import WeekPlan, WeekProblem
from .solve import solve_week

SECONDS = 60.0


def add_arguments(actions: argparse._SubParsersAction, read: Callable[[Path], bytes]) -> None:
    """Add `week` to the actions of the `plan` command; `read` gives a file's content, unpacked."""
    one = actions.add_parser("week", help="plan a week of visits from a file: days, carers, then each day")
    one.add_argument("file", type=Path)
    one.add_argument("--seconds", type=float, help=f"search for about so many seconds (default {SECONDS:g} unless --moves is given)")
    one.add_argument("--moves", type=int, help="search for so many moves in all: the same answer on every machine")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--threads", type=int, default=1, help="plan so many areas side by side, each in a process (default 1)")
    one.add_argument("--out", type=Path, help="write the plan here instead of to the terminal")
    one.add_argument("--json", action="store_true", help="print a machine-readable summary")
    one.set_defaults(plan=lambda args: _week(args, read))


def _week(args: argparse.Namespace, read: Callable[[Path], bytes]) -> int:
    problem = read_week(read(args.file))
    show = None if args.json or not sys.stderr.isatty() else lambda done: print(f"\r{done:6.1%} ", end="", file=sys.stderr)
    seconds = args.seconds if args.seconds is not None or args.moves is not None else SECONDS
    plan = solve_week(problem, seconds=seconds, moves=args.moves, seed=args.seed, threads=args.threads, progress=show)
    text = json.dumps(write_week_plan(plan), ensure_ascii=False)
    if args.out:
        args.out.write_text(text + "\n", "utf-8")
    elif not args.json:
        print(text)
    return _tell(problem, plan, check_week(problem, plan), args.json)


def check(file: bytes, solution: bytes, as_json: bool) -> int:
    """Judge a week's plan; the exit code. FileError where a file cannot be read."""
    problem, plan = read_week(file), read_week_plan(solution)
    return _tell(problem, plan, check_week(problem, plan), as_json)


def _tell(problem: WeekProblem, plan: WeekPlan, verdict: WeekVerdict, as_json: bool) -> int:
    """Print the verdict and, of a sound week, its numbers."""
    counts: dict[str, Any] = numbers(problem, plan) if verdict.sound else {}
    complaints = [asdict(c) for c in verdict.complaints]
    if as_json:
        print(json.dumps({"sound": verdict.sound, "complaints": complaints, "numbers": counts, "made": plan.made}, ensure_ascii=False))
        return 0 if verdict.sound else 1
    if verdict.sound:
        fair = counts["fairness"]
        print(
            f"sound: {counts['served']} of {counts['visits']} visits; at most two carers for {counts['at_most_two']:.1%} of "
            f"{counts['persons']} persons; travel {counts['travel'] / 3600:,.0f} h; share of hours {fair['mean']:.0%} ± {fair['spread']:.0%}",
            file=sys.stderr,
        )
        for u in counts["unserved"]:
            print("   unserved", u["visit"], u["person"], f"day {u['day']}", *(f"{k} {n}" for k, n in u["reasons"].items()), file=sys.stderr)
    else:
        print("NOT SOUND", file=sys.stderr)
        for c in complaints:
            print("  ", c["code"], c["day"] or "", c["carer"] or "", c["visit"] or "", c["params"] or "", file=sys.stderr)
    return 0 if verdict.sound else 1
