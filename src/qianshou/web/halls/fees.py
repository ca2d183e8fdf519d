"""Fees of classes: somebody pays, all or a part; money is given back; a payment was a mistake; receipts; who has not paid."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.ledger.queries.receipts import receipts_for
from qianshou.ledger.words import amount_words
from qianshou.venues.models import ClassPayment, Enrolment
from qianshou.venues.operations import fees
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.courses import payment_of, payments_of, to_give_back, unpaid
from qianshou.venues.rules.fees import owed

from ..association.said import fen_of, yuan
from ..ledger import receipts
from ..listing import Listing
from ..reads import note
from ..toasts import toast
from ..watch.reading import aloud
from .learners import enrolment
from .reading import batch_of, day_of
from .said import refused


@requires("rooms.read")
def owing(request: HttpRequest) -> HttpResponse:
    """Who has a place and has not paid all of it, class by class; whose money is to be given back."""
    rows = [with_standing(row) for row in unpaid(scope=request.scope)]
    back = [with_standing(row) for row in to_give_back(scope=request.scope, today=clock.today())]
    listing = Listing(title=_("Fees not paid yet"), rows=rows, text_columns=(0, 1, 3), columns=[
        (_("Class"), "course.name"), (_("Name"), "person.name"), (_("Address"), lambda r: r.person.address), (_("Fee"), lambda r: r.course.fee_fen / 100),
        (_("Paid"), lambda r: r.held / 100), (_("Still owed"), lambda r: r.rest / 100), (_("First session"), "course.since"),
    ])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    note(request, [row.person_id for row in [*rows, *back]])
    context = {
        "rows": rows, "back": back, "sum": sum(row.rest for row in rows), "today": clock.today(), "may_write": request.scope.may("rooms.write"),
        "may_take": request.scope.may("export.run"),
    }  # fmt: skip
    return render(request, "web/halls/unpaid.html", context)


def with_standing(row: Enrolment) -> Enrolment:
    """With `rest` (what she still owes) and `held` as forms write sums, the name of her pay button and her telephones."""
    row.rest = owed(row.course.fee_fen, row.held, has_place=row.seat is not None)
    row.rest_typed, row.held_typed = yuan(row.rest), yuan(row.held)
    row.batch = uuid4()
    row.numbers = [aloud(phone) for phone in row.person.phones.all()]
    return row


def payments(course_id: int) -> list[ClassPayment]:
    """The payments of a class, each with its receipt (`paper`) where it has one."""
    rows = list(payments_of(course_id))
    papers = receipts_for(row.source for row in rows)
    for row in rows:
        row.paper = papers.get(row.source)
    return rows


@requires("rooms.write")
@require_POST
def pay(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """She pays her fee or a part of it."""
    row, post = enrolment(request, enrolment_id), request.POST
    on: date | None = day_of(post.get("on"))
    try:
        made = fees.pay_fee(enrolment_id=row.pk, fen=_sum(post.get("yuan")), receipt=post.get("receipt", ""), on=on, batch=batch_of(post.get("batch")), now=clock.now(), by_id=request.user.pk)
        number = receipts_for([made.source])[made.source].name
        toast(request, _("%(name)s has paid %(sum)s. It stands in the books, receipt %(number)s.") % {"name": row.person.name, "sum": amount_words(made.fen, "fen"), "number": number})
    except Refused as error:
        toast(request, f"{row.person.name}: {refused(error)}", level=messages.ERROR)
    return redirect("rooms-unpaid") if post.get("from") == "unpaid" else redirect("rooms-class", row.course_id)


@requires("rooms.write")
@require_POST
def give_back(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Money is handed back to her."""
    row, post = enrolment(request, enrolment_id), request.POST
    try:
        made = fees.repay_fee(enrolment_id=row.pk, fen=_sum(post.get("yuan")), why=post.get("why", ""), batch=batch_of(post.get("batch")), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Given back: %(sum)s to %(name)s. Print the paper that she signs.") % {"sum": amount_words(made.fen, "fen"), "name": row.person.name})
    except Refused as error:
        toast(request, f"{row.person.name}: {refused(error)}", level=messages.ERROR)
    return redirect("rooms-class", row.course_id)


def _sum(text: str | None) -> int | None:
    """Yuan as typed, in fen; None where nothing was typed. Refused "sum"."""
    if not (text or "").strip():
        return None
    fen = fen_of(text)
    if not fen:
        raise Refused("sum")
    return fen


@requires("rooms.write")
@require_POST
def take_back(request: HttpRequest, payment_id: int) -> HttpResponse:
    """A payment was a mistake."""
    row = payment(request, payment_id)
    try:
        if fees.take_back_payment(payment_id=row.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk):
            toast(request, _("Taken back: %(sum)s of %(name)s. The books have both entries.") % {"sum": amount_words(row.fen, "fen"), "name": row.enrolment.person.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("rooms-class", row.enrolment.course_id)


def payment(request: HttpRequest, payment_id: int) -> ClassPayment:
    """The payment of an address; 404 for outsiders."""
    return or_404(lambda: payment_of(scope=request.scope, payment_id=payment_id))


@requires("rooms.write")
@require_POST
def print_receipt(request: HttpRequest, payment_id: int) -> HttpResponse:
    """The receipt on paper: the original the first time."""
    row = payment(request, payment_id)
    return receipts.printed(request, fees.receipt_for_payment(payment_id=row.pk, now=clock.now(), by_id=request.user.pk))


@requires("rooms.read")
def receipt_copy(request: HttpRequest, payment_id: int) -> HttpResponse:
    """A copy of the receipt, to be read."""
    row = payment(request, payment_id)
    found = receipts_for([row.source]).get(row.source)
    if found is None:
        raise Http404
    return receipts.on_paper(found, copy=True)
