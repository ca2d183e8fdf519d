"""A committee's volume of a year: a line for each elder with what was done of what was due in each month. From plain values to what the template prints. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .rules import AHEAD, DONE, Owed
from .sheets import Binding
from .spans import months_of
from .words import words
from .year import BoundMonth, year_said, year_shell


@dataclass(frozen=True, slots=True)
class ElderYear:
    """One elder's year. `months`: month → (done, due), of the months in which she had a form; `reviews`: months whose review was made."""

    person_id: int
    name: str
    address: str
    months: Mapping[date, tuple[int, int]] = field(default_factory=dict)
    reviews: frozenset[date] = frozenset()


def counted(owed: Iterable[Owed]) -> tuple[int, int]:
    """(done, due) as a month's form counts them: what was still ahead is not due yet."""
    states = [one.state for one in owed if one.state != AHEAD]
    return states.count(DONE), len(states)


def elders_year(elders: Sequence[ElderYear], months: Sequence[BoundMonth], binding: Binding) -> dict:
    """The committee's volume as `elders_year.typ` reads it. Order is the caller's."""
    language = "en" if binding.language == "en" else "zh"
    said, w, year = year_said(language), words(language)["summary"], months_of(binding.month)
    rows = [_elder(one, year) for one in elders]
    done, due = sum(one["done"] for one in rows), sum(one["due"] for one in rows)
    return {
        **year_shell(binding, "elders-cover", "elders", len(elders), months),
        "months": [str(month.month) for month in year],
        "summary": [[said["summary"]["elders"], str(len(elders))], [w["due"], str(due)], [w["done"], str(done)], [w["missed"], str(due - done)],
                    [said["summary"]["reviews"], str(sum(len(one.reviews) for one in elders))]],
        "elders": rows,
    }  # fmt: skip


def _elder(one: ElderYear, year: Sequence[date]) -> dict:
    done, due = (sum(counts[at] for counts in one.months.values()) for at in (0, 1))
    return {
        "name": one.name, "address": one.address, "done": done, "due": due, "score": f"{done}/{due}" if due else "—", "reviews": str(len(one.reviews)) if one.reviews else "",
        "cells": [{"score": _cell(one.months.get(month)), "short": _short(one.months.get(month)), "review": month in one.reviews} for month in year],
    }  # fmt: skip


def _cell(counts: tuple[int, int] | None) -> str:
    """11/13; — in a month with a form in which nothing was due, empty in a month without one."""
    return "" if counts is None else "—" if not counts[1] else f"{counts[0]}/{counts[1]}"


def _short(counts: tuple[int, int] | None) -> bool:
    """Whether something of the month was not done."""
    return counts is not None and counts[0] < counts[1]
