"""One day: how many were fed, and each who was not with the reason and what was done."""

from dataclasses import asdict
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals.queries.afterwards import Filters, Tally, carts_of, counted
from qianshou.meals.queries.fed import Meal, meals_on, points_served
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.rules.afterwards import (
    ABSENT_AT_POINT,
    CHECKABLE,
    CLASSES,
    FED,
    NEIGHBOUR,
    NOT_FED,
    OFF,
    SERVED,
    TO_COME,
    UNHEARD,
    group_of,
)

from ..listing import Listing
from ..orders.reading import day_or_404
from ..orders.said import meal_word
from ..rooms import address
from ..templatetags.meals import meal_words
from ..watch.reading import committees
from .said import GROUPS, KINDS, alert_line, degrees, doors_row, headline, kind_word, look, note_of, rest

PER_PAGE = 60
# What the page names when nothing else is asked for: not those who were simply fed. The tables of a meal point are counted.
# What the page names, and whoever eats at a point: its list is kept while people come, not afterwards.
WANT_A_LOOK = (*NOT_FED, UNHEARD, *OFF, NEIGHBOUR, SERVED, ABSENT_AT_POINT, TO_COME)


@requires("meals.order")
def today(request: HttpRequest) -> HttpResponse:
    """Today."""
    return redirect("fed-day", clock.today().isoformat())


@requires("meals.order")
def page(request: HttpRequest, day: str) -> HttpResponse:
    """The page under the filters of its address: `?committee=3&cart=2&show=fed` (a group or a class)."""
    on, now, scope = day_or_404(day), clock.now(), request.scope
    filters, show = Filters.read(request.GET), request.GET.get("show", "")
    show = show if show in GROUPS or show in CLASSES else ""
    span = counted(scope=scope, first=on, last=on, now=now, filters=filters)
    asked = [kind for kind in CLASSES if show in (kind, group_of(kind))] if show else CLASSES if "format" in request.GET else WANT_A_LOOK
    meals = meals_on(scope=scope, day=on, now=now, filters=filters, kinds=asked)
    title = _("Who was fed on %(day)s") % {"day": f"{on:%Y-%m-%d}"}
    if answer := _listing(title, meals).answer(request):
        return answer
    carts = carts_of(scope)
    names, several = {cart.pk: cart.name for cart in carts}, len({meal.order.meal for meal in meals}) > 1
    for meal in meals:
        say(meal, several)
    amiss = [meal for meal in meals if meal.kind in NOT_FED]
    context = {
        "day": on, "today": clock.today(), "before": on - timedelta(days=1), "after": on + timedelta(days=1), "title": title, "tally": span.total,
        "headline": headline(span.total), "rest": rest(span.total), "doors": doors_row(span.total.doors), "cards": _cards(span.total),
        "unheard": [meal for meal in meals if meal.group == "unheard"], "amiss": amiss, "off": [meal for meal in meals if meal.group == "off"],
        "neighbours": [meal for meal in meals if meal.kind == "neighbour"],
        "page": Paginator(meals, PER_PAGE).get_page(request.GET.get("page")) if show else None, "show": show, "show_word": GROUPS.get(show) or (kind_word(show) if show else ""),
        "carts": [{"name": names.get(pk, ""), "pk": pk, **doors_row(one.doors), "tally": one} for pk, one in sorted(span.carts.items(), key=lambda item: names.get(item[0], ""))],
        "points": _points(scope, on, meals), "filters": filters, "narrowed": filters != Filters(), "committees": committees(scope), "all_carts": carts,
        "groups": [(code, word) for code, word in GROUPS.items()], "month_code": f"{on:%Y-%m}", "may_watch": scope.may("watch.read"), "here": request.get_full_path(),
        "kept": {name: value for name, value in asdict(filters).items() if value},
    }  # fmt: skip
    return render(request, "web/fed/day.html", context)


def say(meal: Meal, several: bool = False) -> Meal:
    """Words beside a meal for the templates. `several`: more than one meal a day, so that each says which."""
    meal.look, meal.word, meal.note, meal.done = look(meal.kind), kind_word(meal.kind), note_of(meal), alert_line(meal.alert)
    meal.meal_word = meal_words(meal.order.meal) if several else ""
    meal.checkable = meal.kind in CHECKABLE and not meal.order.point_id
    meal.alert_url = address("alerts-one", meal.alert.pk) if meal.alert else ""
    return meal


def _cards(tally: Tally) -> list[dict]:
    """The groups with their classes, for the cards at the top."""
    parts = (("fed", FED), ("not_fed", NOT_FED), ("unheard", ()), ("off", OFF))
    return [
        {"code": code, "word": GROUPS[code], "n": tally.orders["unheard"] if code == "unheard" else sum(tally.orders[kind] for kind in of),
         "parts": [(kind, KINDS[kind][1], tally.orders[kind]) for kind in of if tally.orders[kind]]}
        for code, of in parts
    ]  # fmt: skip


def _points(scope, on: date, meals: list[Meal]) -> list[dict]:
    times = meal_times(scope, on)
    return [
        {"meal": meal, "word": meal_word(times[meal]) if meal in times else meal, "point": point, "orders": orders, "came": came, "marked": marked}
        for meal, point, orders, came, marked in points_served(meals)
    ]


def _listing(title: str, meals: list[Meal]) -> Listing:
    columns = [
        (_("Name"), "order.person.name"), (_("Address"), "order.person.address"), (_("Committee"), lambda m: m.order.committee.name if m.order.committee else ""),
        (_("Meal"), lambda m: meal_words(m.order.meal)), (_("What became of it"), lambda m: kind_word(m.kind)), (_("What was said"), note_of), (_("When"), lambda m: m.at or ""),
        (_("Portions"), "order.portions"), (_("Cart"), lambda m: str(m.delivery.cart) if m.delivery and m.delivery.cart else ""),
        (_("Planned for"), lambda m: (m.delivery.planned_at if m.delivery else None) or ""), (_("At the door"), lambda m: degrees(m.delivery.tenths) if m.delivery else ""),
        (_("What was done about it"), lambda m: alert_line(m.alert)),
    ]  # fmt: skip
    return Listing(title=title, columns=columns, rows=meals, text_columns=(0, 1, 4, 5))
