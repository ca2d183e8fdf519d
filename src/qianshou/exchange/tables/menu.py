"""A month's menu: a day a row, three dishes and a soup. Pure."""

from dataclasses import dataclass
from datetime import date

from qianshou.exchange.columns.mapping import Mapping
from qianshou.exchange.register.judge import Judged, Reason
from qianshou.kernel.dates import read_date
from qianshou.meals.rules import warnings_of
from qianshou.packs.loader import load
from qianshou.packs.shapes_meals import MenuRule

from .common import TableReader

# Column of the sheet → category of `meals.Dish`.
CATEGORIES = {"main": "big_meat", "second": "small_meat", "vegetable": "vegetable", "soup": "soup", "staple": "staple"}


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One day's dishes as (category, name), in the kitchen's order."""

    day: date
    dishes: tuple[tuple[str, str], ...]


class MenuJudge:
    """Judges the rows of a menu: a day that breaks the rule is written, and a person must look at it."""

    def __init__(self, mapping: Mapping, today: date, rules: tuple[MenuRule, ...] | None = None) -> None:
        self._rules = tuple(load().menu_rules.values()) if rules is None else rules
        self._read = TableReader(mapping)
        self._year = today.year
        self._seen: dict[date, int] = {}

    def judge(self, number: int, cells: list[object]) -> Judged:
        """One row in exactly one outcome."""
        if skipped := self._read.skipped(number, cells):
            return skipped
        read = read_date(self._read.cell(cells, "date"), latest_year=self._year + 1)
        if read is None or read.exact is None:
            return Judged(number, "reject", cells, [Reason("no_date")])
        dishes = tuple((category, name[:60]) for field, category in CATEGORIES.items() if (name := self._read.text(cells, field)))
        reasons = [Reason(one["code"], tuple(one["params"].items())) for one in warnings_of(dishes, self._rules)]
        first = self._seen.setdefault(read.exact, number)
        if first != number:
            reasons.append(Reason("date_twice", (("row", first),)))
        return Judged(number, "review" if reasons else "ok", cells, reasons, person=MenuEntry(read.exact, dishes), twin=first if first != number else None)
