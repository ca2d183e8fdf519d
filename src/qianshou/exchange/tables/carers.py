"""A list of carers. Pure; the pack's words for tiers and skills come in with `words`."""

from dataclasses import dataclass, field
from datetime import date

from qianshou.exchange.cells.addresses import read_address
from qianshou.exchange.cells.simple import read_sex, read_words
from qianshou.exchange.columns.mapping import Mapping
from qianshou.exchange.register.judge import NO_NAME, Judged, Reason
from qianshou.exchange.register.reader import tidy_name
from qianshou.kernel.dates import read_date
from qianshou.kernel.phones import read_phones

from .common import TableReader

# Carers are grown up: it settles the century of a two-digit year of birth.
_YOUNGEST = 15


@dataclass(slots=True)
class CarerRow:
    """One carer as the list has her. `tier` and `skills` as written; codes are looked up in the pack when it is applied."""

    number: str
    name: str
    tier: str
    skills: tuple[str, ...] = ()
    hours: float = 0.0
    sex: str = ""
    birth: date | None = None
    birth_precision: str = ""
    phone: str = ""
    lane: str = ""
    dialects: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    since: date | None = None
    raw: dict[str, str] = field(default_factory=dict)


class CarerJudge:
    """Judges the rows of a list of carers."""

    def __init__(self, mapping: Mapping, today: date) -> None:
        self._read = TableReader(mapping)
        self._mapping = mapping
        self._today = today
        self._seen: dict[str, int] = {}

    def judge(self, number: int, cells: list[object]) -> Judged:
        """One row in exactly one outcome."""
        if skipped := self._read.skipped(number, cells):
            return skipped
        name, _ = tidy_name(self._read.cell(cells, "name"))
        if not name:
            return Judged(number, "reject", cells, [NO_NAME])
        row = self._row(name, cells)
        if not row.number:
            return Judged(number, "reject", cells, [Reason("number_missing")])
        if not row.tier:
            return Judged(number, "reject", cells, [Reason("tier_missing")])
        first = self._seen.setdefault(row.number, number)
        judged = Judged(number, "ok", cells, person=row)
        if first != number:
            judged.outcome, judged.twin = "review", first
            judged.reasons.append(Reason("number_twice", (("row", first),)))
        return judged

    def _row(self, name: str, cells: list[object]) -> CarerRow:
        text = self._read.text
        birth = read_date(self._read.cell(cells, "birth"), latest_year=self._today.year - _YOUNGEST)
        since = read_date(self._read.cell(cells, "since"), latest_year=self._today.year)
        phones = read_phones(self._read.cell(cells, "phone")).phones
        return CarerRow(
            number=text(cells, "staff_code")[:20], name=name, tier=text(cells, "tier"), skills=read_words(text(cells, "skills")),
            hours=_hours(text(cells, "hours")), sex=read_sex(self._read.cell(cells, "sex")) or "",
            birth=date(birth.year, birth.month or 1, birth.day or 1) if birth else None,
            birth_precision="" if birth is None else "day" if birth.day else "month" if birth.month else "year",
            phone=phones[0].number if phones else "", lane=read_address(text(cells, "lane")).lane[:80],
            dialects=tuple(word[:20] for word in read_words(text(cells, "dialects"))),
            interests=tuple(word[:30] for word in read_words(text(cells, "hobbies"))),
            since=date(since.year, since.month or 1, since.day or 1) if since else None,
        )  # fmt: skip


def _hours(text: str) -> float:
    digits = text.removesuffix("小时").removesuffix("h").strip()
    try:
        return min(max(float(digits), 0.0), 99.0) if digits else 0.0
    except ValueError:
        return 0.0
