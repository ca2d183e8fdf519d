"""What the desk enters: bought, broken, lost on the way, found, counted; and taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.models import Cart
from qianshou.meals.operations.box_acts import source_of
from qianshou.meals.queries.boxes import entry_of

from ..toasts import toast
from ..watch.reading import back_to, number
from .reading import act, whole
from .said import boxes_word, refused


@requires("boxes.write")
@require_POST
def buy(request: HttpRequest) -> HttpResponse:
    """New boxes."""
    return _entry(request, operations.buy_boxes, _("%(boxes)s bought."))


@requires("meals.kitchen")
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Broken boxes."""
    return _entry(request, operations.discard_boxes, _("%(boxes)s written off as broken."))


@requires("boxes.write")
@require_POST
def lose(request: HttpRequest) -> HttpResponse:
    """Taken back by a driver, and never seen at the sink."""
    wanted = number(request.POST.get("cart"))
    cart = Cart.objects.filter(street_id=request.scope.street_id, pk=wanted).first() if wanted else None
    return _entry(request, operations.lose_boxes, _("%(boxes)s lost on the way."), cart_id=cart.pk if cart else None)


@requires("boxes.write")
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Lost ones are here again."""
    return _entry(request, operations.find_boxes, _("%(boxes)s found again: into the sink."))


@requires("meals.kitchen")
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Somebody counted the shelf."""
    counted = whole(request.POST.get("boxes"))

    def do(more: dict) -> object:
        return operations.count_shelf(street_id=request.scope.street_id, counted=counted, note=request.POST.get("note", ""), **more)

    act(request, do, lambda: _("Counted: %(boxes)s on the shelf.") % {"boxes": boxes_word(counted)})
    return redirect("boxes-home")


@requires("meals.kitchen")
@require_POST
def undo(request: HttpRequest, key) -> HttpResponse:
    """An entry was a mistake. Entries of another street, or such as this user does not make, are not there."""
    moves = or_404(lambda: entry_of(scope=request.scope, source=source_of(key)))
    try:
        done = operations.take_back_boxes(street_id=request.scope.street_id, key=key, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("Taken back: %(entry)s.") % {"entry": moves[0].get_kind_display()} if done else _("There was nothing left to take back."))
    home = reverse("boxes-person", args=[moves[0].person_id]) if moves[0].person_id and request.scope.may("meals.order") else reverse("boxes-home")
    return redirect(back_to(request, home))


def _entry(request: HttpRequest, operation, text: str, **more) -> HttpResponse:
    """An act of the street on so many boxes, then back to the page."""
    boxes = whole(request.POST.get("boxes"))

    def do(common: dict) -> object:
        return operation(street_id=request.scope.street_id, boxes=boxes, note=request.POST.get("note", ""), **more, **common)

    act(request, do, lambda: text % {"boxes": boxes_word(boxes)})
    return redirect("boxes-home")
