"""`qianshou plan solve FILE …`, `plan week FILE …` and `plan check FILE SOLUTION`: the planner alone, without a database.

Exit codes: 0 done, 1 the work failed (some rule is broken, the file cannot be read), 2 wrong use.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import foreign
from .carts import cli as carts
from .check import check
from .fields import FileError
from .files import read_plan, read_problem, write_plan
from .formats.street import read_street, read_street_plan, write_street
from .plan import Plan
from .problem import Problem
from .solve import Progress, solve
from .unserved import outlook
from .unserved.sentences import said
from .week import cli as week

FORMATS = ("native", "street", "hhcrsp", "uhhc")
SOLVERS = {"hhcrsp": foreign.solve_hhcrsp, "uhhc": foreign.solve_uhhc}
JUDGES = {"hhcrsp": foreign.check_hhcrsp, "uhhc": foreign.check_uhhc}


def add_arguments(actions: argparse._SubParsersAction) -> None:
    """Add `solve` and `check` to the actions of the `plan` command."""
    one = actions.add_parser("solve", help="plan a day of visits, or the carts of a meal, from a file")
    one.add_argument("file", type=Path)
    one.add_argument("--format", choices=FORMATS, default="native")
    one.add_argument("--seconds", type=float, help="stop after so many seconds (2 if no limit is given)")
    one.add_argument("--moves", type=int, help="stop after so many moves (meals: turns): the same answer on every machine")
    one.add_argument("--patience", type=int, help="stop when so many coolings in a row brought nothing better")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--threads", type=int, default=1, help="search on so many cores at once (default 1)")
    one.add_argument("--out", type=Path, help="write the plan here instead of to the terminal")
    one.add_argument("--json", action="store_true", help="print a machine-readable summary")
    one.set_defaults(plan=_solve)
    two = actions.add_parser("check", help="judge a plan: recompute every time and cost, list every broken rule")
    two.add_argument("file", type=Path)
    two.add_argument("solution", type=Path)
    two.add_argument("--format", choices=(*FORMATS, "week"), default="native")
    two.add_argument("--lunch", choices=("hard", "paid"), default="paid", help="uhhc: is a lunch that is owed a rule, or only a cost?")
    two.add_argument("--json", action="store_true", help="print a machine-readable verdict")
    two.set_defaults(plan=_check)
    week.add_arguments(actions, _read)


def handle(args: argparse.Namespace) -> int:
    """Run the chosen command; the exit code."""
    try:
        return args.plan(args)
    except (FileError, OSError) as e:
        print(f"{args.file}: {e}", file=sys.stderr)
        return 1


def _solve(args: argparse.Namespace) -> int:
    if args.format in SOLVERS:
        return _solve_foreign(args)
    if meals := carts.problem_in(_read(args.file), args.format):
        return carts.solve(args, meals, _put_out)
    problem = _problem(args)
    show = None if args.json or not sys.stderr.isatty() else _show
    plan = solve(problem, seconds=args.seconds, moves=args.moves, patience=args.patience, seed=args.seed, threads=args.threads, progress=show)
    verdict = check(problem, plan)
    data = write_street(plan) if args.format == "street" else write_plan(plan)
    _put_out(args, data)
    ahead = outlook(problem, plan)
    told = ahead.told()
    summary = {
        "sound": verdict.sound, "cost": asdict(plan.cost), "made": plan.made, "rounds": len(plan.rounds),
        "unserved": told["reasons"], "mends": told["mends"], "more_hands": told["more_hands"],
        "complaints": [asdict(c) for c in verdict.complaints],
    }
    _tell(summary, args.json)
    if not args.json:
        print(*said(ahead), sep="\n", end="\n" if plan.unserved else "", file=sys.stderr)
    return 0 if verdict.sound else 1


def _put_out(args: argparse.Namespace, data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False)
    if args.out:
        args.out.write_text(text + "\n", "utf-8")
    elif not args.json:
        print(text)


def _solve_foreign(args: argparse.Namespace) -> int:
    limited = any(x is not None for x in (args.seconds, args.moves, args.patience))
    seconds = args.seconds if limited else 2.0
    solution, summary = SOLVERS[args.format](
        foreign.read(_read(args.file)), seconds=seconds, moves=args.moves, patience=args.patience, seed=args.seed, threads=args.threads)  # fmt: skip
    _put_out(args, solution)
    return _tell_foreign(summary, args.json)


def _tell_foreign(summary: dict[str, Any], as_json: bool) -> int:
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        parts = (f"{k} {v:,.3f}" for k, v in summary["parts"].items())
        print("sound" if summary["sound"] else "NOT SOUND", f"objective {summary['objective']:,.3f}", *parts, file=sys.stderr)
        for line in summary["broken"]:
            print("  ", line, file=sys.stderr)
    return 0 if summary["sound"] else 1


def _check(args: argparse.Namespace) -> int:
    if args.format == "week":
        return week.check(_read(args.file), _read(args.solution), args.json)
    if args.format in JUDGES:
        judge, more = JUDGES[args.format], {"lunch_hard": args.lunch == "hard"} if args.format == "uhhc" else {}
        return _tell_foreign(judge(foreign.read(_read(args.file)), foreign.read(_read(args.solution)), **more), args.json)
    if meals := carts.problem_in(_read(args.file), args.format):
        return carts.check(args, meals, _read(args.solution))
    problem = _problem(args)
    plan = _street_plan(args.solution, problem) if args.format == "street" else read_plan(_read(args.solution))
    verdict = check(problem, plan)
    summary: dict[str, Any] = {
        "sound": verdict.sound, "cost": asdict(verdict.cost) if verdict.cost else None,
        "complaints": [asdict(c) for c in verdict.complaints],
    }
    _tell(summary, args.json)
    return 0 if verdict.sound else 1


def _problem(args: argparse.Namespace) -> Problem:
    if args.format == "native":
        return read_problem(_read(args.file))
    try:
        return read_street(json.loads(_read(args.file)))
    except (ValueError, KeyError, TypeError) as e:
        raise FileError(f"not a street day: {type(e).__name__} {e}") from e


def _street_plan(path: Path, problem: Problem) -> Plan:
    try:
        return read_street_plan(json.loads(_read(path)), problem)
    except (ValueError, KeyError, TypeError) as e:
        raise FileError(f"not a solution of a street day: {type(e).__name__} {e}") from e


def _read(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


def _show(p: Progress) -> None:
    print(f"\r{p.done:6.1%}  {p.moves} moves  cost {p.cost:,.0f}  unserved {p.unserved} ", end="", file=sys.stderr)


def _tell(summary: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
        return
    cost = summary["cost"] or {}
    print("sound" if summary["sound"] else "NOT SOUND", *(f"{k} {v:,.0f}" for k, v in cost.items()), file=sys.stderr)
    for c in summary["complaints"]:
        print("  ", c["code"], c["carer"] or "", c["visit"] or "", c["params"] or "", file=sys.stderr)
