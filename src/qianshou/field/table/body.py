"""Everything that one user may fill in away from the desk, as plain JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime

from qianshou.access.models import User
from qianshou.access.scope import scope_of
from qianshou.assessment.queries import instruments_for
from qianshou.assessment.queries.table import ASSESS
from qianshou.care.queries.reviews import REVIEW
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument

from .. import queries
from . import assessments, reviews, visits
from .shapes import Packet, Taker

MAKERS: list[Callable[[Taker], list[Packet]]] = [reviews.packets, visits.packets, assessments.packets]
NOT_ON_PAPER = ("holds_from", "months", "file")  # of an instrument: what nobody needs at a table


def table_body(*, user: User, now: datetime) -> dict:
    """Packets of this user and the instruments by "code@version"; `offered` are those that may be filled in for anybody whose packet offers it."""
    today = clock.local_date(now)
    street = queries.street_of(user, today)
    if street is None:
        return {"user": user.pk, "packets": [], "instruments": {}, "offered": []}
    known = instruments_for(street, today)
    taker = Taker(user, queries.carer_of(user), street, scope_of(user, today).may(ASSESS), known, today, now)
    packets = _one_each([packet for make in MAKERS for packet in make(taker)])
    offered = [one for code, one in known.items() if code != REVIEW] if any(packet.offers for packet in packets) else []
    needed = {form.instrument.id: form.instrument for packet in packets for form in packet.forms} | {one.id: one for one in offered}
    return {
        "user": user.pk,
        "packets": [packet.plain(today) for packet in packets],
        "instruments": {key: plain_instrument(one) for key, one in sorted(needed.items())},
        "offered": sorted(one.id for one in offered),
    }


def _one_each(packets: list[Packet]) -> list[Packet]:
    """Whoever is visited for an intake is one packet: other forms for the same person are laid to the visit's."""
    more = {packet.person.pk: packet for packet in packets if packet.kind == "assessment"}
    found = []
    for packet in packets:
        if packet.kind == "intake" and (other := more.pop(packet.person.pk, None)):
            asked = {form.instrument.code for form in packet.forms}
            packet = replace(packet, forms=packet.forms + tuple(form for form in other.forms if form.instrument.code not in asked))
        if packet.kind != "assessment" or packet.person.pk in more:
            found.append(packet)
    return found


def plain_instrument(one: Instrument) -> dict:
    """An instrument as JSON, as the page's own scorer reads it."""
    return {key: value for key, value in asdict(one).items() if key not in NOT_ON_PAPER}
