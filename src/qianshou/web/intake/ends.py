"""Appeal, withdrawal and their way back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.care.operations import intake
from qianshou.kernel import clock

from .sending import day, found, send, sent


@requires("intake.write")
@require_POST
def appeal(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Somebody does not agree with the decision."""
    case, post = found(request, intake_id), request.POST
    act = lambda: intake.appeal(
        **sent(request, case), lodged_on=day(post.get("lodged_on")) or clock.today(), lodged_by=post.get("lodged_by", ""), relation=post.get("relation", ""), reason=post.get("reason", "")
    )
    return send(request, case, "appeal", act, _("The appeal is written down. Next: somebody else visits and assesses anew."))


@requires("intake.write")
@require_POST
def drop_appeal(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The appeal is taken back."""
    case = found(request, intake_id)
    act = lambda: intake.drop_appeal(**sent(request, case), reason=request.POST.get("reason", ""))
    return send(request, case, "appeal-drop", act, _("The appeal is taken back; the decision stands."))


@requires("intake.write")
@require_POST
def withdraw(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The application is withdrawn."""
    case, post = found(request, intake_id), request.POST
    act = lambda: intake.withdraw(**sent(request, case), reason=post.get("reason", ""), by_name=post.get("by_name", ""))
    return send(request, case, "withdraw", act, _("Withdrawn. Nothing is lost: it can be reopened here."))


@requires("intake.write")
@require_POST
def reopen(request: HttpRequest, intake_id: int) -> HttpResponse:
    """It goes on where it stood."""
    case = found(request, intake_id)
    act = lambda: intake.reopen(**sent(request, case), reason=request.POST.get("reason", ""))
    return send(request, case, "reopen", act, _("Reopened where it stood."))
