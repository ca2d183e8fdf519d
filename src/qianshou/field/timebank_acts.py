"""What a giver of the time bank says on her phone, handed to the association's operations. The act's id makes it count once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.acts.queries import wait_for
from qianshou.association.models import TimebankMember
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.operations.timebank_hours import NewHours, log_hours
from qianshou.association.operations.timebank_phone import confirm_by_card, unsay_hours
from qianshou.association.queries.timebank_own import own_member
from qianshou.care.models import Carer
from qianshou.kernel import clock
from qianshou.people.queries.files import standing_file

from .rules import Payload
from .timebank_page import may_write_for

SAME_WORDS = {"future"}  # refusals that other acts know by the same word


def write_down(act: Act, said: Payload, carer: Carer | None, now: datetime) -> dict:
    """She gave hours to somebody whom she sees or agreed to help (`log_hours` looks at the ask): they wait for a word."""
    member, person = _member(act), standing_file(street_id=act.street_id, person_id=said.person)
    if person is None or not hasattr(person, "file"):
        raise NotApplicableError("unknown_person", person=said.person)
    made_on = clock.local_date(act.made_at)
    if said.ask is None and not may_write_for(member, carer, person.pk, first=min(said.day, made_on), last=max(said.day, made_on)):
        raise NotApplicableError("hours_not_seen", person=person.pk)
    entry = NewHours(
        member_id=member.pk, elder_id=person.pk, service=said.service, on=said.day, minutes=said.minutes, batch=act.pk, note=said.text, ask_id=said.ask,
        from_time=said.came, until_time=said.went,
    )  # fmt: skip
    with _refusals():
        row = log_hours(entry=entry, now=now, by_id=act.user_id, said_at=act.made_at)
    return {"hours": row.pk}


def confirm(act: Act, said: Payload, carer: Carer | None, now: datetime) -> dict:
    """The elder held her wall card up to the phone. The hours may be just coming in by a post that the phone believed lost: that is waited for."""
    wait_for(act_id=said.target, user_id=act.user_id)
    with _refusals():
        row = confirm_by_card(member=_member(act), batch=said.target, scanned=said.scan, now=now, by_id=act.user_id)
    return {"hours": row.pk, "minutes": row.minutes}


def take_back(target: Act, now: datetime) -> dict:
    """She unsays what she wrote down; a card that was scanned is not unsaid, for the minutes have moved."""
    if target.kind == "timebank_confirm":
        raise NotApplicableError("hours_confirmed", act=str(target.pk))
    with _refusals():
        row = unsay_hours(member=_member(target), batch=UUID(str(target.pk)), now=now, by_id=target.user_id)
    return {"hours": row.pk if row else None}


def _member(act: Act) -> TimebankMember:
    member = own_member(user_id=act.user_id, street_id=act.street_id)
    if member is None:
        raise NotApplicableError("hours_no_member")
    return member


@contextmanager
def _refusals() -> Iterator[None]:
    """The bank's refusals as reasons of an act: codes of `acts.words.REASONS`."""
    try:
        yield
    except Refused as refusal:
        params = {name: value if isinstance(value, int) else str(value) for name, value in refusal.params.items()}
        raise NotApplicableError(refusal.code if refusal.code in SAME_WORDS else f"hours_{refusal.code}", **params) from refusal
    except ObjectDoesNotExist:  # an ask that nobody knows
        raise NotApplicableError("hours_other") from None
