"""A receipt on one A4 sheet, twice: the upper half is cut off for the payer, the lower one stays with the books. Pure.

The sum stands in figures and in capital figures, as on every voucher; the Chinese words of a receipt are those of the trade (收据).
"""

from dataclasses import dataclass
from datetime import date

from .words import words

WORDS = {
    "zh": {
        "in": {"title": "收　据", "payer": "交款人", "taker": "收款人", "parts": ["第一联　交款人留存", "第二联　记账"], "sign": "交款人签名"},
        "out": {"title": "退款单", "payer": "领款人", "taker": "经办人", "parts": ["第一联　领款人留存", "第二联　记账"], "sign": "领款人签名"},
        "number": "编号", "what": "事由", "capitals": "金额（大写）", "figures": "（小写）", "note": "备注", "seal": "单位（盖章）", "cut": "沿此线裁开",
        "copy": "副本", "reversed": "已冲销", "reversed-on": "{day} 冲销：{why}", "unsaid": "未写明原因", "office": "单位", "original": "原件已于 {day} 打印",
    },
    "en": {
        "in": {"title": "Receipt", "payer": "Received from", "taker": "Received by", "parts": ["Part 1: for the payer", "Part 2: for the books"], "sign": "Payer's signature"},
        "out": {"title": "Money given back", "payer": "Given back to", "taker": "Handed over by", "parts": ["Part 1: for the person", "Part 2: for the books"], "sign": "Person's signature"},
        "number": "No.", "what": "For", "capitals": "Sum in words", "figures": "in figures", "note": "Note", "seal": "Office (seal)", "cut": "cut here",
        "copy": "COPY", "reversed": "REVERSED", "reversed-on": "Reversed on {day}: {why}", "unsaid": "no reason written", "office": "Office", "original": "The original was printed on {day}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What one receipt says. `kind`: in | out; `figures`: ¥60.00; `capitals`: 人民币陆拾元整; `copy`: the original was printed before, on `printed_on`."""

    number: str
    kind: str
    on: date
    payer: str
    what_for: str
    figures: str
    capitals: str
    taken_by: str
    office: str
    copy: bool = False
    printed_on: date | None = None
    reversed_on: date | None = None
    reversed_why: str = ""


def receipt_sheet(row: ReceiptPaper, language: str) -> dict:
    """The sheet as `receipt.typ` reads it."""
    language = "en" if language == "en" else "zh"
    w, own = words(language), WORDS[language]
    notes = []
    if row.reversed_on:
        notes.append(own["reversed-on"].format(day=_day(row.reversed_on, language), why=row.reversed_why or own["unsaid"]))
    if row.copy and row.printed_on:
        notes.append(own["original"].format(day=_day(row.printed_on, language)))
    mine = own[row.kind]
    return {
        "words": w, "own": {**{key: value for key, value in own.items() if key not in ("in", "out")}, **mine}, "lang": language, "region": "gb" if language == "en" else "cn",
        "title": f"{mine['title']} {row.number}", "title-tracking": 0.2 if language == "zh" else 0, "volume": row.office, "motto": w["motto"], "draft": "",
        "office": row.office, "number": row.number, "day": _day(row.on, language), "payer": row.payer or "—", "what-for": row.what_for, "figures": row.figures,
        "capitals": row.capitals, "taken-by": row.taken_by, "copy": row.copy, "reversed": row.reversed_on is not None, "notes": notes,
    }  # fmt: skip


def _day(day: date, language: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day:%-d %B %Y}"
