"""A street's carers over a year: twelve months of sheets, appraisals and points, honours, the ten best. Reads by the month, however many carers."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import PointCredit
from qianshou.kernel import clock
from qianshou.merit.models import Appraisal, Election, Honour
from qianshou.merit.queries.honours import seen as honours_seen
from qianshou.merit.queries.sheets import Sheet, sheets
from qianshou.packs.loader import load

from ..carers_year import CarerYear, MonthLine, Praise
from ..spans import months_of
from .appraisals import certificate_of
from .elected import elected


def carer_years(scope: Scope, street: Street, year: date, now: datetime, language: str) -> list[CarerYear]:
    """Everybody with a sheet in the year, by number of employment; name and tier of the newest sheet. Months that have not begun have none."""
    points, judged = _points(street, year), _appraisals(scope, street, year)
    newest: dict[int, Sheet] = {}
    lines: dict[int, dict[date, MonthLine]] = defaultdict(dict)
    for month in (one for one in months_of(year) if one <= clock.local_date(now)):
        marks = load(street.pack, month).appraisal_marks
        for one in sheets(scope, month, now):
            newest[one.carer_id] = one
            row = judged.get((one.carer_id, month))
            result = "" if row is None else marks[row.result].name(language) if row.result in marks else row.result
            lines[one.carer_id][month] = MonthLine(
                closed=bool(one.closing and one.closing.state == "closed"), days=one.month.days_worked, leave=one.month.leave_days, minutes=one.month.minutes,
                late_news=sum(adjusted.numbers.get("minutes", 0) for adjusted in one.adjusted), overtime=sum(one.month.overtime.values()), visits=one.month.visits,
                points=points.get((one.carer_id, month), 0), tenths=row.tenths if row else None, result=result, judged=str(row.state) if row else "",
            )  # fmt: skip
    tiers = load(street.pack, year.replace(month=12, day=31)).tiers
    return [
        CarerYear(pk, f"{street.code.upper()}-{one.number}-{year:%Y}", one.name, tiers[one.tier].name(language) if one.tier in tiers else one.tier, lines[pk])
        for pk, one in sorted(newest.items(), key=lambda item: (item[1].number, item[0]))
    ]  # fmt: skip


def _points(street: Street, year: date) -> dict[tuple[int, date], int]:
    """(carer, month) → points as they stand in the books now."""
    rows = PointCredit.objects.filter(street=street, day__year=year.year, points__gt=0).order_by().annotate(first=TruncMonth("day"))
    return {(row["carer_id"], row["first"]): row["n"] for row in rows.values("carer_id", "first").annotate(n=Sum("points"))}


def _appraisals(scope: Scope, street: Street, year: date) -> dict[tuple[int, date], Appraisal]:
    """(carer, month) → the newest version."""
    rows = Appraisal.objects.filter(scope.rows(committee=None), street=street, month__year=year.year).order_by("version")
    return {(row.carer_id, row.month): row for row in rows.only("carer_id", "month", "tenths", "result", "state")}


def honours_of(scope: Scope, street: Street, year: date, language: str) -> list[Praise]:
    """The honours that were confirmed and given in the year, by day."""
    rows = honours_seen(scope).filter(street=street, state=Honour.State.CONFIRMED, given_on__year=year.year).order_by("given_on", "pk")
    found = []
    for row in rows:
        paper, tiers = certificate_of(row, language), load(street.pack, row.given_on).tiers
        tier = tiers[row.carer.tier].name(language) if row.carer.tier in tiers else row.carer.tier
        found.append(Praise(row.carer_id, paper.name, tier, paper.honour, number=paper.number, on=row.given_on))
    return found


def best_of(scope: Scope, street: Street, year: date, language: str) -> list[Praise]:
    """Who was elected among the year's ten best; nobody before the result is published."""
    rows = Election.objects.filter(scope.rows(committee=None), street=street, year=year.year, state=Election.State.PUBLISHED).select_related("street")
    return [Praise(carer_id, one.name, one.tier, one.category, one.citation) for row in rows for carer_id, one in elected(row, language)]
