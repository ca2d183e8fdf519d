"""The kitchen's tablet: a sample and a core temperature of every dish, with large targets; what is kept in the refrigerator."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.queries.kitchen import kept_samples, kitchen_day, sample_of, temperature_of
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.rules.samples import COOKED, LEAVING, STAGES, least_tenths

from ..orders.reading import day_or_404, meal_in
from ..orders.said import meal_word
from ..toasts import toast
from .said import STATES, refused


@requires("meals.kitchen")
def page(request: HttpRequest, day: str) -> HttpResponse:
    """Each dish with what is still to do."""
    on, now = day_or_404(day), clock.now()
    meals = meal_times(request.scope, on)
    meal = meal_in(meals, request.GET.get("meal"))
    found = kitchen_day(scope=request.scope, day=on, meal=meal, now=now)
    kept = kept_samples(scope=request.scope)
    context = {
        "found": found, "day": on, "today": clock.today(), "meal": meal, "meals": [(code, meal_word(m)) for code, m in meals.items()], "word": meal_word(meals[meal]),
        "dishes": [{"dish": d, "sample": STATES[d.sample_state], "core": STATES[d.temperature_state]} for d in found.dishes],
        "ripe": [s for s in kept if s.keep_until <= now], "kept": [s for s in kept if s.keep_until > now], "grams": meals[meal].sample_grams,
        "least": least_tenths(COOKED, meals[meal]) // 10, "least_leaving": least_tenths(LEAVING, meals[meal]) // 10,
    }  # fmt: skip
    return render(request, "web/kitchen/tablet.html", context)


@requires("meals.kitchen")
@require_POST
def sample(request: HttpRequest, day: str) -> HttpResponse:
    """A sample was put away."""

    def act(on: date, meal: str, dish: str) -> tuple[str, str]:
        text = request.POST.get("grams", "").strip()
        grams = int(text) if text.isdigit() and len(text) < 6 else 0
        made = operations.take_sample(street_id=request.scope.street_id, day=on, meal=meal, dish=dish, grams=grams, now=clock.now(), by_id=request.user.pk)
        return _("%(dish)s: sample of %(grams)s g put away.") % {"dish": dish, "grams": grams}, reverse("kitchen-sample-undo", args=[made.pk])

    return _entry(request, day, act)


@requires("meals.kitchen")
@require_POST
def temperature(request: HttpRequest, day: str) -> HttpResponse:
    """A core temperature was measured."""

    def act(on: date, meal: str, dish: str) -> tuple[str, str]:
        stage = request.POST.get("stage") if request.POST.get("stage") in STAGES else COOKED
        made = operations.measure(
            street_id=request.scope.street_id, day=on, meal=meal, dish=dish, tenths=_tenths(request.POST.get("celsius", "")), stage=stage, now=clock.now(), by_id=request.user.pk
        )
        said = {"dish": dish, "celsius": made.celsius}
        text = _("%(dish)s: %(celsius)s °C.") % said if made.hot_enough else _("%(dish)s: %(celsius)s °C is not hot enough. Heat it again and measure again.") % said
        return text, reverse("kitchen-temperature-undo", args=[made.pk])

    return _entry(request, day, act)


@requires("meals.kitchen")
@require_POST
def not_cooked(request: HttpRequest, day: str) -> HttpResponse:
    """A dish of the menu is not cooked after all."""

    def act(on: date, meal: str, dish: str) -> tuple[str, str]:
        operations.not_cooked(
            street_id=request.scope.street_id, day=on, meal=meal, dish=dish, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk
        )
        return _("%(dish)s: nothing is owed any more.") % {"dish": dish}, ""

    return _entry(request, day, act)


@requires("meals.kitchen")
@require_POST
def discard(request: HttpRequest, sample_id: int) -> HttpResponse:
    """A sample was thrown away, its hours over."""
    row = or_404(lambda: sample_of(scope=request.scope, sample_id=sample_id))
    try:
        operations.discard_sample(sample_id=row.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(dish)s of %(day)s: thrown away.") % {"dish": row.dish, "day": f"{row.day:%m-%d}"})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("kitchen-tablet", clock.today().isoformat())


@requires("meals.kitchen")
@require_POST
def undo_sample(request: HttpRequest, sample_id: int) -> HttpResponse:
    """A tap by mistake."""
    row = or_404(lambda: sample_of(scope=request.scope, sample_id=sample_id))
    operations.take_back_sample(sample_id=row.pk, now=clock.now(), by_id=request.user.pk)
    return _taken_back(request, row)


@requires("meals.kitchen")
@require_POST
def undo_temperature(request: HttpRequest, temperature_id: int) -> HttpResponse:
    """A wrong number."""
    row = or_404(lambda: temperature_of(scope=request.scope, temperature_id=temperature_id))
    operations.take_back_temperature(temperature_id=row.pk, now=clock.now(), by_id=request.user.pk)
    return _taken_back(request, row)


def _taken_back(request: HttpRequest, row) -> HttpResponse:
    toast(request, _("%(dish)s: taken back.") % {"dish": row.dish})
    return redirect(f"{reverse('kitchen-tablet', args=[row.day.isoformat()])}?meal={row.meal}")


def _entry(request: HttpRequest, day: str, act: Callable[[date, str, str], tuple[str, str]]) -> HttpResponse:
    """Do it for the dish of the form, say what was done with its way back, and return to the tablet."""
    on = day_or_404(day)
    meal = meal_in(meal_times(request.scope, on), request.POST.get("meal"))
    try:
        text, back = act(on, meal, request.POST.get("dish", ""))
        toast(request, text, undo=back)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect(f"{reverse('kitchen-tablet', args=[on.isoformat()])}?meal={meal}")


def _tenths(text: str) -> int:
    """72.5 or 72,5 or 72 as tenths of a degree. Refused for anything else."""
    whole, _dot, part = text.strip().replace(",", ".").replace("．", ".").partition(".")
    if not (whole.isdigit() and len(whole) <= 3 and (not part or (part.isdigit() and len(part) == 1))):
        raise Refused("temperature")
    return int(whole) * 10 + int(part or 0)
