"""The duty roster of a week: filled by keyboard, copied from last week, with its holes shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.operations.streets import set_telephone
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.watch import operations
from qianshou.watch.queries import duty
from qianshou.watch.rules.roster import SLOTS, cell_of, holes, week_of
from qianshou.watch.words import SLOT_WORDS

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import day_of, number

WEEK = timedelta(days=7)


@requires("roster.read")
def week(request: HttpRequest) -> HttpResponse:
    """One week as a table: days across, slots down. `?day=&slot=` is the cell that keys fill; `?swap=` a shift to change."""
    today, now = clock.today(), clock.now()
    monday = week_of(day_of(request.GET.get("week"), today))
    begin = clock.at(monday, SLOTS["day"].start)
    rows = list(duty.shifts(scope=request.scope, first=begin, last=begin + WEEK))
    columns = [
        (_("Day"), lambda s: cell_of(s.starts_at, clock.ZONE)[0]), (_("Slot"), lambda s: SLOT_WORDS[cell_of(s.starts_at, clock.ZONE)[1]]),
        (_("On duty"), "user"), (_("From"), "starts_at"), (_("Until"), "ends_at"), (_("Note"), "note"),
    ]  # fmt: skip
    if answer := Listing(
        title=_("Duty roster, week of %(day)s") % {"day": monday}, columns=columns, rows=rows, text_columns=(0, 1, 2)
    ).answer(request):
        return answer
    missing = holes(monday=monday, shifts=[(s.starts_at, s.ends_at) for s in rows], now=now, tz=clock.ZONE)
    chosen = _chosen(request, monday, today)
    context = {
        "monday": monday, "days": [monday + timedelta(days=n) for n in range(7)], "today": today, "before": monday - WEEK, "after": monday + WEEK,
        "table": _table(monday, rows, missing, chosen), "holes": len(missing), "chosen": chosen, "staff": duty.staff(scope=request.scope, today=today),
        "swap": next((s for s in rows if s.pk == number(request.GET.get("swap"))), None), "any": bool(rows), **_around(chosen, monday),
        "now_on": [s.user for s in rows if s.starts_at <= now < s.ends_at],
    }  # fmt: skip
    return render(request, "web/roster/week.html", context)


def _chosen(request: HttpRequest, monday, today) -> dict | None:
    """The cell that is being filled; only for those who may write."""
    if not request.scope.may("roster.write"):
        return None
    usual = today if monday <= today < monday + WEEK else monday
    day = day_of(request.GET.get("day"), usual)
    slot = request.GET.get("slot")
    if not monday <= day < monday + WEEK:
        day = usual
    return {"day": day, "slot": slot if slot in SLOTS else "day"}


def _around(chosen: dict | None, monday) -> dict:
    """Addresses of the cells beside the chosen one, for the arrow keys."""
    if not chosen:
        return {}
    slots, day, slot = list(SLOTS), chosen["day"], chosen["slot"]
    at = slots.index(slot)

    def cell(one, code):
        return f"?week={week_of(one)}&day={one}&slot={code}"

    return {
        "left": cell(day - timedelta(days=1), slot), "right": cell(day + timedelta(days=1), slot),
        "up": cell(day, slots[max(at - 1, 0)]), "down": cell(day, slots[min(at + 1, len(slots) - 1)]),
    }  # fmt: skip


def _table(monday, rows, missing, chosen) -> list[dict]:
    cells: dict[tuple, list] = {}
    for shift in rows:
        cells.setdefault(cell_of(shift.starts_at, clock.ZONE), []).append(shift)
    found = []
    for slot in SLOTS.values():
        days = [monday + timedelta(days=n) for n in range(7)]
        line = [
            {"day": d, "shifts": cells.get((d, slot.code), []), "hole": (d, slot.code) in missing, "here": bool(chosen) and (chosen["day"], chosen["slot"]) == (d, slot.code)}
            for d in days
        ]  # fmt: skip
        found.append({"slot": slot, "cells": line})
    return found


@requires("roster.write")
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Put somebody into a cell; the next day's cell is chosen then."""
    day, slot = day_of(request.POST.get("day"), None), request.POST.get("slot")
    if day is None or slot not in SLOTS:
        toast(request, _("Choose a cell of the table first."), level=messages.WARNING)
        return redirect("roster-week")
    who = or_404(duty.staff(scope=request.scope, today=clock.today()).get, pk=number(request.POST.get("user")) or 0)
    operations.assign_duty(street_id=request.scope.street_id, user_id=who.pk, day=day, slot=slot, by_id=request.user.pk, now=clock.now())
    following = day + timedelta(days=1)
    return redirect(
        f"{reverse('roster-week')}?week={week_of(day)}&day={following if week_of(following) == week_of(day) else day}&slot={slot}"
    )


def _back(shift_start: datetime) -> HttpResponse:
    day, slot = cell_of(shift_start, clock.ZONE)
    return redirect(f"{reverse('roster-week')}?week={week_of(day)}&day={day}&slot={slot}")


@requires("roster.write")
@require_POST
def clear(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take somebody off a cell."""
    shift = or_404(duty.shift, scope=request.scope, shift_id=shift_id)
    operations.clear_duty(shift=shift, by_id=request.user.pk, now=clock.now())
    return _back(shift.starts_at)


@requires("roster.write")
@require_POST
def swap(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Two people change places."""
    first = or_404(duty.shift, scope=request.scope, shift_id=shift_id)
    second = or_404(duty.shift, scope=request.scope, shift_id=number(request.POST.get("with")) or 0)
    try:
        operations.swap_duty(first=first, second=second, by_id=request.user.pk, now=clock.now())
        toast(request, _("%(one)s and %(two)s have changed places.") % {"one": first.user, "two": second.user})
    except ValueError:
        toast(request, _("They cannot change places: one of them would be on duty twice at the same time."), level=messages.WARNING)
    return _back(first.starts_at)


@requires("roster.write")
@require_POST
def telephone(request: HttpRequest) -> HttpResponse:
    """The telephone of the duty desk."""
    try:
        set_telephone(street_id=request.scope.street_id, telephone=request.POST.get("telephone", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("The duty desk's telephone is kept. It stands on every printed round."))
    except ValueError:
        toast(request, _("That is no telephone number. Write it as it is dialled, for example 021-6512 3456."), level=messages.WARNING)
    return redirect("roster-week")


@requires("roster.write")
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """The week before, once more; what stands already stays."""
    monday = week_of(day_of(request.POST.get("week"), clock.today()))
    added = operations.copy_week(street_id=request.scope.street_id, monday=monday, by_id=request.user.pk, now=clock.now())
    toast(request, ngettext("%(n)d shift copied from last week.", "%(n)d shifts copied from last week.", added) % {"n": added})
    return redirect(f"{reverse('roster-week')}?week={monday}")
