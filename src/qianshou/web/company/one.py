"""One pair: why they were brought together, the thread of what they do, what came of it, how loneliness moved, and its end."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.assessment.queries import instruments_for, series_of
from qianshou.care.models import Companionship, CompanyEntry
from qianshou.care.operations import company
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.company import LONELINESS, entry_of, pair_of, thread
from qianshou.care.rules.company import Reason
from qianshou.kernel import clock

from ..assessments.drawing import curve
from ..toasts import toast
from .said import reason_words, refused


def _pair(request: HttpRequest, companionship_id: int) -> Companionship:
    return or_404(lambda: pair_of(scope=request.scope, companionship_id=companionship_id, today=clock.today()))


@requires("company.read")
def page(request: HttpRequest, companionship_id: int) -> HttpResponse:
    """The whole of it on one page."""
    return _page(request, _pair(request, companionship_id))


def _page(request: HttpRequest, pair: Companionship, error: str = "", given: dict | None = None) -> HttpResponse:
    entries, today = thread(pair), clock.today()
    stands = [e for e in entries if e.taken_back_at is None]
    moved = []
    for code in LONELINESS:
        one = instruments_for(pair.street, today).get(code)
        points = series_of(scope=request.scope, person_id=pair.elder_id, instrument=code, today=today) if one else []
        if points:
            moved.append((one.said(get_language()), curve(one, points), len(points)))
    context = {
        "pair": pair, "entries": entries, "error": error, "given": given or {}, "today": today, "batch": uuid4(), "kinds": CompanyEntry.Kind.choices,
        "reasons": [reason_words(Reason(*one)) for one in pair.reasons], "moved": moved, "may_write": request.scope.may("company.write"),
        "times": sum(e.kind != CompanyEntry.Kind.RESULT for e in stands), "hours": round(sum(e.minutes for e in stands) / 60),
        "results": [e for e in stands if e.kind == CompanyEntry.Kind.RESULT],
    }  # fmt: skip
    return render(request, "web/company/one.html", context, status=422 if error else 200)


@requires("company.write")
@require_POST
def tell(request: HttpRequest, companionship_id: int) -> HttpResponse:
    """What the two did, or what came of it."""
    pair, post = _pair(request, companionship_id), request.POST
    minutes = post.get("minutes", "").strip() or "0"
    try:
        entry = company.tell(
            companionship_id=pair.pk, kind=post.get("kind", ""), on=_day(post.get("on")), text=post.get("text", ""), batch=_batch(post.get("batch")),
            minutes=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 6 else -1, now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except Refused as error:
        return _page(request, pair, refused(error), post.dict())
    toast(request, _("Written down."), undo=reverse("company-undo", args=[entry.pk]))
    return redirect("company-one", pair.pk)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return clock.today()


def _batch(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


@requires("company.write")
@require_POST
def undo(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry was a mistake."""
    entry = or_404(lambda: entry_of(scope=request.scope, entry_id=entry_id, today=clock.today()))
    if company.take_back_entry(entry_id=entry.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Taken back; it stays readable."))
    return redirect("company-one", entry.companionship_id)


@requires("company.write")
@require_POST
def part(request: HttpRequest, companionship_id: int) -> HttpResponse:
    """It ends after today."""
    pair = _pair(request, companionship_id)
    try:
        company.part(companionship_id=pair.pk, last_day=clock.today(), reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("It has ended. The volunteer does not see the file any more."))
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("company-one", pair.pk)
