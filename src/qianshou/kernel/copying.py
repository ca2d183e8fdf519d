"""Values as PostgreSQL's COPY takes them, for writing thousands of rows at a time. Pure."""

from collections.abc import Sequence

from pydantic_core import to_json


def text_array(words: Sequence[str]) -> str:
    """A text[] literal."""
    if not words:
        return "{}"
    return "{" + ",".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words) + "}"


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
