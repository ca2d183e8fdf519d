"""Where minutes lie: each person's, the street's pot, what is on its way, and the outside from which hours come and to which they go."""

from datetime import date, datetime

from django.utils.translation import gettext_noop

from qianshou.access.models import Street
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Account
from qianshou.ledger.rules import Unit
from qianshou.packs.loader import load

from ..rules.timebank import Numbers

HOURS, POT, ON_THE_WAY, FOUNDED, STREETS = "timebank.hours", "timebank.pot", "timebank.on_the_way", "timebank.founded", "timebank.streets"
_NAMES = {
    HOURS: gettext_noop("Hours of the time bank"),
    POT: gettext_noop("Pot of donated hours"),
    ON_THE_WAY: gettext_noop("Hours on the way to another street"),
    FOUNDED: gettext_noop("Hours that the street gave to begin with"),
    STREETS: gettext_noop("Hours of other streets"),
}
_OUTSIDE = (FOUNDED, STREETS)


def numbers_of(street: Street, on: date) -> Numbers:
    """The street's numbers as they hold on a day."""
    return Numbers.read(load(street.pack, on).time_bank)


def street_account(*, street_id: int, code: str, now: datetime, by_id: int | None) -> Account:
    """The street's account of this code; those that are not outside never fall below nothing."""
    outside = code in _OUTSIDE
    return ledger.open_account(
        street_id=street_id, unit=Unit.MINUTES, code=code, name=_NAMES[code], kind=Account.Kind.OUTSIDE if outside else Account.Kind.STREET,
        least=None if outside else 0, now=now, by_id=by_id,
    )  # fmt: skip


def hours_account(*, person_id: int, street_id: int, numbers: Numbers, now: datetime, by_id: int | None) -> Account:
    """A person's account in a street, with the least balance that the rules say now.

    It stands in the street even after the file has moved away; a new one opens only for a person of the street (Person.DoesNotExist).
    """
    least = -numbers.may_owe
    held = Account.objects.filter(street_id=street_id, unit=Unit.MINUTES, code=HOURS, person_id=person_id, successor__isnull=True).first()
    if held is None:
        return ledger.open_account(
            street_id=street_id, unit=Unit.MINUTES, code=HOURS, name=_NAMES[HOURS], person_id=person_id, least=least, now=now, by_id=by_id
        )
    if held.least != least:
        ledger.set_least(account_id=held.pk, least=least, now=now, by_id=by_id)
    return held
