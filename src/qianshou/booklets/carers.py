"""The carers' volume of a month: attendance, appraisal and points of each, from plain values to what the template prints. Pure."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from qianshou.booklets.appraisal import AppraisalSheet, appraisal_words, sheet_data
from qianshou.booklets.attendance import CarerMonth, carer_data
from qianshou.booklets.sheets import Binding, cover_lines, shell
from qianshou.booklets.words import TEMPLATES, short_month, words


@dataclass(frozen=True, slots=True)
class Credited:
    """A finished task and what it earned. `reasons`: (words, points) beyond the points of the service itself."""

    day: date
    service: str
    points: int
    reasons: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class PointsMonth:
    """One carer's points: her tasks in the order in which they were done, and what she objected to: (day, words, state, answer)."""

    tasks: Sequence[Credited] = ()
    objections: Sequence[tuple[date, str, str, str]] = ()


@cache
def statement_words(language: str) -> dict:
    """All words of the statement in one language (`zh` or `en`; anything else reads as `zh`)."""
    return json.loads((TEMPLATES / "statement.json").read_text(encoding="utf-8"))["en" if language == "en" else "zh"]


def points_data(one: PointsMonth, w: dict) -> dict:
    """A line a day: how many tasks, what they were, what was added or taken away, and the day's points."""
    days: dict[date, list[Credited]] = {}
    for task in one.tasks:
        days.setdefault(task.day, []).append(task)
    return {
        "lines": [_day_line(day, tasks, w) for day, tasks in sorted(days.items())],
        "tasks": str(len(one.tasks)),
        "sum": str(sum(task.points for task in one.tasks)),
        "objections": [
            w["answered" if state in w else "asked"].format(day=day.isoformat(), text=text, state=w.get(state, ""), answer=answer)
            for day, text, state, answer in one.objections
        ],
    }


def _day_line(day: date, tasks: Sequence[Credited], w: dict) -> dict:
    services, extra = Counter(task.service for task in tasks), Counter()
    for task in tasks:
        for reason, points in task.reasons:
            extra[reason] += points
    what = w["join"].join(w["task"].format(name=name, n=n) if n > 1 else name for name, n in services.items())
    why = w["join"].join(w["plus"].format(name=name, points=points) for name, points in extra.items() if points)
    return {
        "day": f"{day.month}-{day.day:02d}",
        "tasks": str(len(tasks)),
        "what": w["between"].join(filter(None, (what, why))),
        "points": str(sum(task.points for task in tasks)),
    }


def carers_volume(carers: Sequence[CarerMonth], appraisals: Mapping[int, AppraisalSheet], points: Mapping[int, PointsMonth], binding: Binding) -> dict:
    """The street's volume as `carers.typ` reads it; `appraisals` and `points` by carer. Order is the caller's."""
    language = "en" if binding.language == "en" else "zh"
    w, said, judged = words(binding.language), statement_words(language), appraisal_words(language)
    base = shell(replace(binding, language=language), "attendance")
    return {
        **base,
        "words": w | {"appraisal": judged, "statement": said},
        "attendance-title": base["form-title"],
        "appraisal-title": judged["title"],
        "title": f"{said['cover']} {base['cover-month']}",
        "cover-title": said["cover"],
        "volume": said["volume"].format(month=short_month(binding.month, language)),
        "carers": [_one(carer, appraisals.get(carer.carer_id), points.get(carer.carer_id, PointsMonth()), w, judged, said, language) for carer in carers],
        "cover-lines": cover_lines(binding, "carers", len(carers)),
    }


def _one(carer: CarerMonth, appraisal: AppraisalSheet | None, points: PointsMonth, w: dict, judged: dict, said: dict, language: str) -> dict:
    sheets = [sheet_data(appraisal, judged, language)] if appraisal else []
    return {"sheet": carer_data(carer, w), "appraisals": sheets, "score": sheets[0]["score"] if sheets else "—", "points": points_data(points, said)}
