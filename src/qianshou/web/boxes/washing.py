"""The washer's buttons: start, clean, failed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.meals import operations
from qianshou.meals.queries.boxes import batch_of

from .reading import act, whole
from .said import boxes_word


@requires("meals.kitchen")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Boxes from the sink into the washer."""
    post, boxes = request.POST, whole(request.POST.get("boxes"))

    def do(more: dict) -> object:
        return operations.start_wash(street_id=request.scope.street_id, boxes=boxes, method=post.get("method", ""), note=post.get("note", ""), **more)

    act(request, do, lambda: _("%(boxes)s in the washer.") % {"boxes": boxes_word(boxes)})
    return redirect("boxes-home")


@requires("meals.kitchen")
@require_POST
def end(request: HttpRequest, batch_id: int) -> HttpResponse:
    """It ended well."""
    batch = or_404(lambda: batch_of(scope=request.scope, batch_id=batch_id))
    shown = {"celsius": whole(request.POST.get("celsius")), "minutes": whole(request.POST.get("minutes"))}
    said = _("%(boxes)s clean again.")
    act(request, lambda more: operations.end_wash(batch_id=batch.pk, **shown, **more), lambda: said % {"boxes": boxes_word(batch.boxes)})
    return redirect("boxes-home")


@requires("meals.kitchen")
@require_POST
def fail(request: HttpRequest, batch_id: int) -> HttpResponse:
    """It did not get hot, or not long enough: back to the sink."""
    batch = or_404(lambda: batch_of(scope=request.scope, batch_id=batch_id))
    shown = {"celsius": whole(request.POST.get("celsius")), "minutes": whole(request.POST.get("minutes")), "note": request.POST.get("note", "")}
    said = _("Failed: %(boxes)s back in the sink, to be washed again.")
    act(request, lambda more: operations.fail_wash(batch_id=batch.pk, **shown, **more), lambda: said % {"boxes": boxes_word(batch.boxes)})
    return redirect("boxes-home")
