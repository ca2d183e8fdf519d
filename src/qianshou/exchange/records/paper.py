"""The whole record for paper: headings and lines that a person can read. Pure but for the words of choices."""

from collections.abc import Mapping
from datetime import datetime

from django.apps import apps
from django.utils import translation

from qianshou.kernel.clock import ZONE
from qianshou.packs.shapes_records import RecordClass
from qianshou.people.personal.words import code_words, column_words, table_words

MOST = 200  # rows of one table on paper, the latest; the JSON has all


def paper_of(record: dict, *, classes: Mapping[str, RecordClass], language: str) -> dict:
    """{"parts": [{"name", "purpose", "tables": [{"name", "more", "rows": [[(label, value)]]}]}], "history": [...], "reads": [...]}.

    `language`: "zh" or "en". Empty values and columns without a word are left out.
    """
    with translation.override("en" if language == "en" else "zh-hans"):
        parts: dict[str, dict] = {}
        for table in record["tables"]:
            if lines := [line for row in table["rows"][-MOST:] if (line := _line(table["table"], row, language))]:
                one = classes.get(table["class"])
                head = {"name": one.name(language) if one else table["class"], "purpose": one.purpose(language) if one else "", "tables": []}
                part = parts.setdefault(table["class"], head)
                part["tables"].append({"name": table_words(table["table"], language), "more": max(0, len(table["rows"]) - MOST), "rows": lines})
        history = [[when(one["at"]), table_words(one["table"], language), _line(one["table"], one["row"], language)] for one in record["history"][-MOST:]]
    order = {code: place for place, code in enumerate(classes)}
    return {
        "parts": [parts[code] for code in sorted(parts, key=lambda code: order.get(code, len(order)))], "history": history,
        "reads": [[when(one["at"]), one["by"], one["page"]] for one in record["reads"][:MOST]],
    }  # fmt: skip


def _line(table: str, row: Mapping, language: str) -> list[list[str]]:
    meta = apps.get_model(table)._meta
    found = []
    for name, value in row.items():
        label = column_words(name, language, table)
        text = _text(_chosen(meta, name, value, language)) if label else ""
        if text:
            found.append([label, text])
    return found


def _chosen(meta: object, name: str, value: object, language: str) -> object:
    """A code in words, where the column has a list of them or the words know it."""
    field = next((f for f in meta.concrete_fields if f.name == name), None)
    choices = dict(field.flatchoices) if field is not None and field.flatchoices else {}
    if not isinstance(value, str) or not value:
        return value
    return str(choices[value]) if value in choices else code_words(value, language) or value


def _text(value: object) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "—"
    if isinstance(value, dict):
        if {"lat", "lon"} <= set(value):
            return f"{value['lat']}, {value['lon']}"
        return "；".join(f"{key}: {text}" for key, one in value.items() if (text := _text(one)))
    if isinstance(value, list):
        return "、".join(text for one in value if (text := _text(one)))
    return when(str(value))


def when(text: str) -> str:
    """A moment as the office's clock shows it; any other text as it is."""
    if len(text) < 19 or text[10] != "T":
        return text
    try:
        return f"{datetime.fromisoformat(text).astimezone(ZONE):%Y-%m-%d %H:%M}"
    except ValueError:
        return text
