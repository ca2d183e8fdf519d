"""Labels for meal boxes: from orders to sheets of paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import segno

from qianshou.booklets.faces import faces, unprintable
from qianshou.booklets.render import pdf, volume_pdf

LABELS = "labels.typ"
SHEET = 24  # labels on a sheet of A4
MASK = 3  # any mask is read; choosing the best of eight takes five times as long, and two thousand are made at once
FEW = 10 * SHEET  # more are set in a process of its own, which gives its memory back


@dataclass(frozen=True, slots=True)
class Label:
    """One box: whose, where to, what to mind; `code` is what the square says, `number` what stands below it."""

    name: str
    door: str
    code: str
    number: str
    boxes: str = ""  # "1/2" where there are several
    mark: str = ""  # the diet, white on black
    note: str = ""  # how to get in
    foot: str = ""  # meal and day
    way: str = ""  # cart and trip


def square(code: str) -> str:
    """The QR square of a short code as an SVG of one path: rows of black modules as boxes of one unit."""
    rows = segno.make(code, micro=False, error="m", boost_error=False, mask=MASK).matrix
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x} {y}h{end - x}v1h{x - end}z")
            x = end + 1
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{"".join(runs)}"/></svg>'


def labels_pdf(*, labels: Iterable[Label], title: str, office: str, language: str, made_at: datetime) -> bytes:
    """Sheets of labels as PDF. The same labels give the same bytes. Raises render.CannotSet."""
    rows = [
        {"name": one.name, "door": one.door, "square": square(one.code), "number": one.number, "boxes": one.boxes, "mark": one.mark, "note": one.note, "foot": one.foot, "way": one.way}
        for one in labels
    ]
    lang = "en" if language.startswith("en") else "zh"
    data = {"title": title, "office": office, "lang": lang, "labels": rows}
    return (pdf if len(rows) <= FEW else volume_pdf)(LABELS, data, made_at)


def cannot_print(labels: Iterable[Label]) -> list[str]:
    """Characters on these labels that no font has: they would be blanks, and nobody would see it."""
    return unprintable("".join(dict.fromkeys("".join(f"{one.name}{one.door}{one.mark}{one.note}{one.way}" for one in labels))), faces().characters)
