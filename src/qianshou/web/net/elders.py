"""The links of one elder: who answers for her, who did, who could; whether she is a key elder."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import User
from qianshou.access.permissions import requires
from qianshou.care import operations as care
from qianshou.care.queries.carers import carer_of, link_of, links_of
from qianshou.care.queries.ladders import ladder_for
from qianshou.care.queries.net import key_elders
from qianshou.care.queries.plan import elder_of
from qianshou.care.queries.proposals import Proposer
from qianshou.kernel import clock

from ..toasts import toast
from .said import RANKS, reasons_words, refused

CANDIDATES = 5


@requires("care.read")
def page(request: HttpRequest, elder_id: int) -> HttpResponse:
    """Both ranks with who holds them and who could; the ladder as it is today; past links."""
    elder = or_404(elder_of, scope=request.scope, elder_id=elder_id)
    today = clock.today()
    links = list(links_of(scope=request.scope, elder_id=elder.pk))
    running = {row.rank: row for row in links if row.since <= today and (row.until is None or row.until >= today)}
    may_write = request.scope.may("care.write") and request.scope.street_id == elder.street_id
    proposer = Proposer(scope=request.scope, street_id=elder.street_id, day=today) if may_write else None
    ranks = [
        {"code": rank, "label": RANKS[rank], "link": running.get(rank), "why": reasons_words(running[rank].reasons) if rank in running else "",
         "candidates": _candidates(proposer, elder, rank) if proposer else []}
        for rank in ("primary", "backup")
    ]  # fmt: skip
    users = User.objects.in_bulk(ids := ladder_for(street_id=elder.street_id, elder_id=elder.pk, on=today))
    context = {
        "elder": elder, "ranks": ranks, "past": [row for row in links if row not in running.values()], "ladder": [users[i] for i in ids if i in users],
        "key": key_elders(scope=request.scope, day=today).filter(elder=elder).first(), "may_write": may_write,
    }  # fmt: skip
    return render(request, "web/net/elder.html", context)


def _candidates(proposer: Proposer, elder, rank: str) -> list[dict]:
    options = proposer.options(elder, (rank,), most=CANDIDATES)
    return [{"carer": o.lead[1], "why": reasons_words(o.lead[0].reasons)} for o in options]


@requires("care.write")
@require_POST
def link(request: HttpRequest, elder_id: int) -> HttpResponse:
    """Link a carer by hand; one who holds the rank already is relieved."""
    elder = or_404(elder_of, scope=request.scope, elder_id=elder_id)
    number = request.POST.get("carer", "")
    carer = or_404(carer_of, scope=request.scope, carer_id=int(number) if number.isdigit() else 0)
    rank, today = request.POST.get("rank", ""), clock.today()
    proposer = Proposer(scope=request.scope, street_id=elder.street_id, day=today)
    reasons = (
        next((o.lead[0].reasons for o in proposer.options(elder, (rank,), most=1000) if o.lead[1].pk == carer.pk), [])
        if rank in RANKS
        else []
    )
    try:
        made = care.link_carer(
            elder_id=elder.pk,
            carer_id=carer.pk,
            rank=rank,
            start=today,
            now=clock.now(),
            by_id=request.user.pk,
            reasons=reasons,
            end_previous=True,
        )
    except care.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        said = _("%(carer)s answers for %(elder)s from today.") % {"carer": carer.person.name, "elder": elder.name}
        toast(request, said, undo=reverse("net-undo", args=[made.pk]))
    return redirect("net-elder", elder.pk)


@requires("care.write")
@require_POST
def end(request: HttpRequest, link_id: int) -> HttpResponse:
    """End a link; today is its last day unless another is given."""
    held = or_404(link_of, scope=request.scope, link_id=link_id)
    last_day = _day(request.POST.get("last_day", "")) or clock.today()
    care.end_link(
        link_id=held.pk,
        last_day=max(last_day, held.since - timedelta(days=1)),
        reason=request.POST.get("reason", ""),
        now=clock.now(),
        by_id=request.user.pk,
    )
    toast(
        request,
        _("%(carer)s answers for %(elder)s until %(day)s.") % {"carer": held.carer.person.name, "elder": held.elder.name, "day": last_day},
    )
    return redirect("net-elder", held.elder_id)


@requires("care.write")
@require_POST
def key(request: HttpRequest, elder_id: int) -> HttpResponse:
    """Make somebody a key elder, or no longer."""
    elder = or_404(elder_of, scope=request.scope, elder_id=elder_id)
    if request.POST.get("off"):
        care.unmark_key(elder_id=elder.pk, last_day=clock.today(), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s is a key elder until today.") % {"name": elder.name})
    else:
        care.mark_key(elder_id=elder.pk, since=clock.today(), reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s is a key elder now: the net must hold her.") % {"name": elder.name})
    return redirect("net-elder", elder.pk)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
