"""The list of a meal point: who came to eat, ticked by whoever serves there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.queries.fed import point_list
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.rules.afterwards import ABSENT_AT_POINT

from ..orders.reading import day_or_404, meal_in
from ..orders.said import meal_word
from ..toasts import toast
from .said import refused


@requires("meals.order", "meals.kitchen")
def page(request: HttpRequest, day: str, point_id: int) -> HttpResponse:
    """The list with a tick a person; POST hands it in."""
    on = day_or_404(day)
    times = meal_times(request.scope, on)
    meal = meal_in(times, request.POST.get("meal") or request.GET.get("meal"))
    point, meals = or_404(point_list, scope=request.scope, day=on, meal=meal, point_id=point_id, now=clock.now())
    if request.method == "POST":
        seen = {one.order.pk for one in meals}
        listed, came = _ids(request, "listed") & seen, _ids(request, "came") & seen
        try:
            operations.keep_point_list(point_id=point.pk, listed=listed, came=came, now=clock.now(), by_id=request.user.pk)
        except Refused as error:
            toast(request, refused(error), level=messages.ERROR)
        else:
            n = len(came & listed)
            toast(request, ngettext("%(n)s of %(all)s came.", "%(n)s of %(all)s came.", n) % {"n": n, "all": len(listed)})
        return redirect(f"{request.path}?meal={meal}")
    context = {
        "point": point, "day": on, "meal": meal, "word": meal_word(times[meal]), "rows": [(one, one.kind != ABSENT_AT_POINT) for one in meals],
        "marked": sum(one.check is not None for one in meals), "meals": [(code, meal_word(m)) for code, m in times.items()], "early": on > clock.today(),
        "title": _("%(point)s: who came") % {"point": point.name}, "may_day": request.scope.may("meals.order"),
    }  # fmt: skip
    return render(request, "web/fed/point.html", context)


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {int(pk) for pk in request.POST.getlist(name) if pk.isascii() and pk.isdigit() and len(pk) < 15}
