"""Consent for one purpose is given or refused, and taken back at any time.

Nothing needs to be told of a withdrawal: whatever works only with consent asks for it each time (`queries.has_consent`, `said_no`).
"""

from datetime import datetime

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.packs.loader import load

from ..models import Consent, Paper, Person


class ConsentRefused(ValueError):
    """An answer that cannot be written down. `code`: purpose | witness | paper | merged | not_given."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def answer_consent(
    *, person_id: int, purpose: str, given: bool, how: str, now: datetime, by_id: int | None, by_name: str = "", by_relation: str = "",
    witness: str = "", paper_id: int | None = None,
) -> Consent:  # fmt: skip
    """Write down what was answered for one purpose; an older answer ends with it. The same answer again changes nothing.

    Without `by_name` the person answered. ConsentRefused "purpose" for one that the pack does not have, "witness" for a spoken yes
    without a witness, "paper" for a paper of somebody else, "merged" for a file that was merged away.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("street").get(pk=person_id)
    _check(person, purpose, given, how, witness, paper_id, now)
    held = Consent.objects.filter(person=person, purpose=purpose, ended_at=None).first()
    same = {
        "given": given,
        "how": how,
        "by_name": by_name.strip()[:60],
        "by_relation": by_relation.strip()[:20],
        "witness": witness.strip()[:60],
        "paper_id": paper_id,
    }
    if held and all(getattr(held, name) == value for name, value in same.items()):
        return held
    if held:
        Consent.objects.filter(pk=held.pk).update(ended_at=now)
    row = Consent.objects.create(person=person, street_id=person.street_id, purpose=purpose, at=now, recorded_by_id=by_id, **same)
    log(
        act="consent.answered",
        now=now,
        by_id=by_id,
        street_id=person.street_id,
        target="person",
        target_id=person.pk,
        purpose=purpose,
        given=given,
    )
    return row


@transaction.atomic
def withdraw_consent(*, consent_id: int, reason: str, now: datetime, by_id: int | None, by_name: str = "") -> Consent:
    """Take a consent back: from now on it does not hold, and whoever asks for it is told no. ConsentRefused "not_given" when it does not hold."""
    row = Consent.objects.select_for_update(of=("self",)).select_related("person").get(pk=consent_id)
    if not row.given or row.ended_at:
        raise ConsentRefused("not_given")
    row.ended_at, row.withdrawn, row.withdrawn_by_name = now, True, by_name.strip()[:60]
    row.withdrawn_reason, row.withdrawn_recorded_by_id = reason.strip()[:200], by_id
    row.save(update_fields=["ended_at", "withdrawn", "withdrawn_by_name", "withdrawn_reason", "withdrawn_recorded_by"])
    log(
        act="consent.withdrawn",
        now=now,
        by_id=by_id,
        street_id=row.street_id,
        target="person",
        target_id=row.person_id,
        purpose=row.purpose,
    )
    return row


def _check(person: Person, purpose: str, given: bool, how: str, witness: str, paper_id: int | None, now: datetime) -> None:
    if person.merged_into_id:
        raise ConsentRefused("merged")
    street: Street = person.street
    if purpose not in load(street.pack, clock.local_date(now)).purposes or how not in Consent.How.values:
        raise ConsentRefused("purpose")
    if given and how == Consent.How.SPOKEN and not witness.strip():
        raise ConsentRefused("witness")
    if paper_id and not Paper.objects.filter(pk=paper_id, person=person).exists():
        raise ConsentRefused("paper")
