"""What became of the meals of a day or a month, counted: the database counts orders that are alike, the rule says what each kind became."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Case, Count, F, FilteredRelation, Max, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncTime

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.packs.shapes_meals import MealTime

from ..models import Cart, Eats, Order, Pause
from ..rules import over_at
from ..rules.afterwards import AT_THE_DOOR, FED, NOT_FED, OFF, PUNCTUAL, TO_COME, UNHEARD, Facts, became

# Why an order was taken away after the cut-off when nobody was at home: the program's own word, and the pauses that mean it.
NOT_THERE = ("not at home", Pause.Reason.HOSPITAL, Pause.Reason.AWAY)
FACTS = ("day", "meal", "state", "place", "delivery__state", "delivery__cart_id", "standing__came", "away")


@dataclass
class Doors:
    """What carts brought: boxes left at doors, of these with a planned time, punctual; measured, hot enough, least (tenths of a degree)."""

    brought: int = 0
    timed: int = 0
    punctual: int = 0
    measured: int = 0
    hot: int = 0
    least: int | None = None

    def add(self, row: Mapping) -> None:
        """Count a row of `alike` in."""
        for name in ("brought", "timed", "punctual", "measured", "hot"):
            setattr(self, name, getattr(self, name) + row[name])
        if row["least"] is not None:
            self.least = row["least"] if self.least is None else min(self.least, row["least"])


@dataclass
class Tally:
    """Orders and portions by class, and the money of the fed ones in fen. `expected`: every order that stood when the meal was over."""

    orders: Counter = field(default_factory=Counter)
    portions: Counter = field(default_factory=Counter)
    price_fen: int = 0
    subsidy_fen: int = 0
    doors: Doors = field(default_factory=Doors)

    def add(self, kind: str, row: Mapping) -> None:
        """Count a row of `alike` in."""
        self.orders[kind] += row["n"]
        self.portions[kind] += row["boxes"]
        if kind in FED:
            self.price_fen += row["price"]
            self.subsidy_fen += row["subsidy"]
        self.doors.add(row)

    def _of(self, kinds: tuple[str, ...]) -> int:
        return sum(self.orders[kind] for kind in kinds)

    fed = property(lambda self: self._of(FED))
    not_fed = property(lambda self: self._of(NOT_FED))
    unheard = property(lambda self: self.orders[UNHEARD])
    to_come = property(lambda self: self.orders[TO_COME])
    off = property(lambda self: self._of(OFF))

    @property
    def expected(self) -> int:
        """Fed or not, heard of or not, still to come."""
        return self.orders.total() - self.off

    @property
    def fed_portions(self) -> int:
        """Portions of the fed orders."""
        return sum(self.portions[kind] for kind in FED)


@dataclass
class Span:
    """Some days counted: all together, by day, by committee (None: none), by cart (None: on no cart, or eaten at a meal point)."""

    total: Tally = field(default_factory=Tally)
    days: dict[date, Tally] = field(default_factory=dict)
    committees: dict[int | None, Tally] = field(default_factory=dict)
    carts: dict[int, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a page is narrowed to, from its address."""

    committee: int | None = None
    cart: int | None = None

    @classmethod
    def read(cls, get: Mapping[str, str]) -> "Filters":
        """From a query string; whatever makes no sense is left out."""
        texts = {name: (get.get(name) or "").strip() for name in ("committee", "cart")}
        return cls(**{name: int(text) for name, text in texts.items() if text.isascii() and text.isdigit() and len(text) < 10})

    def narrow(self, rows: QuerySet[Order]) -> QuerySet[Order]:
        """Orders of that committee and cart."""
        rows = rows.filter(committee_id=self.committee) if self.committee else rows
        return rows.filter(delivery__cart_id=self.cart) if self.cart else rows


ALL = Filters()


