"""A Tuesday's lunch on Pingliang street that is brought to the doors: two carts, two drivers, a kitchen, and who has ordered."""

from __future__ import annotations

from datetime import date, time
from uuid import uuid4

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, Order
from qianshou.people.models import Person, Place
from qianshou.rounds.models import CartDay, CartStop
from qianshou.rounds.operations import carts
from tests.cast import DAY, Cast, elder, user
from tests.meals_orders.days import AFTER, LONG_BEFORE, LUNCH, stand, take

TURNS = 300  # of search: a small day is settled long before
MORNING = clock.at(DAY, time(9, 30))
NEXT = date(2026, 11, 25)


def neighbours(cast: Cast) -> list[Person]:
    """Six more people at 怀德路454弄 and 20弄, two of them behind Shen's entrance."""
    doors = [("钱桂珍", cast.lane, "15号302室"), ("孙阿大", cast.lane, "15号底层后客堂"), ("李招娣", cast.lane, "21号三层阁"), ("周宝妹", cast.lane, "２号１０３室"),
             ("吴林根", cast.lu.place, "3号502室"), ("郑秀兰", cast.lu.place, "7号2楼")]  # fmt: skip
    return [elder(cast.street, place.committee, name, place, door, date(1940, 1, k + 1), f"3101101940010{k}152{k}", LONG_BEFORE) for k, (name, place, door) in enumerate(doors)]


def lunch(cast: Cast, *, boxes: tuple[int, ...] = (30, 30), kitchen: bool = True) -> list[Person]:
    """Everybody has ordered, the cut-off has run, the carts stand there, the kitchen is at its place."""
    people = [cast.shen, cast.lu, *neighbours(cast)]
    for person in people:
        stand(person)
    take(cast.street)
    if kitchen:
        at = Place.objects.create(street=cast.street, committee=cast.huaide, name="平凉路1398号", lon=121.5265, lat=31.2592, placed_by="hand")
        carts.set_kitchen(street_id=cast.street.pk, place_id=at.pk, now=AFTER, by_id=cast.officer.pk)
    second = user("siji2", "送餐员 小林", "driver", LONG_BEFORE, street_id=cast.street.pk)
    for k, n in enumerate(boxes):
        driver = (cast.driver, second)[k] if k < 2 else None
        meals.add_cart(street_id=cast.street.pk, name=f"{k + 1}号车", boxes=n, now=AFTER, today=DAY, by_id=cast.officer.pk, driver_id=driver.pk if driver else None)
    return people


def say(person: Person, portions: int, place: str = "", point_id: int | None = None) -> None:
    """Somebody rings after the cut-off: another number of boxes, or another place."""
    wish = meals.MealWish(DAY, LUNCH, portions, place, point_id)
    meals.change_meals(person_id=person.pk, wishes=[wish], batch=uuid4(), reason="家属来电", now=MORNING, by_id=None)


class Desk:
    """An officer at the page of a meal: knows the version she last saw."""

    def __init__(self, cast: Cast, *, plan: bool = True, day: date = DAY) -> None:
        self.cast, self.day, self.now = cast, day, MORNING
        self.base = {"street_id": cast.street.pk, "day": day, "meal": LUNCH, "by_id": cast.officer.pk}
        self.version = carts.plan_carts(**self.base, turns=TURNS, now=self.now)["version"] if plan else 1

    @property
    def row(self) -> CartDay:
        return CartDay.objects.get(street=self.cast.street, day=self.day, meal=LUNCH)

    def do(self, act, **more):
        outcome = act(**self.base, version=self.version, now=self.now, **more)
        self.version = outcome["version"] if isinstance(outcome, dict) else outcome.version
        return outcome

    def order(self, person: Person) -> int:
        return Order.objects.get(person=person, day=self.day, meal=LUNCH).pk

    def cart(self, number: int) -> int:
        return Cart.objects.get(street=self.cast.street, name=f"{number}号车").pk

    def stop(self, person: Person) -> CartStop | None:
        return CartStop.objects.filter(cart_day=self.row, order__person=person).first()

    def rounds(self) -> dict[str, list[list[str]]]:
        """Cart's name → its trips → names in the order of handing over."""
        found: dict[str, list[list[str]]] = {}
        for s in CartStop.objects.filter(cart_day=self.row).select_related("cart", "order__person").order_by("cart_id", "trip", "position"):
            trips = found.setdefault(s.cart.name, [])
            while len(trips) < s.trip:
                trips.append([])
            trips[s.trip - 1].append(s.order.person.name)
        return found

    def other(self, person: Person) -> int:
        """The cart on which this person's box is not."""
        return next(c for c in (self.cart(1), self.cart(2)) if c != self.stop(person).cart_id)
