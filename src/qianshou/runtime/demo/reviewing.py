"""The demo's monthly reviews: what the first helpers filled in for their key elders, last month nearly all of them, this month the first ones."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from qianshou.access.models import Street
from qianshou.assessment import operations as assessment
from qianshou.assessment.models import Assessment
from qianshou.assessment.operations import Heard
from qianshou.assessment.queries import instruments_for
from qianshou.care.models import KeyElder, Link, Rank
from qianshou.care.operations.forms import complete_form
from qianshou.care.queries.reviews import REVIEW
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import MANY, Item

LEFT_OUT, DONE_OF = 7, 3  # every seventh is missing; this month every third is done so far
WORDS = ("精神不错，爱说话。", "想念女儿，多陪陪她。", "胃口好，走路要人扶。", "天冷不大出门，电话里常聊。", "和邻居打牌，心情好。")


def review(*, street: Street, month: date, now: datetime, rng: Random) -> dict[str, int]:
    """The reviews of last month (`month`, its first day) and of this one so far, by the carers who answer. Once."""
    if Assessment.objects.filter(street=street, instrument=REVIEW).exists():
        return {"reviews": 0}
    today, made = clock.local_date(now), 0
    elders = KeyElder.objects.filter(street=street, until__isnull=True).order_by("elder_id").values_list("elder_id", flat=True)
    helpers = {
        link.elder_id: link.carer.person.user_id
        for link in Link.objects.filter(street=street, rank=Rank.PRIMARY, until__isnull=True, since__lte=month).select_related("carer__person")
    }
    for n, person in enumerate(pk for pk in elders if helpers.get(pk)):
        last_month = clock.at(month + timedelta(days=4 + n % 22), time(15, n % 60))
        if n % LEFT_OUT:
            made += _form(street, person, helpers[person], month, last_month, now, rng)
        if n % DONE_OF == 0 and today.day > 1:
            on = today - timedelta(days=1 + n % min(9, today.day - 1))
            made += _form(street, person, helpers[person], today.replace(day=1), clock.at(on, time(10, n % 60)), now, rng)
    return {"reviews": made}


def _form(street: Street, person: int, user: int, month: date, at: datetime, now: datetime, rng: Random) -> bool:
    """One finished form by one carer; False where the instrument did not hold then."""
    one = instruments_for(street, clock.local_date(at)).get(REVIEW)
    if one is None:
        return False
    form = assessment.begin(person_id=person, instrument=REVIEW, why="month", made_on=clock.local_date(at), month=month, now=at, by_id=user)
    said = {item.code: _said(item, rng) for item in one.items if not item.optional}
    form = assessment.keep(
        assessment_id=form.pk, answers=said | form.answers, changes=(), made_on=clock.local_date(at), second="", note="", row_version=form.row_version,
        now=now, by_id=user,
    )  # fmt: skip
    complete_form(assessment_id=form.pk, row_version=form.row_version, now=now, by_id=user, heard=Heard(at, at, "tap"))
    return True


def _said(item: Item, rng: Random) -> object:
    """An answer as most months have it."""
    codes = [one.code for one in item.answers]
    if item.kind == MANY:
        return [rng.choice(codes) if rng.random() < 0.3 else "none"]
    return rng.choices(codes, weights=(2, 6, 2)[: len(codes)])[0] if codes else rng.choice(WORDS)
