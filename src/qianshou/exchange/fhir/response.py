"""An assessment as a FHIR QuestionnaireResponse, and answers from one. Points and level are worked out here again, never believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from qianshou.packs.instrument_shapes import CHOICE, MANY, NUMBER, Instrument, Item

from .questionnaire import url_of
from .versions import OURS, FhirError, checked, read, with_translation

STATUS = {"draft": "in-progress", "done": "completed", "withdrawn": "entered-in-error"}


@dataclass(frozen=True, slots=True)
class BroughtAnswers:
    """Answers that fit the instrument. `instrument`, `version` as the file names them ("" when it names another's); `left` what did not fit:
    link ids. `told` is the total that the file told, to be compared."""

    answers: dict[str, object]
    changes: list[str]
    made_on: date | None
    instrument: str
    version: str
    left: list[str] = field(default_factory=list)
    told: int | None = None


def response_of(
    instrument: Instrument, *, person: int, answers: Mapping[str, object], changes: list[str], state: str, made_on: date, authored: datetime, by: str,
    total: int | None, level: int | None, version: str,
) -> dict:  # fmt: skip
    """The QuestionnaireResponse as plain JSON values. The person is named by number only: who it is stays in the file of the office."""
    extension = [{"url": f"{OURS}:change", "valueString": code} for code in changes]
    extension += [{"url": f"{OURS}:{name}", "valueInteger": value} for name, value in (("total", total), ("level", level)) if value is not None]
    extension.append({"url": f"{OURS}:made-on", "valueDate": made_on.isoformat()})
    found = {
        "resourceType": "QuestionnaireResponse", "questionnaire": f"{url_of(instrument.code)}|{instrument.version}", "language": "zh-CN",
        "status": STATUS[state], "subject": {"identifier": {"system": f"{OURS}:person", "value": str(person)}}, "authored": authored.isoformat(timespec="seconds"),
        "extension": extension, "item": [group for section in instrument.sections if (group := _group(instrument, section, answers))],
    }  # fmt: skip
    if by:
        found["author"] = {"display": by}
    return checked({key: value for key, value in found.items() if value}, version)


def _group(instrument: Instrument, section, answers: Mapping[str, object]) -> dict | None:
    items = [_item(item, answers[item.code]) for item in instrument.items_of(section.code) if answers.get(item.code) not in (None, "", [])]
    return with_translation({"linkId": f"section.{section.code}", "item": items}, "text", section.zh, section.en) if items else None


def _item(item: Item, value: object) -> dict:
    if item.kind in (CHOICE, MANY):
        codes = value if isinstance(value, list) else [value]
        given = [{"valueCoding": with_translation({"code": a.code}, "display", a.zh, a.en)} for code in codes if (a := item.answer(str(code)))]
    else:
        given = [{"valueInteger": value} if item.kind == NUMBER else {"valueString": str(value)}]
    return with_translation({"linkId": item.code, "answer": given}, "text", item.zh, item.en)


def instrument_named(text: str) -> str:
    """The code of the instrument that a file's answers are for, "" where it is not one of ours. FhirError where it is no QuestionnaireResponse."""
    resource, _version = read(text, "QuestionnaireResponse")
    url = str(resource.get("questionnaire") or "").partition("|")[0]
    return url.removeprefix(url_of("")) if url.startswith(url_of("")) else ""


def bring_response(text: str, instrument: Instrument) -> BroughtAnswers:
    """The answers of a file, for one instrument. FhirError where it is no QuestionnaireResponse, or nothing of it fits."""
    resource, _version = read(text, "QuestionnaireResponse")
    url, _bar, version = str(resource.get("questionnaire") or "").partition("|")
    code = url.removeprefix(url_of("")) if url.startswith(url_of("")) else ""
    answers, left = {}, []
    for link, given in _given(resource.get("item") or []):
        item = instrument.item(link)
        value = _value(item, given) if item else None
        if value is None:
            left.append(link)
        else:
            answers[link] = value
    if not answers:
        raise FhirError("no answer in it fits this instrument")
    extension = resource.get("extension") or []
    changes = [str(e.get("valueString")) for e in extension if e.get("url") == f"{OURS}:change"]
    known = {c.code for c in instrument.changes}
    return BroughtAnswers(
        answers=answers, changes=[c for c in changes if c in known], made_on=_day(resource, extension), instrument=code, version=version,
        left=left + [c for c in changes if c not in known], told=next((e.get("valueInteger") for e in extension if e.get("url") == f"{OURS}:total"), None),
    )  # fmt: skip


def _given(items: list[dict], depth: int = 0) -> Iterator[tuple[str, list[dict]]]:
    """(link id, its answers) of every question, however deep."""
    for item in items if depth < 20 else []:
        if item.get("answer"):
            yield str(item.get("linkId")), item["answer"]
        yield from _given(item.get("item") or [], depth + 1)


def _value(item: Item, given: list[dict]) -> object:
    """What a record keeps for these answers; None where they do not fit."""
    if item.kind in (CHOICE, MANY):
        codes = [_code(item, one) for one in given]
        if None in codes or len(set(codes)) != len(codes) or (item.kind == CHOICE and len(codes) != 1):
            return None
        return codes if item.kind == MANY else codes[0]
    value = given[0].get("valueInteger") if item.kind == NUMBER else given[0].get("valueString")
    if item.kind == NUMBER:
        return value if isinstance(value, int) and item.least <= value <= item.most else None
    return value[:2000] if isinstance(value, str) and value.strip() else None


def _code(item: Item, given: dict) -> str | None:
    coding = given.get("valueCoding") or {}
    text = coding.get("code") or given.get("valueString") or ("yes" if given.get("valueBoolean") is True else "no" if given.get("valueBoolean") is False else None)
    return next((a.code for a in item.answers if text in (a.code, a.zh, a.en)), None)


def _day(resource: dict, extension: list[dict]) -> date | None:
    text = next((e.get("valueDate") for e in extension if e.get("url") == f"{OURS}:made-on"), None) or str(resource.get("authored") or "")[:10]
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
