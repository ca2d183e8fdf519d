"""The first page: the next meeting, what waits for whom, the members in numbers; and the association's own money."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.association.models import STATE_WORDS
from qianshou.association.operations import costs
from qianshou.association.queries import ideas, meetings, members
from qianshou.association.queries.pack import rules_of
from qianshou.association.rules.ideas import WAY
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger.models import Account

from .said import fen_of, tried


def street_of(request: HttpRequest) -> Street:
    """The street whose pages are shown."""
    return Street.objects.get(pk=request.scope.street_id)


@requires("association.read")
def page(request: HttpRequest) -> HttpResponse:
    """Everything at a glance."""
    scope, today = request.scope, clock.today()
    rows = list(meetings.meetings(scope=scope)[:40])
    coming = sorted((one for one in rows if one.on >= today and not one.over), key=lambda one: (one.on, one.starts))
    counts = ideas.counts(scope=scope)
    open_tasks = [(one, meetings.late(one, today)) for one in meetings.tasks(scope=scope, open_only=True)[:12]]
    running = [one for one in ideas.ideas(scope=scope)[:40] if one.due_on]
    context = {
        "next": coming[0] if coming else None, "last": next((one for one in rows if one.closed_at), None), "tasks": open_tasks, "today": today,
        "waiting": [(one, STATE_WORDS[one.state], one.due_on < today) for one in sorted(running, key=lambda one: one.due_on)[:8]],
        "stations": [(state, STATE_WORDS[state], counts.get(state, 0)) for state in WAY], "members": members.members(scope=scope).count(),
        "groups": members.groups(scope=scope), "offices": held_now(request), "may_write": scope.may("association.write"),
    }  # fmt: skip
    return render(request, "web/association/home.html", context)


def held_now(request: HttpRequest) -> list[tuple[str, list]]:
    """Each office of the association with who holds it today."""
    today, language = clock.today(), get_language()
    rules = rules_of(street_of(request), today, "office", "association")
    terms = [one for one in members.terms(scope=request.scope) if one.since <= today and (one.until is None or one.until >= today)]
    return [(rule.name(language), sorted((one for one in terms if one.seat.office == code), key=lambda one: one.seat.number)) for code, rule in rules.items()]


@requires("association.read")
def money(request: HttpRequest) -> HttpResponse:
    """The four accounts, and what the association receives."""
    rows = list(Account.objects.filter(street_id=request.scope.street_id, unit="fen", code__startswith="association.").order_by("code"))
    context = {"accounts": rows, "batch": uuid4(), "may_write": request.scope.may("association.write"), "may_open": request.scope.may("ledger.read")}
    return render(request, "web/association/money.html", context)


@requires("association.write")
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Money comes to the association."""
    fen, street = fen_of(request.POST.get("sum")), request.scope.street_id
    tried(
        request,
        lambda: costs.receive(street_id=street, fen=fen or 0, receipt=request.POST.get("receipt", ""), batch=batch_of(request), now=clock.now(), by_id=request.user.pk),
        _("It stands in the books. A mistake is reversed there, with a reason."),
    )
    return redirect("association-money")


def batch_of(request: HttpRequest) -> UUID:
    """The id of an act, made with the page: sent twice it is one. Refused "batch" without one."""
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError as error:
        raise Refused("batch") from error
