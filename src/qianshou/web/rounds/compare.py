"""Two plans of a day side by side; plan again beside the plan that stands; take one, or drop a proposal."""

from __future__ import annotations

from datetime import date, time
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.kernel import clock
from qianshou.packs import loader
from qianshou.rounds import operations
from qianshou.rounds.holding import Keep
from qianshou.rounds.models import Proposal
from qianshou.rounds.queries import board_of
from qianshou.rounds.queries.compare import NOW, choices, chosen, compared, proposals
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.web.listing import Listing
from qianshou.web.toasts import toast

from . import beside, said
from .page import answers, day_of, names_of

SECONDS = 8.0  # of search for a proposal, as for a plan of the whole street


@requires("rounds.read")
def page(request: HttpRequest, day: str) -> HttpResponse:
    """The two plans that `?a=` and `?b=` name (else the plan now and the newest other one); the changes as xlsx, print or text."""
    found = context_of(request, day_of(day))
    if found["choices"] and (answer := listing(found).answer(request)):
        return answer
    return render(request, "web/rounds/_compare.html" if request.htmx else "web/rounds/compare.html", found)


def context_of(request: HttpRequest, day: date, **more: object) -> dict:
    """What `compare.html` and `_compare.html` need. `more` are answers to an act, as on the day's page."""
    board = or_404(board_of, scope=request.scope, day=day)
    pack, language = loader.load(street_of(request.scope).pack, day), translation.get_language()
    names = names_of(board, {code: s.name(language) for code, s in pack.services.items()})
    row = board.row
    rows = proposals(scope=request.scope, day=day)
    may_write = request.scope.may("rounds.write") and not (row and row.planning)
    context = {
        "day": day, "row": row, "version": row.version if row else 1, "published": bool(row and row.published_at), "may_write": may_write,
        "making": [p for p in rows if p.state == Proposal.State.PLANNING], "has_plan": any(r.stops for r in board.rounds),
        "failed": [(p, said.say(said.REFUSALS, p.why, {}, names)) for p in rows if p.state == Proposal.State.FAILED],
        "keepable": [r.carer for r in board.rounds if r.shifts and not r.absent], "choices": [], **answers(more, names),
    }  # fmt: skip
    known = choices(scope=request.scope, day=day)
    if not known and (request.GET.get("a") or request.GET.get("b")):
        raise Http404
    if not known:
        return context
    a, b = _wanted(request, [c.code for c in known])
    pair = or_404(compared, scope=request.scope, day=day, a=a, b=b)
    both = {c.code: beside.label(c, names) for c in [*known, pair.a, pair.b]}
    changes = beside.changes(pair.found, names)
    return context | {
        "choices": list(both.items()), "a": a, "b": b, "label_a": both[a], "label_b": both[b], "measures": beside.measures(pair.found),
        "verdict": "" if a == b else beside.verdict(pair.found), "changes": changes, "hands": sum(c.hands for c in pair.found.visits),
        "moved": sum(not c.hands for c in pair.found.visits), "takes": _takes(pair) if a != b else [],
    }  # fmt: skip


def _wanted(request: HttpRequest, known: list[str]) -> tuple[str, str]:
    first = request.GET.get("a") or known[0]
    return first, request.GET.get("b") or next((code for code in known if code != first), first)


def _takes(pair) -> list[dict]:
    """A button for each of the two that is not the day's plan already."""
    return [
        {"code": c.code, "words": _("Take A") if c is pair.a else _("Take B"), "proposal": c.source.pk if c.kind == "proposal" else None}
        for c in (pair.a, pair.b) if c.code != NOW
    ]  # fmt: skip


def listing(found: dict) -> Listing:
    """The changes as a list: one line for each visit that comes to a carer, goes from her or moves."""
    return Listing(
        title=_("What changes from A to B"),
        columns=[(_("Carer"), "carer"), (_("What"), "what"), (_("Visit"), "visit"), (_("Before"), "before"), (_("After"), "after")],
        rows=[line for c in found["changes"] for line in c["rows"]],
        text_columns=(0, 1, 2, 3, 4),
    )


@require_POST
@requires("rounds.write")
def propose(request: HttpRequest, day: str) -> HttpResponse:
    """Ask for a proposal and go to where it will stand beside the plan."""
    when = day_of(day)
    board = or_404(board_of, scope=request.scope, day=when)
    try:
        version = int(request.POST.get("version", ""))
        carers = [int(pk) for pk in request.POST.getlist("carer")]
        before = time.fromisoformat(request.POST["before"]) if request.POST.get("before") else None
    except ValueError:
        return HttpResponseBadRequest()
    if not set(carers) <= set(board.carers):
        raise Http404
    keep = Keep(
        pins=request.POST.get("pins") == "1", carers=frozenset(map(str, carers)), close=request.POST.get("close") == "1",
        before=before.hour * 3600 + before.minute * 60 if before else None,
    )  # fmt: skip
    try:
        made = operations.ask_proposal(
            street_id=request.scope.street_id, day=when, version=version, keep=keep, seconds=SECONDS, by_id=request.user.pk, now=clock.now()
        )
    except DayChanged as e:
        return _refused(request, when, 409, changed=(e.by, e.change))
    except DayRefused as e:
        return _refused(request, when, 422, refused=(e.code, e.params))
    return redirect(f"{reverse('rounds-compare', args=[when.isoformat()])}?{urlencode({'a': NOW})}#making-{made.pk}")


@require_POST
@requires("rounds.write")
def take(request: HttpRequest, day: str) -> HttpResponse:
    """Make the chosen plan the day's, and show the day."""
    when = day_of(day)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        return HttpResponseBadRequest()
    choice = or_404(chosen, scope=request.scope, day=when, code=request.POST.get("choice", ""))
    act = {"street_id": request.scope.street_id, "day": when, "version": version, "by_id": request.user.pk, "now": clock.now()}
    try:
        if choice.kind == "proposal":
            outcome = operations.take_proposal(proposal_id=choice.source.pk, **act)
        elif choice.kind == "version":
            outcome = operations.take_version(earlier=choice.source.version, **act)
        else:
            return HttpResponseBadRequest()
    except DayChanged as e:
        return _refused(request, when, 409, changed=(e.by, e.change))
    except DayRefused as e:
        return _refused(request, when, 422, refused=(e.code, e.params))
    if not outcome.applied:
        return _refused(request, when, 422, asked=outcome.complaints)
    toast(request, _("Taken: this is the day's plan now. “Undo” on the day's page leads back."))
    return redirect("rounds-day", day=when.isoformat())


@require_POST
@requires("rounds.write")
def drop(request: HttpRequest, day: str) -> HttpResponse:
    """Put a proposal away, or stop waiting for it."""
    when = day_of(day)
    try:
        number = int(request.POST.get("proposal", ""))
    except ValueError:
        return HttpResponseBadRequest()
    or_404(operations.drop_proposal, street_id=request.scope.street_id, day=when, proposal_id=number, by_id=request.user.pk, now=clock.now())
    toast(request, _("The proposal was put away."))
    return redirect("rounds-compare", day=when.isoformat())


def _refused(request: HttpRequest, day: date, status: int, **more: object) -> HttpResponse:
    return render(request, "web/rounds/compare.html", context_of(request, day, **more), status=status)
