"""What the buttons of these pages do: pause, resume, take back, take orders by hand."""

from uuid import UUID

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
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.queries.person import batch_of, pause_of, person_of

from ..toasts import toast
from ..watch.reading import back_to, day_of
from .reading import day_or_404, meal_in
from .said import refused


@requires("meals.order")
@require_POST
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take back what was said in a call."""
    row = or_404(lambda: batch_of(scope=request.scope, batch=batch, today=clock.today()))
    undone = operations.withdraw_changes(batch=batch, now=clock.now(), by_id=request.user.pk)
    toast(request, _("Taken back: it is as it was before.") if undone else _("There was nothing left to take back."))
    return redirect(f"{reverse('orders-phone')}?person={row.person_id}")


@requires("meals.order")
@require_POST
def pause(request: HttpRequest, person_id: int) -> HttpResponse:
    """No meals for a while."""
    today = clock.today()
    person = or_404(lambda: person_of(scope=request.scope, person_id=person_id, today=today))
    post, back = request.POST, back_to(request, reverse("orders-person", args=[person.pk]))
    since, until = day_of(post.get("since"), None), day_of(post.get("until"), None)
    try:
        if since is None or (post.get("until") and until is None):
            raise Refused("span")
        made = operations.pause_meals(
            person_id=person.pk, since=since, until=until, reason=post.get("reason", ""), note=post.get("note", ""), now=clock.now(), by_id=request.user.pk
        )
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return redirect(back)
    until_words = _("until %(day)s") % {"day": made.until} if made.until else _("until somebody says otherwise")
    toast(request, _("%(name)s: no meals from %(day)s, %(until)s.") % {"name": person.name, "day": made.since, "until": until_words}, undo=reverse("orders-pause-undo", args=[made.pk]))
    return redirect(back)


@requires("meals.order")
@require_POST
def resume(request: HttpRequest, person_id: int) -> HttpResponse:
    """Meals again from a day on."""
    person = or_404(lambda: person_of(scope=request.scope, person_id=person_id, today=clock.today()))
    day = day_of(request.POST.get("day"), None)
    try:
        if day is None:
            raise Refused("span")
        ended = operations.resume_meals(person_id=person.pk, from_day=day, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("%(name)s: meals again from %(day)s.") % {"name": person.name, "day": day} if ended else _("No pause holds on that day."))
    return redirect(back_to(request, reverse("orders-person", args=[person.pk])))


@requires("meals.order")
@require_POST
def undo_pause(request: HttpRequest, pause_id: int) -> HttpResponse:
    """The pause was a mistake."""
    row = or_404(lambda: pause_of(scope=request.scope, pause_id=pause_id, today=clock.today()))
    if operations.take_back_pause(pause_id=row.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("The pause is taken back. A meal that the kitchen had already left out must be ordered again by hand."))
    else:
        toast(request, _("There was nothing left to take back."))
    return redirect("orders-person", row.person_id)


@requires("meals.order")
@require_POST
def take(request: HttpRequest, day: str) -> HttpResponse:
    """Take the orders by hand: after the cut-off, when no worker ran."""
    on = day_or_404(day)
    meal = meal_in(meal_times(request.scope, on), request.POST.get("meal"))
    try:
        if not request.scope.street_ids:
            raise Refused("whole_street")
        done = operations.take_orders(street_id=request.scope.street_id, day=on, meal=meal, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, ngettext("%(n)s order taken.", "%(n)s orders taken.", done.orders) % {"n": done.orders})
    return redirect(f"{reverse('orders-day', args=[on.isoformat()])}?meal={meal}")


@requires("meals.order")
@require_POST
def from_register(request: HttpRequest) -> HttpResponse:
    """Arrange meals for whoever has meal days in the register."""
    today = clock.today()
    meal = meal_in(meal_times(request.scope, today), request.POST.get("meal"))
    made = operations.arrange_from_register(street_id=request.scope.street_id, meal=meal, now=clock.now(), by_id=request.user.pk) if request.scope.street_ids else 0
    toast(request, ngettext("%(n)s person has a standing order now.", "%(n)s people have standing orders now.", made) % {"n": made})
    return redirect("orders-today")
