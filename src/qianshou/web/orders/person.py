"""One person's meals: the standing arrangement week by week, pauses, the last orders."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.models import Arrangement, MealPoint, Pause
from qianshou.meals.queries.deliveries import deliveries_of, notes_at_doors
from qianshou.meals.queries.orders import points as points_of
from qianshou.meals.queries.person import Meals, meals_of, person_of
from qianshou.meals.rules import first_open_day
from qianshou.packs.loader import load
from qianshou.people.rules import age_on

from ..boxes.card import card
from ..templatetags.meals import weekdays_words
from ..templatetags.shell import listed
from ..toasts import toast
from ..watch.reading import day_of
from .money import purse
from .reading import meal_in, place_in, portions_in
from .said import DOOR_LOOKS, door_of, door_word, meal_word, price_reasons, reason_word, refused, why_word, yuan


@requires("meals.order")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """The page; POST sets the week of one meal from a day on."""
    today = clock.today()
    person = or_404(lambda: person_of(scope=request.scope, person_id=person_id, today=today))
    meals = meals_of(person=person, now=clock.now(), today=today)
    points = points_of(request.scope)
    error, posted = "", {}
    if request.method == "POST":
        error, posted = _save(request, person.pk, meals, points), request.POST
        if not error:
            return redirect("orders-person", person.pk)
    pack = load(person.street.pack, today)
    boxes = deliveries_of(scope=request.scope, orders=meals.orders)
    notes = notes_at_doors([row.pk for row in boxes.values()])
    for order in meals.orders:
        row = boxes.get(order.pk)
        order.box, order.door = row, door_of(row, order) if row else ""
        order.door_word, order.door_look, order.door_note = door_word(order.door), DOOR_LOOKS.get(order.door, "calm"), notes.get(row.pk, "") if row else ""
        order.meal_word = meal_word(meals.meals[order.meal]) if order.meal in meals.meals else order.meal
        order.why_word = why_word("cancelled" if not order.portions else order.why)
        order.reason_word, order.price, order.subsidy, order.pays = reason_word(order.reason), yuan(order.price_fen), yuan(order.subsidy_fen), yuan(order.pays_fen)
        order.price_words = listed(price_reasons(order.price_reasons, pack))
    context = {
        "person": person, "age": age_on(person.birth_date, today), "standing": standing_lines(meals, points), "orders": meals.orders, "pauses": meals.pauses,
        "forms": [_week(code, meals, points, posted) for code in meals.meals], "points": points, "error": error, "today": today,
        "tomorrow": today + timedelta(days=1), "reasons": Pause.Reason.choices, "register_days": _register_days(person),
        "purse": purse(request.scope, person.pk, today), "boxes": card(person, today), "paused_now": any(p.since <= today + timedelta(days=1) and (p.until is None or p.until > today) for p in meals.pauses),
    }  # fmt: skip
    return render(request, "web/orders/person.html", context, status=422 if error else 200)


def standing_lines(meals: Meals, points: list[MealPoint]) -> list[dict]:
    """The arrangements that hold or will hold, in words."""
    return [
        {"meal": meal_word(meals.meals[a.meal]) if a.meal in meals.meals else a.meal, "days": weekdays_words(a.weekdays), "portions": a.portions,
         "place": a.point.name if a.point else str(a.get_place_display()), "closed": bool(a.point and a.point.closed_on), "since": a.since, "until": a.until}
        for a in meals.standing
    ]  # fmt: skip


def _register_days(person) -> str:
    file = getattr(person, "file", None)
    return weekdays_words(file.meal_days) if file and file.meal_days else ""


def _week(meal: str, meals: Meals, points: list[MealPoint], posted) -> dict:
    """The form of one meal: seven days as they will hold from the first open day on, or as they were typed."""
    when = meals.meals[meal]
    opens = first_open_day(when, clock.now())
    posted = posted if posted.get("meal") == meal else {}
    days = []
    for weekday in range(1, 8):
        held = _holding(meals.standing, meal, weekday, opens)
        where = (held.place if held.point_id is None else str(held.point_id)) if held else "delivered"
        days.append({
            "weekday": weekday, "word": WEEKDAYS_ABBR[weekday - 1], "portions": posted.get(f"n-{weekday}", str(held.portions) if held else "0"),
            "place": posted.get(f"p-{weekday}", where),
        })  # fmt: skip
    return {
        "meal": meal, "word": meal_word(when), "days": days, "since": posted.get("since") or opens.isoformat(), "until": posted.get("until", ""), "opens": opens,
        "note": when.cut_off,
    }  # fmt: skip


def _holding(standing: list[Arrangement], meal: str, weekday: int, day: date) -> Arrangement | None:
    """The arrangement of a weekday that has no end before `day`, the last that begins."""
    fitting = [a for a in standing if a.meal == meal and weekday in a.weekdays and (a.until is None or a.until >= day)]
    return max(fitting, key=lambda a: (a.since, a.pk), default=None)


def _save(request: HttpRequest, person_id: int, meals: Meals, points: list[MealPoint]) -> str:
    """Write the week; why not, if it was refused."""
    post = request.POST
    meal = meal_in(meals.meals, post.get("meal"))
    week = {}
    for weekday in range(1, 8):
        portions = portions_in(post.get(f"n-{weekday}", "0") or "0")
        if portions is None:
            return refused(Refused("portions"))
        if portions:
            place, point_id = place_in(post.get(f"p-{weekday}") or "delivered", points)
            week[weekday] = operations.Wish(portions, place, point_id)
    since, until = day_of(post.get("since"), None), day_of(post.get("until"), None)
    if since is None or (post.get("until") and until is None):
        return refused(Refused("span"))
    try:
        operations.set_standing(person_id=person_id, meal=meal, week=week, since=since, until=until, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        return refused(error)
    name = meal_word(meals.meals[meal])
    if week:
        toast(request, _("%(meal)s from %(day)s: %(days)s.") % {"meal": name, "day": since, "days": weekdays_words(list(week))})
    else:
        toast(request, _("No %(meal)s any more from %(day)s.") % {"meal": name, "day": since})
    return ""
