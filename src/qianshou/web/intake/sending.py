"""How a page sends an act: on the case as it was seen, once; what is refused is said at its form with everything as it was typed."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from qianshou.access.http import or_404
from qianshou.care.models import IntakeCase
from qianshou.care.operations import Refused
from qianshou.care.queries.intake import case_of
from qianshou.kernel import clock

from ..net.said import pack_for
from ..toasts import toast
from .case import show
from .said import refused


def found(request: HttpRequest, intake_id: int) -> IntakeCase:
    """The case; 404 for whoever may not see it."""
    return or_404(case_of, scope=request.scope, case_id=intake_id)


def number(text: str | None) -> int | None:
    """A whole number as a form sends it, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def day(text: str | None) -> date | None:
    """A day as a form sends it, or None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def sent(request: HttpRequest, case: IntakeCase) -> dict:
    """What every act takes: the case as it was seen, and the name of this very act."""
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError as error:
        raise Http404 from error
    return {"case_id": case.pk, "version": number(request.POST.get("version")) or 0, "batch": batch, "now": clock.now(), "by_id": request.user.pk}


def send(request: HttpRequest, case: IntakeCase, at: str, act: Callable[[], object], said: object) -> HttpResponse:
    """Do it and come back; what is refused is said at its form, with everything as it was typed."""
    try:
        act()
    except Refused as error:
        return show(request, found(request, case.pk), error=refused(error, pack_for(request)), at=at, given=request.POST, status=422)
    toast(request, said)
    return redirect("intake-case", case.pk)
