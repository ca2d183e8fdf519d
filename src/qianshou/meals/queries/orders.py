"""The orders of a meal of a day: as they were taken, or, before the cut-off, as they stand until now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.packs.shapes_meals import MealTime
from qianshou.people.models import Person
from qianshou.people.queries.files import people_seen

from ..models import CutOff, Eats, MealPoint, Order
from ..rules import Decision, cut_off_at, is_past
from .facts import facts_of

SHOWN = ("name", "name_key", "door", "committee__name", "place__name", "file__diet", "file__diet_unclear", "file__status", "file__access_note")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to, all from the address of the page. place: delivered | dine_in | a meal point's number."""

    committee: int | None = None
    place: str = ""
    diet: str = ""  # a diet word, "any" or "unclear"
    changed: bool = False

    @classmethod
    def read(cls, get: Mapping[str, str]) -> "Filters":
        """From a query string; whatever makes no sense is left out."""
        found = cls()
        for f in fields(cls):
            text = (get.get(f.name) or "").strip()[:40]
            if f.name == "committee" and text.isascii() and text.isdigit() and len(text) < 10:
                found = replace(found, committee=int(text))
            elif f.name == "changed":
                found = replace(found, changed=text == "1")
            elif f.name in ("place", "diet") and text:
                found = replace(found, **{f.name: text})
        return found


@dataclass
class Line:
    """One person's meal. order: None before the cut-off. why: rules.orders, also why there is none (portions 0)."""

    person: Person
    portions: int
    place: str
    point_id: int | None
    why: str
    reason: str = ""
    order: Order | None = None

    @property
    def diet(self) -> list[str]:
        """Diet words of the file."""
        file = getattr(self.person, "file", None)
        return file.diet if file else []

    @property
    def diet_unclear(self) -> bool:
        """What the register says about food was not understood yet."""
        file = getattr(self.person, "file", None)
        return bool(file and file.diet_unclear)

    @property
    def changed(self) -> bool:
        """Said for this very day, or changed after the cut-off."""
        return self.why == "changed" or bool(self.order and self.order.changed_after)


@dataclass
class DayOrders:
    """taken: when the orders were taken, None until then. past: the cut-off has been. none: who gets no meal though something was arranged."""

    day: date
    meal: str
    when: MealTime
    taken: CutOff | None
    past: bool
    cut_off_at: datetime
    lines: list[Line] = field(default_factory=list)
    none: list[Line] = field(default_factory=list)

    @property
    def portions(self) -> int:
        """How many portions the lines ask for."""
        return sum(line.portions for line in self.lines)

    @property
    def by_place(self) -> Counter:
        """(place, point id) → portions."""
        found = Counter()
        for line in self.lines:
            found[line.place, line.point_id] += line.portions
        return found

    @property
    def price_fen(self) -> int:
        """What the lines cost, subsidy included; only once they were taken."""
        return sum(line.order.price_fen for line in self.lines if line.order)

    @property
    def subsidy_fen(self) -> int:
        """What the street pays of it."""
        return sum(line.order.subsidy_fen for line in self.lines if line.order)


def meal_times(scope: Scope, day: date) -> dict[str, MealTime]:
    """The meals of the street that is shown, as its pack has them on a day."""
    street = Street.objects.filter(pk=scope.street_id).first()
    return load(street.pack, day).meal_times if street else {}


def orders_on(*, scope: Scope, day: date, meal: str, now: datetime, filters: Filters = Filters()) -> DayOrders:
    """The list of a day: whoever gets a meal in pinyin order, and whoever does not although something was said. KeyError for no such meal."""
    when = meal_times(scope, day)[meal]
    taken = CutOff.objects.filter(street_id=scope.street_id, day=day, meal=meal).first()
    found = DayOrders(day=day, meal=meal, when=when, taken=taken, past=is_past(when, day, now), cut_off_at=cut_off_at(when, day))
    decided = [] if scope.street_id is None else facts_of(street_id=scope.street_id, first=day, last=day).decisions(day, meal)
    orders = {o.person_id: o for o in _orders(scope, day, meal)} if taken else {}
    seen = people_seen(scope, day).filter(street_id=scope.street_id)
    rows = seen.select_related("committee", "place", "file").only(*SHOWN).in_bulk([*{d.person_id for d in decided}, *orders])
    for line in _lines(decided, orders, rows, bool(taken)):
        if _fits(line, filters):
            (found.lines if line.portions else found.none).append(line)
    for lines in (found.lines, found.none):
        lines.sort(key=lambda line: (line.person.name_key, line.person.pk))
    return found


def _lines(decided: list[Decision], orders: dict[int, Order], people: dict[int, Person], taken: bool):
    for pk, order in orders.items():
        if pk in people:
            why = order.why if order.portions else "cancelled"
            yield Line(people[pk], order.portions, order.place, order.point_id, why, order.reason, order)
    for d in decided:
        if d.person_id in people and d.person_id not in orders and not (taken and d.portions):
            yield Line(people[d.person_id], d.portions, d.place, d.point_id, d.why, d.reason)


def _orders(scope: Scope, day: date, meal: str):
    return Order.objects.filter(scope.rows(), street_id=scope.street_id, day=day, meal=meal).select_related("changed_by")


def _fits(line: Line, filters: Filters) -> bool:
    if filters.committee and line.person.committee_id != filters.committee:
        return False
    if filters.place and filters.place != (str(line.point_id) if filters.place.isdigit() else line.place):
        return False
    if filters.diet == "any" and not (line.diet or line.diet_unclear):
        return False
    if filters.diet == "unclear" and not line.diet_unclear:
        return False
    if filters.diet not in ("", "any", "unclear") and filters.diet not in line.diet:
        return False
    return line.changed or not filters.changed


def points(scope: Scope, *, closed: bool = False) -> list[MealPoint]:
    """The street's meal points; those that closed only where asked for."""
    rows = MealPoint.objects.filter(street_id=scope.street_id).select_related("committee")
    return list(rows if closed else rows.filter(closed_on__isnull=True))


def place_word(place: str, point_id: int | None, names: Mapping[int, str]) -> str:
    """Delivered, or the name of the meal point."""
    return names.get(point_id, "") if place == Eats.DINE_IN else str(Eats(place).label)
