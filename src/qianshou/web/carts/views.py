"""Looking at a meal's cart rounds."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals.queries.orders import meal_times
from qianshou.web.listing import Listing
from qianshou.web.templatetags.shell import clock as hours
from qianshou.web.templatetags.shell import day as said_day

from ..orders.reading import day_or_404, meal_in
from .page import context_of, read


@requires("carts.read")
def home(request: HttpRequest) -> HttpResponse:
    """Today's rounds of the first meal; `?day=` of the picker and `?meal=` lead to others."""
    on = day_or_404(request.GET["day"]) if request.GET.get("day") else clock.today()
    meals = meal_times(request.scope, on)
    if not meals:
        raise Http404
    return redirect("carts-day", day=on.isoformat(), meal=meal_in(meals, request.GET.get("meal")))


@requires("carts.read")
def day(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """A meal: the sum, carts with trips and stops, what is left over, map; as xlsx, print or text with `?format=`."""
    found = context_of(request, *read(request, day, meal))
    return listing(found).answer(request) or render(request, "web/carts/day.html", found)


@requires("carts.read")
def state(request: HttpRequest, day: str, meal: str) -> HttpResponse:
    """The part of the page that changes, asked again and again while the rounds are being planned."""
    return render(request, "web/carts/_day.html", context_of(request, *read(request, day, meal)))


def listing(found: dict) -> Listing:
    """The rounds as one list of boxes, in the order in which they are handed over."""
    rows = [(lane, trip, stop, s) for lane in found["board"].lanes for trip in lane.trips for stop in trip.stops for s in stop.stops]
    return Listing(
        title=_("Cart rounds: %(meal)s of %(day)s") % {"meal": found["meal_word"], "day": said_day(found["day"])},
        columns=[
            (_("Cart"), lambda r: r[0].cart.name),
            (_("Driver"), lambda r: str(r[0].driver or "")),
            (_("Trip"), lambda r: r[1].number),
            (_("No."), lambda r: r[2].position),
            (_("At"), lambda r: hours(r[3].at)),
            (_("Person"), lambda r: r[3].order.person.name),
            (_("Address"), lambda r: r[3].order.person.address),
            (_("Boxes"), lambda r: r[3].order.portions),
        ],
        rows=rows,
        capability="carts.read",
        text_columns=(0, 2, 4, 5, 6, 7),
    )
