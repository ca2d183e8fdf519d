"""The month's subsidy sheets: from the lines of meals to what the template prints. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qianshou.booklets.words import day_words, month_words, short_month, words
from qianshou.meals.rules.subsidies import OTHER, Line, Sheet

NAMED = 24  # persons whose meals nothing was heard of are named up to here, then counted
FEW = 400  # lines; more are set in a process of its own, which gives its memory back


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet with its committee's name, "" for people of none."""

    name: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Meals of which nothing was heard: how many, the subsidy that is not claimed for them (fen), whose."""

    meals: int
    fen: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A month's sheets as they are printed. reasons: (code, name) of the columns, in order. draft_until: while the month is not over."""

    month: date
    office: str
    number: str  # of the sheet, e.g. PINGLIANG-ZC-202611
    parts: Sequence[Part]
    reasons: Sequence[tuple[str, str]]
    unsettled: Unsettled
    draft_until: date | None = None
    language: str = "zh"
    whole: bool = True  # of the street: with a summary; else one committee's

    @property
    def lines(self) -> int:
        """How many lines are printed."""
        return sum(len(part.sheet.lines) for part in self.parts)


def yuan(fen: int) -> str:
    """Whole fen as yuan: 123450 → 1,234.50."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def reason_columns(codes: Sequence[str], names: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    """(code, name) of each column: the pack's names, and the word for what no price list explains."""
    other = words(language)["subsidy-other"]
    return [(code, other if code == OTHER else names.get(code, code)) for code in codes]


def numbers_of(line: Line, reasons: Sequence[tuple[str, str]]) -> list[str]:
    """Portions, price, each reason (blank where it gives nothing), subsidy, own payment."""
    given = (yuan(line.reasons[code]) if line.reasons[code] else "" for code, _ in reasons)
    return [str(line.portions), yuan(line.price_fen), *given, yuan(line.subsidy_fen), yuan(line.pays_fen)]


def sum_of(parts: Sequence[Part]) -> tuple[int, Line]:
    """How many persons stand on these sheets, each counted once, and the sum of all lines."""
    total = Line(0, "")
    for part in parts:
        total.add(part.sheet.total)
    return len({line.person_id for part in parts for line in part.sheet.lines}), total


def subsidy_sheets(claim: Claim) -> dict:
    """The sheets as `subsidy.typ` reads them: the street's summary first, then a sheet for each committee."""
    w, language = words(claim.language), claim.language
    month, head = month_words(claim.month, language), w["subsidy-head"]
    draft = "" if claim.draft_until is None else w["draft-until"].format(day=day_words(claim.draft_until, language))
    columns = [head["portions"], head["price"], *(name for _, name in claim.reasons), head["subsidy"], head["pays"]]
    sheets = [_summary(claim, w, columns)] if claim.whole else []
    sheets += [_sheet(part, claim, w, columns) for part in claim.parts]
    return {
        "words": w,
        "lang": "en" if language == "en" else "zh",
        "region": "gb" if language == "en" else "cn",
        "title": f"{w['subsidy-title']} {claim.number}",
        "office": claim.office,
        "month": f"{month}　{draft}" if draft else month,
        "motto": w["motto"],
        "draft": draft,
        "volume": f"{claim.number}　{short_month(claim.month, language)}",
        "title-tracking": 0.2 if language == "zh" else 0,
        "sheets": sheets,
    }


def _summary(claim: Claim, w: dict, columns: list[str]) -> dict:
    head, (people, total) = w["subsidy-head"], sum_of(claim.parts)
    rows = [
        [str(n), part.name or w["subsidy-no-committee"], str(len(part.sheet.lines)), *numbers_of(part.sheet.total, claim.reasons)]
        for n, part in enumerate(claim.parts, start=1)
    ]
    return {
        "title": w["subsidy-summary"], "place": claim.office, "number": claim.number, "columns": [head["no"], head["committee"], head["people"], *columns], "rows": rows,
        "total": ["", w["subsidy-total"], str(people), *numbers_of(total, claim.reasons)], "texts": 2, "sign": False, "places": w["subsidy-street-places"],
        "open": unsettled_words(claim),
    }  # fmt: skip


def _sheet(part: Part, claim: Claim, w: dict, columns: list[str]) -> dict:
    head = w["subsidy-head"]
    rows = [[str(n), line.name, *numbers_of(line, claim.reasons)] for n, line in enumerate(part.sheet.lines, start=1)]
    return {
        "title": w["subsidy-title"], "place": f"{claim.office}　{part.name or w['subsidy-no-committee']}", "number": claim.number,
        "columns": [head["no"], head["name"], *columns], "rows": rows, "total": ["", w["subsidy-total"], *numbers_of(part.sheet.total, claim.reasons)], "texts": 2,
        "sign": True, "places": w["subsidy-places"], "open": "" if claim.whole else unsettled_words(claim),
    }  # fmt: skip


def unsettled_words(claim: Claim) -> str:
    """What is not on the sheets because nothing was heard; "" where all is settled."""
    one, w = claim.unsettled, words(claim.language)
    if not one.meals:
        return ""
    names = (", " if claim.language == "en" else "、").join(one.names[:NAMED]) + (" …" if len(one.names) > NAMED else "")
    return w["subsidy-open"].format(people=len(one.names), meals=one.meals, sum=yuan(one.fen), names=names)
