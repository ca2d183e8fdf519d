"""Closing a month: the checklist, signing, closing, opening again, and who did it when."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.access.scope import Scope, street_of
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import MonthClosing
from qianshou.merit.operations.closing import close_month, reopen_month, sign_month
from qianshou.merit.queries.closing import open_items
from qianshou.merit.queries.sheets import closing_of, closings, live_sheets, next_month, outstanding
from qianshou.merit.rules.attendance import ON_DUTY
from qianshou.merit.rules.closing import HOLD_UP, LEAVE, PAPER, UNCLEAR, UNPUBLISHED, UNSAID, WAITING, OpenItem, holds_up

from ..listing import Listing
from ..months import chips, chosen_month, month_name, read_month
from ..toasts import toast
from .said import OPEN, adjusted_words, counted_words, refused


@requires("attendance.read")
def closing_page(request: HttpRequest) -> HttpResponse:
    """What is open in a month, and the way to close it."""
    return closing_answer(request)


def closing_answer(request: HttpRequest, *, problem: str = "", of: str = "", typed: dict | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with one of its forms (`of`)."""
    month, street, now = chosen_month(request, settled_after=20), street_of(request.scope), clock.now()
    if street is None:
        raise Http404
    held, own = closing_of(request.scope, month), Scope.system(street.pk)
    closed = held is not None and held.state == MonthClosing.State.CLOSED
    found = [] if closed else live_sheets(own, month, now)
    over = next_month(month) <= clock.today()
    items = [one for one in open_items(street, month, found) if over or one.code != ON_DUTY]  # of a month that runs nobody wonders at those at work
    listing = Listing(title=_("Open before closing %(month)s") % {"month": month_name(month)}, rows=items, columns=[
        (_("What"), lambda one: str(OPEN[one.code])), (_("Day"), "day"), (_("Name"), "name")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    late = outstanding(own, next_month(month), now, only=month) if closed else {}
    return render(request, "web/attendance/closing.html", {
        "month": month, "code": f"{month:%Y-%m}", "month_name": month_name(month), "chips": chips(month), "held": held, "closed": closed, "listing": listing,
        "groups": _groups(items), "items": items, "holding": len(holds_up(items)), "over": over,
        "left_open": counted_words(held.left_open) if held else [], "history": closings(request.scope), "late": _late(held, late),
        "may_write": request.scope.may("attendance.write"), "problem": problem, "of": of, "typed": typed or {},
        "second": bool(held and request.user.pk not in (held.closed_by_id, held.signed_by_id)),
    }, status=status)  # fmt: skip


def _groups(items: list[OpenItem]) -> list[dict]:
    """The open things by what they are, each with where it is mended."""
    return [
        {"code": code, "word": OPEN[code], "items": list(of), "holds": code in HOLD_UP, "paper": code == PAPER, "corrections": code == WAITING, "leave": code == LEAVE,
         "calendar": code in (UNSAID, UNPUBLISHED), "carer": code in (UNCLEAR, PAPER)}
        for code, of in groupby(items, key=lambda one: one.code)
    ]  # fmt: skip


def _late(held: MonthClosing | None, late: dict) -> list[tuple]:
    """What was heard after closing: (carer id, name, day, words)."""
    if held is None:
        return []
    names = dict(held.sheets.values_list("carer_id", "name"))
    return [(pk, names.get(pk, ""), one.day, adjusted_words(one)) for pk, many in sorted(late.items()) for one in many]


def _act(request: HttpRequest, month: str, what: str, work) -> HttpResponse:
    first, street_id = read_month(month), request.scope.street_id
    if first is None or street_id is None:
        raise Http404
    request.GET = request.GET.copy()
    request.GET["month"] = month
    try:
        work({"street_id": street_id, "month": first, "now": clock.now(), "by_id": request.user.pk})
    except Refused as error:
        return closing_answer(request, problem=refused(error), of=what, typed=request.POST.dict(), status=422)
    return redirect(f"{reverse('attendance-closing')}?month={month}")


@requires("attendance.write")
@require_POST
def sign(request: HttpRequest, month: str) -> HttpResponse:
    """The officer has checked the sheets."""
    answer = _act(request, month, "sign", lambda said: sign_month(**said, left_open_why=request.POST.get("why", "")))
    return _told(request, answer, _("Signed. Closing locks the sheets."))


@requires("attendance.write")
@require_POST
def close(request: HttpRequest, month: str) -> HttpResponse:
    """The signed sheets are frozen and locked."""
    return _told(request, _act(request, month, "close", lambda said: close_month(**said)), _("Closed and locked. The volume can be bound."))


@requires("attendance.write")
@require_POST
def reopen(request: HttpRequest, month: str) -> HttpResponse:
    """A second officer opens it again."""
    answer = _act(request, month, "reopen", lambda said: reopen_month(**said, why=request.POST.get("why", "")))
    return _told(request, answer, _("Opened again. The closed sheets are kept as they were."))


def _told(request: HttpRequest, answer: HttpResponse, word: str) -> HttpResponse:
    if answer.status_code == 302:
        toast(request, word)
    return answer
