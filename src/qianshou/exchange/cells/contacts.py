"""Contacts out of one cell, in every order people write them: relation, name, telephone; several of them. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qianshou.kernel.phones import read_phones
from qianshou.kernel.sending import quick_to_send
from qianshou.kernel.text import half_width

from .simple import is_nothing
from .words import RELATIONS

_RELATION_WORDS = sorted(RELATIONS, key=len, reverse=True)
_RELATION = re.compile("|".join(_RELATION_WORDS))
# One-letter relations (子, 女, 兄) stand for themselves only when alone, or they would be cut out of names.
_LONG_RELATION = re.compile("|".join(word for word in _RELATION_WORDS if len(word) > 1))
_NAME = re.compile(r"[㐀-鿿·]{2,4}|[A-Za-z][A-Za-z .'-]{1,30}")
_PHONE_LIKE = re.compile(r"\+?[0-9(][0-9() \-]{5,}[0-9]")
_SPLIT = re.compile(r"[;；\n]|(?<=[0-9])\s*[、,，/]\s*(?=[㐀-鿿])|(?<=[0-9])\s+(?=[㐀-鿿])|(?<=[0-9])(?=[㐀-鿿]{2})")
_BRACKETED = re.compile(r"[(\[【]\s*([^)\]】]*?)\s*[)\]】]")
_TITLES = re.compile("姓名|电话|手机|联系方式|联系人|关系|号码|家属|住宅|宅|tel|mobile", re.IGNORECASE)


@quick_to_send
@dataclass(frozen=True, slots=True)
class ContactReading:
    """One person to call. name may be "" (only a relation was written); relation: a code or "" ; said: the word that was used."""

    name: str
    relation: str
    said: str
    phones: tuple[str, ...]


@lru_cache(maxsize=1024)
def read_contacts(cell: str) -> tuple[ContactReading, ...]:
    """Contacts in the order they stand. Text in which nothing can be told apart gives no contact."""
    text = half_width(cell).strip()
    if not text or is_nothing(text):
        return ()
    found: list[ContactReading] = []
    for piece in _SPLIT.split(text):
        contact = _one(piece)
        if contact is None:
            continue
        if not contact.name and not contact.said and found:
            # Only a number: a second telephone of the one before.
            last = found.pop()
            contact = ContactReading(last.name, last.relation, last.said, last.phones + contact.phones)
        found.append(contact)
    return tuple(found)


def _one(piece: str) -> ContactReading | None:
    reading = read_phones(piece)
    labels = " ".join(phone.label for phone in reading.phones if phone.label)
    rest = _TITLES.sub(" ", f"{reading.rest} {labels}")
    name, said = _who(rest)
    phones = tuple(phone.number for phone in reading.phones)
    if not name and not said and not phones:
        return None
    return ContactReading(name, RELATIONS.get(said, ""), said, phones)


def _who(text: str) -> tuple[str, str]:
    """Name and relation word out of what is left beside the telephone: "朱生(女儿)", "女儿:朱生", "女儿朱生", "女儿"."""
    bracketed = _BRACKETED.search(text)
    parts = [bracketed[1], _BRACKETED.sub(" ", text)] if bracketed else [text]
    words = [word for part in parts for word in re.split(r"[\s:：,，、;；/\-—()]+", part) if word]
    said = next((word for word in words if word in RELATIONS), "")
    if said:
        words.remove(said)
    else:
        for index, word in enumerate(words):
            match = _LONG_RELATION.match(word) or re.search(f"(?:{_LONG_RELATION.pattern})$", word)
            if match:
                said = match[0]
                words[index] = word[: match.start()] + word[match.end() :]
                break
    name = next((match[0].strip() for word in words if (match := _NAME.fullmatch(word)) and word not in RELATIONS), "")
    if not name:
        name = next((match[0].strip() for word in words if (match := _NAME.search(word))), "")
    return name, said


def relation_code(text: str) -> tuple[str, str]:
    """(code, word) of a cell that holds a relation alone; code "" when the word is unknown."""
    text = half_width(text).strip()
    if text in RELATIONS:
        return RELATIONS[text], text
    match = _LONG_RELATION.search(text)
    return (RELATIONS[match[0]], text) if match else ("", text)
