"""Money back: charged meals that did not come, to be given back one by one or all that are proposed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger.words import amount_words
from qianshou.meals import operations
from qianshou.meals.queries.fed import Meal, meal_of
from qianshou.meals.queries.money_back import Owed, money_back

from ..listing import Listing
from ..months import month_name
from ..templatetags.meals import meal_words
from ..toasts import toast
from ..watch.reading import back_to
from .day import say
from .month import last_of, month_or_404
from .said import kind_word, note_of, refused

STATES = ("proposed", "choice", "again", "given")


@requires("ledger.write")
def page(request: HttpRequest, month: str) -> HttpResponse:
    """The month's list: proposed, to be decided, came after all, given back."""
    first = month_or_404(month)
    found = money_back(scope=request.scope, first=first, last=last_of(first), now=clock.now())
    title = _("Money back for %(month)s") % {"month": month_name(first)}
    if answer := _listing(title, found).answer(request):
        return answer
    for one in found:
        say(one.meal, several=True)
        one.meal.sum, one.meal.own = amount_words(one.meal.order.price_fen, "fen"), amount_words(one.meal.order.pays_fen, "fen")
    groups = {state: [one for one in found if one.state == state] for state in STATES}
    context = {
        "title": title, "code": month, "month_name": month_name(first), "found": found, **groups, "here": request.get_full_path(),
        "proposed_sum": amount_words(sum(one.meal.order.pays_fen for one in groups["proposed"]), "fen"),
    }  # fmt: skip
    return render(request, "web/fed/back.html", context)


@requires("ledger.write")
@require_POST
def give_all(request: HttpRequest, month: str) -> HttpResponse:
    """Everything that is proposed and was on the page when the button was pressed."""
    first = month_or_404(month)
    seen = {int(pk) for pk in request.POST.getlist("order") if pk.isascii() and pk.isdigit() and len(pk) < 15}
    found = money_back(scope=request.scope, first=first, last=last_of(first), now=clock.now())
    reasons = {one.meal.order.pk: reason_of(one.meal) for one in found if one.state == "proposed" and one.meal.order.pk in seen}
    done = operations.give_back_all(reasons=reasons, now=clock.now(), by_id=request.user.pk)
    toast(request, ngettext("%(n)s meal given back.", "%(n)s meals given back.", done) % {"n": done})
    return redirect("fed-back", month)


@requires("ledger.write")
@require_POST
def give(request: HttpRequest, order_id: int) -> HttpResponse:
    """One of them."""
    meal = or_404(meal_of, scope=request.scope, order_id=order_id, now=clock.now())
    try:
        operations.give_back(order_id=order_id, reason=request.POST.get("reason", "").strip() or reason_of(meal), now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("%(name)s: given back.") % {"name": meal.order.person.name}, undo=reverse("fed-charge", args=[order_id]))
    return redirect(back_to(request, reverse("fed-back", args=[f"{meal.order.day:%Y-%m}"])))


@requires("ledger.write")
@require_POST
def charge(request: HttpRequest, order_id: int) -> HttpResponse:
    """It came after all: charged anew, by an entry of its own."""
    meal = or_404(meal_of, scope=request.scope, order_id=order_id, now=clock.now())
    try:
        done = operations.charge_again(order_id=order_id, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("%(name)s: charged again.") % {"name": meal.order.person.name} if done else _("There was nothing left to take back."))
    return redirect(back_to(request, reverse("fed-back", args=[f"{meal.order.day:%Y-%m}"])))


def reason_of(meal: Meal) -> str:
    """Why the money is given back, as the books keep it. What was said at the door may name somebody, and the books name nobody."""
    return kind_word(meal.kind)


def _listing(title: str, found: list[Owed]) -> Listing:
    words = {"proposed": _("proposed"), "choice": _("to be decided"), "again": _("came after all"), "given": _("given back")}
    columns = [
        (_("Name"), "meal.order.person.name"), (_("Day"), "meal.order.day"), (_("Meal"), lambda one: meal_words(one.meal.order.meal)), (_("What became of it"), lambda one: kind_word(one.meal.kind)),
        (_("What was said"), lambda one: note_of(one.meal)), (_("Person pays"), lambda one: one.meal.order.pays_fen / 100), (_("Street pays"), lambda one: one.meal.order.subsidy_fen / 100),
        (_("State"), lambda one: words[one.state]),
    ]  # fmt: skip
    return Listing(title=title, columns=columns, rows=found, text_columns=(0, 1, 3, 5, 7))
