"""A relative writes on the family page: the carer, the officer and the desk are told, and an answer is owed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.notify import operations as notify
from qianshou.people.models import FamilyLink
from qianshou.people.queries.family import FamilyScope
from qianshou.watch import operations as watch
from qianshou.watch.operations.concerns import due_key

from ..models import FamilyNote
from ..queries.ladders import ladder_for
from .errors import Refused

SOON, AT_ONCE = 2, 3
A_DAY = 20  # notes by one link: more is no message but a flood
LONGEST = 500
TOLD = "family_note"  # code of the notice


@transaction.atomic
def write_from_family(*, scope: FamilyScope, kind: str, text: str, urgent: bool, batch: UUID, now: datetime) -> FamilyNote:
    """Keep what a relative wrote, and owe an answer: to a message within two days, to an urgent concern at once, with an alert.

    Who answers for the elder is told at once, the carer first. Idempotent by `batch`. Refused "words" without a text or with more than
    500 characters, "kind", and "many" after twenty in a day.
    """
    link = FamilyLink.objects.select_for_update(of=("self",)).get(pk=scope.link_id, person_id=scope.person_id)
    if known := FamilyNote.objects.filter(batch=batch, link=link).first():
        return known
    if not text.strip() or len(text.strip()) > LONGEST:
        raise Refused("words", most=LONGEST)
    if kind not in FamilyNote.Kind.values:
        raise Refused("kind")
    if FamilyNote.objects.filter(link=link, made_at__gte=clock.day_bounds(clock.local_date(now))[0]).count() >= A_DAY:
        raise Refused("many", most=A_DAY)
    severity = AT_ONCE if urgent and kind == FamilyNote.Kind.CONCERN else SOON
    concern = watch.report_concern(
        street_id=scope.street_id, person_id=scope.person_id, by_id=None, said_by=said_by(link), text=text, severity=severity, made_at=now,
        received_at=now, now=now, ref=f"family:{batch}", category="family",
    )  # fmt: skip
    note = FamilyNote.objects.create(
        link=link, person_id=scope.person_id, street_id=scope.street_id, kind=kind, concern=concern, made_at=now, batch=batch
    )
    ladder = ladder_for(street_id=scope.street_id, elder_id=scope.person_id, on=clock.local_date(now))
    watch.set_ladders(street_id=scope.street_id, ladders={due_key(concern.pk): ladder})
    notify.tell(
        street_id=scope.street_id, code=TOLD, told={user: {"concern": concern.pk, "kind": kind} for user in ladder}, now=now,
        ref=f"concern:{concern.pk}",
        loud=severity == AT_ONCE,
    )  # fmt: skip
    log(
        act="family.wrote",
        now=now,
        street_id=scope.street_id,
        target="person",
        target_id=scope.person_id,
        link=link.pk,
        concern=concern.pk,
        kind=kind,
    )
    return note


def said_by(link: FamilyLink) -> str:
    """Who noticed it, as the desk reads it."""
    return f"{link.name}（{link.relation}）" if link.relation else link.name
