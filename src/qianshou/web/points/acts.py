"""What the desk does with points: writes an objection down, answers it, works a month out anew."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.credits import credit_street
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.objections import answer_objection, object_to_points
from qianshou.care.queries.credits import carer_in, objection_of
from qianshou.kernel import clock

from ..months import read_month
from ..toasts import toast
from .said import refused
from .views import carer_answer, last_day, objections_answer


@requires("points.write")
@require_POST
def objection(request: HttpRequest, carer_id: int) -> HttpResponse:
    """A carer told the office that a day is not right."""
    carer = or_404(carer_in, request.scope, carer_id)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
        object_to_points(carer_id=carer.pk, day=day, text=request.POST.get("text", ""), made_at=clock.now(), now=clock.now(), by_id=request.user.pk)
    except ValueError:
        return carer_answer(request, carer_id, problem=_("Choose the day."), typed=request.POST.dict(), status=422)
    except Refused as error:
        return carer_answer(request, carer_id, problem=refused(error), typed=request.POST.dict(), status=422)
    toast(request, _("Written down: it waits for an answer."))
    return redirect("points-carer", carer_id)


@requires("points.write")
@require_POST
def answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """The office answers an objection."""
    row = or_404(objection_of, request.scope, objection_id)
    typed = request.POST.dict()
    points = typed.get("points", "").strip() or "0"
    try:
        answer_objection(
            objection_id=row.pk, upheld=typed.get("upheld") == "1", answer=typed.get("answer", ""), points=int(points) if points.isdecimal() else -1,
            now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except Refused as error:
        return objections_answer(request, problem=refused(error), of=row.pk, typed=typed, status=422)
    toast(request, _("Answered. %(name)s sees it on her phone.") % {"name": row.carer.person.name})
    return redirect("points-objections")


@requires("points.write")
@require_POST
def work_out(request: HttpRequest) -> HttpResponse:
    """Work a month out anew for all carers: after a rule was changed."""
    month = read_month(request.POST.get("month"))
    if month is None or request.scope.street_id is None:
        raise Http404
    last = min(last_day(month), clock.today())
    changed = credit_street(street_id=request.scope.street_id, first=month, last=last, now=clock.now(), by_id=request.user.pk, reason="rules")
    if changed:
        said = ngettext("%(n)s task has other points now.", "%(n)s tasks have other points now.", changed) % {"n": changed}
    else:
        said = _("Worked out anew: everything stays as it is.")
    toast(request, said, level=messages.SUCCESS)
    return redirect(f"{reverse('points-month')}?month={month:%Y-%m}")
