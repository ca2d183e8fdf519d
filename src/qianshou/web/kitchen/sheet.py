"""The kitchen's sheet: how many of each dish, for where, what is special, what changed, what is missing."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.kernel import clock
from qianshou.meals.models import Dish, Eats
from qianshou.meals.queries.kitchen import KitchenDay, kitchen_day
from qianshou.meals.queries.loads import Load
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.rules import cut_off_at
from qianshou.meals.rules.plates import Plate
from qianshou.packs.loader import load

from ..diets.said import TEXTURES, reason_words
from ..listing import Listing
from ..orders.reading import day_or_404, meal_in
from ..orders.said import hour, meal_word, reason_word
from ..templatetags.shell import listed
from .said import MISSING, STATES


@requires("meals.kitchen")
def today(request: HttpRequest) -> HttpResponse:
    """Today's sheet."""
    return redirect("kitchen-day", clock.today().isoformat())


@requires("meals.kitchen")
def page(request: HttpRequest, day: str) -> HttpResponse:
    """One meal of a day; `?meal=dinner`."""
    on, now = day_or_404(day), clock.now()
    meals = meal_times(request.scope, on)
    meal = meal_in(meals, request.GET.get("meal"))
    pack = load(street_of(request.scope).pack, on)
    found = kitchen_day(scope=request.scope, day=on, meal=meal, now=now)
    title = _("Kitchen: %(meal)s of %(day)s") % {"meal": meal_word(meals[meal]), "day": f"{on:%Y-%m-%d}"}
    places = [(_place(place, point), people, n) for place, point, people, n in found.places]
    rows = [{"what": dish.name, "n": dish.normal, "instead": _instead(dish.instead)} for dish in found.dishes]
    loads = [_load(one) for one in found.loads]
    rows += [{"what": word, "n": n, "instead": ""} for word, _people, n in places]
    rows += [{"what": load["word"], "n": load["load"].boxes, "instead": load["instead"]} for load in loads]
    columns = [(_("Dish or place"), "what"), (_("Portions"), "n"), (_("Instead of it"), "instead")]
    if answer := Listing(title=title, columns=columns, rows=rows, capability="", text_columns=(0, 1, 2)).answer(request):
        return answer
    for order in found.changed:
        order.reason_word, order.where = reason_word(order.reason), _place(order.place, order.point)
    context = {
        "found": found, "day": on, "today": clock.today(), "before": on - timedelta(days=1), "after": on + timedelta(days=1), "title": title,
        "loads": loads, "meals": [(code, meal_word(m)) for code, m in meals.items()], "meal": meal, "places": places, "dishes": _dishes(found),
        "held": [(o, listed(reason_words(reason, pack) for reason in plate.blocked)) for o, plate in found.held],
        "special": [(o, _packed(plate)) for o, plate in found.special], "missing": [str(MISSING[kind]) % {"dish": dish} for kind, dish in found.missing],
        "cut_off": hour(cut_off_at(found.when, on)), "past": now >= cut_off_at(found.when, on), "has_menu": any(d.category for d in found.dishes),
        "delivered": sum(n for place, _point, _people, n in found.places if place == Eats.DELIVERED),
    }  # fmt: skip
    return render(request, "web/kitchen/day.html", context)


def _place(place: str, point) -> str:
    return str(point) if point else str(Eats(place).label)


def _dishes(found: KitchenDay) -> list[dict]:
    categories = dict(Dish.Category.choices)
    return [
        {"dish": d, "category": categories.get(d.category, ""), "instead": _instead(d.instead), "sample": STATES[d.sample_state], "core": STATES[d.temperature_state],
         "last": d.temperatures[-1] if d.temperatures else None}
        for d in found.dishes
    ]  # fmt: skip


def _load(load: Load) -> dict:
    """One trip in words, its dishes in the order of the menu."""
    word = _("%(cart)s, trip %(trip)s") % {"cart": load.cart.name, "trip": load.trip} if load.cart else _("on no cart")
    dishes = listed(f"{name} × {n}" for name, n in load.dishes.items())
    return {"load": load, "word": word, "dishes": dishes, "instead": _instead(load.instead)}


def _instead(instead) -> str:
    return listed(f"{_given(*what)} × {n}" for what, n in sorted(instead.items()))


def _packed(plate: Plate) -> str:
    said = [f"{one.instead_of or one.name} → {_given(one.name, one.texture)}" for one in plate.dishes if one.instead_of or one.texture]
    return listed(said + [f"{name} → {_('left out')}" for name in plate.left_out])


def _given(name: str, texture: str) -> str:
    """A dish as the kitchen makes it for somebody; without a name it is left out."""
    if not name:
        return _("left out")
    return _("%(dish)s (%(how)s)") % {"dish": name, "how": TEXTURES[texture]} if texture else name


def day_words(day: date) -> str:
    """A day as labels and sheets say it."""
    return f"{day:%m-%d}"
