"""A form that was filled in away from the desk, without signal, is taken in: once, in the version it was filled in, and never over somebody else's words."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.queries.files import standing_file

from ..models import Assessment
from ..queries.instruments import instrument_of
from ..rules import faults_of
from ..rules.filled import Filled
from .assessments import complete, correct, keep
from .errors import Changed, Refused
from .owing import Heard

State = Assessment.State


@transaction.atomic
def take_in(*, street_id: int, filled: Filled, heard: Heard, source: str, now: datetime, by_id: int) -> Assessment:
    """The form of this source (the same source again: the form that it became). A draft that nobody at the desk has touched, or that it went on
    from, is gone on with.

    Refused "unknown_person" for somebody whom the street does not have, "instrument" for a version that nobody knows, "answers" and "missing" as
    the rules say, "form_done" when the form of that month (or the draft it went on from) was finished meanwhile, "form_begun" when somebody has
    written to it since: both are kept then, and a person decides.
    """
    if known := Assessment.objects.filter(street_id=street_id, source=source).first():
        return known
    person = _person(street_id, filled.person)
    instrument = instrument_of(person.street, filled.instrument, filled.version)
    if instrument is None:
        raise Refused("instrument", instrument=filled.instrument, version=filled.version)
    if faults := faults_of(instrument, filled.answers, filled.changes, partial=not filled.finish):
        raise Refused("missing" if all(f.why == "missing" for f in faults) else "answers", items=[f.item for f in faults])
    row = _draft_for(person, filled) or _new(person, filled, heard, source, by_id)
    if row.version != filled.version or row.source != source:
        Assessment.objects.filter(pk=row.pk).update(version=filled.version, source=source)
    made_on = min(clock.local_date(heard.made_at), clock.local_date(now))
    try:
        row = keep(
            assessment_id=row.pk, answers=filled.answers, changes=filled.changes, made_on=made_on, second=filled.second, note=filled.note,
            row_version=row.row_version, now=now, by_id=by_id,
        )  # fmt: skip
    except Changed:
        raise Refused("form_begun", assessment=row.pk) from None
    log(act="assessment.taken_in", now=now, by_id=by_id, street_id=street_id, target="assessment", target_id=row.pk, instrument=instrument.id, source=source)
    return complete(assessment_id=row.pk, row_version=row.row_version, now=now, by_id=by_id, heard=heard) if filled.finish else row


@transaction.atomic
def take_in_as_correction(*, street_id: int, filled: Filled, made_on: date, now: datetime, by_id: int) -> Assessment:
    """A person has looked at both: what was filled in away from the desk is laid over the finished form as a correction that is begun.

    Refused "nothing_to_correct" when there is no finished form of that month any more, "replaced" and "form_begun" when a correction is under way.
    """
    person = _person(street_id, filled.person)
    stands = Assessment.objects.filter(person=person, instrument=filled.instrument, month=filled.month, state=State.DONE, replaced=False)
    done = stands.order_by("-made_on", "-pk").first()
    if done is None or (instrument := instrument_of(person.street, done.instrument, done.version)) is None:
        raise Refused("nothing_to_correct")
    if Assessment.objects.filter(replaces=done).exists():
        raise Refused("form_begun")
    made = correct(assessment_id=done.pk, now=now, by_id=by_id)
    fits = {code: value for code, value in filled.answers.items() if not faults_of(instrument, {code: value}, partial=True)}
    changes = {code for code in filled.changes if not faults_of(instrument, {}, [code], partial=True)}
    return keep(
        assessment_id=made.pk, answers=fits, changes=changes, made_on=made_on, second=filled.second, note=filled.note, row_version=made.row_version,
        now=now, by_id=by_id,
    )  # fmt: skip


def _person(street_id: int, person_id: int) -> Person:
    """The person, or whoever the file was merged into since; locked, so that two forms do not come in at once."""
    found = standing_file(street_id=street_id, person_id=person_id)
    if found is None:
        raise Refused("unknown_person", person=person_id)
    return Person.objects.select_for_update(of=("self",)).select_related("street").get(pk=found.pk)


def _same(person: Person, filled: Filled) -> QuerySet[Assessment]:
    return Assessment.objects.filter(person=person, instrument=filled.instrument, month=filled.month, replaces=None)


def _draft_for(person: Person, filled: Filled) -> Assessment | None:
    """The draft to go on with, None where a new form is to be made."""
    base_id, base_version = filled.base or (0, 0)
    if filled.month and (done := _same(person, filled).filter(state=State.DONE).first()):
        raise Refused("form_done", assessment=done.pk)
    if base_id and _same(person, filled).filter(pk=base_id).exclude(state=State.DRAFT).exists():
        raise Refused("form_done", assessment=base_id)
    held = _same(person, filled).select_for_update(of=("self",)).filter(state=State.DRAFT).first()
    if held is None or (held.pk, held.row_version) == (base_id, base_version):
        return held
    if held.row_version == 1 and not held.source:  # begun, and nobody has written a word of their own yet
        return held
    raise Refused("form_begun", assessment=held.pk)


def _new(person: Person, filled: Filled, heard: Heard, source: str, by_id: int) -> Assessment:
    return Assessment.objects.create(
        street_id=person.street_id, committee_id=person.committee_id, person=person, instrument=filled.instrument, version=filled.version, why=filled.why,
        month=filled.month, made_on=clock.local_date(heard.made_at), made_by_id=by_id, begun_at=heard.made_at, source=source,
    )  # fmt: skip
