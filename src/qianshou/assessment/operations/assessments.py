"""A form is begun, filled in as far as one gets, and finished; what is finished is corrected by another one, never written over."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Person

from ..models import Assessment
from ..queries.instruments import instrument_of, instruments_for
from ..queries.month import drafts_of
from ..rules import faults_of, score
from .errors import Changed, Refused
from .owing import Heard, settle_owed

State = Assessment.State


@transaction.atomic
def begin(
    *, person_id: int, instrument: str, why: str, made_on: date, now: datetime, by_id: int | None, month: date | None = None, source: str = ""
) -> Assessment:
    """A new form, or the one that lies begun: two people who open the same form share it. With `month` the form of that month, begun with
    what is written down of it.

    Refused "instrument" for one that the street does not have that day, "merged" for a file that was merged away, "month_done" when
    the month's form is finished.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("street").get(pk=person_id)
    if person.merged_into_id:
        raise Refused("merged")
    known = instruments_for(person.street, made_on).get(instrument)
    if known is None:
        raise Refused("instrument", instrument=instrument)
    month = month.replace(day=1) if month else None
    same = Assessment.objects.filter(person=person, instrument=instrument, month=month, replaces=None)
    if held := same.filter(state=State.DRAFT).first():
        return held
    if month and same.filter(state=State.DONE).exists():
        raise Refused("month_done", month=f"{month:%Y-%m}")
    made = Assessment.objects.create(
        street_id=person.street_id, committee_id=person.committee_id, person=person, instrument=instrument, version=known.version, why=why,
        month=month, made_on=made_on, made_by_id=by_id, begun_at=now, source=source, answers=drafts_of([person.pk], street_id=person.street_id, instrument=known, month=month)[person.pk] if month else {},
    )  # fmt: skip
    log(act="assessment.begun", now=now, by_id=by_id, street_id=person.street_id, target="assessment", target_id=made.pk, instrument=known.id)
    return made


@transaction.atomic
def keep(
    *, assessment_id: int, answers: Mapping[str, object], changes: Collection[str], made_on: date, second: str, note: str, row_version: int,
    now: datetime, by_id: int | None,
) -> Assessment:  # fmt: skip
    """Keep what is filled in so far. Changed when somebody else wrote since `row_version`; Refused "answers" for answers that the
    instrument does not have, "finished" for a form that is not a draft, "future" for a day to come."""
    row = _draft(assessment_id, row_version)
    if made_on > clock.local_date(now):
        raise Refused("future", day=made_on.isoformat())
    instrument = instrument_of(row.street, row.instrument, row.version)
    kept = {code: value for code, value in answers.items() if value not in (None, "", [])}
    if faults := faults_of(instrument, kept, changes, partial=True):
        raise Refused("answers", items=[f.item for f in faults])
    row.answers, row.changes, row.made_on = kept, sorted(set(changes)), made_on
    row.second, row.note, row.made_by_id, row.row_version = second.strip()[:60], note.strip()[:500], by_id, row.row_version + 1
    row.save(update_fields=["answers", "changes", "made_on", "second", "note", "made_by_id", "row_version"])
    return row


@transaction.atomic
def complete(*, assessment_id: int, row_version: int, now: datetime, by_id: int | None, heard: Heard | None = None) -> Assessment:
    """Work out points and level, and close the form. What was owed is met, the next one is owed when its time comes.

    `heard`: when and how it was made, where that was not at the desk just now. Refused "missing" with the items that have no answer;
    Changed and Refused as in `keep`.
    """
    heard = heard or Heard(made_at=now, received_at=now)
    row = _draft(assessment_id, row_version)
    instrument = instrument_of(row.street, row.instrument, row.version)
    if faults := faults_of(instrument, row.answers, row.changes):
        raise Refused("missing", items=[f.item for f in faults])
    found = score(instrument, row.answers, row.changes)
    if instrument.most:
        row.total, row.by_section, row.by_points, row.level, row.reasons = found.total, found.by_section, found.by_points, found.level, list(found.reasons)
    row.state, row.completed_at, row.row_version = State.DONE, heard.made_at, row.row_version + 1
    if row.replaces_id:
        Assessment.objects.filter(pk=row.replaces_id).update(replaced=True)
    row.save(update_fields=["state", "completed_at", "row_version", "total", "by_section", "by_points", "level", "reasons"])
    settle_owed(done=row, instrument=instrument, heard=heard, by_id=by_id)
    log(act="assessment.done", now=now, by_id=by_id, street_id=row.street_id, target="assessment", target_id=row.pk, level=row.level, total=row.total)
    return row


@transaction.atomic
def correct(*, assessment_id: int, now: datetime, by_id: int) -> Assessment:
    """A new draft with the same answers, to take the place of a finished form; the draft there is, if somebody has begun to correct it.

    Refused "not_finished" for one that is not finished, "replaced" for one that a later form has replaced.
    """
    old = Assessment.objects.select_for_update(of=("self",)).select_related("street").get(pk=assessment_id)
    if old.state != State.DONE:
        raise Refused("not_finished")
    if held := Assessment.objects.filter(replaces=old).first():
        if held.state != State.DRAFT:
            raise Refused("replaced")
        return held
    made = Assessment.objects.create(
        street_id=old.street_id, committee_id=old.committee_id, person_id=old.person_id, instrument=old.instrument, version=old.version, why=old.why,
        month=old.month, made_on=old.made_on, made_by_id=by_id, second=old.second, answers=old.answers, changes=old.changes,
        note=old.note, replaces=old, begun_at=now,
    )  # fmt: skip
    log(act="assessment.correcting", now=now, by_id=by_id, street_id=old.street_id, target="assessment", target_id=made.pk, replaces=old.pk)
    return made


@transaction.atomic
def withdraw(*, assessment_id: int, reason: str, now: datetime, by_id: int) -> Assessment:
    """Take a finished form back: it was the wrong person's, or not asked properly. It stays readable and counts for nothing.

    Refused "reason" without one, "not_finished" for another state, "replaced" when a correction stands.
    """
    if not reason.strip():
        raise Refused("reason")
    row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment_id)
    if row.state != State.DONE:
        raise Refused("not_finished")
    if row.replaced:
        raise Refused("replaced")
    row.state, row.why_withdrawn, row.row_version = State.WITHDRAWN, reason.strip()[:200], row.row_version + 1
    row.save(update_fields=["state", "why_withdrawn", "row_version"])
    if row.replaces_id:
        Assessment.objects.filter(pk=row.replaces_id).update(replaced=False)
    log(act="assessment.withdrawn", now=now, by_id=by_id, street_id=row.street_id, target="assessment", target_id=row.pk, reason=row.why_withdrawn)
    return row


@transaction.atomic
def drop_draft(*, assessment_id: int, now: datetime, by_id: int) -> None:
    """Throw away a form that was begun by mistake. Refused "finished" for one that is finished: that one is withdrawn."""
    row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment_id)
    if row.state != State.DRAFT:
        raise Refused("finished")
    log(act="assessment.dropped", now=now, by_id=by_id, street_id=row.street_id, target="assessment", target_id=row.pk, person=row.person_id)
    row.delete()


def _draft(assessment_id: int, row_version: int) -> Assessment:
    row = Assessment.objects.select_for_update(of=("self",)).select_related("street", "person").get(pk=assessment_id)
    if row.state != State.DRAFT:
        raise Refused("finished")
    if row.row_version != row_version:
        raise Changed
    return row
