"""Papers of a case: seen, or a copy kept."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import IntakePaperSeen
from qianshou.care.operations import Refused, intake
from qianshou.care.queries.intake import seen
from qianshou.kernel import clock

from ..net.said import pack_for
from ..toasts import toast
from .case import show
from .said import refused
from .sending import found


@requires("intake.write")
@require_POST
def add(request: HttpRequest, intake_id: int) -> HttpResponse:
    """A paper was seen; with a file, a copy is kept with the person's papers."""
    case, post, upload = found(request, intake_id), request.POST, request.FILES.get("file")
    try:
        batch = UUID(post.get("batch", ""))
    except ValueError as error:
        raise Http404 from error
    try:
        intake.add_paper(
            case_id=case.pk, batch=batch, kind=post.get("kind", ""), data=upload.read() if upload else None, name=upload.name if upload else "", note=post.get("note", ""),
            now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except Refused as error:
        return show(request, case, error=refused(error, pack_for(request)), at="papers", given=post, status=422)
    toast(request, _("A copy is kept.") if upload else _("Written down as seen."))
    return redirect("intake-case", case.pk)


@requires("intake.write")
@require_POST
def drop(request: HttpRequest, seen_id: int) -> HttpResponse:
    """It was the wrong one."""
    row = or_404(IntakePaperSeen.objects.get, pk=seen_id, case__in=seen(request.scope))
    intake.take_back_paper(paper_id=row.pk, now=clock.now(), by_id=request.user.pk)
    toast(request, _("Taken off the list; a copy stays with the person's papers."))
    return redirect("intake-case", row.case_id)
