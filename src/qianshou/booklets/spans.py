"""Which volumes are of a month and which of a year, and the days they cover. Pure."""

from datetime import date

from .rules import next_month

MONTHLY, YEARLY = ("forms", "attendance"), ("carer_year", "elder_year")
BOUND_BEFORE = {"carer_year": "attendance", "elder_year": "forms"}  # a year's volume → the volumes of its months


def first_of_year(day: date) -> date:
    """The first of January of the year `day` lies in."""
    return day.replace(month=1, day=1)


def end_of(kind: str, first: date) -> date:
    """The first day after what a volume of this kind covers that begins on `first`."""
    return date(first.year + 1, 1, 1) if kind in YEARLY else next_month(first)


def months_of(year: date) -> list[date]:
    """The first days of the twelve months of the year `year` lies in."""
    return [date(year.year, month, 1) for month in range(1, 13)]
