"""What a carer takes along: the month's review of each elder for whom she answers, begun with what is written down of the month."""

from __future__ import annotations

from datetime import date, timedelta

from qianshou.assessment.models import Assessment
from qianshou.assessment.queries.month import drafts_of
from qianshou.care.queries.reviews import BEGUN, DONE, NONE, REVIEW, linked_in_net
from qianshou.packs.instrument_shapes import Instrument
from qianshou.people.models import Person

from .shapes import Form, Packet, Taker


def packets(taker: Taker) -> list[Packet]:
    """One for each of her linked elders; the state of its form says whether it is owed."""
    instrument = taker.known.get(REVIEW)
    if taker.carer is None or taker.carer.street_id != taker.street.pk or instrument is None:
        return []
    month = taker.today.replace(day=1)
    people = linked_in_net(taker.carer, month=month, on=taker.today)
    fresh = [person.pk for person in people if person.review == NONE]
    drafts = drafts_of(fresh, street_id=taker.street.pk, instrument=instrument, month=month, reader_id=taker.user.pk) if fresh else {}
    begun = Assessment.objects.in_bulk([person.form for person in people if person.review == BEGUN])
    return [_packet(person, month, instrument, drafts.get(person.pk, {}), begun.get(person.form)) for person in people]


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _packet(person: Person, month: date, instrument: Instrument, draft: dict, begun: Assessment | None) -> Packet:
    """A form that is finished is only said to be finished: what stands in it is the office's by then."""
    closed = person.review == DONE
    form = Form(
        key=f"review:{person.pk}:{month:%Y-%m}", act="review", instrument=instrument, state=person.review, why="month", month=month,
        answers={} if closed else begun.answers if begun else draft, base=begun,
    )  # fmt: skip
    return Packet(id=f"review:{person.pk}", kind="review", person=person, forms=(form,), until=_last_day(month))
