"""The menu of a month: three dishes and a soup a day, and where a day breaks that rule."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals import queries
from qianshou.meals.models import Dish

from ..listing import Listing
from ..templatetags.shell import listed

WARNINGS = {
    "no_big_meat": gettext_lazy("no main meat dish"),
    "no_small_meat": gettext_lazy("no small meat dish"),
    "no_vegetable": gettext_lazy("no vegetable dish"),
    "no_soup": gettext_lazy("no soup"),
    "twice": gettext_lazy("%(dish)s stands twice"),
}
COLUMNS = list(Dish.Category)


@requires("packs.read")
def month(request: HttpRequest) -> HttpResponse:
    """One month; `?month=2026-12`, otherwise this month, or the next one that has a menu."""
    first = _month_of(request.GET.get("month", "")) or _nearest(request)
    last = _next(first) - timedelta(days=1)
    days = [_shown(m) for m in queries.menus(request.scope, first, last)]
    listing = Listing(
        title=_("Menu %(month)s") % {"month": f"{first:%Y-%m}"},
        columns=[(_("Date"), "day"), *((c.label, lambda d, c=c: d["cells"][c]) for c in COLUMNS), (_("To look at"), "warnings")],
        rows=days,
        capability="",
        text_columns=range(len(COLUMNS) + 1),
    )
    if answer := listing.answer(request):
        return answer
    return render(
        request,
        "web/menu/month.html",
        {
            "first": first, "before": first - timedelta(days=1), "after": last + timedelta(days=1), "days": days,
            "categories": COLUMNS, "doubtful": sum(bool(d["warnings"]) for d in days), "today": clock.today(),
            "may_import": request.scope.may("import.run"),
        },
    )  # fmt: skip


def _shown(menu: object) -> dict:
    cells = {c: listed(d.name for d in menu.dishes.all() if d.category == c) for c in COLUMNS}
    said = [str(WARNINGS[w["code"]]) % w.get("params", {}) for w in menu.warnings if w.get("code") in WARNINGS]
    return {"day": menu.day, "cells": cells, "row": [(c.label, cells[c]) for c in COLUMNS], "warnings": _(", ").join(said)}


def _month_of(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _nearest(request: HttpRequest) -> date:
    """This month if it has a menu, else the next month if that has one, else this month."""
    this = clock.today().replace(day=1)
    for first in (this, _next(this)):
        if queries.menus(request.scope, first, _next(first) - timedelta(days=1)):
            return first
    return this
