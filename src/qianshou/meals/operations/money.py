"""The money of meals in the books: what is paid in, and each meal charged once when it is over.

A portion's price is the street's income. The person pays what the subsidy leaves, from the prepaid account; the street pays the subsidy,
which follows the person. A prepaid account may fall below nothing: nobody goes hungry over a balance, the statement shows what is owed.
A meal that was paid and did not come is set right by reversing its entry in the ledger, with a reason.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Account, Transaction
from qianshou.people.models import Person

from ..models import CutOff, Order
from ..queries.money import over_and_not_charged

PREPAID, INCOME, SUBSIDY, CASH = "meals.prepaid", "meals.income", "meals.subsidy", "meals.cash"
MOST_FEN = 1_000_000  # ten thousand yuan in one payment: more is a slip of the finger

# As stored; translated when shown.
NAMES = {
    PREPAID: gettext_noop("Prepaid meals"), INCOME: gettext_noop("Income from meals"),
    SUBSIDY: gettext_noop("Meal subsidies of the street"), CASH: gettext_noop("Money paid for meals"),
}  # fmt: skip
PAID = gettext_noop("Paid in for meals, receipt %(receipt)s")
PAID_PLAIN = gettext_noop("Paid in for meals")
MEAL = gettext_noop("Meal of %(day)s, portions: %(portions)s")


@transaction.atomic
def pay_in(*, person_id: int, fen: int, receipt: str, batch: UUID, now: datetime, by_id: int) -> Transaction:
    """Money handed over for meals goes on the person's prepaid account, with a receipt. `batch` names the payment: sent twice, it is booked once.

    Refused "fen" unless 1 … 1,000,000 fen; Person.DoesNotExist for a file that was merged away.
    """
    if not 0 < fen <= MOST_FEN:
        raise Refused("fen")
    person = Person.objects.only("street_id").get(pk=person_id, merged_into__isnull=True)
    cash = _account(person.street_id, CASH, now, kind=Account.Kind.OUTSIDE)
    prepaid = _account(person.street_id, PREPAID, now, person_id=person_id)
    receipt = receipt.strip()[:40]
    made = ledger.post(
        source=f"meals.paid:{batch}", lines=[(prepaid.pk, fen), (cash.pk, -fen)], happened_on=clock.local_date(now), text=PAID if receipt else PAID_PLAIN,
        params={"receipt": receipt} if receipt else {}, now=now, by_id=by_id,
    )  # fmt: skip
    ledger.issue_receipt(source=made.source, person_id=person_id, now=now, by_id=by_id)
    log(act="meals.paid", now=now, by_id=by_id, street_id=person.street_id, target="transaction", target_id=made.pk, person=person_id)
    return made


def charge_owed(*, street_id: int, now: datetime) -> int:
    """Charge every meal that is over and was not charged, also after the machine was off for days. Returns how many orders were new."""
    return sum(charge_meal(street_id=street_id, day=day, meal=meal, now=now) for day, meal in over_and_not_charged(street_id, now))


def charge_meal(*, street_id: int, day: date, meal: str, now: datetime) -> int:
    """Charge the orders of one meal, each in a transaction of its own under its own source: killed anywhere and run again, each is
    charged once. Returns how many were new. Refused "not_over" for a meal that is still to come, "meal" for one that was not taken."""
    taken = CutOff.objects.filter(street_id=street_id, day=day, meal=meal).first()
    if taken is None:
        raise Refused("meal", meal=meal)
    if taken.charged_at:
        return 0
    if (day, meal) not in over_and_not_charged(street_id, now):
        raise Refused("not_over", day=str(day))
    here = Order.objects.filter(street_id=street_id, day=day, meal=meal, state=Order.State.ORDERED, price_fen__gt=0)
    made = sum(_charge(order, now) for order in here.order_by("pk"))
    CutOff.objects.filter(pk=taken.pk, charged_at__isnull=True).update(charged_at=now)
    log(act="meals.charged", now=now, street_id=street_id, target="cut_off", target_id=taken.pk, day=str(day), meal=meal, orders=made)
    return made


@transaction.atomic
def _charge(order: Order, now: datetime) -> bool:
    """One order in the books; False if it was there."""
    source = f"meals.order:{order.pk}"
    if Transaction.objects.filter(source=source).exists():
        return False
    charge(order, source=source, happened_on=order.day, now=now)
    return True


def charge(order: Order, *, source: str, happened_on: date, now: datetime, by_id: int | None = None) -> None:
    """Post an order under a source, in the caller's transaction."""
    amounts = {INCOME: order.price_fen, SUBSIDY: -order.subsidy_fen, PREPAID: -order.pays_fen}
    lines = [
        (_account(order.street_id, code, now, person_id=order.person_id if code == PREPAID else None).pk, fen) for code, fen in amounts.items() if fen
    ]
    params = {"day": f"{order.day:%m-%d}", "portions": order.portions}
    ledger.post(source=source, lines=lines, happened_on=happened_on, text=MEAL, params=params, now=now, by_id=by_id)


def _account(street_id: int, code: str, now: datetime, *, person_id: int | None = None, kind: str = Account.Kind.STREET) -> Account:
    return ledger.open_account(street_id=street_id, unit="fen", code=code, name=NAMES[code], kind=kind, person_id=person_id, now=now)
