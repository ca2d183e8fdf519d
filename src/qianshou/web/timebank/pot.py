"""The pot of donated hours: what lies in it, what came and went, and the street's first hours."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.operations import timebank_giving
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.kernel import clock
from qianshou.ledger import queries as ledger
from qianshou.ledger.models import Transaction
from qianshou.ledger.words import transaction_words

from ..listing import Listing
from ..toasts import toast
from .reading import batch_in, minutes_in
from .said import refused, time_words

DAYS = 90  # that the page shows


@requires("timebank.read")
def page(request: HttpRequest) -> HttpResponse:
    """What lies in it and what moved in the last weeks. POST (timebank.write): the street puts hours in."""
    error = ""
    if request.method == "POST" and request.scope.may("timebank.write"):
        try:
            made = timebank_giving.found_pot(
                street_id=request.scope.street_id, minutes=minutes_in(request.POST.get("minutes")), reason=request.POST.get("reason", ""),
                batch=batch_in(request.POST.get("batch")), now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
            toast(request, _("Put into the pot."), undo=f"{reverse('timebank-gift-undo')}?source={made.source}")
            return redirect("timebank-pot")
        except Refused as refusal:
            error = refused(refusal)
    today, account_id = clock.today(), reads.pot_id_of(request.scope)
    found = ledger.statement(request.scope, account_id, today - timedelta(days=DAYS), today) if account_id else None
    lines = list(reversed([(line, transaction_words(line.transaction)) for line in found.lines])) if found else []
    if answer := _paper(lines).answer(request):
        return answer
    context = {
        "lines": lines, "found": found, "has": time_words(found.account.balance if found else 0), "gained": time_words(found.gained if found else 0),
        "spent": time_words(found.out if found else 0), "error": error, "typed": request.POST, "batch": uuid4(), "days": DAYS,
        "may_write": request.scope.may("timebank.write"),
    }  # fmt: skip
    return render(request, "web/timebank/pot.html", context, status=422 if error else 200)


def _paper(lines) -> Listing:
    return Listing(capability="timebank.export", title=_("Pot of donated hours"), rows=lines, text_columns=(0, 1, 2, 3), columns=[
        (_("Date"), lambda row: row[0].day), (_("What for"), lambda row: row[1]), (_("Minutes"), lambda row: row[0].amount), (_("Balance (minutes)"), lambda row: row[0].balance),
        (_("Entered by"), lambda row: row[0].transaction.by or ""),
    ])  # fmt: skip


@requires("timebank.write")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """A gift was a mistake; `?source=`."""
    source = request.GET.get("source", "")
    rows = Transaction.objects.filter(request.scope.rows(committee=None), source__startswith="timebank.")
    one = or_404(rows.get, source=source)
    try:
        timebank_giving.take_back_gift(source=one.source, reason=_("a mistake"), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Taken back by a reversal; both stay readable."))
    except Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
    return redirect("timebank-pot")
