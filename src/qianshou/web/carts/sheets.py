"""The drivers' sheets: A4, large print, one cart after the other, each trip on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.cart_sheets import SheetLine, SheetTrip, cart_sheets
from qianshou.booklets.render import CART_SHEETS, pdf
from qianshou.kernel import clock
from qianshou.meals.queries.kitchen import plates_of
from qianshou.meals.queries.orders import meal_times
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.rounds.queries.carts_day import LaneOf, TripOf, carts_of_day

from ..diets.said import key_words
from ..orders.said import meal_word
from ..templatetags.shell import clock as hours
from ..toasts import toast
from . import said
from .page import read


@requires("carts.read")
def printed(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """All carts of the meal, or one (`?cart=`). With nothing planned: back to the page."""
    on, meal = read(request, day, meal)
    board = or_404(carts_of_day, scope=request.scope, day=on, meal=meal)
    wanted = request.GET.get("cart", "")
    lanes = [lane for lane in board.lanes if lane.trips and (not wanted.isdigit() or lane.cart.pk == int(wanted))]
    if not lanes:
        toast(request, _("There is nothing to print yet: plan the rounds first."))
        return redirect("carts-day", day=on.isoformat(), meal=meal)
    office, language = street_of(request.scope), get_language() or ""
    plates, pack = plates_of(list(board.orders.values())), load(office.pack, on)
    trips = [_trip(lane, trip, plates, pack) for lane in lanes for trip in lane.trips]
    title = f"{meal_word(meal_times(request.scope, on)[meal])} {on}"
    draft = not (board.row and board.row.state == "published")
    made = pdf(CART_SHEETS, cart_sheets(trips, title=title, office=str(office), telephone=office.telephone, language=language, draft=draft), clock.day_bounds(on)[0])
    log(act="cart_sheets.printed", now=clock.now(), by_id=request.user.pk, street_id=office.pk, target="cart_day", day=str(on), meal=meal, trips=len(trips))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="carts-{on}-{meal}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _trip(lane: LaneOf, trip: TripOf, plates: dict, pack: Pack) -> SheetTrip:
    lines = []
    for stop in trip.stops:
        for k, one in enumerate(stop.stops):
            plate, person = plates.get(one.order_id), one.order.person
            lines.append(SheetLine(
                number=str(stop.position) if not k else "", at=hours(one.at) if not k else "", door=person.address, name=person.name, boxes=one.order.portions,
                mark=" · ".join(key_words(key, pack) for key in plate.marks) if plate else "", held=bool(plate and plate.blocked),
                note=person.file.access_note if hasattr(person, "file") else "",
            ))  # fmt: skip
    return SheetTrip(
        cart=lane.cart.name, driver=str(lane.driver or ""), number=trip.number, of=len(lane.trips), leave=said.clock(trip.leave), back=said.clock(trip.back),
        boxes=trip.boxes, lines=tuple(lines),
    )  # fmt: skip
