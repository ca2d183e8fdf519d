"""What assessments say on a month's form: the level in its head, and the month's review among the remarks."""

from functools import partial

from qianshou.access.models import Street
from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import instrument_of
from qianshou.packs.instrument_shapes import Instrument

from ..rules import Note, next_month
from .reader import Reader

LEVELS = "gbt42195"  # whose levels stand in the head of a form
TOPICS = {"body": "body", "mood": "mood", "needs": "need"}  # a section of the review → a remark; the others are words
NOTHING = "none"  # an answer that says that there was nothing: it is no news


class _Instruments(dict):
    """(code, version) → instrument, asked for once."""

    def __init__(self, street: Street):
        super().__init__()
        self.street = street

    def __missing__(self, key: tuple[str, str]) -> Instrument | None:
        self[key] = instrument_of(self.street, *key)
        return self[key]


def levels_of(reader: Reader) -> dict[int, str]:
    """Person → the level of the newest assessment made before the month ended, in words."""
    rows = Assessment.objects.filter(
        person_id__in=reader.ids, instrument=LEVELS, state=Assessment.State.DONE, replaced=False, level__isnull=False, made_on__lt=next_month(reader.month)
    )  # fmt: skip
    known, found = _Instruments(reader.street), {}
    newest = rows.order_by("person_id", "-made_on", "-pk").distinct("person_id")
    for person_id, code, version, level in newest.values_list("person_id", "instrument", "version", "level"):
        one = known[code, version]
        if one and (band := one.band(level)):
            found[person_id] = band.said(reader.language)
    return found


def of_reviews(reader: Reader) -> list[tuple[int, Note]]:
    """The finished review of the month, part by part, as it was answered."""
    rows = Assessment.objects.filter(person_id__in=reader.ids, month=reader.month.replace(day=1), state=Assessment.State.DONE, replaced=False)
    known, found = _Instruments(reader.street), []
    for row in rows.only("person_id", "instrument", "version", "answers", "made_on").order_by("made_on", "pk"):
        one = known[row.instrument, row.version]
        for section in one.sections if one else ():
            said = list(filter(None, map(partial(_said, answers=row.answers, language=reader.language), one.items_of(section.code))))
            if said:
                joint = "; " if reader.language == "en" else "；"
                found.append((row.person_id, Note(row.made_on, joint.join(said), TOPICS.get(section.code, "word"))))
    return found


def _said(item, answers: dict, language: str) -> str:
    """One answer in words; "" for none, and where nothing was the answer."""
    value = answers.get(item.code)
    if value in (None, "", [], NOTHING, [NOTHING]):
        return ""
    colon = ": " if language == "en" else "："
    if not item.answers:
        return str(value).strip()
    chosen = value if isinstance(value, list) else [value]
    words = [a.said(language) for a in item.answers if a.code in chosen]
    return f"{item.said(language)}{colon}{(', ' if language == 'en' else '、').join(words)}" if words else ""
