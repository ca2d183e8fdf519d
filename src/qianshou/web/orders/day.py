"""The orders of one meal of one day: before the cut-off as they stand, after it as they were taken."""

from collections import Counter
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.meals.queries import orders as queries
from qianshou.meals.queries.deliveries import deliveries_of, notes_at_doors

from ..listing import Listing
from ..templatetags.shell import listed
from ..watch.reading import committees
from .reading import day_or_404, meal_in
from .said import DOOR_LOOKS, door_of, door_word, hour, meal_word, place_words, reason_word, why_word, yuan


@requires("meals.order")
def today(request: HttpRequest) -> HttpResponse:
    """Today's list."""
    return redirect("orders-day", clock.today().isoformat())


@requires("meals.order")
def page(request: HttpRequest, day: str) -> HttpResponse:
    """One meal of a day under the filters of the address; `?meal=dinner`."""
    on, now = day_or_404(day), clock.now()
    meals = queries.meal_times(request.scope, on)
    meal = meal_in(meals, request.GET.get("meal"))
    filters = queries.Filters.read(request.GET)
    found = queries.orders_on(scope=request.scope, day=on, meal=meal, now=now, filters=filters)
    points = queries.points(request.scope, closed=True)
    places = place_words(points)
    for line in (*found.lines, *found.none):
        line.place_word, line.why_word = places.get((line.place, line.point_id), ""), why_word(line.why)
        line.reason_word = reason_word(line.reason)
        line.pays = yuan(line.order.pays_fen) if line.order else ""
    boxes = _doors(request.scope, [*found.lines, *found.none])
    title = _("%(meal)s of %(day)s") % {"meal": meal_word(meals[meal]), "day": f"{on:%Y-%m-%d}"}
    if answer := _listing(title, [*found.lines, *found.none]).answer(request):
        return answer
    context = {
        "found": found, "day": on, "today": clock.today(), "before": on - timedelta(days=1), "after": on + timedelta(days=1), "title": title,
        "meals": [(code, meal_word(m)) for code, m in meals.items()], "meal": meal, "filters": filters, "committees": committees(request.scope),
        "points": [p for p in points if p.closed_on is None], "places": [(places.get(key, ""), n) for key, n in found.by_place.items()],
        "cut_off": hour(found.cut_off_at), "cut_off_day": clock.local_date(found.cut_off_at), "missed": found.past and not found.taken,
        "price": yuan(found.price_fen), "subsidy": yuan(found.subsidy_fen), "pays": yuan(found.price_fen - found.subsidy_fen),
        "doors": [(DOOR_LOOKS[code], door_word(code), n) for code, n in boxes.most_common() if code], "published": bool(boxes),
        "narrowed": filters != queries.Filters(), "whole_street": bool(request.scope.street_ids),
        "diets": sorted({word for line in (*found.lines, *found.none) for word in line.diet} | ({filters.diet} - {"", "any", "unclear"})),
    }  # fmt: skip
    return render(request, "web/orders/day.html", context)


def _doors(scope: Scope, lines: list[queries.Line]) -> Counter:
    """Give each line what became of its box: `door`, a code of DOOR_LOOKS, and words; returns how many boxes stand how."""
    rows = deliveries_of(scope=scope, orders=[line.order for line in lines if line.order])
    notes = notes_at_doors([row.pk for row in rows.values()])
    for line in lines:
        row = rows.get(line.order.pk) if line.order else None
        line.door = door_of(row, line.order) if row else ""
        line.door_word, line.door_look = door_word(line.door), DOOR_LOOKS.get(line.door, "calm")
        line.door_note, line.door_at = (notes.get(row.pk, ""), row.ended_at) if row else ("", None)
    return Counter(line.door for line in lines if line.door)


def _listing(title: str, lines: list) -> Listing:
    # A spreadsheet's cells are floating numbers: yuan are made of whole fen here, at the very edge, and nothing is reckoned with them.
    columns = [
        (_("Name"), "person.name"), (_("Address"), "person.address"), (_("Committee"), lambda x: x.person.committee.name if x.person.committee else ""),
        (_("Portions"), "portions"), (_("Where eaten"), lambda x: x.place_word if x.portions else ""),
        (_("Diet"), lambda x: listed([*x.diet, *([_("not yet clear")] if x.diet_unclear else [])])),
        (_("Why"), "why_word"), (_("Reason"), "reason_word"), (_("After the cut-off"), lambda x: bool(x.order and x.order.changed_after)),
        (_("Price (yuan)"), lambda x: x.order.price_fen / 100 if x.order else ""), (_("Street pays"), lambda x: x.order.subsidy_fen / 100 if x.order else ""),
        (_("Person pays"), lambda x: x.order.pays_fen / 100 if x.order else ""),
        (_("At the door"), "door_word"), (_("Said at"), "door_at"), (_("Note from the door"), "door_note"),
    ]  # fmt: skip
    return Listing(title=title, columns=columns, rows=lines, text_columns=(0, 1, 3, 4, 5))
