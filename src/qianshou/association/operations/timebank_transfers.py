"""Hours go to another street: offered by the one, taken or refused by the other. The account is the person's; each street keeps its own books.

A move of a file leaves accounts where they are (exchange.operations.moving): this is how hours follow it, when both streets say so.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.operations.locks import locked
from qianshou.people.models import Person

from ..models import TimebankTransfer
from ..rules.timebank import OWN, kept
from .timebank_accounts import ON_THE_WAY, POT, STREETS, hours_account, numbers_of, street_account
from .timebank_errors import Refused

State = TimebankTransfer.State
SENT = gettext_noop("On the way to another street")  # as stored; translated when shown
GONE = gettext_noop("Taken by another street")
CAME = gettext_noop("Come from another street")
BEYOND = gettext_noop("Donated to the pot: beyond what one person may save")
BACK = gettext_noop("not taken")


@transaction.atomic
def offer_hours(*, person_id: int, street_id: int, to_street_id: int, minutes: int, reason: str, batch: UUID, now: datetime, by_id: int) -> TimebankTransfer:
    """Offer minutes of a person to another street; until it answers nobody can spend them. The same batch again returns the first.

    Refused "reason", "minutes", "same", "spent" (short) beyond what she has.
    """
    if held := TimebankTransfer.objects.filter(batch=batch).first():
        return held
    if not reason.strip():
        raise Refused("reason")
    if minutes <= 0:
        raise Refused("minutes")
    if street_id == to_street_id or not Street.objects.filter(pk=to_street_id).exists():
        raise Refused("same")
    person = Person.objects.get(pk=person_id)
    numbers = numbers_of(Street.objects.get(pk=street_id), clock.local_date(now))
    of = {"street_id": street_id, "now": now, "by_id": by_id}
    own, way = hours_account(person_id=person_id, numbers=numbers, **of).pk, street_account(code=ON_THE_WAY, **of).pk
    accounts = locked((own, way))
    if minutes > accounts[own].balance:
        raise Refused("spent", short=minutes - max(0, accounts[own].balance))
    transfer = TimebankTransfer.objects.create(
        person=person, street_id=street_id, to_street_id=to_street_id, name=person.name, minutes=minutes, reason=reason.strip()[:200], offered_at=now,
        offered_by_id=by_id, batch=batch,
    )  # fmt: skip
    _post(transfer, "", [(way, minutes), (own, -minutes)], SENT, now, by_id)
    _log("sent", transfer, transfer.street_id, now, by_id)
    return transfer


@transaction.atomic
def take_hours(*, transfer_id: int, person_id: int, now: datetime, by_id: int) -> TimebankTransfer:
    """The other street takes them for a person of its own; what she may not save goes to its pot. Refused "gone", "street"."""
    transfer = _answered(transfer_id, State.TAKEN, "", now)
    if not Person.objects.filter(pk=person_id, street_id=transfer.to_street_id, merged_into__isnull=True).exists():
        raise Refused("street")
    TimebankTransfer.objects.filter(pk=transfer.pk).update(taken_as_id=person_id)
    left = {"street_id": transfer.street_id, "now": now, "by_id": by_id}
    there = {"street_id": transfer.to_street_id, "now": now, "by_id": by_id}
    numbers = numbers_of(transfer.to_street, clock.local_date(now))
    way, outside = (street_account(code=code, **left).pk for code in (ON_THE_WAY, STREETS))
    own = hours_account(person_id=person_id, numbers=numbers, **there).pk
    pot, source = (street_account(code=code, **there).pk for code in (POT, STREETS))
    accounts = locked((way, outside, own, pot, source))  # of both streets, in one order
    saved = kept(numbers, minutes=transfer.minutes, balance=accounts[own].balance, kind=OWN)
    _post(transfer, "/gone", [(way, -transfer.minutes), (outside, transfer.minutes)], GONE, now, by_id)
    _post(transfer, "/came", [(own, transfer.minutes), (source, -transfer.minutes)], CAME, now, by_id)
    if beyond := transfer.minutes - saved:
        _post(transfer, "/given", [(own, -beyond), (pot, beyond)], BEYOND, now, by_id)
    _log("gone", transfer, transfer.street_id, now, by_id)
    _log("came", transfer, transfer.to_street_id, now, by_id, person=person_id)
    transfer.refresh_from_db()
    return transfer


@transaction.atomic
def refuse_hours(*, transfer_id: int, reason: str, now: datetime, by_id: int) -> TimebankTransfer:
    """The other street says no, and why: the minutes are back with the person. Refused "reason", "gone"."""
    if not reason.strip():
        raise Refused("reason")
    transfer = _answered(transfer_id, State.REFUSED, reason.strip()[:200], now)
    _give_back(transfer, now, by_id)
    _log("refused", transfer, transfer.to_street_id, now, by_id)
    return transfer


@transaction.atomic
def withdraw_hours(*, transfer_id: int, now: datetime, by_id: int) -> TimebankTransfer:
    """The offering street takes its offer back. Refused "gone" when it was answered meanwhile."""
    transfer = _answered(transfer_id, State.WITHDRAWN, "", now)
    _give_back(transfer, now, by_id)
    _log("withdrawn", transfer, transfer.street_id, now, by_id)
    return transfer


def _answered(transfer_id: int, state: str, answer: str, now: datetime) -> TimebankTransfer:
    if not TimebankTransfer.objects.filter(pk=transfer_id, state=State.OFFERED).update(state=state, answer=answer, answered_at=now):
        raise Refused("gone")
    return TimebankTransfer.objects.select_related("street", "to_street").get(pk=transfer_id)


def _give_back(transfer: TimebankTransfer, now: datetime, by_id: int) -> None:
    day = max(clock.local_date(now), clock.local_date(transfer.offered_at))
    ledger.reverse(source=f"timebank.transfer:{transfer.pk}", happened_on=day, reason=BACK, now=now, by_id=by_id)


def _post(transfer: TimebankTransfer, step: str, lines: list[tuple[int, int]], text: str, now: datetime, by_id: int) -> None:
    ledger.post(
        source=f"timebank.transfer:{transfer.pk}{step}", lines=lines, happened_on=clock.local_date(now), text=text, params={}, now=now, by_id=by_id
    )


def _log(what: str, transfer: TimebankTransfer, street_id: int, now: datetime, by_id: int, **more: object) -> None:
    log(
        act=f"timebank.{what}", now=now, by_id=by_id, street_id=street_id, target="timebank_transfer", target_id=transfer.pk, minutes=transfer.minutes, **more
    )  # fmt: skip
