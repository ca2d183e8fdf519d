"""The month's meals as the form says them: what the door, the meal point or the office said of each, not what the watch made of its due."""

from datetime import timedelta

from qianshou.meals.queries.fed import Outcome, outcomes_of
from qianshou.meals.rules.afterwards import FED, TO_COME
from qianshou.watch.models import Alert

from ..rules import AHEAD, DONE, MISSED, Owed, next_month
from ..words import words
from .owed import LAST, Ending, endings_of
from .reader import Reader


def meals_owed(reader: Reader) -> dict[int, list[Owed]]:
    """Every meal of the month by person: brought or eaten is done, the others missed, with why and what was done about it."""
    w = words(reader.language)
    last = next_month(reader.month) - timedelta(days=1)
    outcomes = outcomes_of(street=reader.street, person_ids=reader.ids, first=reader.month, last=last, now=reader.now)
    endings = _endings(reader, w) if any(one.kind not in FED for own in outcomes.values() for one in own) else {}
    return {person_id: [_owed(one, endings.get(f"meal:{one.order_id}"), w) for one in own] for person_id, own in outcomes.items()}


def _owed(one: Outcome, ending: Ending | None, w: dict) -> Owed:
    name, order = w["kinds"]["meal"], LAST + 1
    if one.kind in FED:
        return Owed(one.day, name, order, DONE)
    if one.kind == TO_COME:
        return Owed(one.day, name, order, AHEAD)
    why = w["fed-whys"].get(one.kind, one.kind)
    return Owed(one.day, name, order, MISSED, f"{why}（{one.note}）" if one.note else why, ending.remedy if ending else "")


def _endings(reader: Reader, w: dict) -> dict[str, Ending]:
    """Key of the due → how the last alert about that meal ended."""
    found = endings_of(reader, w)
    keys = Alert.objects.filter(due__in=list(found), due__kind="meal").values_list("due_id", "due__key")
    return {key: found[due_id] for due_id, key in keys}
