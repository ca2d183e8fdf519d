"""What a visiting assessor takes along: whoever was handed out at the desk, with what is owed, what lies begun, and the last answers."""

from __future__ import annotations

from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import instrument_of, table
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument
from qianshou.people.models import Person
from qianshou.watch.models import Due

from .shapes import Form, Packet, Taker


def packets(taker: Taker) -> list[Packet]:
    """One for each person who was handed out to this user for today."""
    if not taker.may_assess:
        return []
    here = {"street_id": taker.street.pk}
    people = table.handed_out(user_id=taker.user.pk, on=taker.today, **here)
    ids = [person.pk for person in people]
    begun, last, owed = table.begun_of(ids, **here), table.last_of(ids, **here), table.owed_of(ids, now=taker.now, **here)
    found = [(person, _forms(taker, person, begun[person.pk], last[person.pk], owed[person.pk])) for person in people]
    return [Packet(id=f"table:{p.pk}", kind="assessment", person=p, until=p.until, offers=True, forms=tuple(forms)) for p, forms in found]


def _forms(taker: Taker, person: Person, begun: list[Assessment], last: dict[str, Assessment], owed: list[Due]) -> list[Form]:
    """First what is owed, then what lies begun, then whatever was asked before: for that the last answers are at hand."""
    dues = {due.ref.get("instrument"): due for due in reversed(owed)}
    drafts = {row.instrument: row for row in begun}
    codes = [*dict.fromkeys([*(due.ref.get("instrument") for due in owed), *drafts, *last])]
    found = []
    for code in codes:
        draft, due = drafts.get(code), dues.get(code)
        instrument = _version(taker, draft) if draft else taker.known.get(code)
        if instrument is not None:
            found.append(_form(person, instrument, draft, last.get(code), due))
    return found


def _version(taker: Taker, draft: Assessment) -> Instrument | None:
    """A form that lies begun keeps its version."""
    return instrument_of(taker.street, draft.instrument, draft.version)


def _form(person: Person, instrument: Instrument, draft: Assessment | None, last: Assessment | None, due: Due | None) -> Form:
    why = draft.why if draft else due.ref.get("why", "request") if due else "request"
    return Form(
        key=f"assessment:{person.pk}:{instrument.code}", act="assessment", instrument=instrument, state="begun" if draft else "none", why=why,
        by=clock.local_date(due.by_at) if due else None, answers=draft.answers if draft else {}, changes=tuple(draft.changes) if draft else (),
        base=draft, last=last,
    )  # fmt: skip
