"""The menu of a month: three dishes and a soup a day, where a day breaks a rule and why, what is published and what waits."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals import queries
from qianshou.meals.models import Category, Menu
from qianshou.meals.queries.menus import breaches_of, pack_of
from qianshou.meals.queries.recipes import undescribed

from ..listing import Listing
from ..templatetags.shell import listed
from .spans import days_between, monday_of, month_of, next_month
from .words import said

COLUMNS = list(Category)


@requires("packs.read")
def month(request: HttpRequest) -> HttpResponse:
    """One month; `?month=2026-12`, otherwise this month, or the next one that has a menu. `?copy=` opens the form that copies a week."""
    first = month_of(request.GET.get("month")) or _nearest(request)
    last = next_month(first) - timedelta(days=1)
    held = {m.day: m for m in queries.menus(request.scope, first, last)}
    days = _days(request, held, first, last) if request.scope.street_id else []
    listing = Listing(
        title=_("Menu %(month)s") % {"month": f"{first:%Y-%m}"},
        columns=[(_("Date"), "day"), *((c.label, lambda d, c=c: d["cells"][c]) for c in COLUMNS), (_("To look at"), "warnings")],
        rows=[day for day in days if day["menu"]],
        capability="",
        text_columns=range(len(COLUMNS) + 1),
    )
    if answer := listing.answer(request):
        return answer
    weeks: dict[date, list[dict]] = {}
    for day in days:
        weeks.setdefault(monday_of(day["day"]), []).append(day)
    cooked = {monday_of(day) for day in held}
    waiting = [m for m in held.values() if not m.published_at or m.changed_at]
    return render(
        request,
        "web/menu/month.html",
        {
            "first": first, "last": last, "before": first - timedelta(days=1), "after": last + timedelta(days=1), "days": held, "weeks": [(monday, week, monday in cooked) for monday, week in weeks.items()],
            "categories": COLUMNS, "doubtful": sum(bool(d["breaches"]) for d in days), "today": clock.today(), "waiting": len(waiting),
            "may_import": request.scope.may("import.run"), "may_write": request.scope.may("menu.write"), "copied": _copied(request, held),
            "undescribed": undescribed(request.scope.street_id, first, last) if held else [],
        },
    )  # fmt: skip


def state_of(menu: Menu) -> tuple[str, str]:
    """The look and the word of a menu's state."""
    if menu.published_at is None:
        return "due", _("draft")
    return ("hole", _("changed since")) if menu.changed_at else ("done", _("published"))


def _days(request: HttpRequest, held: dict[date, Menu], first: date, last: date) -> list[dict]:
    """Every day of the month, those without a menu too."""
    pack, broken = pack_of(request.scope.street_id), breaches_of(request.scope.street_id, first, last)
    return [_shown(day, held.get(day), [said(one, pack) for one in broken.get(day, ())]) for day in days_between(first, last)]


def _shown(day: date, menu: Menu | None, breaches: list) -> dict:
    dishes = list(menu.dishes.all()) if menu else []
    cells = {c: listed(d.name for d in dishes if d.category == c) for c in COLUMNS}
    return {
        "day": day, "menu": menu, "cells": cells, "row": [(c.label, cells[c]) for c in COLUMNS], "breaches": breaches,
        "warnings": _(", ").join(one.text for one in breaches), "state": state_of(menu) if menu else None,
    }  # fmt: skip


def _copied(request: HttpRequest, held: dict[date, Menu]) -> date | None:
    """The Monday of the week that `?copy=` asks to copy."""
    asked = request.GET.get("copy", "")
    return next((monday_of(day) for day in held if monday_of(day).isoformat() == asked), None)


def _nearest(request: HttpRequest) -> date:
    """This month if it has a menu, else the next month if that has one, else this month."""
    this = clock.today().replace(day=1)
    for first in (this, next_month(this)):
        if queries.menus(request.scope, first, next_month(first) - timedelta(days=1)):
            return first
    return this
