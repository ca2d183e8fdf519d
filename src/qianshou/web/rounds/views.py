"""Looking at a day's rounds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.web.listing import Listing
from qianshou.web.templatetags.shell import clock as hours
from qianshou.web.templatetags.shell import day as said_day

from .page import context_of, day_of


@requires("rounds.read")
def home(request: HttpRequest) -> HttpResponse:
    """Today's rounds; `?day=` of the picker leads to another day."""
    return redirect("rounds-day", day=day_of(request.GET["day"]).isoformat() if request.GET.get("day") else clock.today().isoformat())


@requires("rounds.read")
def day(request: HttpRequest, day: str) -> HttpResponse:
    """A day: timeline, map, lists, what is left over; as xlsx, print or text with `?format=`."""
    found = context_of(request, day_of(day))
    return listing(found).answer(request) or render(request, "web/rounds/day.html", found)


@requires("rounds.read")
def state(request: HttpRequest, day: str) -> HttpResponse:
    """The part of the page that changes, asked again and again while the day is being planned."""
    return render(request, "web/rounds/_day.html", context_of(request, day_of(day)))


def listing(found: dict) -> Listing:
    """The day as one list of stops, in the order of carers and hours."""
    rows = [(c["walk"], line) for c in found["columns"] for line in c["lines"]]
    return Listing(
        title=_("Rounds of %(day)s") % {"day": said_day(found["day"])},
        columns=[
            (_("Carer"), lambda r: r[0].carer.person.name),
            (_("No."), lambda r: r[1]["stop"].position + 1),
            (_("Start"), lambda r: hours(r[1]["stop"].starts_at)),
            (_("End"), lambda r: hours(r[1]["stop"].ends_at)),
            (_("Person"), lambda r: r[1]["stop"].visit.elder.name),
            (_("Address"), lambda r: r[1]["stop"].visit.elder.address),
            (_("Service"), lambda r: r[1]["service"]),
            (_("Way, minutes"), lambda r: r[1]["stop"].travel_min),
            (_("Number"), lambda r: r[0].carer.number),
        ],
        rows=rows,
        text_columns=(0, 2, 4, 5, 6),
    )
