"""Leave that was asked for: what waits at the desk, and a carer's own for her phone."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.care.models import Carer
from qianshou.packs.loader import load

from ..models import LeaveRequest
from ..rules.asking import half_of

SHOWN = timedelta(days=31)  # how long after its end an answered leave stands on the phone
KEPT = timedelta(days=366)  # how far back the desk's list goes


def leave_requests(scope: Scope, today: date, state: str = "") -> list[LeaveRequest]:
    """Those of the street that wait, the next to begin first; then what was answered in the last year, the newest first. `state` narrows it."""
    rows = _rows(scope).filter(Q(state=LeaveRequest.State.OPEN) | Q(last_day__gte=today - KEPT)).select_related("carer__person", "carer__street", "answered_by", "absence")
    rows = rows.filter(state=state) if state else rows
    return sorted(rows, key=lambda one: (1, -one.made_at.timestamp()) if one.state != "open" else (0, one.first_day.toordinal()))


def leave_waiting(scope: Scope, carer_id: int | None = None) -> QuerySet[LeaveRequest]:
    """What waits for an answer in the street, or of one carer."""
    rows = _rows(scope).filter(state=LeaveRequest.State.OPEN)
    return (rows.filter(carer=carer_id) if carer_id is not None else rows).order_by("first_day", "pk")


def leave_request_of(scope: Scope, leave_id: int) -> LeaveRequest:
    """One request; DoesNotExist for one out of scope."""
    return LeaveRequest.objects.select_related("carer__person", "carer__street").get(scope.rows(committee=None), pk=leave_id)


def own_leave(carer: Carer, today: date) -> dict:
    """What she can ask for and what she asked for, as plain JSON values.

    kinds   of the street's data, those that say what they are first; `paper`: from how many days on a paper is owed, 0: never
    oldest  the first day that her list goes back to
    asks    `id`: of the act that asked, "" where none did; `state`: open, granted, refused, cancelled (granted, and she was there after all)
    """
    kinds = sorted(load(carer.street.pack, today).leave_kinds.values(), key=lambda one: one.unclear)
    rows = LeaveRequest.objects.filter(Q(state="open") | Q(last_day__gte=today - SHOWN), carer=carer).exclude(state="taken_back")
    return {
        "kinds": [{"code": one.code, "zh": one.zh, "en": one.en, "paper": one.paper_from} for one in kinds],
        "oldest": (today - SHOWN).isoformat(),
        "asks": [_own(row) for row in rows.select_related("absence").order_by("-first_day", "-pk")],
    }


def _own(row: LeaveRequest) -> dict:
    return {
        "id": row.source.removeprefix("act:") if row.source.startswith("act:") else "", "kind": row.absence.kind if row.absence else row.kind,
        "first": row.first_day.isoformat(), "last": row.last_day.isoformat(), "half": half_of(*row.span), "days": row.days, "text": row.reason,
        "state": "cancelled" if row.cancelled else row.state, "answer": row.answer,
    }  # fmt: skip


def _rows(scope: Scope) -> QuerySet[LeaveRequest]:
    return LeaveRequest.objects.filter(scope.rows(committee=None), street_id=scope.street_id)
