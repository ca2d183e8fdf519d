"""What the street claims for a month: the meals that came, by person; what is still open stands apart and is not claimed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load

from ..rules.afterwards import FED, UNHEARD
from ..rules.subsidies import Served, Sheet, codes_of, sheets_of
from .afterwards import ALL, FACTS, Filters, Judge, orders_between


@dataclass(frozen=True, slots=True)
class Open:
    """Somebody of whose meals nothing was heard: how many orders, and the subsidy that is not claimed for them (fen)."""

    name: str
    committee_id: int | None
    orders: int
    subsidy_fen: int


@dataclass(frozen=True, slots=True)
class SubsidyMonth:
    """sheets: committee id (None: no committee) → sheet. codes: the reasons that occur, in the price list's order."""

    month: date
    pack: str
    sheets: dict[int | None, Sheet] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)


def subsidy_month(*, scope: Scope, month: date, now: datetime, filters: Filters = ALL) -> SubsidyMonth:
    """The sheets of the month that begins on `month`: one read, in groups of alike orders."""
    street = Street.objects.filter(pk=scope.street_id).first()
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if street is None:
        return SubsidyMonth(month, "")
    judge, served, still_open = Judge(street.pack, now), [], {}
    alike = ("person_id", "person__name", "person__name_key", "committee_id", "price_fen", "subsidy_fen", "portions", "price_reasons", "pack")
    # Days that are behind are not told apart, so that a month is some rows a person.
    facts = [name for name in FACTS if name not in ("day", "meal")]
    behind = min(last, judge.today - timedelta(days=1))
    rows = []
    if month <= behind:
        whole = orders_between(scope, month, behind, filters).values(*facts, *alike)
        rows += [{"day": behind, "meal": "", **row} for row in whole.annotate(n=Count("pk")).order_by()]
    if judge.today <= last:
        rows += orders_between(scope, max(month, judge.today), last, filters).values(*FACTS, *alike).annotate(n=Count("pk")).order_by()
    for row in rows:
        kind = judge.kind(row)
        if kind in FED:
            served.append(_served(row, street.pack))
        elif kind == UNHEARD:
            key = (row["person__name_key"], row["person_id"], row["committee_id"])
            before = still_open.get(key, Open(row["person__name"], row["committee_id"], 0, 0))
            still_open[key] = Open(before.name, before.committee_id, before.orders + row["n"], before.subsidy_fen + row["subsidy_fen"] * row["n"])
    sheets = sheets_of(served)
    order = load(street.pack, month).meal_subsidies
    return SubsidyMonth(month, street.pack, sheets, codes_of(sheets.values(), order), [still_open[key] for key in sorted(still_open, key=lambda k: (k[0], k[1], k[2] or 0))])


def _served(row: dict, pack: str) -> Served:
    n = row["n"]
    return Served(
        person_id=row["person_id"], name=row["person__name"], name_key=row["person__name_key"], committee_id=row["committee_id"], orders=n,
        portions=row["portions"] * n, price_fen=row["price_fen"] * n, subsidy_fen=row["subsidy_fen"] * n, reasons=tuple(row["price_reasons"]),
        amounts=amounts_at(row["pack"], pack),
    )  # fmt: skip


def amounts_at(version: str, pack: str) -> dict[str, int]:
    """Fen by subsidy code in the price list that an order names ("yangpu@2026-01-01"); none where it is not there any more."""
    name, _, since = version.partition("@")
    try:
        return {code: one.fen for code, one in load(name or pack, date.fromisoformat(since)).meal_subsidies.items()}
    except (ValueError, OSError):
        return {}
