"""What the pages of orders read from addresses and forms."""

from collections.abc import Mapping
from datetime import date

from django.http import Http404

from qianshou.meals.models import Eats, MealPoint
from qianshou.packs.shapes_meals import MealTime

from ..watch.reading import day_of


def day_or_404(text: str) -> date:
    """The day of an address."""
    found = day_of(text, None)
    if found is None:
        raise Http404
    return found


def meal_in(meals: Mapping[str, MealTime], wanted: str | None) -> str:
    """The meal that the address asks for, else the first of the day. 404 where the street has none."""
    if not meals:
        raise Http404
    return wanted if wanted in meals else next(iter(meals))


def portions_in(text: str | None) -> int | None:
    """0 to 9, also as full-width digits; None for anything else."""
    text = (text or "").strip()
    return int(text) if text.isdigit() and len(text) == 1 else None


def place_in(text: str | None, points: list[MealPoint]) -> tuple[str, int | None]:
    """(place, point id) of a choice: "" as it is arranged, "delivered", or a meal point's number."""
    text = text or ""
    if text == Eats.DELIVERED:
        return Eats.DELIVERED, None
    if text.isascii() and text.isdigit() and int(text) in {p.pk for p in points}:
        return Eats.DINE_IN, int(text)
    return "", None
