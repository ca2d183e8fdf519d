"""What a person has paid in for meals, and paying in."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import Scope
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger.queries.receipts import last_receipts
from qianshou.ledger.words import amount_words
from qianshou.meals import operations
from qianshou.meals.queries.money import purse_of
from qianshou.meals.queries.person import person_of

from ..rooms import address
from ..toasts import toast
from .said import refused

YUAN = re.compile(r"(\d{1,5})(?:\.(\d{1,2}))?")
RECEIPTS = 3  # on the page of a person; all of them stand in the register
WIDE = str.maketrans("０１２３４５６７８９．。，", "0123456789..,")


@requires("ledger.write")
@require_POST
def pay(request: HttpRequest, person_id: int) -> HttpResponse:
    """Money handed over for meals; sent twice by two clicks it is booked once."""
    person = or_404(lambda: person_of(scope=request.scope, person_id=person_id, today=clock.today()))
    batch = _uuid(request.POST.get("batch"))
    try:
        fen = fen_in(request.POST.get("yuan"))
        if fen is None:
            raise Refused("fen")
        operations.pay_in(person_id=person.pk, fen=fen, receipt=request.POST.get("receipt", ""), batch=batch, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error))
    else:
        toast(request, _("%(sum)s paid in.") % {"sum": amount_words(fen, "fen")})
    return redirect("orders-person", person.pk)


def purse(scope: Scope, person_id: int, today: date) -> dict | None:
    """How the person stands, for the page; None for whoever may not read the ledger."""
    if not scope.may("ledger.read"):
        return None
    found, last = purse_of(scope, person_id), today.replace(day=1) - timedelta(days=1)
    statement = address("ledger-one", found.account.pk) if found.account else ""
    return {
        "known": found.account is not None, "owes": found.fen < 0, "sum": amount_words(abs(found.fen), "fen"), "statement": statement,
        "receipts": last_receipts(scope, person_id, "meals.paid:", RECEIPTS) if found.account else [],
        "last_month": f"{statement}?first={last.replace(day=1)}&last={last}" if statement else "", "may_pay": scope.may("ledger.write"), "batch": uuid4(),
    }  # fmt: skip


def fen_in(text: str | None) -> int | None:
    """Yuan as people write them (12, 12.5, 1,200.00, full-width too) in whole fen; None for anything else."""
    found = YUAN.fullmatch((text or "").translate(WIDE).strip().removeprefix("¥").removesuffix("元").replace(",", "").strip())
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as error:
        raise Http404 from error
