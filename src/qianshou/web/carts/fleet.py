"""The street's carts, where they load, and what was said for good."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.queries import carts as fleet
from qianshou.people.models import Place
from qianshou.rounds.models import KitchenSite
from qianshou.rounds.operations import carts
from qianshou.rounds.queries.carts_known import home_carts, home_of
from qianshou.rounds.rules import DayRefused

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import number
from . import said

DECIMETRES = 10  # a kilometre may be written with one decimal


@requires("carts.read")
def page(request: HttpRequest) -> HttpResponse:
    """The list; POST adds one."""
    if request.method == "POST":
        return _add(request)
    rows, today = fleet.carts(request.scope), clock.today()
    columns = [
        (_("Cart"), "name"), (_("Boxes"), "boxes"), (_("Metres on a charge"), "range_m"), (_("Usual driver"), lambda c: str(c.driver or "")),
        (_("Out of service since"), "retired_on"),
    ]  # fmt: skip
    if answer := Listing(title=_("Carts"), columns=columns, rows=rows, capability="carts.read").answer(request):
        return answer
    street_id = request.scope.street_id
    places = list(Place.objects.filter(street_id=street_id, lon__isnull=False).order_by("name"))
    site = KitchenSite.objects.filter(street_id=street_id).select_related("place").first()
    context = {
        "carts": rows, "drivers": list(fleet.drivers(street_id=street_id, day=today)) if street_id else [], "places": places, "today": today,
        "kitchen": site.place if site else None, "homes": home_carts(scope=request.scope, today=today), "may_write": request.scope.may("carts.write"),
    }  # fmt: skip
    return render(request, "web/carts/fleet.html", context)


def _add(request: HttpRequest) -> HttpResponse:
    if not request.scope.may("carts.write"):
        raise PermissionDenied
    return _kept(
        request, meals.add_cart, _("%(name)s is there now: the next plan counts with it.") % {"name": request.POST.get("name", "")},
        street_id=request.scope.street_id, **_values(request),
    )  # fmt: skip


@require_POST
@requires("carts.write")
def change(request: HttpRequest, cart_id: int) -> HttpResponse:
    """Another name, number of boxes, range, usual driver."""
    cart = or_404(fleet.cart_of, scope=request.scope, cart_id=cart_id)
    return _kept(request, meals.change_cart, _("%(name)s is changed.") % {"name": cart.name}, cart_id=cart.pk, **_values(request))


@require_POST
@requires("carts.write")
def service(request: HttpRequest, cart_id: int) -> HttpResponse:
    """Out of service from today on, or back."""
    cart = or_404(fleet.cart_of, scope=request.scope, cart_id=cart_id)
    out = request.POST.get("out") == "1"
    meals.retire_cart(cart_id=cart.pk, on=clock.today() if out else None, now=clock.now(), by_id=request.user.pk)
    words = _("%(name)s is out of service from today on. Rounds that are planned already must be planned again.") if out else _("%(name)s is back in service.")
    toast(request, words % {"name": cart.name})
    return redirect("carts-fleet")


@require_POST
@requires("carts.write")
def kitchen(request: HttpRequest) -> HttpResponse:
    """Where the carts load."""
    try:
        carts.set_kitchen(street_id=request.scope.street_id, place_id=number(request.POST.get("place")), now=clock.now(), by_id=request.user.pk)
    except DayRefused as e:
        toast(request, said.refusal(e.code, e.params), level=messages.ERROR)
    else:
        toast(request, _("The carts load there from now on."))
    return redirect("carts-fleet")


@require_POST
@requires("carts.write")
def end_home(request: HttpRequest, home_id: int) -> HttpResponse:
    """The entrance is nobody's in particular any more."""
    home = or_404(home_of, scope=request.scope, home_id=home_id)
    carts.end_home_cart(home_id=home.pk, on=clock.today(), now=clock.now(), by_id=request.user.pk)
    toast(request, _("%(lane)s%(door)s goes where it fits best from now on.") % {"lane": home.place.name, "door": home.building})
    return redirect("carts-fleet")


def _kept(request: HttpRequest, act, words: str, **values: object) -> HttpResponse:
    try:
        act(**values, now=clock.now(), today=clock.today(), by_id=request.user.pk)
    except Refused as error:
        toast(request, said.cart_refusal(error), level=messages.ERROR)
    else:
        toast(request, words)
    return redirect("carts-fleet")


def _values(request: HttpRequest) -> dict:
    post = request.POST
    return {"name": post.get("name", ""), "boxes": number(post.get("boxes")), "range_m": metres(post.get("range", "")), "driver_id": number(post.get("driver"))}


def metres(text: str) -> int | None:
    """Kilometres as metres: "12", "12.5"; None for nothing; what is no number is 0, which no cart takes."""
    text = text.strip()
    if not text:
        return None
    try:
        return round(float(text) * DECIMETRES) * (1000 // DECIMETRES) if float(text) < 1000 else 0
    except ValueError:
        return 0
