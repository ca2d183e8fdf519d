"""The net on one page: picture, holes to fill first, and the same as a list."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care import operations as care
from qianshou.care.queries.carers import link_of
from qianshou.care.queries.net import Net, net_on
from qianshou.care.queries.plan import elder_of
from qianshou.care.queries.proposals import Proposer, propose_links
from qianshou.care.rules.holes import Cover
from qianshou.kernel import clock

from ..listing import Listing
from ..templatetags.shell import listed
from ..toasts import toast
from .drawing import WARPS, draw, shape_of
from .said import COVERS, reasons_words, refused

FIRST_HOLES = 3
PAGE = 50  # of the list below the picture


@requires("care.read")
def picture(request: HttpRequest) -> HttpResponse:
    """The net of a day (`?day=`, today when absent); `?page=` turns to more carers, `?list=` to more elders, `?skip=` puts a hole last, `?only=holes` shortens the list."""
    day = _day(request)
    net = net_on(scope=request.scope, day=day)
    knots = net.holes if request.GET.get("only") == "holes" else net.knots
    if answer := _listing(knots).answer(request):
        return answer
    page = Paginator(net.warps, WARPS).get_page(request.GET.get("page"))
    listed = Paginator(knots, PAGE).get_page(request.GET.get("list"))
    holes, absences = _holes(request, net)
    context = {
        "net": net, "knots": [(knot, shape_of(knot), COVERS[knot.held.cover]) for knot in listed], "listed": listed, "page": page, "day": day, "today": clock.today(),
        "drawing": draw(net, list(page.object_list)), "holes": holes, "absences": absences, "may_write": request.scope.may("care.write"),
        "full": net.count(Cover.FULL), "hole_count": len(net.holes), "only": request.GET.get("only", ""),
    }  # fmt: skip
    return render(request, "web/net/net.html", context)


def _holes(request: HttpRequest, net: Net) -> tuple[list[dict], list]:
    """The first holes with their options in words, and those that only an absence opened (a new link would be wrong for these)."""
    skipped = {int(part) for part in request.GET.getlist("skip") if part.isdigit()}
    holes = sorted(net.holes, key=lambda knot: knot.elder.pk in skipped)
    by_link = [knot for knot in holes if knot.held.lacks]
    if not request.scope.street_id or not request.scope.may("care.write"):
        return [{"knot": knot, "cover": COVERS[knot.held.cover], "options": []} for knot in by_link[:FIRST_HOLES]], [
            k for k in holes if not k.held.lacks
        ]
    found = propose_links(scope=request.scope, street_id=request.scope.street_id, knots=by_link[:FIRST_HOLES], day=net.day)
    said = [{"knot": knot, "cover": COVERS[knot.held.cover], "options": [_option(o) for o in options]} for knot, options in found]
    return said, [knot for knot in holes if not knot.held.lacks]


def _option(option) -> dict:
    proposal, carer = option.lead
    return {
        "carer": carer, "rank": proposal.rank, "why": reasons_words(proposal.reasons), "second": option.second[1] if option.second else None,
        "picks": ",".join(f"{p.rank}:{c.pk}" for p, c in option.picks),
    }  # fmt: skip


@requires("care.write")
@require_POST
def fill(request: HttpRequest, elder_id: int) -> HttpResponse:
    """Take a proposal. The reasons are worked out again here: what a browser sends is only who and for which rank."""
    elder = or_404(elder_of, scope=request.scope, elder_id=elder_id)
    today = clock.today()
    picks = _picks(request.POST.get("picks", ""))
    if not picks:
        raise Http404
    proposer = Proposer(scope=request.scope, street_id=elder.street_id, day=today)
    known = {(p.rank, c.pk): tuple(p.reasons) for o in _every_option(proposer, elder) for p, c in o.picks}
    chosen = [care.Pick(rank, carer_id, known.get((rank, carer_id), ())) for rank, carer_id in picks]
    try:
        links = care.fill_hole(elder_id=elder.pk, picks=chosen, start=today, now=clock.now(), by_id=request.user.pk)
    except care.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        names = listed(link.carer.person.name for link in links)
        undo_at = reverse("net-undo", args=["-".join(str(link.pk) for link in links)])
        toast(request, _("%(elder)s is held by %(carers)s from today.") % {"elder": elder.name, "carers": names}, undo=undo_at)
    return redirect(request.POST.get("back") if request.POST.get("back", "").startswith("/net/") else "net")


def _every_option(proposer: Proposer, elder):
    for lacks in (("primary",), ("backup",)):
        yield from proposer.options(elder, lacks, most=1000)


def _picks(text: str) -> list[tuple[str, int]]:
    found = []
    for part in text.split(",")[:2]:
        rank, _colon, number = part.partition(":")
        if rank in ("primary", "backup") and number.isdigit():
            found.append((rank, int(number)))
    return found


@requires("care.write")
@require_POST
def undo(request: HttpRequest, link_ids: str) -> HttpResponse:
    """Take back links that were just made."""
    ids = [int(part) for part in link_ids.split("-") if part.isdigit()][:4]
    links = [or_404(link_of, scope=request.scope, link_id=pk) for pk in ids]
    done = care.undo_links(link_ids=[link.pk for link in links], now=clock.now(), by_id=request.user.pk)
    toast(request, _("Taken back.") if done else _("There was nothing left to take back."))
    return redirect("net")


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


def _listing(knots: list) -> Listing:
    columns = [
        (_("Committee"), lambda k: k.elder.committee.short if k.elder.committee else ""),
        (_("Name"), "elder.name"),
        (_("Age"), "age"),
        (_("Address"), "elder.address"),
        (_("First helper"), lambda k: k.primary.carer.person.name if k.primary else ""),
        (_("Backup"), lambda k: k.backup.carer.person.name if k.backup else ""),
        (_("State"), lambda k: str(COVERS[k.held.cover])),
    ]
    return Listing(title=_("Care net"), columns=columns, rows=knots, text_columns=(0, 1, 4, 5, 6))
