"""Fees of classes: somebody pays, a payment is taken back, who has not paid."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.ledger.words import amount_words
from qianshou.venues.operations import fees
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.courses import payment_of, unpaid

from ..listing import Listing
from ..reads import note
from ..toasts import toast
from ..watch.reading import aloud
from .learners import enrolment
from .reading import batch_of, day_of
from .said import refused


@requires("rooms.read")
def owing(request: HttpRequest) -> HttpResponse:
    """Who has a place and has not paid, class by class."""
    rows = list(unpaid(scope=request.scope))
    for row in rows:
        row.batch = uuid4()
        row.numbers = [aloud(phone) for phone in row.person.phones.all()]
    listing = Listing(title=_("Fees not paid yet"), rows=rows, text_columns=(0, 1, 3), columns=[
        (_("Class"), "course.name"), (_("Name"), "person.name"), (_("Address"), lambda r: r.person.address), (_("Fee"), lambda r: r.course.fee_fen / 100),
        (_("First session"), "course.since"),
    ])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    note(request, [row.person_id for row in rows])
    context = {"rows": rows, "sum": sum(row.course.fee_fen for row in rows), "today": clock.today(), "may_write": request.scope.may("rooms.write")}
    context["may_take"] = request.scope.may("export.run")
    return render(request, "web/halls/unpaid.html", context)


@requires("rooms.write")
@require_POST
def pay(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """She pays her fee."""
    row, post = enrolment(request, enrolment_id), request.POST
    on: date | None = day_of(post.get("on"))
    try:
        made = fees.pay_fee(enrolment_id=row.pk, receipt=post.get("receipt", ""), on=on, batch=batch_of(post.get("batch")), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s has paid %(sum)s. It stands in the books.") % {"name": row.person.name, "sum": amount_words(made.fen, "fen")})
    except Refused as error:
        toast(request, f"{row.person.name}: {refused(error)}", level=messages.ERROR)
    return redirect("rooms-unpaid") if post.get("from") == "unpaid" else redirect("rooms-class", row.course_id)


@requires("rooms.write")
@require_POST
def take_back(request: HttpRequest, payment_id: int) -> HttpResponse:
    """A payment was a mistake, or is given back."""
    row = or_404(lambda: payment_of(scope=request.scope, payment_id=payment_id))
    try:
        if fees.take_back_payment(payment_id=row.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk):
            toast(request, _("Taken back: %(sum)s of %(name)s. The books have both entries.") % {"sum": amount_words(row.fen, "fen"), "name": row.enrolment.person.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("rooms-class", row.enrolment.course_id)