def with_facts(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with what the rule asks for under the names of FACTS."""
    away = Case(When(state=Order.State.CANCELLED, reason__in=NOT_THERE, then=Value(True)), default=Value(False), output_field=BooleanField())
    return rows.annotate(standing=FilteredRelation("checks", condition=Q(checks__withdrawn_at__isnull=True)), away=away)


class Judge:
    """Says what each order became at one moment, in one street."""

    def __init__(self, pack: str, now: datetime) -> None:
        self.pack, self.now, self.today = pack, now, clock.local_date(now)

    def over(self, day: date, meal: str) -> bool:
        """Whether the meal's window is over; one that the pack has no more is over on its day."""
        if day != self.today:
            return day < self.today
        when = load(self.pack, day).meal_times.get(meal)
        return when is None or self.now >= over_at(when, day)

    def kind(self, row: Mapping) -> str:
        """The class of a row that has FACTS."""
        return became(
            Facts(
                ordered=row["state"] == Order.State.ORDERED, not_at_home=row["away"], dine_in=row["place"] == Eats.DINE_IN, said=row["delivery__state"] or "",
                on_cart=row["delivery__cart_id"] is not None, checked=row["standing__came"], over=self.over(row["day"], row["meal"]),
            )
        )  # fmt: skip


def orders_between(scope: Scope, first: date, last: date, filters: Filters = ALL) -> QuerySet[Order]:
    """Orders of the street that is shown, or of this user's committees in it, with FACTS."""
    rows = Order.objects.filter(scope.rows(), street_id=scope.street_id, day__range=(first, last))
    return with_facts(filters.narrow(rows))


def counted(*, scope: Scope, first: date, last: date, now: datetime, filters: Filters = ALL) -> Span:
    """Everything of the days from `first` to `last`, counted. `filters` narrow all of it."""
    found = Span()
    street = Street.objects.filter(pk=scope.street_id).first()
    if street is None:
        return found
    judge = Judge(street.pack, now)
    for row in alike(orders_between(scope, first, last, filters), street.pack, first, last):
        kind = judge.kind(row)
        parts = [found.total, found.days.setdefault(row["day"], Tally()), found.committees.setdefault(row["committee_id"], Tally())]
        if row["delivery__cart_id"]:
            parts.append(found.carts.setdefault(row["delivery__cart_id"], Tally()))
        for tally in parts:
            tally.add(kind, row)
    return found


def alike(rows: QuerySet[Order], pack: str, first: date, last: date) -> QuerySet[Order]:
    """One row for all orders that are alike."""
    at_door = Q(delivery__state__in=AT_THE_DOOR)
    timed = at_door & Q(delivery__planned_at__isnull=False)
    near = Q(delivery__ended_at__range=(F("delivery__planned_at") - PUNCTUAL, F("delivery__planned_at") + PUNCTUAL))
    within, hot = _limits(pack, first, last)
    return (
        rows.annotate(at=TruncTime("delivery__ended_at", tzinfo=clock.ZONE))
        .values(*FACTS, "committee_id")
        .annotate(
            n=Count("pk"), boxes=Sum("portions"), price=Sum("price_fen"), subsidy=Sum("subsidy_fen"), brought=Count("pk", filter=at_door),
            timed=Count("pk", filter=timed), punctual=Count("pk", filter=timed & near & within), measured=Count("delivery__tenths"),
            hot=Count("pk", filter=hot), least=Min("delivery__tenths"),
        )
        .order_by()
    )  # fmt: skip


def _limits(pack: str, first: date, last: date) -> tuple[Q, Q]:
    """Filters: brought inside the window of its meal; hot enough for it."""
    within, hot = Q(pk__in=[]), Q(pk__in=[])
    for since, until, meals in meal_times_between(pack, first, last):
        for code, when in meals.items():
            here = Q(meal=code, day__range=(since, until))
            within |= here & Q(at__range=when.window)
            hot |= here & Q(delivery__tenths__gte=when.hot_celsius * 10)
    return within, hot


def meal_times_between(pack: str, first: date, last: date) -> list[tuple[date, date, Mapping[str, MealTime]]]:
    """The meals of the pack from day to day, in spans: one where it is the same at both ends."""
    if (whole := load(pack, first).meal_times) == load(pack, last).meal_times:
        return [(first, last, whole)]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, day, load(pack, day).meal_times) for day in days]


def carts_of(scope: Scope) -> list[Cart]:
    """The street's carts, those out of service too: months of old name them."""
    return list(Cart.objects.filter(street_id=scope.street_id))


def longest_trips(*, scope: Scope, first: date, last: date) -> dict[int, int]:
    """Cart id → minutes from the first door of a trip to its last one, of its longest trip: that long at least was a box under way."""
    rows = Order.objects.filter(scope.rows(), street_id=scope.street_id, day__range=(first, last), delivery__cart__isnull=False, delivery__ended_at__isnull=False)
    trips = rows.values("day", "meal", "delivery__cart_id", "delivery__trip").annotate(a=Min("delivery__ended_at"), b=Max("delivery__ended_at")).order_by()
    found: dict[int, int] = {}
    for row in trips:
        minutes = int((row["b"] - row["a"]).total_seconds() // 60)
        found[row["delivery__cart_id"]] = max(found.get(row["delivery__cart_id"], 0), minutes)
    return found
