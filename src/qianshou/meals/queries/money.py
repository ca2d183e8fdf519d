"""Which meals are to be charged, and how a person stands."""

from dataclasses import dataclass
from datetime import date, datetime

from qianshou.access.scope import Scope
from qianshou.kernel.clock import local_date
from qianshou.ledger.models import Account
from qianshou.ledger.queries import accounts
from qianshou.packs.loader import load

from ..models import CutOff
from ..rules import over_at

PREPAID = "meals.prepaid"


@dataclass(frozen=True, slots=True)
class Purse:
    """A person's prepaid account; None where nothing was ever paid or charged. `fen` is below nothing where something is owed."""

    account: Account | None
    fen: int


def purse_of(scope: Scope, person_id: int) -> Purse:
    """How a person stands, for whoever may read the ledger."""
    account = accounts(scope, unit="fen", code=PREPAID).filter(person_id=person_id).first()
    return Purse(account, account.balance if account else 0)


def over_and_not_charged(street_id: int, now: datetime) -> list[tuple[date, str]]:
    """(day, meal) of the street that were taken, are over and not charged yet, the oldest first."""
    waiting = CutOff.objects.filter(street_id=street_id, charged_at__isnull=True, day__lte=local_date(now)).select_related("street").order_by("day", "meal")
    found = []
    for one in waiting:
        when = load(one.street.pack, one.day).meal_times.get(one.meal)
        if when is None or now >= over_at(when, one.day):  # a meal that the pack has no more is over
            found.append((one.day, one.meal))
    return found


def streets_to_charge(now: datetime) -> list[int]:
    """Ids of streets that have a meal to charge."""
    waiting = CutOff.objects.filter(charged_at__isnull=True, day__lte=local_date(now)).values_list("street_id", flat=True).distinct().order_by()
    return [pk for pk in sorted(waiting) if over_and_not_charged(pk, now)]
