"""Rules of a menu: three dishes and a soup (三菜一汤), one menu a day, and what else the street's pack asks. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from qianshou.packs.shapes_meals import MenuRule

CATEGORIES = ("big_meat", "small_meat", "vegetable", "soup", "staple")
MEATS = ("pork", "beef", "mutton", "poultry", "fish", "crustacean")  # what "the same meat" is asked of


@dataclass(frozen=True, slots=True)
class MenuDish:
    """A dish as the rules see it. `contains`: marks of the pack's allergens, empty while nobody described the dish; cost in fen or None."""

    category: str
    name: str
    contains: frozenset[str] = field(default_factory=frozenset)
    cost_fen: int | None = None


Breach = dict  # {"code", "rule" (code of the pack's rule), "params"}


def warnings_of(dishes: Iterable[tuple[str, str]], rules: Iterable[MenuRule]) -> list[Breach]:
    """What is wrong with one day's (category, name) pairs taken by themselves; an empty list when the rules are kept."""
    named = [MenuDish(category, name.strip()) for category, name in dishes if name.strip()]
    return [breach for rule in rules if rule.on for breach in _of_day(named, rule)]


def breaches(days: Mapping[date, Sequence[MenuDish]], rules: Iterable[MenuRule], first: date, last: date) -> dict[date, list[Breach]]:
    """Where menus break the rules, for the days from `first` to `last` that have one; days before `first` are looked back at only."""
    rules = [rule for rule in rules if rule.on]
    return {
        day: [breach for rule in rules for breach in (*_of_day(dishes, rule), *_of_days(days, day, rule))]
        for day, dishes in sorted(days.items())
        if first <= day <= last and dishes
    }


def look_back(rules: Iterable[MenuRule]) -> timedelta:
    """How far before a day the rules look."""
    return timedelta(days=max((rule.days for rule in rules), default=0))


def _of_day(dishes: Sequence[MenuDish], rule: MenuRule) -> list[Breach]:
    if rule.rule == "needs":
        return _needs(dishes, rule)
    if rule.rule == "once":
        names = [dish.name for dish in dishes if dish.category in rule.categories]
        return [_breach("twice", rule, dish=name) for name in dict.fromkeys(names) if names.count(name) > 1]
    if rule.rule == "budget":
        cost = sum(dish.cost_fen or 0 for dish in dishes)
        return [_breach("over_budget", rule, fen=cost, most=rule.fen)] if cost > rule.fen else []
    return []


def _needs(dishes: Sequence[MenuDish], rule: MenuRule) -> list[Breach]:
    found = []
    for category in rule.categories:
        held = sum(dish.category == category for dish in dishes)
        if held == 0 < rule.least:
            found.append(_breach(f"no_{category}", rule))
        elif held < rule.least:
            found.append(_breach("too_few", rule, category=category, held=held, least=rule.least))
    return found


def _of_days(days: Mapping[date, Sequence[MenuDish]], day: date, rule: MenuRule) -> list[Breach]:
    before = [days.get(day - timedelta(days=back), ()) for back in range(1, rule.days + 1)]
    mine = [dish for dish in days[day] if dish.category in rule.categories]
    if rule.rule == "apart":
        return [
            _breach("again", rule, dish=name, days=back)
            for name in dict.fromkeys(dish.name for dish in mine)
            if (back := next((n for n, dishes in enumerate(before, 1) if any(dish.name == name for dish in dishes)), 0))
        ]
    if rule.rule == "variety" and before:
        common = _meats(mine)
        for dishes in before:
            common &= _meats(dish for dish in dishes if dish.category in rule.categories)
        return [_breach("same_meat", rule, meat=meat, days=rule.days + 1) for meat in MEATS if meat in common]
    return []


def _meats(dishes: Iterable[MenuDish]) -> set[str]:
    return {mark for dish in dishes for mark in dish.contains if mark in MEATS}


def _breach(code: str, rule: MenuRule, **params: object) -> Breach:
    return {"code": code, "rule": rule.code, "params": params}
