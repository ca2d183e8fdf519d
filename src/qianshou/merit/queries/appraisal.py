"""Appraisals as the desk reads them: a month, one carer's versions, her months in a row, the records behind a part."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from qianshou.access.scope import Scope
from qianshou.care.models import STANDING, Carer, Visit, VisitEvent
from qianshou.watch.models import Concern, Due

from ..models import Appraisal, AppraisalObjection, AppraisalSign, CallBack, Feedback, SpotVisit, Training

TREND_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What the month's table shows: empty shows all."""

    tier: str = ""
    state: str = ""  # open | closed | talk (no talk yet) | sign (not signed by both) | object (an objection waits)
    result: str = ""
    text: str = ""


def seen(scope: Scope) -> QuerySet[Appraisal]:
    """Appraisals of the streets that the user sees whole."""
    return Appraisal.objects.filter(scope.rows(committee=None)).select_related("carer__person", "street")


def appraisal_of(scope: Scope, appraisal_id: int) -> Appraisal:
    """One; Appraisal.DoesNotExist for one out of scope."""
    return seen(scope).get(pk=appraisal_id)


def month_rows(scope: Scope, month: date, wanted: Filters = Filters()) -> list[Appraisal]:
    """The newest version of each carer, by number of employment, with signatures and objections fetched."""
    rows = seen(scope).filter(street_id=scope.street_id, month=month).order_by("carer__number", "-version")
    rows = rows.prefetch_related("signs", "objections")
    newest: dict[int, Appraisal] = {}
    for row in rows:
        newest.setdefault(row.carer_id, row)
    return [row for row in newest.values() if _fits(row, wanted)]


def _fits(row: Appraisal, wanted: Filters) -> bool:
    if (wanted.tier and row.tier != wanted.tier) or (wanted.result and row.result != wanted.result):
        return False
    if wanted.text and wanted.text not in row.carer.person.name and wanted.text not in row.carer.number:
        return False
    return not wanted.state or wanted.state in states_of(row)


def states_of(row: Appraisal) -> set[str]:
    """Where it stands; what waits comes beside open. Reads the fetched signatures and objections."""
    found = {str(row.state)}
    if row.is_open:
        found |= {"talk"} if row.talk_on is None else set()
        found |= {"sign"} if row.talk_on and len(row.signs.all()) < len(AppraisalSign.Who.values) else set()
    if any(one.state == AppraisalObjection.State.OPEN for one in row.objections.all()):
        found.add("object")
    return found


def versions_of(scope: Scope, carer: Carer, month: date) -> list[Appraisal]:
    """All versions of one carer's month, the newest first."""
    rows = seen(scope).filter(carer=carer, month=month).select_related("carer__person", "street", "talk_by", "closed_by")
    return list(rows.order_by("-version").prefetch_related("signs__paper", Prefetch("objections", AppraisalObjection.objects.select_related("answered_by"))))


def trend_of(carer: Carer, until: date) -> list[Appraisal]:
    """Her last twelve months up to `until`, oldest first: of each the newest version."""
    rows = Appraisal.objects.filter(carer=carer, month__lte=until).order_by("-month", "-version")[: TREND_MONTHS * 4]
    newest: dict[date, Appraisal] = {}
    for row in rows:
        newest.setdefault(row.month, row)
    return sorted(newest.values(), key=lambda row: row.month)[-TREND_MONTHS:]


def objection_of(scope: Scope, objection_id: int) -> AppraisalObjection:
    """One objection; AppraisalObjection.DoesNotExist for one out of scope."""
    return AppraisalObjection.objects.select_related("appraisal__carer__person").get(scope.rows(street="appraisal__street_id", committee=None), pk=objection_id)


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a part: what it is (`row`, None when it was erased), and what it is worth in percent."""

    key: str
    row: object | None
    worth: int
    due: Due | None = None
    events: tuple[VisitEvent, ...] = ()


def behind(row: Appraisal, code: str) -> list[Behind]:
    """The records behind a part, as they stand now, in the order of the list that was counted. KeyError for a part that there is not."""
    part = next((one for one in row.parts if one["code"] == code), None)
    if part is None:
        raise KeyError(code)
    keys = [(key, worth) for key, worth in part["refs"]]
    kind = keys[0][0].partition(":")[0] if keys else ""
    ids = [int(key.partition(":")[2]) for key, _ in keys]
    held = _rows(kind, ids)
    dues = {due.key: due for due in Due.objects.filter(street_id=row.street_id, key__in=[key for key, _ in keys])} if kind == "visit" else {}
    said = _events(row.carer_id, ids) if kind == "visit" else {}
    return [Behind(key, held.get(pk), worth, dues.get(key), tuple(said.get(pk, ()))) for (key, worth), pk in zip(keys, ids, strict=True)]


def _rows(kind: str, ids: Collection[int]) -> dict[int, object]:
    sources = {
        "visit": Visit.objects.select_related("elder"), "concern": Concern.objects.select_related("person", "reported_by", "answered_by"),
        "callback": CallBack.objects.select_related("elder"), "spot": SpotVisit.objects.select_related("elder", "by"),
        "training": Training.objects.all(), "feedback": Feedback.objects.select_related("elder", "settled_by"),
    }  # fmt: skip
    return sources[kind].in_bulk(list(ids)) if kind in sources else {}


def _events(carer_id: int, visit_ids: Collection[int]) -> dict[int, list[VisitEvent]]:
    found = defaultdict(list)
    for event in VisitEvent.objects.filter(STANDING, carer=carer_id, visit__in=list(visit_ids)).order_by("made_at"):
        found[event.visit_id].append(event)
    return found
