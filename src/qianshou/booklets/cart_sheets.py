"""The drivers' sheets: from trips to what the template prints. Pure.

A sheet gets lost: no telephone stands on it, and of a diet no more than the mark on the box.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from qianshou.booklets.words import words


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One order: `number` and `at` of its stop, "" where the line before is the same stop; what stands on the box; how to get in.
    `held`: the kitchen keeps the box back until the diet is settled."""

    number: str
    at: str
    door: str
    name: str
    boxes: int
    mark: str = ""
    note: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class SheetTrip:
    """One trip of a cart: number `number` of `of`."""

    cart: str
    driver: str
    number: int
    of: int
    leave: str
    back: str
    boxes: int
    lines: tuple[SheetLine, ...]


def cart_sheets(trips: Iterable[SheetTrip], *, title: str, office: str, telephone: str, language: str, draft: bool) -> dict:
    """The sheets as `cart_sheets.typ` reads them."""
    lang = "en" if language.startswith("en") else "zh"
    w = words(lang)
    return {
        "words": w, "lang": lang, "region": "gb" if lang == "en" else "cn", "title": f"{w['cart-title']} {title}", "meal": title, "office": office,
        "draft": w["draft"] if draft else "", "telephone": telephone or w["cart-none"], "title-tracking": 0.3 if lang == "zh" else 0,
        "trips": [_trip(one, w) for one in trips],
    }  # fmt: skip


def _trip(one: SheetTrip, w: dict) -> dict:
    return {
        "cart": one.cart, "driver": one.driver or w["cart-none"], "trip": w["cart-trip"].format(n=one.number, of=one.of), "leave": one.leave, "back": one.back,
        "boxes": one.boxes,
        "lines": [
            {"number": s.number, "at": s.at, "door": s.door, "name": s.name, "boxes": s.boxes, "mark": s.mark, "note": s.note, "held": s.held} for s in one.lines
        ],
    }  # fmt: skip
