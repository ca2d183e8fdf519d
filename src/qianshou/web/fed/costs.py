"""The month's bills, entered on the month's page."""

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
from qianshou.ledger.words import amount_words
from qianshou.meals import operations
from qianshou.meals.models import MealCost
from qianshou.meals.queries.costs import bill_of

from ..orders.money import fen_in
from ..toasts import toast
from .month import month_or_404
from .said import refused


@requires("ledger.write")
@require_POST
def enter(request: HttpRequest, month: str) -> HttpResponse:
    """A bill of this month."""
    first, post = month_or_404(month), request.POST
    try:
        if not request.scope.street_ids:
            raise Refused("kind")
        made = operations.enter_cost(
            street_id=request.scope.street_id, month=first, kind=post.get("kind", ""), fen=fen_in(post.get("yuan")) or 0, note=post.get("note", ""), now=clock.now(), by_id=request.user.pk
        )
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        words = {"kind": MealCost.Kind(made.kind).label, "sum": amount_words(made.fen, "fen")}
        toast(request, _("%(kind)s: %(sum)s entered.") % words, undo=reverse("fed-cost-undo", args=[made.pk]))
    return redirect(f"{reverse('fed-month', args=[month])}#costs")


@requires("ledger.write")
@require_POST
def undo(request: HttpRequest, cost_id: int) -> HttpResponse:
    """The bill was entered by mistake."""
    bill = or_404(bill_of, scope=request.scope, cost_id=cost_id)
    if operations.withdraw_cost(cost_id=bill.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Taken back: the bill counts no more."))
    return redirect(f"{reverse('fed-month', args=[f'{bill.month:%Y-%m}'])}#costs")
