"""The carers' volume of a year: twelve lines for each, the year's sums, honours and the ten best. From plain values to what the template prints. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qianshou.merit.rules.appraisal import tenths_text
from qianshou.merit.rules.attendance import hours_text

from .sheets import Binding
from .spans import months_of
from .words import short_month
from .year import BoundMonth, year_said, year_shell


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One carer's month. Times in minutes.

    closed     the attendance sheet is frozen
    late_news  hours of months closed before that were heard of only then: they stand on this month's sheet
    tenths     of the newest appraisal; None when there is none, or too little to say. `judged`: closed | open | "" (none)
    """

    closed: bool
    days: int
    leave: int
    minutes: int
    late_news: int
    overtime: int
    visits: int
    points: int = 0
    tenths: int | None = None
    result: str = ""
    judged: str = ""


@dataclass(frozen=True, slots=True)
class Praise:
    """An honour (with the number of its certificate) or a place among the ten best (`number` empty), on its day."""

    carer_id: int
    name: str
    tier: str
    what: str
    why: str = ""
    number: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class CarerYear:
    """One carer's year. A month without a sheet is not in `months`."""

    carer_id: int
    number: str
    name: str
    tier: str
    months: Mapping[date, MonthLine] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YearSums:
    """What twelve lines come to. `hours` counts the hours of the months and the late news; `tenths`: average of the appraisals that say something."""

    days: int
    leave: int
    minutes: int
    late_news: int
    overtime: int
    visits: int
    points: int
    tenths: int | None
    judged: int  # months in the average
    closed: int
    sheets: int

    @property
    def hours(self) -> int:
        """Minutes of the year with what was heard late."""
        return self.minutes + self.late_news


def sums_of(lines: Sequence[MonthLine]) -> YearSums:
    """The sums of a carer's lines, or of a whole street's."""
    total = lambda name: sum(getattr(line, name) for line in lines)
    said = [line.tenths for line in lines if line.tenths is not None]
    average = (2 * sum(said) + len(said)) // (2 * len(said)) if said else None  # rounded half up, to a tenth
    return YearSums(*(total(name) for name in ("days", "leave", "minutes", "late_news", "overtime", "visits", "points")),
                    average, len(said), sum(line.closed for line in lines), len(lines))  # fmt: skip


def carers_year(
    carers: Sequence[CarerYear], honours: Sequence[Praise], elected: Sequence[Praise], months: Sequence[BoundMonth], binding: Binding
) -> dict:
    """The street's volume as `carers_year.typ` reads it. Order is the caller's."""
    language = "en" if binding.language == "en" else "zh"
    said = year_said(language)
    whole = sums_of([line for carer in carers for line in carer.months.values()])
    return {
        **year_shell(binding, "carers-cover", "carers", len(carers), months),
        "summary": [[said["summary"][key], value] for key, value in (
            ("carers", str(len(carers))), ("days", str(whole.days)), ("hours", hours_text(whole.hours) or "0:00"), ("visits", str(whole.visits)),
            ("points", str(whole.points)), ("honours", str(len(honours))))],
        "best": [_praise(one) for one in elected],
        "honours": [_praise(one) for one in honours],
        "carers": [_carer(one, honours, elected, binding, said, language) for one in carers],
    }  # fmt: skip


def _praise(one: Praise) -> dict:
    on = one.on.isoformat() if one.on else ""
    return {"name": one.name or "—", "tier": one.tier, "what": one.what, "why": one.why, "number": one.number, "on": on}


def _carer(one: CarerYear, honours: Sequence[Praise], elected: Sequence[Praise], binding: Binding, said: dict, language: str) -> dict:
    sums = sums_of(list(one.months.values()))
    praised = [said["honoured"].format(on=p.on, what=p.what, number=p.number) for p in honours if p.carer_id == one.carer_id]
    praised += [said["elected"].format(what=p.what) for p in elected if p.carer_id == one.carer_id]
    return {
        "no": one.number, "name": one.name or "—", "tier": one.tier, "lines": [_line(month, one.months.get(month), said, language) for month in months_of(binding.month)],
        "days": str(sums.days), "leave": str(sums.leave or ""), "hours": hours_text(sums.minutes) or "0:00", "late": _signed(sums.late_news), "year-hours": hours_text(sums.hours) or "0:00",
        "overtime": hours_text(sums.overtime), "visits": str(sums.visits), "points": str(sums.points), "score": tenths_text(sums.tenths) or "—",
        "scored": said["scored"].format(n=sums.judged) if sums.judged else "", "closed": said["closed-of"].format(n=sums.closed, all=sums.sheets),
        "praised": praised, "honours": str(len(praised)) if praised else "",
    }  # fmt: skip


def _line(month: date, line: MonthLine | None, said: dict, language: str) -> dict:
    """One month as a line; a month without a sheet says so."""
    name = short_month(month, language)
    if line is None:
        return {"month": name, "none": True, "sheet": said["no-sheet"]}
    return {
        "month": name, "none": False, "days": str(line.days), "leave": str(line.leave or ""), "hours": hours_text(line.minutes) or "0:00", "late": _signed(line.late_news),
        "overtime": hours_text(line.overtime), "visits": str(line.visits), "points": str(line.points),
        "score": tenths_text(line.tenths) or ("—" if line.judged else ""), "result": _result(line, said), "sheet": said["closed" if line.closed else "open"],
        "sheet-open": not line.closed,
    }  # fmt: skip


def _result(line: MonthLine, said: dict) -> str:
    return said["judged-open"] if line.judged == "open" else line.result


def _signed(minutes: int) -> str:
    """+0:35, −1:00; an empty string for nothing."""
    return "" if not minutes else ("+" if minutes > 0 else "−") + hours_text(abs(minutes))
