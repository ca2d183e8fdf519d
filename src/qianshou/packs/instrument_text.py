"""An instrument written as the file that `instruments.parse_instrument` reads: what is brought from elsewhere becomes a file like any other."""

from datetime import date

from .instrument_shapes import CHOICE, MANY, Instrument, Item

HEAD = ("code", "version", "zh", "en", "holds_from", "certainty", "source_zh", "source_en", "better", "most", "changes_add", "months")


def write_instrument(one: Instrument) -> str:
    """Its text. Items with the same answers share a scale, named after the first of them."""
    scales: dict[tuple, str] = {}
    parts = ["\n".join(_line(key, getattr(one, key)) for key in HEAD)]
    parts += [_row("section", {"code": s.code, "zh": s.zh, "en": s.en, "certainty": s.certainty, "most": s.most}) for s in one.sections]
    rows = []
    for item in one.items:
        if item.answers and item.answers not in scales:
            name = scales[item.answers] = item.code
            parts += [
                _row("answer", {"scale": name, "code": a.code, "points": a.points, "zh": a.zh, "en": a.en, "certainty": a.certainty}) for a in item.answers
            ]
        rows.append(_row("item", _item(item, scales)))
    parts += rows
    parts += [
        _row("band", {"code": b.code, "level": b.level, "zh": b.zh, "en": b.en, "certainty": b.certainty, "least": b.least, "most": b.most, "months": b.months})
        for b in one.bands
    ]
    parts += [_row("change", {"code": c.code, "zh": c.zh, "en": c.en, "certainty": c.certainty, "effect": c.effect, "level": c.level, "item": c.item, "answer": c.answer}) for c in one.changes]
    return "\n\n".join(parts) + "\n"


def _item(item: Item, scales: dict[tuple, str]) -> dict[str, object]:
    row = {"section": item.section, "code": item.code, "zh": item.zh, "en": item.en, "certainty": item.certainty, "kind": item.kind}
    if item.kind in (CHOICE, MANY):
        row["scale"] = scales[item.answers]
    return row | {"optional": item.optional, "least": item.least, "most": item.most, "hint_zh": item.hint_zh, "hint_en": item.hint_en}


def _row(array: str, values: dict[str, object]) -> str:
    return f"[[{array}]]\n" + "\n".join(_line(key, value) for key, value in values.items() if value is not None and value != "" and value is not False)


def _line(key: str, value: object) -> str:
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}"
    if isinstance(value, int):
        return f"{key} = {value}"
    if isinstance(value, date):
        return f"{key} = {value.isoformat()}"
    return f'{key} = "{_quoted(str(value))}"'


def _quoted(text: str) -> str:
    """A basic TOML string: quotes, backslashes and control characters escaped."""
    return "".join("\\" + c if c in '"\\' else f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c for c in text)
