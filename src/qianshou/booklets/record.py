"""The whole record of a person on paper: from lines to what the template prints."""

from collections.abc import Mapping
from datetime import datetime

from .render import pdf, volume_pdf
from .words import words

RECORD = "record.typ"
FEW = 300  # lines; more are set in a process of its own, which gives its memory back


def record_pdf(*, paper: Mapping, name: str, office: str, language: str, made_at: datetime, made: str) -> bytes:
    """The record as PDF. `paper`: exchange.records.paper_of; `made`: the day as it is printed. Raises render.CannotSet."""
    lang = "en" if language.startswith("en") else "zh"
    w = words(lang)
    data = {
        **paper, "words": w, "lang": lang, "region": "gb" if lang == "en" else "cn", "title": w["record-title"], "name": name, "office": office, "made": made,
        "motto": w["motto"], "volume": office, "draft": "", "title-tracking": 0.3 if lang == "zh" else 0,
    }  # fmt: skip
    lines = sum(len(table["rows"]) for part in paper["parts"] for table in part["tables"]) + len(paper["history"])
    return (pdf if lines <= FEW else volume_pdf)(RECORD, data, made_at)
