"""What the desk does with appraisals: opens a month, writes the talk, takes signatures, answers an objection, closes, corrects."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Appraisal
from qianshou.merit.operations import appraisal as numbers
from qianshou.merit.operations import appraisal_talk as talks
from qianshou.merit.queries.appraisal import appraisal_of, objection_of

from ..months import read_month
from ..toasts import toast
from .reading import day_in, drawing_in
from .said import refused
from .views import month_answer, sheet_answer


@requires("appraisal.write")
@require_POST
def open_street(request: HttpRequest) -> HttpResponse:
    """Open the month for all carers, or take in what was heard since."""
    month = read_month(request.POST.get("month"))
    if month is None or request.scope.street_id is None:
        raise Http404
    try:
        changed = numbers.open_month(street_id=request.scope.street_id, month=month, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        return month_answer(request, problem=refused(error), status=422)
    said = ngettext("%(n)s sheet is new or has other numbers.", "%(n)s sheets are new or have other numbers.", changed) % {"n": changed} if changed else _("Nothing has changed.")
    toast(request, said)
    return redirect(f"{reverse('appraisal-month')}?month={month:%Y-%m}")


def _done(request: HttpRequest, row: Appraisal, at: str, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it and go back to the sheet; what was refused is said beside its form."""
    code = f"{row.month:%Y-%m}"
    try:
        act()
    except Refused as error:
        return sheet_answer(request, row.carer, code, problem=refused(error), at=at, typed=request.POST.dict(), status=422)
    toast(request, said)
    return redirect("appraisal-sheet", row.carer_id, code)


def _mine(request: HttpRequest) -> dict:
    return {"now": clock.now(), "by_id": request.user.pk}


@requires("appraisal.write")
@require_POST
def work_out_one(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """Work one out anew."""
    row = or_404(appraisal_of, request.scope, appraisal_id)
    return _done(request, row, "parts", lambda: numbers.work_out(appraisal_id=row.pk, **_mine(request)), _("Worked out anew from what stands now."))


@requires("appraisal.write")
@require_POST
def talk(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """Write the talk down."""
    row, post = or_404(appraisal_of, request.scope, appraisal_id), request.POST
    words = {name: post.get(name, "") for name in ("said_by_office", "said_by_carer", "goals")}
    return _done(request, row, "talk", lambda: talks.note_talk(appraisal_id=row.pk, on=day_in(request), **words, **_mine(request)), _("The talk is written down."))


@requires("appraisal.write")
@require_POST
def sign(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """One of both signs."""
    row, post = or_404(appraisal_of, request.scope, appraisal_id), request.POST
    signed = {"who": post.get("who", ""), "how": post.get("how", ""), "data": drawing_in(request)}
    return _done(request, row, "sign", lambda: talks.sign(appraisal_id=row.pk, **signed, **_mine(request)), _("The signature is kept."))


@requires("appraisal.write")
@require_POST
def unsign(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """Take the signatures off, so that something can be changed."""
    row = or_404(appraisal_of, request.scope, appraisal_id)
    return _done(request, row, "sign", lambda: talks.drop_signs(appraisal_id=row.pk, **_mine(request)), _("The signatures are taken off: both sign anew."))


@requires("appraisal.write")
@require_POST
def objection(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """The carer says that it is not right."""
    row, post = or_404(appraisal_of, request.scope, appraisal_id), request.POST
    said = {"text": post.get("text", ""), "part": post.get("part", "")}
    return _done(request, row, "object", lambda: talks.object_to(appraisal_id=row.pk, **said, **_mine(request)), _("Written down: it waits for an answer."))


@requires("appraisal.write")
@require_POST
def answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    held = or_404(objection_of, request.scope, objection_id)
    row, post = or_404(appraisal_of, request.scope, held.appraisal_id), request.POST
    said = {"upheld": post.get("upheld") == "1", "answer": post.get("answer", "")}
    return _done(request, row, "answer", lambda: talks.answer_objection(objection_id=held.pk, **said, **_mine(request)), _("Answered."))


@requires("appraisal.write")
@require_POST
def close(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """Close it for good."""
    row = or_404(appraisal_of, request.scope, appraisal_id)
    return _done(request, row, "close", lambda: talks.close(appraisal_id=row.pk, **_mine(request)), _("Closed: nobody can change it any more."))


@requires("appraisal.write")
@require_POST
def correct(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """Open a new version of a closed one."""
    row = or_404(appraisal_of, request.scope, appraisal_id)
    act = lambda: numbers.correct(appraisal_id=row.pk, why=request.POST.get("why", ""), **_mine(request))
    return _done(request, row, "correct", act, _("A new version is open; the old one stays as it was."))
