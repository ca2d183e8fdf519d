"""What became of a person's meals of this month, for the file."""

from qianshou.reports.queries.picture import Picture

from ..templatetags.meals import meal_words
from .said import kind_word, look, note_of


def eaten_of(picture: Picture) -> dict | None:
    """The card's words; None where nothing was to be eaten this month, or this user may not see it."""
    month = picture.eaten
    if month is None or not month.meals:
        return None
    last = month.last
    return {
        "fed": month.fed, "expected": month.expected, "last": last and _line(last), "amiss": [_line(meal) for meal in month.amiss],
    }  # fmt: skip


def _line(meal) -> dict:
    return {
        "day": meal.order.day, "meal": meal_words(meal.order.meal), "at": meal.at, "look": look(meal.kind), "word": kind_word(meal.kind), "note": note_of(meal),
        "cart": meal.delivery.cart if meal.delivery else None,
    }  # fmt: skip
