"""The months of a year as they were bound: what a year's volume points to."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Max

from qianshou.kernel import clock
from qianshou.merit.models import Appraisal, MonthClosing

from ..models import Volume
from ..rules import next_month
from ..spans import BOUND_BEFORE, MONTHLY, months_of
from ..store import is_sound
from ..year import AHEAD, BOUND, DRAFT, EARLY, LOST, NONE, BoundMonth
from .findings import Finding

LANGUAGE = {"zh-hans": "zh", "en": "en"}


def months_before(one: Volume):
    """The rows of the monthly volumes that belong to a year's volume, in any language."""
    return Volume.objects.filter(street_id=one.street_id, committee_id=one.committee_id, kind=BOUND_BEFORE[one.kind], month__year=one.month.year)


def bound_months(one: Volume, now: datetime) -> list[BoundMonth]:
    """Twelve months, each with the volume that is kept: in the language of the year's volume where there is one, else in another."""
    rows = months_before(one).exclude(path="").order_by("month", "pk")
    kept = {row.month: row for row in sorted(rows, key=lambda row: row.language == one.language)}  # the last one stays: the own language
    settled, today = _settled(one), clock.local_date(now)
    return [_month(month, kept.get(month), settled.get(month), today) for month in months_of(one.month)]


def _month(month: date, row: Volume | None, settled: datetime | None, today: date) -> BoundMonth:
    if row is None or row.bound_at is None:
        return BoundMonth(month, NONE if month <= today else AHEAD)
    state = BOUND
    if not is_sound(settings.DATA_DIR / row.path, row.sha256):
        state = LOST
    elif clock.local_date(row.bound_at) < next_month(month):
        state = DRAFT
    elif settled and settled > row.bound_at:
        state = EARLY
    return BoundMonth(month, state, row.sha256, row.pages, row.total, clock.local_date(row.bound_at), LANGUAGE.get(row.language, "zh"))


def _settled(one: Volume) -> dict[date, datetime]:
    """Month → when the last of the carers' sheets was closed: attendance or appraisal. Nothing for the elders' forms, which are not closed."""
    if BOUND_BEFORE[one.kind] != Volume.Kind.ATTENDANCE:
        return {}
    year = {"street_id": one.street_id, "month__year": one.month.year, "state": "closed"}
    attendance = dict(MonthClosing.objects.filter(**year).values_list("month", "closed_at"))
    appraisal = dict(Appraisal.objects.filter(**year).order_by().values_list("month").annotate(Max("closed_at")))
    return {month: max(filter(None, (attendance.get(month), appraisal.get(month)))) for month in {*attendance, *appraisal}}


def month_findings(months: list[BoundMonth]) -> list[Finding]:
    """What is missing among the bound months, as it is told when the year is bound."""
    codes = {NONE: "months_unbound", DRAFT: "months_draft", EARLY: "months_early", LOST: "months_lost"}
    counts = {code: sum(one.state == state for one in months) for state, code in codes.items()}
    return [Finding(code, {"count": count}) for code, count in counts.items() if count]


def unfinished_months(street_id: int, year: date, language: str) -> bool:
    """Whether a month of the year waits or is being bound just now."""
    rows = Volume.objects.filter(street_id=street_id, month__year=year.year, kind__in=MONTHLY, language=language)
    return rows.filter(state__in=(Volume.State.WAITING, Volume.State.BINDING)).exists()
