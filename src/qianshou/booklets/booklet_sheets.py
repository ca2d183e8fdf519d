"""Booklets and wall cards as the templates read them; the characters of them that no font prints. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from qianshou.booklets.booklet import Booklet, booklet_words, initial_of, parts, to_ask
from qianshou.booklets.wall_card import card_data

BOOKLETS, CARDS = "booklet.typ", "wall_card.typ"


def booklets_data(people: Sequence[Booklet], faces: Mapping[str, bytes], language: str, on: date) -> dict:
    """What `booklet.typ` reads. `faces`: key → PNG or JPEG; of them only those that somebody shows."""
    made = [_booklet(one, language) for one in people]
    used = {key for b in made for key in (b["face"], *(p["key"] for part in b["parts"] for p in part["people"]))} & set(faces)
    return {**_shell(people, language), "made": on.isoformat(), "booklets": made, "faces": {key: {"bytes": list(faces[key])} for key in sorted(used)}}


def cards_data(people: Sequence[Booklet], squares: Mapping[int, str], language: str) -> dict:
    """What `wall_card.typ` reads. `squares`: person → what the square on her card says."""
    return {**_shell(people, language), "cards": [card_data(one, squares.get(one.person_id, ""), language) for one in people]}


def _booklet(one: Booklet, language: str) -> dict:
    made = parts(one, language)
    return {
        "name": one.name,
        "office": one.office,
        "number": one.number,
        "face": one.face,
        "initial": initial_of(one.name),
        "parts": made,
        "ask": to_ask(made),
    }


def _shell(people: Sequence[Booklet], language: str) -> dict:
    w, english = booklet_words(language), language.startswith("en")
    title = f"{w['title']} {people[0].name}" if len(people) == 1 else w["title"]
    return {
        "words": w,
        "lang": "en" if english else "zh",
        "region": "gb" if english else "cn",
        "title": title,
        "office": people[0].office if people else "",
    }
