"""`qianshou plan solve` and `plan check` for a file of `"kind": "meals"`, native or a street day."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ..fields import FileError, parsed
from ..formats.street_meals import read_street_meals, read_street_meals_plan, write_street_meals
from .arithmetic import Arithmetic, arithmetic
from .check import CartVerdict, check_carts
from .files import KIND, read_cart_plan, read_cart_problem, validate, write_cart_plan
from .problem import CartProblem
from .solve import CartProgress, solve_carts
from .unserved import CartOutlook, outlook_carts


def problem_in(raw: bytes, form: str) -> CartProblem | None:
    """The problem of a file in the format "native" or "street"; None if it is none of meals. FileError where it cannot be read."""
    data = parsed(raw)
    if form not in ("native", "street") or not isinstance(data, dict) or data.get("kind") != KIND:
        return None
    if form == "native":
        return read_cart_problem(data)
    try:
        problem = read_street_meals(data)
    except (ValueError, KeyError, TypeError) as e:
        raise FileError(f"not a street day: {type(e).__name__} {e}") from e
    validate(problem)
    return problem


def solve(args: argparse.Namespace, problem: CartProblem, put_out: Callable[[argparse.Namespace, dict[str, Any]], None]) -> int:
    """Show the sum, plan, check, write the plan with `put_out`, say what was left out; the exit code."""
    before = arithmetic(problem)
    if not args.json:
        _tell_sum(before)
    show = None if args.json or not sys.stderr.isatty() else _show
    plan = solve_carts(problem, seconds=args.seconds, turns=args.moves, seed=args.seed, progress=show)
    verdict = check_carts(problem, plan)
    put_out(args, write_street_meals(plan) if args.format == "street" else write_cart_plan(plan))
    ahead = outlook_carts(problem, plan)
    if args.json:
        told = ahead.told()
        summary = {"made": plan.made, "trips": len(plan.trips), "unserved": told["reasons"], "mends": told["mends"],
                   "one_more": told["one_more"], "arithmetic": asdict(before)}  # fmt: skip
        print(json.dumps({**_judged(verdict), **summary}, ensure_ascii=False))
    else:
        _tell(verdict)
        _tell_left(ahead)
    return 0 if verdict.sound else 1


def check(args: argparse.Namespace, problem: CartProblem, raw: bytes) -> int:
    """Judge a solution of the problem; the exit code."""
    if args.format == "native":
        plan = read_cart_plan(raw)
    else:
        try:
            plan = read_street_meals_plan(json.loads(raw), problem)
        except (ValueError, KeyError, TypeError) as e:
            raise FileError(f"not a solution of a street day: {type(e).__name__} {e}") from e
    verdict = check_carts(problem, plan)
    if args.json:
        print(json.dumps(_judged(verdict), ensure_ascii=False))
    else:
        _tell(verdict)
    return 0 if verdict.sound else 1


def _judged(verdict: CartVerdict) -> dict[str, Any]:
    return {
        "sound": verdict.sound, "cost": asdict(verdict.cost) if verdict.cost else None,
        "complaints": [asdict(c) for c in verdict.complaints],
    }


def _tell_sum(a: Arithmetic) -> None:
    need, there_is = a.needed / 60, a.available / 60
    print(
        f"{a.boxes} boxes to {a.doors} doors; the carts hold {a.places} at once, so at least {a.trips} trips. Minutes: {a.service / 60:,.0f} at doors, "
        f"{a.driving / 60:,.0f} of driving at least, {a.loading / 60:,.0f} of loading: {need:,.0f} of {there_is:,.0f} there are.",
        file=sys.stderr,
    )
    if a.short:
        print(f"That is not enough: about {a.short} doors too many; one more cart would bring {a.one_more} in.", file=sys.stderr)


def _tell(verdict: CartVerdict) -> None:
    cost = asdict(verdict.cost) if verdict.cost else {}
    print("sound" if verdict.sound else "NOT SOUND", *(f"{k} {v:,.0f}" for k, v in cost.items()), file=sys.stderr)
    for c in verdict.complaints:
        print("  ", c.code, c.cart or "", c.door or "", c.params or "", file=sys.stderr)


def _tell_left(ahead: CartOutlook) -> None:
    for door, found in ahead.reasons.items():
        print("   unserved", door, *(f"{h.cart or 'any cart'}: {h.code} {h.params or ''}" for h in found), sep="  ", file=sys.stderr)
        for mend in ahead.mends[door][:1]:
            print("      mend:", mend.code, mend.params or "", f"{mend.cart}, trip {mend.trip}", file=sys.stderr)
    if ahead.reasons:
        print(f"One more cart would bring {ahead.one_more} of {len(ahead.reasons)} doors in.", file=sys.stderr)


def _show(p: CartProgress) -> None:
    print(f"\r{p.done:6.1%}  {p.turns} turns  cost {p.cost:,.0f}  unserved {p.unserved} ", end="", file=sys.stderr)
