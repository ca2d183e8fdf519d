"""Hours between streets: what was offered to others, what others offer, and the answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import TimebankTransfer
from qianshou.association.operations import timebank_transfers as operations
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.kernel import clock

from ..listing import Listing
from ..toasts import toast
from .reading import Pick, pick
from .said import LOOKS, refused, time_words

PAGE = 40


@requires("timebank.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=out` for what this street offered; without it what others offer."""
    return _list(request)


def _list(request: HttpRequest, error: str = "", of: int = 0, who: Pick | None = None) -> HttpResponse:
    out = request.GET.get("show") == "out"
    found = reads.sent(request.scope) if out else reads.arriving(request.scope)
    if answer := _paper(found, out).answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"one": one, "time": time_words(one.minutes), "look": LOOKS[one.state], "who": who if one.pk == of else Pick(one.name), "error": error if one.pk == of else ""}
        for one in page.object_list
    ]  # fmt: skip
    context = {"out": out, "page": page, "rows": rows, "may_write": request.scope.may("timebank.write")}
    return render(request, "web/timebank/transfers.html", context, status=422 if error else 200)


def _paper(found, out: bool) -> Listing:
    street = (_("To which street"), "to_street.name") if out else (_("From which street"), "street.name")
    return Listing(capability="timebank.export", title=_("Hours between streets"), rows=found, columns=[
        (_("Name"), "name"), street, (_("Minutes"), "minutes"), (_("State"), "get_state_display"), (_("Why"), "reason"), (_("Answer"), "answer"),
    ])  # fmt: skip


def _arriving(request: HttpRequest, transfer_id: int) -> TimebankTransfer:
    return or_404(reads.transfer_of, request.scope, transfer_id, own=False)


@requires("timebank.write")
@require_POST
def take(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Taken for a person of this street's own files."""
    row, who = _arriving(request, transfer_id), pick(request, "person")
    try:
        operations.take_hours(transfer_id=row.pk, person_id=who.must().pk, now=clock.now(), by_id=request.user.pk)
    except Refused as refusal:
        return _list(request, refused(refusal), row.pk, who)
    toast(request, _("Taken: the hours stand on her statement."))
    return redirect("timebank-person", who.person.pk)


@requires("timebank.write")
@require_POST
def refuse(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Not taken, and why."""
    row = _arriving(request, transfer_id)
    try:
        operations.refuse_hours(transfer_id=row.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Refused; the hours are back with the other street."))
    except Refused as refusal:
        return _list(request, refused(refusal), row.pk, Pick(row.name))
    return redirect("timebank-transfers")


@requires("timebank.write")
@require_POST
def withdraw(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """The offer is taken back."""
    row = or_404(reads.transfer_of, request.scope, transfer_id, own=True)
    try:
        operations.withdraw_hours(transfer_id=row.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("Taken back; the hours are with her again."))
    except Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
    return redirect("/timebank/transfers/?show=out")
