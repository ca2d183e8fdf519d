"""An instrument as a FHIR Questionnaire. Levels and reasons have no place in the standard: they are extensions of our own."""

from qianshou.packs.instrument_shapes import CHOICE, MANY, NUMBER, Instrument, Item

from .versions import CHOICE as CHOICE_TYPE
from .versions import OURS, WEIGHTS, checked, with_translation

DETAILS = ("better", "most", "changes_add", "months", "certainty", "source_zh", "source_en")  # what else an instrument says of itself


def url_of(code: str) -> str:
    """The canonical address of an instrument, the same in every installation."""
    return f"{OURS}:instrument:{code}"


def questionnaire_of(one: Instrument, version: str) -> dict:
    """The Questionnaire as plain JSON values, read back by the standard's library. FhirError if it should break the standard."""
    head = {
        "resourceType": "Questionnaire", "url": url_of(one.code), "version": one.version, "name": _name(one.code), "language": "zh-CN", "status": "active",
        "subjectType": ["Patient"], "date": one.holds_from.isoformat(), "extension": _extensions(one),
        "item": [_group(one, section, version) for section in one.sections],
    }  # fmt: skip
    return checked(with_translation(head, "title", one.zh, one.en), version)


def _name(code: str) -> str:
    """A name for programs, as the standard wants it: Gbt42195."""
    return "".join(part.capitalize() for part in code.split("_"))


def _group(one: Instrument, section, version: str) -> dict:
    group = {"linkId": f"section.{section.code}", "type": "group", "item": [_item(item, version) for item in one.items_of(section.code)]}
    return with_translation(group, "text", section.zh, section.en)


def _item(item: Item, version: str) -> dict:
    kind = CHOICE_TYPE[version] if item.kind in (CHOICE, MANY) else "integer" if item.kind == NUMBER else "text"
    found = with_translation({"linkId": item.code, "type": kind, "required": not item.optional}, "text", item.zh, item.en)
    if item.kind == MANY:
        found["repeats"] = True
    if item.answers:
        found["answerOption"] = [_option(answer, version) for answer in item.answers]
    if item.kind == NUMBER:
        found["extension"] = [
            {"url": f"http://hl7.org/fhir/StructureDefinition/{name}Value", "valueInteger": value} for name, value in (("min", item.least), ("max", item.most))
        ]
    return found


def _option(answer, version: str) -> dict:
    coding = with_translation({"code": answer.code}, "display", answer.zh, answer.en)
    if answer.points is not None:
        coding["extension"] = [{"url": WEIGHTS[version], "valueDecimal": answer.points}]
    return {"valueCoding": coding}


def _extensions(one: Instrument) -> list[dict]:
    found = [_ours("detail", {"name": name, "value": str(getattr(one, name))}) for name in DETAILS]
    found += [_ours("band", {"level": str(b.level), "zh": b.zh, "en": b.en, "least": str(b.least), "most": str(b.most), "months": str(b.months),
                             "certainty": b.certainty}) for b in one.bands]  # fmt: skip
    return found + [_ours("change", {"code": c.code, "zh": c.zh, "en": c.en, "effect": c.effect, "level": str(c.level), "certainty": c.certainty, "item": c.item,
                             "answer": c.answer})
                    for c in one.changes]  # fmt: skip


def _ours(name: str, values: dict[str, str]) -> dict:
    return {"url": f"{OURS}:{name}", "extension": [{"url": key, "valueString": value} for key, value in values.items() if value]}
