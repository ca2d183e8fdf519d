"""Meal points: which there are, one more, one that closes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.models import MealPoint
from qianshou.meals.queries.orders import points

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import committees, number
from .said import refused


@requires("meals.order")
def page(request: HttpRequest) -> HttpResponse:
    """The list; POST opens one more."""
    if request.method == "POST":
        post = request.POST
        try:
            point = operations.open_point(
                street_id=request.scope.street_id, name=post.get("name", ""), address=post.get("address", ""), committee_id=number(post.get("committee")),
                now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
        except Refused as error:
            toast(request, refused(error), level=messages.ERROR)
        else:
            toast(request, _("%(name)s is there now: arrangements may name it.") % {"name": point.name})
        return redirect("orders-points")
    rows = points(request.scope, closed=True)
    columns = [(_("Name"), "name"), (_("Address"), "address"), (_("Committee"), "committee.name"), (_("Closed on"), "closed_on")]
    if answer := Listing(title=_("Meal points"), columns=columns, rows=rows, capability="").answer(request):
        return answer
    return render(request, "web/orders/points.html", {"points": rows, "committees": committees(request.scope)})


@requires("meals.order")
@require_POST
def close(request: HttpRequest, point_id: int) -> HttpResponse:
    """From today on nobody eats there."""
    point = get_object_or_404(MealPoint, pk=point_id, street_id=request.scope.street_id)
    operations.close_point(point_id=point.pk, on=clock.today(), now=clock.now(), by_id=request.user.pk)
    toast(request, _("%(name)s is closed. Arrangements that name it must be changed by hand.") % {"name": point.name})
    return redirect("orders-points")
