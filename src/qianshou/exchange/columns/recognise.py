"""Which column is what: by its heading's words and by its content, so that an unseen layout works too."""

from dataclasses import dataclass, replace

from qianshou.exchange.reading.sheets import Merge, NumberedRow

from .content import OPEN_FIELDS, content_scores
from .fields import FIELDS_OF, FLAG_HEADS, REQUIRED_OF
from .headings import clean_heading, find_heading, heading_score, joined_fields
from .mapping import Column, Mapping, number_contacts

# Below this a guess is no help; the user sees the column as left out.
THRESHOLD = 0.4
SAMPLE_ROWS = 400
# Content alone says enough for these; the others need a word in the heading.
_BY_CONTENT = {
    "id_number": 0.8, "sex": 0.75, "birth": 0.7, "phone": 0.7, "contact": 0.75, "address": 0.75, "committee": 0.7, "name": 0.7,
    "living": 0.62, "health": 0.62, "diet": 0.6, "hobbies": 0.6, "meals": 0.62, "age": 0.45, "serial": 0.7, "contact_relation": 0.7,
    "contact_name": 0.6, "lane": 0.6, "longitude": 0.7, "latitude": 0.72, "tier": 0.7, "date": 0.7, "remark": 0.42, "self_care": 0.5,
    "registered_address": 0.5, "contact_phone": 0.5, "door": 0.5, "hardship": 0.41,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Guess:
    score: float
    index: int
    field: str
    why: str


def recognise(*, rows: list[NumberedRow], merges: list[Merge], kind: str, sheet: str) -> Mapping:
    """Understand the columns of a sheet from its first rows (`SAMPLE_ROWS` are enough)."""
    header_row, headings = find_heading(rows, merges, kind)
    width = max((len(cells) for _, cells in rows), default=0)
    headings = headings[:width] + [""] * (width - len(headings))
    body = [cells for number, cells in rows if number > header_row]
    samples = [[cells[index] for cells in body if index < len(cells)] for index in range(width)]
    judged = [content_scores(sample) for sample in samples]
    columns = [Column(index, heading) for index, heading in enumerate(headings)]
    _take_joined(columns, judged, kind)
    _take_best(columns, judged, kind)
    if kind == "register":
        _settle_contacts(columns, judged)
        _settle_flags(columns, judged)
    return Mapping(kind, sheet, header_row, number_contacts(tuple(columns)))


def is_usable(mapping: Mapping) -> bool:
    """Whether the columns found are enough to import this kind of table."""
    carried = {column.field for column in mapping.columns} | {part for column in mapping.of("joined") for part in column.detail.split("+")}
    return all(field in carried for field in REQUIRED_OF[mapping.kind])


def quality(mapping: Mapping) -> float:
    """How much of a sheet was understood; to choose among the sheets of a workbook."""
    return sum(column.confidence for column in mapping.columns if column.field) + (2.0 if is_usable(mapping) else 0.0)


def _take_joined(columns: list[Column], judged: list[tuple[dict[str, float], int]], kind: str) -> None:
    """Columns whose heading names several fields."""
    for column in columns:
        fields = joined_fields(column.heading, kind)
        content, count = judged[column.index]
        if not fields or any(content.get(field, 0.0) > 0.9 for field in fields if count and field not in OPEN_FIELDS):
            continue
        if {"contact_name", "contact_relation", "contact_phone", "contact"} & set(fields):
            continue
        columns[column.index] = replace(column, field="joined", detail="+".join(fields), confidence=0.8, why="heading")


def _take_best(columns: list[Column], judged: list[tuple[dict[str, float], int]], kind: str) -> None:
    """Give columns to fields, the surest pair first."""
    guesses: list[_Guess] = []
    for column in columns:
        if column.field:
            continue
        for field in FIELDS_OF[kind]:
            guess = _guess(column, field.code, judged[column.index], kind)
            if guess.score >= THRESHOLD:
                guesses.append(guess)
    order = {field.code: place for place, field in enumerate(FIELDS_OF[kind])}
    guesses.sort(key=lambda guess: (-guess.score, order[guess.field], guess.index))
    many = {field.code for field in FIELDS_OF[kind] if field.many}
    taken: set[str] = {part for column in columns if column.field == "joined" for part in column.detail.split("+")}
    for guess in guesses:
        if columns[guess.index].field or (guess.field in taken and (guess.field not in many or guess.why == "content")):
            continue
        taken.add(guess.field)
        columns[guess.index] = replace(columns[guess.index], field=guess.field, confidence=round(guess.score, 2), why=guess.why)


def _guess(column: Column, field: str, judged: tuple[dict[str, float], int], kind: str) -> _Guess:
    """How sure one field is for one column."""
    content, count = judged
    said = heading_score(column.heading, kind, field)
    fits = content.get(field, 0.0)
    if not count:
        return _Guess(0.8 * said, column.index, field, "heading")
    if said >= 0.55:
        if field in OPEN_FIELDS:
            return _Guess(0.75 * said + 0.25 * max(fits, 0.4), column.index, field, "both" if fits > 0.3 else "heading")
        if fits < 0.2 and count >= 5:
            return _Guess(0.35 * said, column.index, field, "heading")
        return _Guess(0.6 * said + 0.4 * fits, column.index, field, "both")
    # Words that name something else outweigh content that merely fits.
    foreign = max((heading_score(column.heading, kind, other.code) for other in FIELDS_OF[kind] if other.code != field), default=0.0)
    alone = _BY_CONTENT.get(field, 0.0) * fits * (0.45 if foreign >= 0.9 else 0.8 if foreign >= 0.6 else 1.0)
    return _Guess(alone if fits >= 0.5 else 0.0, column.index, field, "content")


def _settle_contacts(columns: list[Column], judged: list[tuple[dict[str, float], int]]) -> None:
    """A bare 姓名 or 电话 beside a column of relations belongs to the contact, not to the old person."""
    anchors = [column.index for column in columns if column.field in ("contact_relation", "contact_name")]
    main_phone = next((column.index for column in columns if column.field == "phone"), None)
    phones = [column.index for column in columns if column.field == "phone"]
    for column in columns:
        content, count = judged[column.index]
        near = [anchor for anchor in anchors if 1 <= abs(column.index - anchor) <= 2]
        if not near or not count:
            continue
        if column.field in ("", "other") and content.get("name", 0) > 0.7:
            columns[column.index] = replace(column, field="contact_name", confidence=0.6, why="content")
        elif column.field == "phone" and min(near) < column.index and (len(phones) > 1 and column.index != main_phone):
            columns[column.index] = replace(column, field="contact_phone", confidence=0.7, why="both")
    for column in columns:
        content, count = judged[column.index]
        if column.field == "phone" and count and content.get("contact", 0) > 0.5 and content.get("phone", 0) < 0.4:
            columns[column.index] = replace(column, field="contact", confidence=0.6, why="content")
        elif column.field == "contact_phone" and content.get("contact", 0) > 0.5:
            columns[column.index] = replace(column, field="contact", confidence=0.7, why="both")
        elif column.field == "contact" and count and content.get("contact", 0) < 0.2:
            if content.get("phone", 0) > 0.6:
                columns[column.index] = replace(column, field="contact_phone", confidence=0.7, why="both")
            elif content.get("name", 0) > 0.6:
                columns[column.index] = replace(column, field="contact_name", confidence=0.7, why="both")


def _settle_flags(columns: list[Column], judged: list[tuple[dict[str, float], int]]) -> None:
    """Columns of ticks whose heading says what the tick means."""
    for column in columns:
        meaning = FLAG_HEADS.get(clean_heading(column.heading))
        content, count = judged[column.index]
        if meaning and (not count or content.get("flag", 0) > 0.8):
            columns[column.index] = replace(column, field="flag", detail=meaning, confidence=0.9, why="heading")
        elif column.field == "flag":
            columns[column.index] = replace(column, field="", detail="", confidence=0.0, why="")
