"""What the office finds out about a single meal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.queries.fed import meal_of, meals_on

from ..orders.reading import day_or_404
from ..toasts import toast
from ..watch.reading import back_to
from .said import refused


@requires("meals.order")
@require_POST
def check(request: HttpRequest, order_id: int) -> HttpResponse:
    """`came` yes or no: somebody rang, asked the driver, or saw it."""
    meal = or_404(meal_of, scope=request.scope, order_id=order_id, now=clock.now())
    came, back = request.POST.get("came") == "yes", back_to(request, reverse("fed-day", args=[meal.order.day.isoformat()]))
    try:
        if request.POST.get("came") not in ("yes", "no"):
            return redirect(back)
        operations.check_meal(order_id=order_id, came=came, note=request.POST.get("note", ""), now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        said = _("%(name)s: the meal came.") if came else _("%(name)s: the meal did not come.")
        toast(request, said % {"name": meal.order.person.name}, undo=reverse("fed-check-undo", args=[order_id]))
    return redirect(back)


@requires("meals.order")
@require_POST
def all_came(request: HttpRequest, day: str) -> HttpResponse:
    """All of those on the page of whom nothing was heard were fed."""
    on, now = day_or_404(day), clock.now()
    seen = {int(pk) for pk in request.POST.getlist("order") if pk.isascii() and pk.isdigit() and len(pk) < 15}
    mine = {meal.order.pk for meal in meals_on(scope=request.scope, day=on, now=now) if meal.group == "unheard"}
    done = operations.check_unheard(street_id=request.scope.street_id, order_ids=mine & seen, now=now, by_id=request.user.pk) if mine & seen else 0
    toast(request, ngettext("%(n)s meal came.", "%(n)s meals came.", done) % {"n": done})
    return redirect(back_to(request, reverse("fed-day", args=[on.isoformat()])))


@requires("meals.order")
@require_POST
def undo_check(request: HttpRequest, order_id: int) -> HttpResponse:
    """It was the wrong button."""
    meal = or_404(meal_of, scope=request.scope, order_id=order_id, now=clock.now())
    done = operations.withdraw_check(order_id=order_id, now=clock.now(), by_id=request.user.pk)
    toast(request, _("Taken back: it is as it was before.") if done else _("There was nothing left to take back."))
    return redirect("fed-day", meal.order.day.isoformat())
