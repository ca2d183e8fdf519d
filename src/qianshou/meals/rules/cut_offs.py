"""Until when orders may change freely, when a meal is over, and which cut-offs have to be made up for. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from qianshou.kernel import clock
from qianshou.packs.shapes_meals import MealTime


def cut_off_at(meal: MealTime, day: date) -> datetime:
    """The moment after which the day's orders of the meal are taken and changes need a reason."""
    return clock.at(day - timedelta(days=meal.days_before), meal.cut_off)


def over_at(meal: MealTime, day: date) -> datetime:
    """When the last box is at its door and the last table served: nothing is cooked for an order after that."""
    return clock.at(day, max(meal.window[1], meal.dine_in[1]))


def is_past(meal: MealTime, day: date, now: datetime) -> bool:
    """Whether the cut-off of that day has been."""
    return now >= cut_off_at(meal, day)


def first_open_day(meal: MealTime, now: datetime) -> date:
    """The first day on which the meal can still be changed without a reason."""
    day = clock.local_date(now)
    while is_past(meal, day, now):
        day += timedelta(days=1)
    return day


def owed(meals: Mapping[str, MealTime], now: datetime) -> list[tuple[date, str]]:
    """(day, meal) whose cut-off has been and which can still be cooked: what a run has to take, also after the machine was off.

    A meal that is over is left alone: orders of a dinner that nobody cooked are no orders.
    """
    today = clock.local_date(now)
    found = []
    for code, meal in meals.items():
        days = (today + timedelta(days=n) for n in range(meal.days_before + 1))
        found += [(day, code) for day in days if is_past(meal, day, now) and now < over_at(meal, day)]
    return sorted(found)
