"""The demo's assessments: how some of the key elders were, and how it moved; one form lies begun.

The answers are drawn from a seed and grow a little worse with time, as they do; levels and reasons are the scorer's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from qianshou.access.models import Street, User
from qianshou.assessment import operations
from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import instruments_for
from qianshou.assessment.queries.table import takers
from qianshou.care.models import KeyElder
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument, Item

PEOPLE = 48
SPANS = ((410, 205, 20), (205, 20), (352,))  # days ago, the oldest first; the last ones are owed again
HANDED_OUT = 4  # to the tablet, for the kitchen table
SCALES = ("gbt42195", "lsns6", "gds15")


def assess(*, street: Street, assessor: User, now: datetime, seed: int = 7) -> dict[str, int]:
    """Assess some of the key elders as an assessor would have, up to three times; returns how many forms, and how many are owed. Once."""
    if Assessment.objects.filter(street=street).exists():
        return {"forms": 0, "owed": 0}
    random, today, made = Random(seed), clock.local_date(now), 0
    elders = list(KeyElder.objects.filter(elder__street=street, until__isnull=True).order_by("elder_id").values_list("elder_id", flat=True)[:PEOPLE])
    for at, person in enumerate(elders):
        frailty = random.choice((0.05, 0.1, 0.2, 0.35, 0.6))
        for n, ago in enumerate(SPANS[at % 3]):
            for code in SCALES[: 1 + at % 3]:
                made += _form(street, person, code, today - timedelta(days=ago + at % 9), min(0.9, frailty + 0.06 * n), random, assessor, now)
    if elders:
        begun = operations.begin(person_id=elders[-1], instrument="barthel", why="request", made_on=today, now=now, by_id=assessor.pk)
        operations.keep(
            assessment_id=begun.pk, answers={"feeding": "p10", "bathing": "p0"}, changes=(), made_on=today, second="", note="", row_version=1, now=now,
            by_id=assessor.pk,
        )  # fmt: skip
    if taker := next(iter(takers(street_id=street.pk, on=today)), None):
        for person in elders[:HANDED_OUT]:
            operations.hand_out(person_id=person, user_id=taker.pk, until=today + timedelta(days=7), now=now, by_id=assessor.pk)
    return {"forms": made, "owed": operations.owe_reassessments(street_id=street.pk, now=now)}


def _form(street: Street, person: int, code: str, on: date, frailty: float, random: Random, assessor: User, now: datetime) -> bool:
    """One finished form; False where the instrument did not hold on that day yet."""
    one = instruments_for(street, on).get(code)
    if one is None:
        return False
    why = "first" if not Assessment.objects.filter(person_id=person, instrument=code).exists() else "periodic"
    form = operations.begin(person_id=person, instrument=code, why=why, made_on=on, now=now, by_id=assessor.pk)
    changes = ["dementia"] if one.changes and frailty > 0.5 and random.random() < 0.4 else []
    form = operations.keep(
        assessment_id=form.pk, answers={i.code: answer(one, i, frailty, random) for i in one.items}, changes=changes, made_on=on, second="沈老师", note="",
        row_version=form.row_version, now=now, by_id=assessor.pk,
    )  # fmt: skip
    operations.complete(assessment_id=form.pk, row_version=form.row_version, now=now, by_id=assessor.pk)
    return True


def answer(one: Instrument, item: Item, frailty: float, random: Random) -> str:
    """The best answer, or a worse one the frailer somebody is."""
    ordered = sorted(item.answers, key=lambda a: a.points, reverse=one.better == "higher")
    worse = sum(random.random() < frailty for _step in range(len(ordered) - 1))
    return ordered[worse].code
