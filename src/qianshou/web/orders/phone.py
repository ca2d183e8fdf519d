"""The telephone page: find the person, see the next seven days, change them by keys, save with Enter."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.models import MealPoint, Pause
from qianshou.meals.queries.orders import points as points_of
from qianshou.meals.queries.person import Cell, Meals, meals_of, person_of
from qianshou.people.models import Person
from qianshou.people.queries import search
from qianshou.people.rules import age_on

from ..toasts import toast
from ..watch.reading import number
from .person import standing_lines
from .reading import place_in, portions_in
from .said import LOOKS, meal_word, place_words, reason_word, refused, why_word

MOST = 8  # of the people found


@dataclass
class Box:
    """One field of the table: what is decided now, and what stands in the field (after a mistake: what was typed)."""

    cell: Cell
    name: str
    typed: str
    place: str  # "" as it is decided, "delivered", or a meal point's number
    was: str
    was_place: str
    words: str
    look: str


@requires("meals.order")
def found(request: HttpRequest) -> HttpResponse:
    """Who fits what is typed; the first one answers to Enter."""
    return render(request, "web/orders/_found.html", {"people": _found(request), "text": request.GET.get("q", "").strip()})


@requires("meals.order")
def page(request: HttpRequest) -> HttpResponse:
    """Search, or one person's next days (`?person=`). POST writes down what was said."""
    today = clock.today()
    chosen = number(request.GET.get("person"))
    if chosen is None:
        people = _found(request)
        if len(people) == 1:
            return redirect(f"{reverse('orders-phone')}?person={people[0].pk}")
        return render(request, "web/orders/phone.html", {"people": people, "text": request.GET.get("q", "").strip()})
    person = or_404(lambda: person_of(scope=request.scope, person_id=chosen, today=today))
    meals = meals_of(person=person, now=clock.now(), today=today)
    points = points_of(request.scope)
    if request.method == "POST":
        return _save(request, person, meals, points)
    return _show(request, person, meals, points)


def _found(request: HttpRequest) -> list[Person]:
    text = request.GET.get("q", "").strip()
    return search(scope=request.scope, text=text, today=clock.today(), limit=MOST, elders_only=True).people if text else []


def _show(request: HttpRequest, person: Person, meals: Meals, points: list[MealPoint], error: str = "") -> HttpResponse:
    today, posted = clock.today(), request.POST if error else {}
    rows = [(day, [_box(cell, points, posted) for cell in cells]) for day, cells in meals.days]
    boxes = [box for _, row in rows for box in row]
    first = next((b for b in boxes if not b.cell.past), None)
    context = {
        "person": person, "age": age_on(person.birth_date, today), "meals": [meal_word(m) for m in meals.meals.values()], "rows": rows, "first": first.name if first else "",
        "points": points, "standing": standing_lines(meals, points), "pauses": meals.pauses, "error": error, "reason": posted.get("reason", ""),
        "batch": posted.get("batch") or uuid4(), "today": today, "tomorrow": today + timedelta(days=1), "reasons": Pause.Reason.choices,
        "paused_now": any(p.since <= today + timedelta(days=1) and (p.until is None or p.until > today) for p in meals.pauses),
        "any_past": any(b.cell.past and not b.cell.over for b in boxes),
    }  # fmt: skip
    return render(request, "web/orders/phone_person.html", context, status=422 if error else 200)


def _box(cell: Cell, points: list[MealPoint], posted) -> Box:
    name = f"{cell.day.isoformat()}-{cell.meal}"
    where = "delivered" if cell.place == "delivered" else str(cell.point_id or "")
    words = " · ".join(filter(None, (why_word(cell.why), reason_word(cell.reason) if cell.why in ("paused", "changed", "cancelled") else "")))
    return Box(
        cell=cell, name=name, typed=posted.get(f"n-{name}", str(cell.portions)), place=posted.get(f"p-{name}", where), was=str(cell.portions),
        was_place=where, words=words, look=LOOKS.get(cell.why, "calm"),
    )  # fmt: skip


def _save(request: HttpRequest, person: Person, meals: Meals, points: list[MealPoint]) -> HttpResponse:
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        batch = uuid4()
    try:
        wishes = [w for _, cells in meals.days for cell in cells if (w := _wish(request, cell, points))]
        operations.change_meals(
            person_id=person.pk, wishes=wishes, batch=batch, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk
        )
    except Refused as error:
        return _show(request, person, meals, points, refused(error))
    if wishes:
        said = ngettext("%(name)s: %(n)s meal changed.", "%(name)s: %(n)s meals changed.", len(wishes)) % {"name": person.name, "n": len(wishes)}
        toast(request, f"{said} {_summary(wishes, meals, points)}", undo=reverse("orders-undo", args=[batch]))
    else:
        toast(request, _("Nothing had been changed."))
    return redirect("orders-phone")


def _wish(request: HttpRequest, cell: Cell, points: list[MealPoint]) -> operations.MealWish | None:
    """What was said about one meal; None when its field stands as the page had shown it."""
    name = f"{cell.day.isoformat()}-{cell.meal}"
    typed, was = request.POST.get(f"n-{name}"), request.POST.get(f"w-{name}")
    if typed is None or cell.over:
        return None
    where, before = request.POST.get(f"p-{name}", ""), request.POST.get(f"wp-{name}", "")
    if typed.strip() == was and where == before:
        return None
    portions = portions_in(typed)
    if portions is None:
        raise Refused("portions")
    place, point_id = place_in(where, points) if where != before or cell.why == "" else ("", None)
    return operations.MealWish(day=cell.day, meal=cell.meal, portions=portions, place=place, point_id=point_id)


def _summary(wishes: list[operations.MealWish], meals: Meals, points: list[MealPoint]) -> str:
    """What is to be read back to the caller: 11-25 no lunch."""
    places = place_words(points)
    return "；".join(_one(w, meal_word(meals.meals[w.meal]), places.get((w.place, w.point_id), "")) for w in wishes)


def _one(wish: operations.MealWish, meal: str, place: str) -> str:
    day: date = wish.day
    if not wish.portions:
        return _("%(day)s no %(meal)s") % {"day": f"{day:%m-%d}", "meal": meal}
    return " ".join(filter(None, (f"{day:%m-%d} {meal} × {wish.portions}", place)))
