"""Values as PostgreSQL's COPY takes them, for writing thousands of rows at a time. Pure."""

from collections.abc import Iterable, Sequence
from itertools import islice

from pydantic_core import to_json

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})
NULL = "\\N"


def copy_lines(cursor, target: str, lines: Iterable[str]) -> None:
    """COPY lines of the text format into `target` ("table (columns)"), in pieces of some hundred lines. `cursor` is Django's or psycopg's."""
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        rest = iter(lines)
        while piece := "".join(islice(rest, 500)):
            copy.write(piece)


def column(text: str) -> str:
    """A text as a column of COPY's text format. Most need no escape, which is told faster than it is made."""
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def bytes_column(data: bytes) -> str:
    """Bytes as a column of COPY's text format."""
    return f"\\\\x{data.hex()}"


def text_array(words: Sequence[str]) -> str:
    """A text[] literal (for COPY still to go through `column`)."""
    if not words:
        return "{}"
    words = [word.replace("\0", "") for word in words] if any("\0" in word for word in words) else words
    joined = "\x1f".join(words)
    if '"' in joined or "\\" in joined or joined.count("\x1f") != len(words) - 1:
        return "{" + ",".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words) + "}"
    return '{"' + joined.replace("\x1f", '","') + '"}'


def json_text(value: object) -> str:
    """JSON for a jsonb column; a NUL, which PostgreSQL refuses, is left out."""
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    text = to_json(value, inf_nan_mode="null")
    return (to_json(_without_nul(value), inf_nan_mode="null") if b"\\u0000" in text else text).decode()


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list | tuple):
        return [_without_nul(item) for item in value]
    return {_without_nul(key): _without_nul(item) for key, item in value.items()} if isinstance(value, dict) else value
