"""What the desk does on a carer's sheet: writes a correction down, answers it, lets somebody stand in, sees a paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.carers import absence_of
from qianshou.care.queries.credits import carer_in
from qianshou.kernel import clock
from qianshou.merit.operations.corrections import ask_correction, grant_correction, refuse_correction
from qianshou.merit.operations.standing_in import cancel_replacement, replace_carer, see_paper
from qianshou.merit.queries.closing import correction_of, corrections
from qianshou.merit.queries.shifts import replacement_of

from ..listing import Listing
from ..toasts import toast
from .said import read_day, read_time, refused
from .views import sheet_answer


@requires("attendance.write")
@require_POST
def correct(request: HttpRequest, carer_id: int) -> HttpResponse:
    """A carer told the office that the times of a day are others."""
    carer, typed = or_404(carer_in, request.scope, carer_id), request.POST.dict()
    again = lambda problem: sheet_answer(request, carer_id, problem=problem, of="correct", typed=typed, status=422)
    day, now = read_day(typed.get("day", "")), clock.now()
    if day is None:
        return again(_("Choose the day."))
    try:
        came, went = read_time(typed.get("came", "")), read_time(typed.get("went", ""))
        ask_correction(carer_id=carer.pk, day=day, came=came, went=went, text=typed.get("text", ""), made_at=now, now=now, by_id=request.user.pk)
    except ValueError:
        return again(_("Write times as 8:05."))
    except Refused as error:
        return again(refused(error))
    toast(request, _("Written down: it waits for an answer."))
    return redirect(f"{reverse('attendance-sheet', args=[carer_id])}?month={day:%Y-%m}")


@requires("attendance.read")
def correction_list(request: HttpRequest) -> HttpResponse:
    """Corrections of the street, those that wait for an answer first. `?state=` narrows it."""
    return corrections_answer(request)


def corrections_answer(request: HttpRequest, *, problem: str = "", of: int = 0, typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with the answer to one of them."""
    state = request.GET.get("state", "")
    found = corrections(request.scope, state=state if state in ("open", "granted", "refused") else "")
    listing = Listing(title=_("Corrections of attendance"), rows=found, columns=[
        (_("Name"), "carer.person.name"), (_("Day"), "day"), (_("Came"), lambda row: f"{row.came:%H:%M}" if row.came else ""),
        (_("Went"), lambda row: f"{row.went:%H:%M}" if row.went else ""), (_("Why"), "text"), (_("State"), "get_state_display"), (_("Answer"), "answer"),
        (_("Answered by"), "answered_by.display_name")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    return render(request, "web/attendance/corrections.html", {
        "found": found, "listing": listing, "may_write": request.scope.may("attendance.write"), "problem": problem, "of": of, "typed": typed or {}, "state": state,
    }, status=status)  # fmt: skip


@requires("attendance.write")
@require_POST
def answer(request: HttpRequest, correction_id: int) -> HttpResponse:
    """The office grants or refuses a correction."""
    row, typed = or_404(correction_of, request.scope, correction_id), request.POST.dict()
    again = lambda problem: corrections_answer(request, problem=problem, of=row.pk, typed=typed, status=422)
    said = {"correction_id": row.pk, "answer": typed.get("answer", ""), "now": clock.now(), "by_id": request.user.pk}
    try:
        if typed.get("grant") == "1":
            grant_correction(came=read_time(typed.get("came", "")), went=read_time(typed.get("went", "")), instead=typed.get("instead") == "1", **said)
        else:
            refuse_correction(**said)
    except ValueError:
        return again(_("Write times as 8:05."))
    except Refused as error:
        return again(refused(error))
    toast(request, _("Answered. %(name)s sees it on her phone.") % {"name": row.carer.person.name})
    return redirect("attendance-corrections")


@requires("attendance.write")
@require_POST
def stand_in(request: HttpRequest, carer_id: int) -> HttpResponse:
    """Another carer works her shifts for some days."""
    carer, typed = or_404(carer_in, request.scope, carer_id), request.POST.dict()
    again = lambda problem: sheet_answer(request, carer_id, problem=problem, of="stand_in", typed=typed, status=422)
    first, last, other = read_day(typed.get("first_day", "")), read_day(typed.get("last_day", "")), typed.get("by_carer", "")
    if first is None or last is None or not other.isdecimal():
        return again(_("Choose who stands in, and the days."))
    try:
        row = replace_carer(carer_id=carer.pk, by_carer_id=int(other), first_day=first, last_day=last, note=typed.get("note", ""), now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        return again(refused(error))
    toast(request, _("%(name)s stands in.") % {"name": row.by_carer.person.name}, undo=reverse("attendance-stand-in-cancel", args=[row.pk]))
    return redirect(f"{reverse('attendance-sheet', args=[carer_id])}?month={first:%Y-%m}")


@requires("attendance.write")
@require_POST
def stand_in_cancel(request: HttpRequest, replacement_id: int) -> HttpResponse:
    """She works her shift herself after all."""
    row = or_404(replacement_of, request.scope, replacement_id)
    cancel_replacement(replacement_id=row.pk, now=clock.now(), by_id=request.user.pk)
    toast(request, _("She works her shift herself."))
    return redirect(f"{reverse('attendance-sheet', args=[row.carer_id])}?month={row.first_day:%Y-%m}")


@requires("attendance.write")
@require_POST
def paper(request: HttpRequest, absence_id: int) -> HttpResponse:
    """The paper of an absence is in hand."""
    absence = or_404(absence_of, scope=request.scope, absence_id=absence_id)
    see_paper(absence_id=absence.pk, now=clock.now(), by_id=request.user.pk)
    toast(request, _("The paper is written down as seen."))
    return redirect(f"{reverse('attendance-closing')}?month={request.POST.get('month', '')}")
