"""Everything the page of a meal's cart rounds says, gathered for the template: for the whole page or for the part that changes."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.kernel import clock
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.rules import cut_off_at
from qianshou.people.models import Place
from qianshou.planner.carts import arithmetic
from qianshou.rounds.queries.carts_day import CartsOf, cart_versions, carts_of_day
from qianshou.rounds.queries.carts_gather import gather_carts
from qianshou.rounds.rules import DayRefused

from ..orders.reading import day_or_404
from ..orders.said import hour, meal_word
from . import said
from .drawing import trips_map
from .said import Names

MENDS_SHOWN = 3


def read(request: HttpRequest, day: str, meal: str) -> tuple[date, str]:
    """The day and the meal of an address, or 404."""
    on = day_or_404(day)
    if meal not in meal_times(request.scope, on):
        raise Http404
    return on, meal


def context_of(request: HttpRequest, day: date, meal: str, **more: object) -> dict:
    """What the templates `day.html` and `_day.html` need. `more` are answers to an act: `asked`, `refused`, `changed`, `chosen`."""
    board = or_404(carts_of_day, scope=request.scope, day=day, meal=meal)
    meals, now = meal_times(request.scope, day), clock.now()
    row, names = board.row, names_of(board)
    history = list(cart_versions(scope=request.scope, day=day, meal=meal)[:12])
    planning = bool(row and row.planning)
    due = cut_off_at(meals[meal], day)
    return {
        "day": day, "meal": meal, "meals": [(code, meal_word(m)) for code, m in meals.items()], "meal_word": meal_word(meals[meal]), "today": clock.today(),
        "before": day - timedelta(days=1), "after": day + timedelta(days=1), "board": board, "row": row, "version": board.version,
        "may_write": request.scope.may("carts.write") and not planning, "may_publish": request.scope.may("carts.write"), "planning": planning,
        "planned": any(lane.trips for lane in board.lanes), "published": bool(row and row.state == "published"), "changed_since": bool(row and row.changed_since),
        "cut_off": hour(due), "past": now >= due, "sum": the_sum(request, day, meal, board), "unserved": unserved(board, names),
        "off_map": [(o, str(said.OFF_MAP[why]) % {"lane": o.person.place or ""}) for o, why in board.not_on_map],
        "complaints": [(said.fault(c, names), c["why"]) for c in (row.complaints if row else [])],
        "notes": [said.note(n, names) for n in (row.notes if row else [])], "numbers": numbers(board, history),
        "history": [(v.made_at, v.made_by, said.change(v.change), v.change.get("undone")) for v in history],
        "map": trips_map(board.lanes, board.kitchen, list(Place.objects.filter(street_id=request.scope.street_id))),
        "failed": said.refusal(row.progress["failed"]) if row and row.progress.get("failed") else "", "window": meals[meal].window,
        "driving": [lane for lane in board.lanes if not lane.out], "no_driver": [lane.cart for lane in board.lanes if lane.trips and not lane.driver],
        **answers(more, names),
    }  # fmt: skip


def names_of(board: CartsOf) -> Names:
    """Names of carts and of the persons of orders, for sentences."""
    people = {pk: o.person.name for pk, o in board.orders.items()} | {s.order_id: s.order.person.name for s in board.gone}
    return Names({lane.cart.pk: lane.cart.name for lane in board.lanes}, people)


def the_sum(request: HttpRequest, day: date, meal: str, board: CartsOf) -> dict | None:
    """The sum before anything is planned, in minutes; None where there is nothing to add up yet."""
    if not board.taken or not board.orders:
        return None
    try:
        problem = gather_carts(street_id=request.scope.street_id, day=day, meal=meal).problem
    except DayRefused as e:
        return {"refused": said.refusal(e.code, e.params)}
    if not problem.carts or not problem.doors:
        return None
    found = arithmetic(problem)
    in_minutes = {name: said.minutes(getattr(found, name)) for name in ("service", "driving", "loading", "needed", "available")}
    return {**in_minutes, "doors": found.doors, "boxes": found.boxes, "places": found.places, "trips": found.trips, "short": found.short,
            "one_more": found.one_more, "carts": len(problem.carts)}  # fmt: skip


def unserved(board: CartsOf, names: Names) -> list[dict]:
    """The doors that no cart reaches: whose, why, and what would mend it. What was brought meanwhile is left out."""
    found = []
    for one in board.row.unserved if board.row else []:
        orders = [board.orders[o] for o in one["orders"] if o in board.orders and o not in board.ended]
        if not orders:
            continue
        mends = [{"sentence": said.mend(m, names), "cart": m["cart"], "trip": m["trip"]} for m in one["mends"] if m["code"] != "boxes"]
        found.append({
            "orders": orders, "first": orders[0], "boxes": sum(o.portions for o in orders), "reasons": [said.reason(r, names) for r in one["reasons"]],
            "mends": mends[:MENDS_SHOWN], "explained": bool(one["reasons"] or one["mends"]),
        })  # fmt: skip
    return found


def numbers(board: CartsOf, history: list) -> list[tuple[str, object, object]]:
    """(what, now, before) of these rounds and those before the last change."""
    if not board.row or not board.row.cost:
        return []
    now, before = board.row.cost, next((v.before["cost"] for v in history if v.before.get("cost")), {})
    lines = [
        (_("Metres driven"), "metres"), (_("Trips"), "trips"), (_("Carts that drive"), "carts"), (_("Boxes"), "boxes"), (_("Stops without a cart"), "unserved"),
        (_("Longest time in a cart, minutes"), "longest"), (_("Minutes of all boxes in carts"), "box_minutes"), (_("Stops on another cart than usual"), "changes"),
    ]  # fmt: skip
    shown = {key: (said.minutes(now[key]), said.minutes(before[key]) if key in before else None) if key == "longest" else (now.get(key, 0), before.get(key)) for _l, key in lines}
    return [(label, *shown[key]) for label, key in lines]


def answers(more: dict, names: Names) -> dict:
    """What an act said, as sentences."""
    found = dict(more)
    if "asked" in found:
        found["asked"] = list(dict.fromkeys(said.fault(c, names) for c in found["asked"]))
    if "refused" in found:
        code, params = found["refused"]
        faults = " ".join(said.fault(c, names) for c in params.get("faults", ()))
        found["refused"] = f"{said.refusal(code, params)} {faults}".strip()
    if "changed" in found:
        by, change = found["changed"]
        found["changed"] = _("%(by)s has changed these rounds meanwhile (%(what)s). Your change was not made; below are the rounds as they are now.") % {
            "by": by or _("Somebody"), "what": said.change(change) or _("planned"),
        }  # fmt: skip
    return found
