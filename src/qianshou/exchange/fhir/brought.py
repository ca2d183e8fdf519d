"""A Questionnaire from elsewhere as the text of an instrument's file: ours comes back whole, another's as far as it has a place here."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pypinyin import lazy_pinyin

from qianshou.packs.errors import PackError
from qianshou.packs.instrument_shapes import CHOICE, MANY, NUMBER, TEXT, Answer, Band, Change, Instrument, Item, Section
from qianshou.packs.instrument_text import write_instrument
from qianshou.packs.instruments import parse_instrument

from .versions import OURS, WEIGHTS, FhirError, both, read

YES_NO = (Answer("yes", "是", "yes"), Answer("no", "否", "no"))
KINDS = {"choice": CHOICE, "coding": CHOICE, "boolean": CHOICE, "integer": NUMBER, "string": TEXT, "text": TEXT}
DEFAULT_DETAILS = {"better": "higher", "changes_add": "False", "months": "0", "certainty": "unverified"}
CERTAINTIES = ("seen", "second_hand", "unverified")


@dataclass(frozen=True, slots=True)
class Brought:
    """`text` of the file; `left` what of the questionnaire has no place here: (code, item's text). Codes: conditions | type | display | nested |
    options | untranslated."""

    text: str
    left: list[tuple[str, str]]


def bring_questionnaire(text: str) -> Brought:
    """Read a Questionnaire of R4B or R5. FhirError where it is none, or where nothing of it can be asked."""
    resource, version = read(text, "Questionnaire")
    bringing = _Bringing(resource, version)
    one = bringing.instrument()
    written = write_instrument(one)
    try:
        parse_instrument(written, Path("brought", f"{one.code}.toml"))
    except PackError as error:
        raise FhirError(error.message) from error
    return Brought(written, bringing.left)


class _Bringing:
    """One questionnaire on its way; collects what is left behind."""

    def __init__(self, resource: dict, version: str):
        self.resource, self.version = resource, version
        self.language = str(resource.get("language") or "zh")
        self.left: list[tuple[str, str]] = []
        self.codes: Counter[tuple[str, str]] = Counter()
        self.sections: list[tuple[str, str, str]] = []
        self.items: list[Item] = []

    def instrument(self) -> Instrument:
        """The instrument, without a check."""
        for entry in self.resource.get("item") or []:
            self._top(entry)
        if not self.items:
            raise FhirError("has no question that can be asked here")
        ours = self._ours()
        details = DEFAULT_DETAILS | {d["name"]: d["value"] for d in ours["detail"] if "name" in d and "value" in d}
        zh, en = both(self.resource, "title", self.language)
        title = zh or str(self.resource.get("name") or "Questionnaire")
        most = {code: sum(i.most_points for i in self.items if i.section == code) for code, _, _ in self.sections}
        day = str(self.resource.get("date") or "")[:10]
        url = str(self.resource.get("url") or "")
        origin = f"FHIR {self.version.upper()} {url}".strip()
        return Instrument(
            code=self._code(url.rpartition(":")[2].rpartition("/")[2] or str(self.resource.get("name") or ""), "instrument"), zh=title, en=en or title,
            certainty=details["certainty"] if details["certainty"] in CERTAINTIES else "unverified", version=_version(str(self.resource.get("version") or "1")),
            holds_from=date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else date(2026, 1, 1), source_zh=details.get("source_zh") or origin,
            source_en=details.get("source_en") or origin, better="lower" if details["better"] == "lower" else "higher", most=sum(most.values()),
            changes_add=details["changes_add"] == "True", months=_whole(details["months"], 60),
            sections=tuple(Section(code, zh, en, most=most[code]) for code, zh, en in self.sections if any(i.section == code for i in self.items)),
            items=tuple(self.items), bands=tuple(_band(row) for row in ours["band"]), changes=tuple(_change(row) for row in ours["change"]),
        )  # fmt: skip

    def _top(self, entry: dict) -> None:
        if entry.get("type") == "group":
            code = self._code(str(entry.get("linkId") or "").removeprefix("section."), "section")
            zh, en = self._words(entry, "text", code)
            self.sections.append((code, zh, en))
            self._children(entry, code, optional=False)
        else:
            if not any(code == "questions" for code, _, _ in self.sections):
                self.sections.append(("questions", "问题", "Questions"))
            self._question(entry, "questions", optional=False)

    def _children(self, entry: dict, section: str, *, optional: bool) -> None:
        for child in entry.get("item") or []:
            hidden = optional or bool(child.get("enableWhen"))
            if child.get("type") == "group":
                self.left.append(("nested", str(child.get("text") or "")))
                self._children(child, section, optional=hidden)
            else:
                self._question(child, section, optional=hidden)

    def _question(self, entry: dict, section: str, *, optional: bool) -> None:
        kind, said = str(entry.get("type")), str(entry.get("text") or entry.get("linkId"))
        if kind == "display":
            self.left.append(("display", said))
            return
        if entry.get("enableWhen"):
            self.left.append(("conditions", said))
            optional = True
        if kind not in KINDS:
            self.left.append(("type", said))
        code = self._code(str(entry.get("linkId") or ""))
        zh, en = self._words(entry, "text", code)
        answers = self._answers(entry, kind, said) if KINDS.get(kind) == CHOICE else ()
        ours = (MANY if entry.get("repeats") else CHOICE) if answers else KINDS.get(kind, TEXT) if KINDS.get(kind) != CHOICE else TEXT
        if optional and any(a.points is not None for a in answers):  # what is scored must be answered, here
            answers = tuple(Answer(a.code, a.zh, a.en) for a in answers)
        least, most = _bounds(entry) if ours == NUMBER else (0, 0)
        self.items.append(Item(code, zh, en, section=section, kind=ours, answers=answers, optional=optional or (not entry.get("required", False) and not _scored(answers)),
                               least=least, most=most))  # fmt: skip
        self._children(entry, section, optional=True)

    def _answers(self, entry: dict, kind: str, said: str) -> tuple[Answer, ...]:
        if kind == "boolean":
            return YES_NO
        found, taken = [], set()
        for option in entry.get("answerOption") or []:
            coding = option.get("valueCoding") or {"code": "", "display": option.get("valueString") or option.get("valueInteger") or ""}
            zh, en = both(coding, "display", self.language)
            text = zh or str(coding.get("code") or "")
            code = _plain(str(coding.get("code") or text)) or f"a{len(found) + 1}"
            if not text or code in taken:
                continue
            taken.add(code)
            found.append(Answer(code, text, en or text, points=_points(coding)))
        if not found:
            self.left.append(("options", said))
        if any(a.points is None for a in found):  # all or none of a scale count
            found = [Answer(a.code, a.zh, a.en) for a in found]
        return tuple(found)

    def _words(self, element: dict, name: str, code: str) -> tuple[str, str]:
        zh, en = both(element, name, self.language)
        zh = " ".join(zh.split()) or code
        en = " ".join(en.split()) or zh
        if zh == en and not zh.isascii():
            self.left.append(("untranslated", zh))
        return zh, en

    def _code(self, text: str, of: str = "item") -> str:
        """A code of our own from any identifier, each once among its like."""
        code = _plain(text) or of
        self.codes[of, code] += 1
        return code if self.codes[of, code] == 1 else f"{code[:36]}_{self.codes[of, code]}"

    def _ours(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {"detail": [], "band": [], "change": []}
        for one in self.resource.get("extension") or []:
            name = str(one.get("url") or "").removeprefix(f"{OURS}:")
            if name in found:
                found[name].append({str(p.get("url")): str(p.get("valueString") or "") for p in one.get("extension") or []})
        return found


def _plain(text: str) -> str:
    """Lower-case letters, digits and underscores, a letter first, at most 40."""
    code = re.sub(r"[^a-z0-9]+", "_", "_".join(lazy_pinyin(text)).casefold()).strip("_")
    return (code if not code or code[0].isalpha() else f"i{code}")[:40].rstrip("_")


def _version(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z.-]+", "-", text).strip("-.")[:40] or "1"


def _whole(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _points(coding: dict) -> int | None:
    for one in coding.get("extension") or []:
        if one.get("url") in WEIGHTS.values():
            value = float(one.get("valueDecimal") or 0)
            return int(value) if value == int(value) and 0 <= value <= 1000 else None
    return None


def _scored(answers: tuple[Answer, ...]) -> bool:
    return bool(answers) and all(a.points is not None for a in answers)


def _bounds(entry: dict) -> tuple[int, int]:
    found = {str(e.get("url")).rpartition("/")[2]: e.get("valueInteger") for e in entry.get("extension") or []}
    least, most = int(found.get("minValue") or 0), int(found.get("maxValue") or 1000)
    return (max(0, least), min(most, 1000)) if max(0, least) < min(most, 1000) else (0, 1000)


def _band(row: dict[str, str]) -> Band:
    level = _whole(row.get("level", ""), 9)
    return Band(f"level{level}", row.get("zh") or "-", row.get("en") or "-", row.get("certainty") or "unverified", level, _whole(row.get("least", ""), 1000),
                _whole(row.get("most", ""), 1000), _whole(row.get("months", ""), 60))  # fmt: skip


def _change(row: dict[str, str]) -> Change:
    effect = "to" if row.get("effect") == "to" else "by"
    return Change(_plain(row.get("code", "")) or "reason", row.get("zh") or "-", row.get("en") or "-", row.get("certainty") or "unverified", effect,
                  max(1, _whole(row.get("level", ""), 9)), row.get("item", ""), row.get("answer", ""))  # fmt: skip
