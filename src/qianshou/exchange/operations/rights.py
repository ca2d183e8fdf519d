"""Requests of a person: recorded, owed by the watch until they are answered, answered with what was done or why not."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction

from qianshou.access.operations import log
from qianshou.access.queries import ladder_of_roles
from qianshou.kernel import clock
from qianshou.merit.operations.appraisal_calls import withhold_calls
from qianshou.packs.loader import load
from qianshou.people.models import Person, RightsRequest
from qianshou.people.operations.restrictions import NotRestricted, restrict
from qianshou.people.rules.restrictions import CALLS
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from qianshou.watch.rules import NewDue

from ..queries.rights import kept_long

KIND = "rights"
TOLD = ("street_officer",)
RETENTION_DAYS = 30  # to decide on a file that was kept long enough
CLOSES = time(17)  # an office's day ends
MAY_RESTRICT = (RightsRequest.Kind.RESTRICTION, RightsRequest.Kind.OBJECTION)  # article 44: to restrict or to refuse


class NotRecorded(ValueError):
    """Nothing was written. `code`: words | identity | by_name | answer | purposes | state."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def record_request(
    *, person_id: int, kind: str, identity: str, words: str, asked_on: date, now: datetime, by_id: int, by_name: str = "", by_relation: str = ""
) -> RightsRequest:
    """Write down what the person, or somebody for them, asks; it is to be answered within the days of the pack.

    `identity`: how it was made sure who asks. NotRecorded without it, without words where something is to be corrected, or with a relation
    and no name.
    """
    identity, words, by_name = identity.strip()[:100], words.strip()[:500], by_name.strip()[:60]
    kind = RightsRequest.Kind(kind)
    if not identity:
        raise NotRecorded("identity")
    if kind == RightsRequest.Kind.CORRECTION and not words:
        raise NotRecorded("words")
    if by_relation.strip() and not by_name:
        raise NotRecorded("by_name")
    person = Person.objects.select_related("street").get(pk=person_id, merged_into__isnull=True)
    due_on = asked_on + timedelta(days=load(person.street.pack, asked_on).request_leads[kind].days)
    made = RightsRequest.objects.create(
        person=person, street_id=person.street_id, kind=kind, origin="other" if by_name else "person", by_name=by_name, by_relation=by_relation.strip()[:20],
        identity=identity, words=words, asked_on=asked_on, due_on=due_on, recorded_by_id=by_id, recorded_at=now,
    )  # fmt: skip
    ladder = ladder_of_roles(street_id=person.street_id, roles=TOLD, on=clock.local_date(now))
    due = NewDue(
        street_id=person.street_id, key=made.due_key, kind=KIND, person_id=person.pk, title={"code": KIND, "kind": kind.value}, opens_at=now,
        by_at=max(clock.at(due_on, CLOSES), now), ladder=ladder, ref={"request": made.pk},
    )  # fmt: skip
    watch.owe_many(dues=[due], now=now)
    log(act="rights.asked", now=now, by_id=by_id, street_id=person.street_id, target="rights", target_id=made.pk, kind=kind.value)
    return made


@transaction.atomic
def answer_request(
    *, request_id: int, state: str, answer: str, now: datetime, by_id: int, changed: Sequence[str] = (), purposes: Sequence[str] = ()
) -> RightsRequest:
    """Answer: done, refused (PIPL asks for the reason), or taken back by the person. NotRecorded without an answer, or when it was answered.

    `purposes`: what is restricted from now on, with the answer as its reason. A restriction that is done names at least one, an objection may.
    """
    state, answer = RightsRequest.State(state), answer.strip()[:500]
    if state == RightsRequest.State.OPEN:
        raise NotRecorded("state")
    if not answer and state != RightsRequest.State.TAKEN_BACK:
        raise NotRecorded("answer")
    values = {"state": state, "answer": answer, "changed": sorted(changed), "answered_by_id": by_id, "answered_at": now}
    if not RightsRequest.objects.filter(pk=request_id, state=RightsRequest.State.OPEN).update(**values):
        raise NotRecorded("state")
    request = RightsRequest.objects.select_related("person").get(pk=request_id)
    if state == RightsRequest.State.DONE and (purposes or request.kind == RightsRequest.Kind.RESTRICTION):
        _restrict(request, purposes, now, by_id)
    if Due.objects.filter(street_id=request.street_id, key=request.due_key).exists():
        watch.meet(street_id=request.street_id, key=request.due_key, made_at=now, received_at=now, grade="desk", evidence={"answer": state.value}, by_id=by_id)
    log(act="rights.answered", now=now, by_id=by_id, street_id=request.street_id, target="rights", target_id=request.pk, state=state.value)
    return request


def _restrict(request: RightsRequest, purposes: Sequence[str], now: datetime, by_id: int) -> None:
    """The purposes are restricted, and whoever was still to be rung about a carer is not rung any more."""
    if request.kind not in MAY_RESTRICT:
        raise NotRecorded("purposes")
    try:
        restrict(request=request, purposes=purposes, reason=request.answer, now=now, by_id=by_id)
    except NotRestricted as refused:
        raise NotRecorded(refused.code) from None
    if CALLS in purposes:
        withhold_calls(elder_id=request.person_id, now=now, by_id=by_id)


@transaction.atomic
def list_kept_long(*, street_id: int, now: datetime, most: int = 200) -> int:
    """Put files whose retention has run out on the list of requests, for a person to decide; nothing is erased. Returns how many are new."""
    today = clock.local_date(now)
    people = list(kept_long(street_id=street_id, today=today)[:most])
    rows = [
        RightsRequest(person=person, street_id=street_id, kind=RightsRequest.Kind.ERASURE, origin=RightsRequest.Origin.RETENTION, asked_on=today,
                      due_on=today + timedelta(days=RETENTION_DAYS), recorded_at=now)
        for person in people
    ]  # fmt: skip
    RightsRequest.objects.bulk_create(rows)
    if rows:
        log(act="rights.kept_long", now=now, street_id=street_id, target="list", target_id=len(rows))
    return len(rows)
