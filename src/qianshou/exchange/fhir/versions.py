"""What differs between FHIR R4B (4.3.0) and R5 (5.0.0) in the two resources that are used here, and the library's reading of them."""

from __future__ import annotations

import json

R4B, R5 = "r4b", "r5"
VERSIONS = {R4B: "4.3.0", R5: "5.0.0"}
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
# How many points an answer gives: R4 calls it ordinalValue, R5 itemWeight.
WEIGHTS = {R4B: "http://hl7.org/fhir/StructureDefinition/ordinalValue", R5: "http://hl7.org/fhir/StructureDefinition/itemWeight"}
CHOICE = {R4B: "choice", R5: "coding"}  # the type of an item that is answered by one of its options
OURS = "urn:qianshou"
LONGEST = 2_000_000  # characters of a file that is brought


class FhirError(ValueError):
    """The file is not what it says: `str()` is what the standard's library found, in English, with the path to it."""


def checked(resource: dict, version: str) -> dict:
    """The resource as the library reads it, as plain JSON values again. FhirError where it breaks the standard."""
    try:
        return json.loads(_class(str(resource.get("resourceType")), version).model_validate_json(json.dumps(resource)).model_dump_json())
    except ValueError as error:
        raise FhirError(_first(error)) from error


def read(text: str, kind: str) -> tuple[dict, str]:
    """A file as (resource, version): R5 unless only R4B takes it. FhirError for something else, or for another kind of resource."""
    if len(text) > LONGEST:
        raise FhirError(f"larger than {LONGEST} characters")
    try:
        resource = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FhirError(f"is not JSON: {error}") from error
    if not isinstance(resource, dict) or resource.get("resourceType") != kind:
        found = resource.get("resourceType") if isinstance(resource, dict) else None
        raise FhirError(f"is not a {kind}" + (f" but a {found}" if isinstance(found, str) else ""))
    faults = []
    for version in (R5, R4B):
        try:
            return checked(resource, version), version
        except FhirError as error:
            faults.append(error)
    raise faults[-1] if '"choice"' in text else faults[0]


def _class(kind: str, version: str) -> type:
    # Imported here: reading the standard's models takes a third of a second, and few need them.
    from fhir.resources.questionnaire import Questionnaire
    from fhir.resources.questionnaireresponse import QuestionnaireResponse
    from fhir.resources.R4B.questionnaire import Questionnaire as Questionnaire4
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as QuestionnaireResponse4

    known = {("Questionnaire", R5): Questionnaire, ("QuestionnaireResponse", R5): QuestionnaireResponse,
             ("Questionnaire", R4B): Questionnaire4, ("QuestionnaireResponse", R4B): QuestionnaireResponse4}  # fmt: skip
    return known[kind, version]


def _first(error: ValueError) -> str:
    """The first finding, with its path."""
    errors = getattr(error, "errors", lambda **_: [])(include_url=False)
    if not errors:
        return str(error)[:300]
    return f"{'.'.join(str(part) for part in errors[0]['loc'])}: {errors[0]['msg']}"[:300]


def translated(zh: str, en: str) -> dict:
    """The extension of a text that is written in Chinese: its English."""
    return {"extension": [{"url": TRANSLATION, "extension": [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}]}]} if en != zh else {}


def with_translation(element: dict, name: str, zh: str, en: str) -> dict:
    """The element with a text in Chinese and, beside it, the English one."""
    extension = translated(zh, en)
    return element | {name: zh} | ({f"_{name}": extension} if extension else {})


def both(element: dict, name: str, language: str) -> tuple[str, str]:
    """(zh, en) of a text: itself in the resource's language, the other from its translation, or the same where there is none."""
    text = str(element.get(name) or "")
    found = {}
    for one in (element.get(f"_{name}") or {}).get("extension") or []:
        if one.get("url") == TRANSLATION:
            parts = {p.get("url"): p.get("valueCode") or p.get("valueString") for p in one.get("extension") or []}
            found[str(parts.get("lang", ""))[:2]] = str(parts.get("content") or "")
    if language.startswith("en"):
        return found.get("zh") or text, text
    return text, found.get("en") or text
