"""Minutes that move without a help: the street's first hours, a gift to the pot or to a person, and taking a gift back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Transaction
from qianshou.ledger.operations.locks import locked
from qianshou.people.models import Person

from .timebank_accounts import FOUNDED, POT, hours_account, numbers_of, street_account
from .timebank_errors import Refused

GIFT, FOUND = "timebank.gift:", "timebank.founded:"
TAKE_BACK = (GIFT, FOUND)
GIVEN_TO_POT = gettext_noop("Donated to the pot: %(reason)s")  # as stored; translated when shown
GIVEN_TO_PERSON = gettext_noop("Given to somebody of the net: %(reason)s")
GIVEN_BY_STREET = gettext_noop("Given by the street to begin with: %(reason)s")


@transaction.atomic
def found_pot(*, street_id: int, minutes: int, reason: str, batch: UUID, now: datetime, by_id: int) -> Transaction:
    """The street puts hours into the pot, so that those first in line can be helped before anybody has given. Refused "reason", "minutes"."""
    _check(minutes, reason)
    of = {"street_id": street_id, "now": now, "by_id": by_id}
    pot, outside = (street_account(code=code, **of).pk for code in (POT, FOUNDED))
    made = _post(f"{FOUND}{batch}", [(pot, minutes), (outside, -minutes)], GIVEN_BY_STREET, reason, now, by_id)
    log(act="timebank.founded", now=now, by_id=by_id, street_id=street_id, target="transaction", target_id=made.pk, minutes=minutes)
    return made


@transaction.atomic
def give_hours(
    *, person_id: int, street_id: int, minutes: int, reason: str, batch: UUID, now: datetime, by_id: int, to_person_id: int | None = None
) -> Transaction:
    """A person gives saved minutes to the pot, or to somebody of the net. The same batch again returns the first.

    Refused "reason", "minutes", "self", "spent" (short) beyond what she has, "ceiling" (room) beyond what the other may hold,
    "street" for somebody of another street.
    """
    _check(minutes, reason)
    if held := Transaction.objects.filter(source=f"{GIFT}{batch}").first():
        return held
    if to_person_id == person_id:
        raise Refused("self")
    if to_person_id is not None and not Person.objects.filter(pk=to_person_id, street_id=street_id, merged_into__isnull=True).exists():
        raise Refused("street")
    numbers = numbers_of(Street.objects.get(pk=street_id), clock.local_date(now))
    of = {"street_id": street_id, "now": now, "by_id": by_id}
    giver = hours_account(person_id=person_id, numbers=numbers, **of)
    to = hours_account(person_id=to_person_id, numbers=numbers, **of) if to_person_id else street_account(code=POT, **of)
    accounts = locked((giver.pk, to.pk))
    if minutes > accounts[giver.pk].balance:  # what may be owed for help may not be given away
        raise Refused("spent", short=minutes - max(0, accounts[giver.pk].balance))
    if to_person_id and minutes > (room := max(0, numbers.ceiling - accounts[to.pk].balance)):
        raise Refused("ceiling", room=room)
    text = GIVEN_TO_PERSON if to_person_id else GIVEN_TO_POT
    made = _post(f"{GIFT}{batch}", [(to.pk, minutes), (giver.pk, -minutes)], text, reason, now, by_id)
    log(act="timebank.given", now=now, by_id=by_id, street_id=street_id, target="person", target_id=person_id, minutes=minutes, to=to_person_id)
    return made


@transaction.atomic
def take_back_gift(*, source: str, reason: str, now: datetime, by_id: int) -> Transaction:
    """A gift or the street's first hours were a mistake: reversed. Refused "spent" (short) when they are no longer there."""
    if not source.startswith(TAKE_BACK):
        raise Refused("closed")
    held = Transaction.objects.get(source=source)
    try:
        return ledger.reverse(source=source, happened_on=max(clock.local_date(now), held.happened_on), reason=reason[:120], now=now, by_id=by_id)
    except ledger.BelowLeast as error:
        raise Refused("spent", short=error.params["short"]) from error


def _check(minutes: int, reason: str) -> None:
    if minutes <= 0:
        raise Refused("minutes")
    if not reason.strip():
        raise Refused("reason")


def _post(source: str, lines: list[tuple[int, int]], text: str, reason: str, now: datetime, by_id: int) -> Transaction:
    return ledger.post(
        source=source, lines=lines, happened_on=clock.local_date(now), text=text, params={"reason": reason.strip()[:120]}, now=now, by_id=by_id
    )
