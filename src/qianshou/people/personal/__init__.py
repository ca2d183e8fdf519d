"""Which columns and files may hold personal data: declared once by the room that keeps them, read by erasure, whole record and register.

    declare(Table("care.Visit", "care", BLANK, "elder", personal={"words": "note reason"}, plain="service state"))

Each room has a `personal.py` with its tables, which its `apps.ready()` loads; tests/people/test_personal_columns.py fails on a column
of text that nobody declared.
"""

from .register import declare, declare_files, files, history_of, model_of, needs_a_word, table_of, tables
from .shapes import BLANK, OTHERS, ROW, SENSITIVE, Files, Kind, Table, dash

__all__ = [
    "BLANK", "OTHERS", "ROW", "SENSITIVE", "Files", "Kind", "Table", "dash", "declare", "declare_files", "files", "history_of", "model_of", "needs_a_word", "table_of",
    "tables",
]  # fmt: skip
