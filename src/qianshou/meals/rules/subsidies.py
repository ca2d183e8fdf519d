"""The subsidy sheet of a month: each person's meals that came, their price, what the street pays of it by reason, what the person pays. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

OTHER = "other"  # what the price list of that time does not explain: it stands apart, never spread over the rest


def by_reason(subsidy_fen: int, reasons: Sequence[str], amounts: Mapping[str, int]) -> Counter:
    """One portion's subsidy by the codes that made it up; the parts always add up to it.

    `amounts` are the codes' fen in the pack that the order names. Where together they are more than the portion's price, the first counts
    in full and the later ones fill up: as `prices.price_of` caps them.
    """
    found, left = Counter(), subsidy_fen
    for code in reasons:
        part = min(left, amounts.get(code, 0))
        if part:
            found[code] += part
            left -= part
    if left:
        found[OTHER] += left
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """So many orders of one person that came and are alike: `portions` and money are of all of them together."""

    person_id: int
    name: str
    name_key: str
    committee_id: int | None
    orders: int
    portions: int
    price_fen: int
    subsidy_fen: int
    reasons: tuple[str, ...] = ()
    amounts: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Line:
    """One person on the sheet."""

    person_id: int
    name: str
    name_key: str = ""
    orders: int = 0
    portions: int = 0
    price_fen: int = 0
    subsidy_fen: int = 0
    reasons: Counter = field(default_factory=Counter)

    @property
    def pays_fen(self) -> int:
        """What is left for the person."""
        return self.price_fen - self.subsidy_fen

    def add(self, other: "Line") -> None:
        """Count another line in."""
        self.orders += other.orders
        self.portions += other.portions
        self.price_fen += other.price_fen
        self.subsidy_fen += other.subsidy_fen
        self.reasons += other.reasons


@dataclass
class Sheet:
    """One committee's sheet, or the street's: lines in the order of names, and the sums under them."""

    committee_id: int | None
    lines: list[Line]

    @property
    def total(self) -> Line:
        """The last line."""
        total = Line(0, "")
        for line in self.lines:
            total.add(line)
        return total


def sheets_of(rows: Iterable[Served]) -> dict[int | None, Sheet]:
    """Committee id → its sheet. Whoever moved to another committee within the month stands on both, each with the meals eaten there."""
    lines: dict[tuple[int | None, int], Line] = {}
    for row in rows:
        line = lines.setdefault((row.committee_id, row.person_id), Line(row.person_id, row.name, row.name_key))
        line.orders += row.orders
        line.portions += row.portions
        line.price_fen += row.price_fen
        line.subsidy_fen += row.subsidy_fen
        # Alike orders have one subsidy each, so the sum of them divides without rest.
        for code, fen in by_reason(row.subsidy_fen // row.orders, row.reasons, row.amounts).items():
            line.reasons[code] += fen * row.orders
    found: dict[int | None, Sheet] = {}
    for (committee_id, _), line in lines.items():
        found.setdefault(committee_id, Sheet(committee_id, [])).lines.append(line)
    for sheet in found.values():
        sheet.lines.sort(key=lambda line: (line.name_key, line.person_id))
    return found


def codes_of(sheets: Iterable[Sheet], order: Iterable[str]) -> list[str]:
    """The reasons that any line has, in the price list's order; those that it does not know last."""
    seen = {code for sheet in sheets for line in sheet.lines for code in line.reasons}
    known = [code for code in order if code in seen]
    return known + sorted(seen - set(known))
