"""Intakes as they are shown: who waits for what, one case, what was done in it. Already scoped to the user."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from qianshou.access.models import RoleAssignment, User
from qianshou.access.queries import holding
from qianshou.access.scope import Scope
from qianshou.watch.models import Due

from ..models import IntakeAppeal, IntakeCase, IntakeDecision, IntakeEntry
from ..rules.intake import OPEN, READ
from .intake_papers import owing_scans
from .intake_table import table_packets

__all__ = ["DESKS", "VISITORS", "Filters", "appeals_of", "case_of", "cases", "cases_of", "decisions_of", "entries_of", "may_answer_for", "open_case_of", "seen", "table_packets", "waiting"]
DESKS = ("street_officer", "committee_worker", "assessor")
VISITORS = (*DESKS, "visiting_assessor")  # the account of a tablet: the case is on it as soon as the visit is agreed
CLOSED = {"done", "refused", "withdrawn"}


def seen(scope: Scope) -> QuerySet[IntakeCase]:
    """Cases of the street or committee of whoever may read intakes."""
    if not scope.may(READ):
        return IntakeCase.objects.none()
    rows = IntakeCase.objects.filter(scope.rows(committee="person__committee_id"))
    return rows.filter(street_id=scope.street_id) if scope.street_id else rows


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to, as the address has it. `state`: a state, "open" (usual), "late", "closed", "scan" (signed on paper, the scan is owed); `age`: waiting since at least so many days."""

    state: str = "open"
    committee: int | None = None
    responsible: int | None = None
    age: int | None = None
    q: str = ""

    @classmethod
    def read(cls, get: dict) -> Filters:
        """From a query string; whatever makes no sense is left out."""
        found = cls()
        for f in fields(cls):
            text = (get.get(f.name) or "").strip()
            if f.name in ("committee", "responsible", "age"):
                if text.isascii() and text.isdigit() and len(text) < 10:
                    found = replace(found, **{f.name: int(text)})
            elif f.name == "q":
                found = replace(found, q=text[:60])
            elif text in {*OPEN, *CLOSED, "open", "late", "closed", "mine", "scan", "all"}:
                found = replace(found, state=text)
        return found


def cases(*, scope: Scope, asked: Filters, now: datetime) -> QuerySet[IntakeCase]:
    """Cases that fit, each with `by_at` and `due_state` of the step that is owed; who has waited longest for a step first."""
    due = Due.objects.filter(street_id=OuterRef("street_id"), key=OuterRef("due_key"))
    rows = seen(scope).annotate(by_at=Subquery(due.values("by_at")[:1]), due_state=Subquery(due.values("state")[:1]))
    named = {"open": Q(state__in=OPEN), "closed": Q(state__in=CLOSED), "late": Q(state__in=OPEN, due_state="late"), "all": Q()}
    named["mine"] = Q(state__in=OPEN) & (Q(responsible_id=scope.user_id) | Q(visitor_id=scope.user_id, state="assess"))
    named["scan"] = Q(Exists(owing_scans()))
    rows = rows.filter(named.get(asked.state, Q(state=asked.state)))
    if asked.committee:
        rows = rows.filter(person__committee_id=asked.committee)
    if asked.responsible:
        rows = rows.filter(responsible_id=asked.responsible)
    if asked.age is not None:
        rows = rows.filter(state_since__lte=now - timedelta(days=asked.age))
    if asked.q:
        rows = rows.filter(Q(person__found_as__contains=asked.q) | Q(person__name__contains=asked.q))
    related = ("person__place", "person__committee", "responsible", "visitor", "decision")
    waits = asked.state in {*OPEN, "open", "late", "mine", "scan"}
    return rows.select_related(*related).order_by("state_since" if waits else F("closed_at").desc(nulls_first=True), "pk")


def waiting(scope: Scope) -> dict[str, int]:
    """State → open cases; "late" → those whose step is late; "scan" → those that owe the scan of a signature. Three small queries: for the list and the board."""
    rows = seen(scope).filter(state__in=OPEN)
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    late = Due.objects.filter(street_id=OuterRef("street_id"), key=OuterRef("due_key"), state="late")
    return found | {"scan": seen(scope).filter(Exists(owing_scans())).count(), "late": rows.annotate(late=Subquery(late.values("pk")[:1])).filter(late__isnull=False).count()}


def case_of(*, scope: Scope, case_id: int) -> IntakeCase:
    """One case; IntakeCase.DoesNotExist for outsiders."""
    related = ("person__file", "person__place", "person__committee", "street", "responsible", "visitor", "decision__decided_by", "opened_by")
    return seen(scope).select_related(*related).get(pk=case_id)


def cases_of(*, scope: Scope, person_id: int) -> list[IntakeCase]:
    """Those of one person, the newest first."""
    return list(seen(scope).filter(person_id=person_id).select_related("decision", "responsible"))


def open_case_of(person_id: int) -> IntakeCase | None:
    """The case of a person that is open, if one is."""
    return IntakeCase.objects.filter(person_id=person_id, state__in=OPEN).first()


def entries_of(case: IntakeCase) -> list[IntakeEntry]:
    """Everything that was done, in order."""
    return list(IntakeEntry.objects.filter(case=case).select_related("by"))


def decisions_of(case: IntakeCase) -> list[IntakeDecision]:
    """Every decision, in order; the last need not be the one that holds."""
    return list(IntakeDecision.objects.filter(case=case).select_related("decided_by", "assessment", "appeal"))


def appeals_of(case: IntakeCase) -> list[IntakeAppeal]:
    """Every appeal, in order."""
    return list(IntakeAppeal.objects.filter(case=case).select_related("decision", "entered_by"))


def may_answer_for(*, street_id: int, committee_id: int | None, on: date, roles: tuple[str, ...] = DESKS) -> list[User]:
    """Who may be made responsible for a case, or with VISITORS sent to visit: those of the street's roles, and workers of this committee."""
    rows = RoleAssignment.objects.filter(holding(on), street_id=street_id, role__in=roles, user__is_active=True).exclude(~Q(committee_id=committee_id), role="committee_worker")
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("display_name", "pk"))
