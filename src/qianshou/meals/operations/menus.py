"""Writes of menus: one a day, the same for all; a draft until it is published."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Dish, Menu, MenuChange, Recipe
from ..queries.menus import breaches_of
from .recipes import tie

READ_IN = gettext_noop("read in from a workbook")  # the reason as it is stored; translated when shown
WEEK = 7

Dishes = Sequence[tuple[str, str]]  # (category, name) in the kitchen's order


@transaction.atomic
def set_menu(
    *, street_id: int, day: date, dishes: Dishes, now: datetime, by_id: int | None = None, reason: str = "", act: str = "set"
) -> str:
    """Write a day's dishes; "created", "updated" or "unchanged". No dishes at all: the day has no menu any more.

    A menu that breaks a rule is written all the same: people must eat that day too, and the page says what is wrong.
    Refused "reason" when the day is published, its dishes change, and no reason is given.
    """
    change = change_days(street_id=street_id, days={day: dishes}, now=now, by_id=by_id, reason=reason, act=act)
    if change is None:
        return "unchanged"
    return "updated" if change.before[day.isoformat()] else "created"


@transaction.atomic
def copy_week(*, street_id: int, source: date, target: date, now: datetime, by_id: int, reason: str = "") -> MenuChange | None:
    """Let the week of Monday `target` have the dishes of the week of Monday `source`; days without a menu there are left as they are.

    The change (None: nothing differed). Refused "week" when a day is no Monday or both are one, "nothing" when the source is empty,
    "reason" as in `set_menu`.
    """
    if source.weekday() or target.weekday() or source == target:
        raise Refused("week")
    held = _held(street_id, [source + timedelta(days=n) for n in range(WEEK)])
    days = {day - source + target: dishes for day, dishes in held.items() if dishes}
    if not days:
        raise Refused("nothing")
    return change_days(street_id=street_id, days=days, now=now, by_id=by_id, reason=reason, act="copied")


@transaction.atomic
def publish(*, street_id: int, first: date, last: date, now: datetime, by_id: int, reason: str = "") -> int:
    """Publish the menus from `first` to `last` that are drafts, or were changed since; returns how many days.

    Refused "nothing" when there is none, "reason" when one of them breaks a rule and no reason is given.
    """
    waiting = {m.day: m for m in Menu.objects.select_for_update().filter(street_id=street_id, day__range=(first, last)) if _waits(m)}
    waiting = {day: waiting[day] for day in waiting if Dish.objects.filter(menu=waiting[day]).exists()}
    if not waiting:
        raise Refused("nothing")
    found = breaches_of(street_id, first, last)
    broken = [day for day in waiting if found.get(day)]
    if broken and not reason.strip():
        raise Refused("reason")
    for day, menu in waiting.items():
        said = reason.strip()[:200] if day in broken else ""
        Menu.objects.filter(pk=menu.pk).update(published_at=now, published_by_id=by_id, reason=said, changed_at=None)
    log(
        act="menu.published", now=now, by_id=by_id, street_id=street_id, target="menu", first=first.isoformat(), last=last.isoformat(),
        days=len(waiting), breaches=len(broken), reason=reason.strip()[:200],
    )  # fmt: skip
    return len(waiting)


@transaction.atomic
def undo_change(*, change_id: int, now: datetime, by_id: int) -> MenuChange | None:
    """Put back what stood before a change. Refused "undone" when it was taken back already, "changed_since" when somebody changed one of
    its days later. Days that are published are marked as changed."""
    change = MenuChange.objects.select_for_update().get(pk=change_id)
    if change.undone_at:
        raise Refused("undone")
    days = {date.fromisoformat(day): [tuple(dish) for dish in dishes] for day, dishes in change.before.items()}
    after = {date.fromisoformat(day): [tuple(dish) for dish in dishes] for day, dishes in change.after.items()}
    if _held(change.street_id, list(days)) != after:
        raise Refused("changed_since")
    MenuChange.objects.filter(pk=change_id).update(undone_at=now)
    return change_days(street_id=change.street_id, days=days, now=now, by_id=by_id, reason=change.reason or "undo", act="undone")


def change_days(
    *, street_id: int, days: Mapping[date, Dishes], now: datetime, by_id: int | None, reason: str, act: str
) -> MenuChange | None:
    """Write the dishes of several days as one change; None when nothing differs. Runs in the caller's transaction. Refused "reason"."""
    wanted = {day: [(category, name.strip()[:60]) for category, name in dishes if name.strip()] for day, dishes in days.items()}
    Menu.objects.bulk_create([Menu(street_id=street_id, day=day) for day in wanted], ignore_conflicts=True)
    menus = {m.day: m for m in Menu.objects.select_for_update().filter(street_id=street_id, day__in=wanted).order_by("day")}
    before = _held(street_id, list(wanted))
    changed = {day: dishes for day, dishes in wanted.items() if dishes != before[day]}
    if not changed:
        return None
    published = [menus[day].pk for day in changed if menus[day].published_at]
    if published and not reason.strip():
        raise Refused("reason")
    _write(street_id, menus, changed, now)
    Menu.objects.filter(pk__in=published).update(changed_at=now)
    change = MenuChange.objects.create(
        street_id=street_id, act=act, first_day=min(changed), last_day=max(changed), after_publishing=bool(published), by_id=by_id, at=now,
        before={day.isoformat(): before[day] for day in changed}, after={day.isoformat(): changed[day] for day in changed},
        reason=reason.strip()[:200] if published else "",
    )  # fmt: skip
    log(act=f"menu.{act}", now=now, by_id=by_id, street_id=street_id, target="menu", days=[day.isoformat() for day in changed])
    return change


def _write(street_id: int, menus: Mapping[date, Menu], days: Mapping[date, Dishes], now: datetime) -> None:
    recipes: dict[str, Recipe] = tie(street_id=street_id, dishes=[dish for dishes in days.values() for dish in dishes], now=now)
    Dish.objects.filter(menu__in=[menus[day] for day in days]).delete()
    Dish.objects.bulk_create(
        Dish(menu=menus[day], recipe=recipes[name], category=category, name=name, position=at)
        for day, dishes in days.items()
        for at, (category, name) in enumerate(dishes)
    )


def _held(street_id: int, days: Sequence[date]) -> dict[date, list[tuple[str, str]]]:
    found: dict[date, list[tuple[str, str]]] = {day: [] for day in sorted(days)}
    for dish in Dish.objects.filter(menu__street_id=street_id, menu__day__in=days).select_related("menu").order_by("position", "id"):
        found[dish.menu.day].append((dish.category, dish.name))
    return found


def _waits(menu: Menu) -> bool:
    return menu.published_at is None or menu.changed_at is not None
