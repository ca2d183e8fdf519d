"""What is written down about a carer beside her visits: spot visits, training, praise and complaints. Each can be taken back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.models import Carer
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import Person

from ..models import Feedback, SpotVisit, Training, TrainingSeat

CHECKS = ("yes", "no", "na")


@transaction.atomic
def note_spot(*, carer_id: int, on: date, checks: Mapping[str, str], note: str, batch: UUID, now: datetime, by_id: int, elder_id: int | None = None) -> SpotVisit:
    """Somebody looked in while she was at work. Sent twice with one batch it is written once.

    Refused "future", "checks" unless every point of the pack is yes, no or na ("could not be seen"), "unseen" when none could; Person.DoesNotExist for an
    elder of another street.
    """
    if held := SpotVisit.objects.filter(batch=batch).first():
        return held
    carer = Carer.objects.select_related("street").get(pk=carer_id)
    _not_to_come(on, now)
    found = {q.code: checks.get(q.code, "") for q in load(carer.street.pack, on).appraisal_questions.values() if q.asked == "spot"}
    if not all(said in CHECKS for said in found.values()):
        raise Refused("checks")
    if all(said == "na" for said in found.values()):
        raise Refused("unseen")
    elder = Person.objects.get(pk=elder_id, street_id=carer.street_id) if elder_id else None
    row = SpotVisit.objects.create(street=carer.street, carer=carer, elder=elder, on=on, checks=found, note=note.strip()[:500], at=now, by_id=by_id, batch=batch)
    log(act="spot.noted", now=now, by_id=by_id, street_id=carer.street_id, target="spot", target_id=row.pk)
    return row


def _not_to_come(on: date, now: datetime) -> None:
    if on > clock.local_date(now):
        raise Refused("future")


@transaction.atomic
def note_training(*, street_id: int, on: date, title: str, minutes: int, seats: Mapping[int, str], batch: UUID, now: datetime, by_id: int) -> Training:
    """A training was held: carer → present, excused or absent; who is not named was not called to it. Sent twice it is written once.

    Refused "future", "title", "minutes" for less than 5 or more than a day, "seats" when nobody is named; Carer.DoesNotExist for one of another street.
    """
    if held := Training.objects.filter(batch=batch).first():
        return held
    _not_to_come(on, now)
    if not title.strip():
        raise Refused("title")
    if not 5 <= minutes <= 1440:
        raise Refused("minutes")
    if not seats or not all(state in TrainingSeat.State.values for state in seats.values()):
        raise Refused("seats")
    if Carer.objects.filter(street_id=street_id, pk__in=list(seats)).count() != len(seats):
        raise Carer.DoesNotExist
    row = Training.objects.create(street_id=street_id, on=on, title=title.strip()[:120], minutes=minutes, at=now, by_id=by_id, batch=batch)
    TrainingSeat.objects.bulk_create(TrainingSeat(training=row, carer_id=pk, state=state) for pk, state in sorted(seats.items()))
    log(act="training.noted", now=now, by_id=by_id, street_id=street_id, target="training", target_id=row.pk, seats=len(seats))
    return row


@transaction.atomic
def note_feedback(
    *, carer_id: int, kind: str, on: date, source: str, source_name: str, text: str, batch: UUID, now: datetime, by_id: int, elder_id: int | None = None
) -> Feedback:
    """Praise or a complaint came in. Sent twice it is written once. Refused "future", "kind", "text" without a word; Person.DoesNotExist as above."""
    if held := Feedback.objects.filter(batch=batch).first():
        return held
    carer = Carer.objects.get(pk=carer_id)
    _not_to_come(on, now)
    if kind not in Feedback.Kind.values or source not in Feedback.Source.values:
        raise Refused("kind")
    if not text.strip():
        raise Refused("text")
    elder = Person.objects.get(pk=elder_id, street_id=carer.street_id) if elder_id else None
    row = Feedback.objects.create(street_id=carer.street_id, carer=carer, kind=kind, on=on, source=source, source_name=source_name.strip()[:60], elder=elder,
                                  text=text.strip()[:500], at=now, by_id=by_id, batch=batch)  # fmt: skip
    log(act="feedback.noted", now=now, by_id=by_id, street_id=carer.street_id, target="feedback", target_id=row.pk, kind=kind)
    return row


@transaction.atomic
def settle_feedback(*, feedback_id: int, finding: str, settled: str, now: datetime, by_id: int) -> Feedback:
    """What was found out about a complaint, and what was done. Settled again it is corrected. Refused "finding", "settled" without a word, "praise"."""
    row = Feedback.objects.select_for_update().get(pk=feedback_id)
    if row.kind != Feedback.Kind.COMPLAINT:
        raise Refused("praise")
    if finding not in Feedback.Finding.values:
        raise Refused("finding")
    if not settled.strip():
        raise Refused("settled")
    row.finding, row.settled, row.settled_at, row.settled_by_id = finding, settled.strip()[:500], now, by_id
    row.save(update_fields=["finding", "settled", "settled_at", "settled_by"])
    log(act="feedback.settled", now=now, by_id=by_id, street_id=row.street_id, target="feedback", target_id=row.pk, finding=finding)
    return row


def take_back_spot(*, ids: Collection[int], now: datetime, by_id: int) -> int:
    """These were written down by mistake. Returns how many."""
    return _take_back(SpotVisit, ids, "spot", now, by_id)


def take_back_training(*, ids: Collection[int], now: datetime, by_id: int) -> int:
    """These were written down by mistake. Returns how many."""
    return _take_back(Training, ids, "training", now, by_id)


def take_back_feedback(*, ids: Collection[int], now: datetime, by_id: int) -> int:
    """These were written down by mistake. Returns how many."""
    return _take_back(Feedback, ids, "feedback", now, by_id)


@transaction.atomic
def _take_back(model: type, ids: Collection[int], word: str, now: datetime, by_id: int) -> int:
    rows = model.objects.filter(pk__in=list(ids), taken_back_at__isnull=True)
    for pk, street_id in list(rows.values_list("pk", "street_id")):
        log(act=f"{word}.taken_back", now=now, by_id=by_id, street_id=street_id, target=word, target_id=pk)
    return rows.update(taken_back_at=now)
