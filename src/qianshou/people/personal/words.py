"""What tables and columns are called on paper and in the register of purposes, in Chinese and English.

Data (`words.json`) and not gettext: the whole record is a document in one language, whoever asks for it. A column without a word is not
printed (numbers, keys, versions); it is in the JSON all the same.
"""

import json
from functools import cache
from pathlib import Path


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


def table_words(label: str, language: str | None) -> str:
    """ "care.Visit" → 上门, or Visits."""
    return _said(_words()["tables"].get(label), language) or label


def column_words(name: str, language: str | None, table: str = "") -> str:
    """ "note" → 说明, or Note; "" for a column that is not printed. A table may have a word of its own ("people.SealedRow.sealed")."""
    known = _words()["columns"]
    return _said(known.get(f"{table}.{name}") or known.get(name), language)


def code_words(code: str, language: str | None) -> str:
    """ "arrived" → 到达, or arrived; "" for a code that has no word here."""
    return _said(_words()["codes"].get(code), language)


def _said(pair: list[str] | None, language: str | None) -> str:
    return "" if pair is None else pair[1] if (language or "").startswith("en") else pair[0]
