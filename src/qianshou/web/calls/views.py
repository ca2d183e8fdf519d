"""The call desk: one person at a time, one key an outcome, the next by itself."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people.rules import age_on
from qianshou.watch import operations
from qianshou.watch.models import Due
from qianshou.watch.queries import calls as queries
from qianshou.watch.rules.calls import ANSWERS, DEFAULT_AGAIN_MINUTES, DEFAULT_TRIES
from qianshou.watch.words import ANSWER_WORDS, due_title

from ..listing import Listing
from ..templatetags.shell import listed
from ..toasts import toast
from ..watch.reading import aloud, number

AHEAD = 8  # rows of the queue shown beside the desk


@requires("calls.make")
def desk(request: HttpRequest) -> HttpResponse:
    """Whom to ring now. `?due=` picks somebody from the queue."""
    now = clock.now()
    queue = queries.queue(scope=request.scope, now=now)
    columns = [
        (_("Until"), "late_at"), (_("Elder"), "person.name"), (_("Where"), "person.address"), (_("Matter"), lambda d: due_title(d.title)),
        (_("Telephone"), lambda d: listed(map(aloud, queries.phones_of(d.person_id)))), (_("Tries"), "tries"),
    ]  # fmt: skip
    if answer := Listing(title=_("Phone greetings"), columns=columns, rows=queue, text_columns=(1, 2, 4)).answer(request):
        return answer
    chosen = number(request.GET.get("due"))
    due = queue.filter(pk=chosen).first() if chosen else None
    return _page(request, due or queries.pick(scope=request.scope, now=now))


def _page(request: HttpRequest, due: Due | None, *, error: str = "", note: str = "") -> HttpResponse:
    now, today = clock.now(), clock.today()
    queue = queries.queue(scope=request.scope, now=now)
    waiting = [row for row in queue[:200] if due is None or row.pk != due.pk]
    for row in waiting:
        row.again_at = row.last_try + timedelta(minutes=DEFAULT_AGAIN_MINUTES) if row.last_try else None
    waiting.sort(key=lambda row: row.again_at is not None and row.again_at > now)
    progress = queries.progress(scope=request.scope, now=now)
    context = {
        "due": due, "age": age_on(due.person.birth_date, today) if due else None, "error": error, "note": note,
        "phones": [aloud(p) for p in queries.phones_of(due.person_id)] if due else [],
        "past": queries.calls(scope=request.scope, person_id=due.person_id)[:5] if due else [], "words": ANSWER_WORDS,
        "answers": [(a, ANSWER_WORDS[a.code]) for a in ANSWERS.values()], "limit": DEFAULT_TRIES,
        "queue": waiting[:AHEAD], "left": len(waiting), "progress": progress, "handled": progress["done"] + progress["excused"],
        "next_at": min((row.again_at for row in waiting if row.again_at), default=None),
    }  # fmt: skip
    return render(request, "web/calls/desk.html", context, status=422 if error else 200)


@requires("calls.make")
@require_POST
def answer(request: HttpRequest, due_id: int) -> HttpResponse:
    """How the call ended."""
    due = or_404(queries.call_due, scope=request.scope, due_id=due_id)
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    severity = number(request.POST.get("severity"))
    if outcome not in ANSWERS:
        return _page(request, due, error=_("Choose how the call ended."), note=note)
    words = ANSWER_WORDS[outcome]
    if ANSWERS[outcome].needs_note and not note.strip():
        return _page(request, due, error=_("Write a few words about what she said: press N, write, Escape, then the key again."))
    if due.state not in ("open", "late"):
        toast(request, _("%(name)s was rung already.") % {"name": due.person}, level=messages.WARNING)
        return redirect("calls-desk")
    call = operations.answer_call(
        due_id=due.pk,
        by=request.user,
        outcome=outcome,
        note=note,
        reason=str(words),
        severity=severity if severity in (1, 2, 3) else 2,
        now=clock.now(),
    )
    undo = reverse("calls-undo", args=[call.pk]) if outcome != "concern" else ""
    toast(request, _("%(name)s: %(outcome)s") % {"name": due.person, "outcome": words}, undo=undo)
    return redirect("calls-desk")


@requires("calls.make")
@require_POST
def undo(request: HttpRequest, call_id: int) -> HttpResponse:
    """Take one's own last call back; she is next again."""
    call = or_404(queries.own_call, scope=request.scope, call_id=call_id)
    if operations.take_back_call(call_id=call.pk, by=request.user, now=clock.now()):
        toast(request, _("Taken back: %(name)s is due again.") % {"name": call.person})
        return redirect(f"{reverse('calls-desk')}?due={call.due_id}")
    toast(request, _("Too late to take it back: open the file and write a note."), level=messages.WARNING)
    return redirect("calls-desk")
