"""What every table of a pack is made of: the keys that each row and each file has."""

from dataclasses import dataclass

from . import fields as f
from .fields import Field
from .named import CERTAINTIES, Named

NAMED = {
    "code": Field(f.code),
    "zh": Field(f.text),
    "en": Field(f.text),
    "certainty": Field(f.one_of(*CERTAINTIES), "unverified"),
    "note_zh": Field(f.words, ""),
    "note_en": Field(f.words, ""),
}
SYNONYMS = {"synonyms": Field(f.many(f.text), ())}
HEAD = {
    "holds_from": Field(f.day),
    "certainty": Field(f.one_of(*CERTAINTIES)),
    "source_zh": Field(f.text),
    "source_en": Field(f.text),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of file: the name of its array of tables, what a row becomes, and its keys."""

    array: str
    shape: type[Named]
    fields: dict[str, Field]
    may_be_empty: bool = False
