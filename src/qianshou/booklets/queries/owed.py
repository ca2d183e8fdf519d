"""What was due to each person in a month, and what became of it, as the form says it."""

from collections import defaultdict
from dataclasses import dataclass

from qianshou.care.models import Visit
from qianshou.care.operations.plan import PLAN_CHANGED
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.watch.models import Alert, Due

from ..rules import EXCUSED, MISSED, Owed, VisitFacts, first_of, next_month, not_given_after_all, overtaken, state_of
from ..words import words
from .reader import Reader

LAST = 10_000  # order of what is not in the catalogue
# No services: an answer that the office owes stands with the remarks, forms are the office's own; what became of meals: `meals_owed`.
NOT_A_SERVICE = ("concern", "meal", "assessment", "review")


@dataclass(frozen=True, slots=True)
class Ending:
    """How the last alert about a due stands: its code of why, its outcome ("" while open), and both in words."""

    outcome: str
    why: str
    remedy: str


def owed_of(reader: Reader) -> dict[int, list[Owed]]:
    """Every due of the month by person."""
    w, visits = words(reader.language), visits_of(reader)
    standing = {(visit.item_id, visit.day) for visit in visits.values() if not visit.withdrawn}
    alerts, catalogue = endings_of(reader, w), catalogue_of(reader)
    found: dict[int, list[Owed]] = defaultdict(list)
    rows = Due.objects.filter(person__in=reader.ids, **reader.span).exclude(kind__in=NOT_A_SERVICE).order_by("by_at", "id")
    columns = ("pk", "person_id", "day", "kind", "key", "title", "state", "late_at", "excuse")
    for pk, person_id, day, kind, key, title, watched, late_at, excuse in rows.values_list(*columns):
        visit, ending = visits.get(key) if kind == "visit" else None, alerts.get(pk)
        if visit and watched == "excused" and overtaken(visit, excuse == PLAN_CHANGED, standing):
            continue
        order, name = named(kind, title, visit.service if visit else None, catalogue, w)
        state = state_of(watched, late_at, reader.now)
        if visit and ending and not_given_after_all(state, visit.state, ending.outcome):
            state = MISSED
        why, remedy = reason_of(state, watched, excuse, ending, w)
        if state == MISSED and visit and visit.state == "half":
            why = w["whys"]["half"]
        found[person_id].append(Owed(day, name, order, state, why, remedy))
    return found


def reason_of(state: str, watched: str, excuse: str, ending: Ending | None, w: dict) -> tuple[str, str]:
    """(why, remedy) in words; both empty for what was simply done."""
    if state == EXCUSED:
        return w["outcomes"].get(excuse, excuse), ""
    if state == MISSED:
        return (ending.why, ending.remedy) if ending else (w["whys"]["late"], w["not-heard"])
    return (w["met-late"], "") if watched == "met_late" else ("", "")


def visits_of(reader: Reader) -> dict[str, VisitFacts]:
    """The month's visits by the key of their due."""
    rows = Visit.objects.filter(elder__in=reader.ids, **reader.span).values_list("pk", "service", "state", "item_id", "day", "withdrawn")
    return {f"visit:{pk}": VisitFacts(*facts) for pk, *facts in rows}


def catalogue_of(reader: Reader) -> dict[str, tuple[int, str]]:
    """Service code → its place in the catalogue and its name."""
    services = load(reader.street.pack).services.values()
    return {service.code: (place, service.name(reader.language)) for place, service in enumerate(services)}


def named(kind: str, title: dict, service: str | None, catalogue: dict, w: dict) -> tuple[int, str]:
    """(order, name) of the service that a due is: the catalogue's for a visit, a campaign's own title, else its kind."""
    if service:
        return catalogue.get(service, (LAST, service))
    own = (title.get("params") or {}).get("title") if title.get("code") == "campaign" else None
    return (LAST + 2, own) if own else (LAST + 1, w["kinds"].get(kind, kind))


def endings_of(reader: Reader, w: dict) -> dict[int, Ending]:
    """For each due with an alert: why it was raised and how it ended (the last alert counts)."""
    found: dict[int, Ending] = {}
    rows = Alert.objects.filter(
        due__person__in=reader.ids, due__day__gte=first_of(reader.month), due__day__lt=next_month(reader.month)
    ).order_by("raised_at", "id")
    for due_id, why, outcome, note, closed_at in rows.values_list("due_id", "why", "outcome", "outcome_note", "closed_at"):
        remedy = w["alert-open"]
        if closed_at:
            at = closed_at.astimezone(clock.ZONE)
            remedy = f"{at.hour}:{at.minute:02d} {note or w['outcomes'].get(outcome, outcome)}"
        found[due_id] = Ending(outcome if closed_at else "", w["whys"].get(why, why), remedy)
    return found
