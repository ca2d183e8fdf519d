"""The month's call-backs: drawn once with a seed, then rung one by one. Who is not reached counts for nobody, and the next in the order takes the place."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.models import STANDING, Carer, VisitEvent
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import Person, Phone
from qianshou.people.queries.consents import said_no
from qianshou.people.queries.restrictions import allowed, restricted_among
from qianshou.people.rules.restrictions import CALLS

from ..models import CallBack, CallBackDraw
from ..queries.appraisal_doors import rule
from ..queries.appraisal_scoring import month_end
from ..rules.appraisal_sample import draw, order_of, strata
from .appraisal import lock_appraisals

PURPOSE = "callbacks"  # where a street asks consent for it, a no holds
ANSWERS = ("yes", "partly", "no")
STILL_THERE = ("active", "hospital", "away")


@transaction.atomic
def draw_callbacks(*, street_id: int, month: date, seed: str, now: datetime, by_id: int) -> CallBackDraw:
    """Draw the elders who are rung up about each carer of the month. Once: a second draw gives the first one back, whatever seed it asks for.

    Refused "seed" without one, "future" for a month that has not begun, "nobody" when nobody was visited who can be rung up.
    """
    seed = seed.strip()[:40]
    if not seed:
        raise Refused("seed")
    if month > clock.local_date(now):
        raise Refused("future")
    lock_appraisals(street_id)
    if held := CallBackDraw.objects.filter(street_id=street_id, month=month).first():
        return held
    street = Street.objects.get(pk=street_id)
    each = rule(load(street.pack, month), "calls_each")
    visits = _visited(street_id, month)
    left_out = _left_out(street_id, {elder for _, elder in visits})
    pool = strata(visits, {elder for ids in left_out.values() for elder in ids})
    if not pool:
        raise Refused("nobody")
    counts = {why: len(ids) for why, ids in left_out.items()}
    made = CallBackDraw.objects.create(street=street, month=month, seed=seed, each=each, pool=pool, left_out=counts, drawn_at=now, by_id=by_id)
    carers = dict(Carer.objects.filter(street=street, number__in=list(pool)).values_list("number", "pk"))
    CallBack.objects.bulk_create(
        CallBack(draw=made, street=street, month=month, carer_id=carers[number], elder_id=elder, position=at)
        for number, elders in draw(pool, seed, each).items() for at, elder in enumerate(elders, 1)
    )  # fmt: skip
    log(act="callbacks.drawn", now=now, by_id=by_id, street_id=street_id, target="street", target_id=street_id, month=month.isoformat(), seed=seed)
    return made


def _visited(street_id: int, month: date) -> dict[tuple[str, int], int]:
    """(number of employment, elder) → how often she was there in the month."""
    rows = VisitEvent.objects.filter(STANDING, kind="done", carer__isnull=False, visit__street=street_id, visit__day__gte=month, visit__day__lt=month_end(month))
    rows = rows.filter(carer__street=street_id).order_by().values_list("carer__number", "visit__elder_id").annotate(n=Count("visit_id", distinct=True))
    return {(number, elder): n for number, elder, n in rows}


def _left_out(street_id: int, elders: set[int]) -> dict[str, set[int]]:
    """Reason → who is not rung up: gone, said no or had it restricted, without a telephone. Each stands under the first reason that holds."""
    there = set(Person.objects.filter(pk__in=elders, street=street_id, merged_into__isnull=True, file__status__in=STILL_THERE).values_list("pk", flat=True))
    never = set(CallBack.objects.filter(elder__in=elders, state=CallBack.State.NEVER).values_list("elder_id", flat=True))
    refused = ({row["person_id"] for row in said_no(street_id, PURPOSE)} & elders) | restricted_among(elders, CALLS)
    reachable = set(Phone.objects.filter(person__in=elders).values_list("person_id", flat=True))
    gone, no = elders - there, (never | refused) & there
    return {"gone": gone, "said_no": no, "no_phone": there - no - reachable}


@transaction.atomic
def answer_call(*, callback_id: int, answers: Mapping[str, str], note: str, now: datetime, by_id: int) -> CallBack:
    """The elder answered all questions. Written again it is corrected. Refused "answers" when one is missing, "restricted" where she is not to be rung."""
    row = _row(callback_id)
    _check(row)
    asked = [q.code for q in load(row.street.pack, row.month).appraisal_questions.values() if q.asked == "call"]
    found = {code: answers.get(code, "") for code in asked}
    if not all(said in ANSWERS for said in found.values()):
        raise Refused("answers")
    return _settle(row, CallBack.State.REACHED, now, by_id, answers=found, note=note.strip()[:300], tries=row.tries + 1)


@transaction.atomic
def miss_call(*, callback_id: int, now: datetime, by_id: int) -> CallBack:
    """Nobody picked up. After as many tries as the pack says she counts as not reached, and the next in the order is put on the list."""
    row = _row(callback_id)
    if row.state != CallBack.State.TO_CALL:
        raise Refused("settled")
    _check(row)
    given_up = row.tries + 1 >= rule(load(row.street.pack, row.month), "call_tries")
    row = _settle(row, CallBack.State.UNREACHED if given_up else CallBack.State.TO_CALL, now, by_id, tries=row.tries + 1)
    if given_up:
        _next_in_order(row)
    return row


@transaction.atomic
def refuse_call(*, callback_id: int, never: bool, now: datetime, by_id: int) -> CallBack:
    """She does not want to answer; with `never` no such calls at all: she is in no draw any more, until that is taken back."""
    row = _row(callback_id)
    if row.state != CallBack.State.TO_CALL:
        raise Refused("settled")
    row = _settle(row, CallBack.State.NEVER if never else CallBack.State.REFUSED, now, by_id, tries=row.tries + 1)
    _next_in_order(row)
    return row


@transaction.atomic
def take_back_call(*, callback_id: int, now: datetime, by_id: int) -> CallBack:
    """It was noted at the wrong name: she is to be rung again. Refused "restricted" where she is not to be rung any more."""
    row = _row(callback_id)
    _check(row)
    return _settle(row, CallBack.State.TO_CALL, now, by_id, answers={}, note="", tries=0)


@transaction.atomic
def withhold_calls(*, elder_id: int, now: datetime, by_id: int) -> int:
    """She had such calls restricted: whoever was still to ring her does not, and the next in the order takes the place. Returns how many calls."""
    held = CallBack.objects.select_for_update(of=("self",)).filter(elder=elder_id, state=CallBack.State.TO_CALL).select_related("street", "draw", "carer")
    rows = [_settle(row, CallBack.State.REFUSED, now, by_id) for row in held.order_by("pk")]
    for row in rows:
        _next_in_order(row)
    return len(rows)


def _check(row: CallBack) -> None:
    if not allowed(row.elder_id, CALLS):
        raise Refused("restricted")


def _row(callback_id: int) -> CallBack:
    return CallBack.objects.select_for_update(of=("self",)).select_related("street", "draw", "carer").get(pk=callback_id)


def _settle(row: CallBack, state: str, now: datetime, by_id: int, **values: object) -> CallBack:
    values |= {"state": state, "called_at": now, "called_by_id": by_id}
    CallBack.objects.filter(pk=row.pk).update(**values)
    log(act="callback.noted", now=now, by_id=by_id, street_id=row.street_id, target="callback", target_id=row.pk, state=str(state))
    row.refresh_from_db()
    return row


def _next_in_order(row: CallBack) -> CallBack | None:
    """Whoever stands next in the carer's order is rung instead; None when the list is at its end."""
    held = CallBack.objects.select_for_update().filter(draw=row.draw, carer=row.carer).order_by("-position").first()
    order = order_of(row.draw.seed, row.carer.number, row.draw.pool.get(row.carer.number, ()))
    barred = restricted_among(order, CALLS)
    for at, elder in enumerate(order[held.position :], held.position + 1):
        if elder not in barred and Person.objects.filter(pk=elder, street=row.street, merged_into__isnull=True, file__status__in=STILL_THERE).exists():
            return CallBack.objects.create(draw=row.draw, street=row.street, month=row.month, carer=row.carer, elder_id=elder, position=at)
    return None
