"""A published round of one cart: Shen and Lu get their lunch from the cast's driver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from qianshou.kernel import clock
from qianshou.meals.models import Cart, Delivery, Order
from qianshou.meals.operations import Drop, put_on_carts
from qianshou.meals.operations.doors import say
from qianshou.watch.models import Alert, Due
from tests.cast import DAY, telephone
from tests.meals_orders.days import LUNCH, stand, take


def at(hour: int, minute: int, day: date = DAY) -> datetime:
    """A moment of the day at the office."""
    return clock.at(day, time(hour, minute))


@dataclass
class Round:
    """The cart, the orders by name, and the words that its driver says."""

    cast: object
    cart: Cart
    shen: Order
    lu: Order

    def delivery(self, order: Order) -> Delivery:
        """As it stands now."""
        return Delivery.objects.get(order=order)

    def due(self, order: Order) -> Due:
        """The due that this box meets."""
        return Due.objects.get(street=self.cast.street, key=f"meal:{order.pk}")

    def alert(self, order: Order) -> Alert:
        """The newest alert about this box."""
        return Alert.objects.filter(due__key=f"meal:{order.pk}").latest("pk")

    def say(self, kind: str, order: Order, when: datetime, *, heard: datetime | None = None, by=None, **more) -> dict:
        """One word at a door, heard at once unless said otherwise."""
        heard = heard or when
        return say(kind, order_id=order.pk, street_id=self.cast.street.pk, by_id=(by or self.cast.driver).pk, made_at=when, received_at=heard, now=heard, **more)


def lunch(cast, day: date = DAY, *, published: bool = True, portions: int = 1) -> Round:
    """Shen at 11:00, Lu at 11:20 on the first cart; Lu gets `portions`."""
    from qianshou.meals import operations as meals

    if not cast.lu.phones.exists():
        telephone(cast.lu, "13917009999")
    stand(cast.shen, since=day)
    stand(cast.lu, dict.fromkeys(range(1, 8), meals.Wish(portions)), since=day)
    take(cast.street, day, at(8, 30, day))
    cart = Cart.objects.create(street=cast.street, name="一号车", boxes=60, driver=cast.driver)
    shen, lu = (Order.objects.get(person=person, day=day, meal=LUNCH) for person in (cast.shen, cast.lu))
    if published:
        drops = [Drop(shen.pk, cart.pk, cast.driver.pk, 1, 1, at(11, 0, day)), Drop(lu.pk, cart.pk, cast.driver.pk, 1, 2, at(11, 20, day))]
        put_on_carts(street_id=cast.street.pk, day=day, meal=LUNCH, drops=drops, now=at(9, 0, day), by_id=cast.officer.pk)
    return Round(cast, cart, shen, lu)
