"""Leave that carers ask for on their phones: what each would leave open, granting, refusing."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import Absence
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.leaving import left_alone
from qianshou.kernel import clock
from qianshou.merit.models import LeaveRequest
from qianshou.merit.operations.leave import grant_leave, refuse_leave
from qianshou.merit.queries.leave import leave_request_of, leave_requests
from qianshou.packs.loader import load
from qianshou.rounds.queries.leave import stops_of_leave

from ..listing import Listing
from ..net.said import absence_words
from ..toasts import toast
from .said import refused

WEIGHED = 20  # requests for which the page looks up what they would leave open; whoever has more waiting answers these first


@requires("attendance.read")
def leave_list(request: HttpRequest) -> HttpResponse:
    """Leave asked for in the street, what waits for an answer first. `?state=` narrows it."""
    return leave_answer(request)


def leave_answer(request: HttpRequest, *, problem: str = "", of: int = 0, typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with the answer to one of them."""
    state = request.GET.get("state", "")
    state = state if state in LeaveRequest.State.values else ""
    found = leave_requests(request.scope, clock.today(), state)
    listing = Listing(title=_("Leave asked for"), rows=found, columns=[
        (_("Name"), "carer.person.name"), (_("Kind"), kind_word), (_("From – to"), absence_words), (_("Calendar days"), "days"), (_("Her reason"), "reason"), (_("Asked at"), "made_at"),
        (_("State"), state_word), (_("Answer"), "answer"), (_("Answered by"), "answered_by.display_name")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    waiting = [row for row in found if row.state == "open"][:WEIGHED]
    opens = {row.pk: _left_open(row) for row in waiting}
    return render(request, "web/attendance/leave.html", {
        "lines": [{"row": row, "days": absence_words(row), "kind": kind_word(row), "state": state_word(row), "opens": opens.get(row.pk)} for row in found],
        "states": [("", _("all")), *LeaveRequest.State.choices], "listing": listing, "may_write": request.scope.may("attendance.write"), "problem": problem,
        "of": of, "typed": typed or {}, "state": state, "kinds": Absence.Kind.choices,
    }, status=status)  # fmt: skip


def kind_word(row: LeaveRequest) -> str:
    """The kind that holds: as it was granted, else as it was asked for."""
    return str((row.absence or row).get_kind_display())


def state_word(row: LeaveRequest) -> str:
    """How it stands; granted leave from which she came back after all says so."""
    return _("granted, then cancelled") if row.cancelled else str(row.get_state_display())


def _left_open(row: LeaveRequest) -> dict:
    """What an officer weighs: planned visits by day, key elders who would have nobody, and whether a paper is owed."""
    of = {"carer_id": row.carer_id, "span": row.span, "today": clock.today()}
    stops = stops_of_leave(**of)
    known = load(row.carer.street.pack, row.first_day).leave_kinds.get(row.kind)
    return {
        "visits": [(day, list(of_day)) for day, of_day in groupby(stops, key=lambda stop: stop.round_day.day)], "alone": left_alone(**of),
        "paper": bool(known and known.paper_from and row.days >= known.paper_from),
    }  # fmt: skip


@requires("attendance.write")
@require_POST
def answer(request: HttpRequest, leave_id: int) -> HttpResponse:
    """The office grants or refuses."""
    row, typed = or_404(leave_request_of, request.scope, leave_id), request.POST.dict()
    said = {"leave_id": row.pk, "answer": typed.get("answer", ""), "now": clock.now(), "by_id": request.user.pk}
    granted = typed.get("grant") == "1"
    try:
        row = grant_leave(kind=typed.get("kind", ""), **said) if granted else refuse_leave(**said)
    except Refused as error:
        return leave_answer(request, problem=refused(error), of=row.pk, typed=typed, status=422)
    undo = reverse("carers-present", args=[row.absence_id]) if granted and request.scope.may("care.write") else ""
    toast(request, _("Answered. %(name)s sees it on her phone.") % {"name": row.carer.person.name}, undo=undo)
    return redirect("attendance-leave")
