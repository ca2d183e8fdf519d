"""Labels for the boxes of a meal, as sheets of A4."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.labels import Label, cannot_print, labels_pdf
from qianshou.kernel import clock
from qianshou.meals.models import Delivery, Eats, Order
from qianshou.meals.queries.kitchen import kitchen_orders, plates_of
from qianshou.meals.queries.loads import by_way, ways_of
from qianshou.meals.queries.orders import meal_times
from qianshou.meals.rules.labels import boxes, code_of
from qianshou.meals.rules.plates import Plate
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

from ..diets.said import key_words
from ..orders.reading import day_or_404, meal_in
from ..orders.said import meal_word
from ..toasts import toast
from .sheet import day_words


@requires("meals.kitchen")
def pdf(request: HttpRequest, day: str) -> HttpResponse:
    """One label a box that is brought to a door, in the order of loading where a round is published, else by lane and door.

    Whoever's plate is not settled gets none. With nothing to print: back to the sheet.
    """
    on = day_or_404(day)
    meals = meal_times(request.scope, on)
    meal = meal_in(meals, request.GET.get("meal"))
    orders = [o for o in kitchen_orders(scope=request.scope, day=on, meal=meal) if o.place == Eats.DELIVERED]
    plates, ways = plates_of(orders), ways_of(orders)
    free = [(o, plates[o.pk]) for o in by_way(orders, ways) if not plates[o.pk].blocked]
    found = labels_of(free, load(street_of(request.scope).pack, on), f"{meal_word(meals[meal])} {day_words(on)}", ways)
    if not found:
        toast(request, _("There is no box to label yet: orders are taken at the cut-off."))
        return redirect(f"{reverse('kitchen-day', args=[on.isoformat()])}?meal={meal}")
    if lost := cannot_print(found):
        toast(request, _("No font here has these characters, so they are blank on the labels: %(characters)s") % {"characters": " ".join(lost)})
    made = labels_pdf(
        labels=found, title=f"{on} {meal}", office=str(street_of(request.scope)), language=get_language() or "", made_at=clock.day_bounds(on)[0]
    )
    log(act="labels.printed", now=clock.now(), by_id=request.user.pk, street_id=request.scope.street_id, target="labels", day=str(on), meal=meal, labels=len(found))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="labels-{on}-{meal}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def labels_of(boxed: list[tuple[Order, Plate]], pack: Pack, foot: str, ways: Mapping[int, Delivery] | None = None) -> list[Label]:
    """One label a box, in the order given, each with the person's diet marks, and the cart and trip that bring it."""
    return [
        Label(
            name=order.person.name, door=order.person.address, code=code_of(order.pk), number=str(order.pk), boxes=f"{n}/{of}" if of > 1 else "",
            mark=" · ".join(key_words(key, pack) for key in plate.marks), note=order.person.file.access_note[:24],
            foot=" · ".join(filter(None, (foot, order.committee.short if order.committee else ""))), way=way_words((ways or {}).get(order.pk)),
        )
        for order, plate in boxed
        for n, of in boxes(order.portions)
    ]  # fmt: skip


def way_words(way: Delivery | None) -> str:
    """Cart, trip and place in it: 3号车 第1趟 12."""
    return _("%(cart)s, trip %(trip)s · %(n)s") % {"cart": way.cart.name, "trip": way.trip, "n": way.position} if way else ""
