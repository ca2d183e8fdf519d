"""Money given back for meals that did not come: the charge is reversed in the books, once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Transaction

from ..models import Order
from ..queries.fed import meals_by_id
from ..queries.money_back import charges_of, next_source
from ..rules.afterwards import CHOSEN, PROPOSED
from .locks import lock_meals
from .money import charge

LONGEST = 120  # characters of a reason, as the books' own page has it


@transaction.atomic
def give_back(*, order_id: int, reason: str, now: datetime, by_id: int) -> Transaction:
    """Reverse the charge of one order: price, subsidy and what the person paid. Done already, it returns the reversal that stands.

    Refused "came" for a meal that came or may still come, "not_charged" for one that is not in the books, "reason" without one.
    """
    return _give_back(order_id, reason, now, by_id)[0]


def _give_back(order_id: int, reason: str, now: datetime, by_id: int) -> tuple[Transaction, bool]:
    """The reversal that stands, and whether it is new. Runs in the caller's transaction."""
    reason = reason.strip()[:LONGEST]
    if not reason:
        raise Refused("reason")
    order = Order.objects.select_related("street").get(pk=order_id)
    lock_meals(order.street_id)
    entry = charges_of([order_id]).get(order_id)
    if entry is None:
        raise Refused("not_charged")
    if standing := getattr(entry, "reversed_by", None):
        return standing, False
    if meals_by_id(order.street, [order_id], now)[order_id].kind not in (*PROPOSED, *CHOSEN):
        raise Refused("came")
    made = ledger.reverse(source=entry.source, happened_on=max(clock.local_date(now), entry.happened_on), reason=reason, now=now, by_id=by_id)
    log(act="meals.given_back", now=now, by_id=by_id, street_id=order.street_id, target="order", target_id=order_id, person=order.person_id, entry=made.pk)
    return made, True


def give_back_all(*, reasons: Mapping[int, str], now: datetime, by_id: int) -> int:
    """`give_back` for each order id with its reason, each in a transaction of its own. Those that cannot be given back any more are passed
    over: somebody else was quicker. Returns how many reversals were new."""
    done = 0
    for order_id, reason in sorted(reasons.items()):
        try:
            with transaction.atomic():
                done += _give_back(order_id, reason, now, by_id)[1]
        except Refused:
            continue
    return done


@transaction.atomic
def charge_again(*, order_id: int, now: datetime, by_id: int) -> bool:
    """The meal came after all, or the money was given back by a slip: charge it anew. The books reverse no reversal, so it is an entry of its
    own. Whether it is new. Refused "not_charged" where it never was."""
    order = Order.objects.get(pk=order_id)
    lock_meals(order.street_id)
    entry = charges_of([order_id]).get(order_id)
    if entry is None:
        raise Refused("not_charged")
    if getattr(entry, "reversed_by", None) is None:
        return False
    charge(order, source=next_source(order_id, entry), happened_on=clock.local_date(now), now=now, by_id=by_id)
    log(act="meals.charged_again", now=now, by_id=by_id, street_id=order.street_id, target="order", target_id=order_id, person=order.person_id)
    return True
