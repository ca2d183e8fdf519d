"""Publish days of the menu, copy a week: what breaks the rules is shown before, and wants a reason."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.queries.menus import pack_of, publishing
from qianshou.meals.queries.recipes import undescribed

from ..toasts import toast
from .spans import monday_of, next_month, read_day
from .words import refused, said

LONGEST = timedelta(days=62)


@requires("menu.write")
def publish(request: HttpRequest) -> HttpResponse:
    """`?first=&last=`: the days that wait, and their breaches with reasons. POST publishes them."""
    first, last = _span(request.GET if request.method != "POST" else request.POST)
    reason, error = request.POST.get("reason", "").strip(), ""
    if request.method == "POST":
        try:
            number = operations.publish(street_id=request.scope.street_id, first=first, last=last, reason=reason, now=clock.now(), by_id=request.user.pk)
        except operations.Refused as refusal:
            error = refused(refusal)
        else:
            toast(request, ngettext("%(n)s day is published.", "%(n)s days are published.", number) % {"n": number})
            return redirect(f"{reverse('menu-month')}?month={first:%Y-%m}")
    found, pack = publishing(request.scope, first, last), pack_of(request.scope.street_id)
    context = {
        "first": first, "last": last, "waiting": found.waiting, "reason": reason, "error": error,
        "broken": [(day, [said(one, pack) for one in breaches]) for day, breaches in found.broken.items()],
        "undescribed": undescribed(request.scope.street_id, first, last),
    }  # fmt: skip
    return render(request, "web/menu/publish.html", context, status=422 if error else 200)


@requires("menu.write")
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """Copy the week of `source` to the week in which `target` lies."""
    source, target = read_day(request.POST.get("source")), read_day(request.POST.get("target"))
    if source is None or target is None:
        toast(request, _("Choose a day of the week that is to be filled."), level=messages.ERROR)
        return redirect("menu-month")
    target = monday_of(target)
    try:
        change = operations.copy_week(
            street_id=request.scope.street_id, source=monday_of(source), target=target, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk
        )  # fmt: skip
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        if change:
            toast(request, _("The week is copied."), undo=reverse("menu-undo", args=[change.pk]))
        else:
            toast(request, _("Nothing had been changed."))
    return redirect(f"{reverse('menu-month')}?month={target:%Y-%m}")


def _span(data) -> tuple[date, date]:
    """The days asked for: this month where none are, never more than two months."""
    first = read_day(data.get("first")) or clock.today().replace(day=1)
    last = read_day(data.get("last")) or next_month(first) - timedelta(days=1)
    return first, min(max(first, last), first + LONGEST)
