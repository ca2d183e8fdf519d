"""A carer objects to the points of a day, and an officer answers in words; what no act can show is given by hand."""

from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock

from ..models import Carer, PointObjection
from .credits import credit_by_hand, credit_days
from .errors import Refused

MOST_BY_HAND = 20


@transaction.atomic
def object_to_points(*, carer_id: int, day: date, text: str, made_at: datetime, now: datetime, by_id: int | None, source: str = "") -> PointObjection:
    """Write down an objection: from her phone (`source`: its act, kept once), or told to the office.

    Refused "text" without a word, "future" for a day to come, "open" when one for this day waits for its answer.
    """
    if source and (held := PointObjection.objects.filter(source=source).first()):
        return held
    carer = Carer.objects.select_for_update().get(pk=carer_id)
    if not text.strip():
        raise Refused("text")
    if day > clock.local_date(now):
        raise Refused("future")
    if PointObjection.objects.filter(carer=carer, day=day, state=PointObjection.State.OPEN).exists():
        raise Refused("open")
    made = PointObjection.objects.create(street_id=carer.street_id, carer=carer, day=day, text=text.strip()[:500], made_at=made_at, source=source)
    log(act="points.objected", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, day=day.isoformat())
    return made


@transaction.atomic
def answer_objection(*, objection_id: int, upheld: bool, answer: str, points: int, now: datetime, by_id: int) -> PointObjection:
    """Answer it. Upheld, her day is worked out anew from what stands, and `points` are given by hand (0: none).

    Refused "answer" without a word, "answered" when somebody was quicker, "points" for points below 0, above 20, or with a refusal.
    """
    row = PointObjection.objects.select_for_update().get(pk=objection_id)
    if row.state != PointObjection.State.OPEN:
        raise Refused("answered")
    if not answer.strip():
        raise Refused("answer")
    if not 0 <= points <= (MOST_BY_HAND if upheld else 0):
        raise Refused("points", most=MOST_BY_HAND)
    row.state = PointObjection.State.UPHELD if upheld else PointObjection.State.REFUSED
    row.answer, row.answered_by_id, row.answered_at = answer.strip()[:500], by_id, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if upheld:
        credit_days(carer_id=row.carer_id, days=[row.day], now=now, by_id=by_id, reason="objection")
    if points:
        credit_by_hand(carer_id=row.carer_id, task=f"objection:{row.pk}", day=row.day, points=points, now=now, by_id=by_id)
    log(act="points.answered", now=now, by_id=by_id, street_id=row.street_id, target="carer", target_id=row.carer_id, upheld=upheld, points=points)
    return row
