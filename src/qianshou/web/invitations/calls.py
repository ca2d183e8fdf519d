"""The call list at the desk: one person at a time, one key an answer, the next by itself."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import AnswerKind, Invitation, Occasion
from qianshou.care.operations import invitations
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.invitations import answer_of, invited, to_ring
from qianshou.kernel import clock
from qianshou.people import vault

from ..toasts import toast
from ..watch.reading import aloud, number
from .people import invitation
from .said import KEYS, refused
from .views import answer_word, occasion, with_standing

AHEAD = 8  # rows of the queue shown beside the desk


@requires("invitations.write")
def desk(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Whom to ring now. `?who=` picks somebody, from the queue or from all on the list."""
    row, today = occasion(request, occasion_id), clock.today()
    queue, chosen = list(to_ring(row, today)), number(request.GET.get("who"))
    picked = invited(row).filter(pk=chosen).first() if chosen else None
    who = picked or (queue[0] if queue else None)
    return render(request, "web/invitations/calls.html", _context(row, who, queue))


def _context(row: Occasion, who: Invitation | None, queue: list[Invitation]) -> dict:
    others = [one for one in with_standing(queue) if who is None or one.pk != who.pk]
    if who is not None:
        who = next((one for one in queue if one.pk == who.pk), None) or with_standing([who])[0]
    return {
        "row": row, "who": who, "queue": others[:AHEAD], "left": len(others), "answers": [(kind.value, kind.label, key) for kind, key in KEYS], "batch": uuid4(),
        "phones": telephones(who) if who else [], "contacts": contacts(who) if who else [], "today": clock.today(),
        "free": None if row.places is None else row.places - row.seated, "rung": row.asked - row.silent,
    }  # fmt: skip


def telephones(row: Invitation) -> list[str]:
    """Her own numbers, as they are read aloud."""
    return [aloud(phone) for phone in row.person.phones.all()]


def contacts(row: Invitation) -> list[tuple[str, str, str]]:
    """(name, relation, number) of those who may be rung in her place."""
    found = ((one.name, one.relation, vault.phone(one)) for one in row.person.contacts.all())
    return [(name, relation, text) for name, relation, text in found if text]


@requires("invitations.write")
@require_POST
def answer(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """What she said; then the next one (`next=calls`) or back to the list."""
    row, post = invitation(request, invitation_id), request.POST
    back = redirect("invitations-calls" if post.get("next") == "calls" else "invitations-one", row.occasion_id)
    try:
        said = invitations.answer(
            invitation_id=row.pk, kind=post.get("kind", ""), via=post.get("via", "call"), note=post.get("note", ""), call_on=_day(post.get("call_on")),
            batch=_batch(post.get("batch")), now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return back
    row.refresh_from_db()
    toast(request, _outcome(row), undo=reverse("invitations-answer-undo", args=[said.pk]))
    return back


def _outcome(row: Invitation) -> str:
    """What an answer came to: a place, or the waiting list."""
    names = {"name": row.person.name, "n": row.seat, "answer": answer_word(row.answer)}
    if row.answer == AnswerKind.YES:
        return (_("%(name)s has place %(n)s.") if row.seat else _("%(name)s is on the waiting list: all places are given.")) % names
    return _("%(name)s: %(answer)s") % names


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _batch(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


@requires("invitations.write")
@require_POST
def undo(request: HttpRequest, answer_id: int) -> HttpResponse:
    """An answer was a mistake; she is next again."""
    said = or_404(lambda: answer_of(scope=request.scope, answer_id=answer_id))
    row = said.invitation
    try:
        if invitations.take_back_answer(answer_id=said.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("Taken back: %(name)s stands as before.") % {"name": row.person.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect(f"{reverse('invitations-calls', args=[row.occasion_id])}?who={row.pk}")


@requires("invitations.write")
@require_POST
def told(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Whoever moved up knows it."""
    row = invitation(request, invitation_id)
    try:
        if invitations.told(invitation_id=row.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("Noted: %(name)s knows that she has a place.") % {"name": row.person.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("invitations-calls" if request.POST.get("next") == "calls" else "invitations-one", row.occasion_id)
