"""The office deals with what came from phones and could not be entered: settle it, try it again, choose between two contents."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import Scope
from qianshou.acts import operations, queries
from qianshou.acts.models import Act
from qianshou.acts.words import KINDS, REASONS
from qianshou.assessment.rules.filled import FORM_KINDS
from qianshou.care.models import Visit
from qianshou.care.operations.taking_back import KINDS as KINDS_UNDONE
from qianshou.care.operations.taking_back import undo_for_office
from qianshou.kernel import clock
from qianshou.meals.models import Order
from qianshou.meals.operations import taking_back as boxes
from qianshou.people.models import Person

from ..listing import Listing
from ..toasts import toast

NOTE_LENGTH = 200


def kind_word(kind: str) -> str:
    """An act in a word."""
    return str(KINDS.get(kind, kind))


def reason_word(code: str) -> str:
    """Why it is held, in a sentence."""
    return str(REASONS.get(code) or REASONS["error"])


def _people_of(payloads: list[dict], scope: Scope) -> dict[tuple[str, int], Person]:
    """("visit", id), ("order", id) or ("person", id) → the elder, within the scope."""
    visits = {p["visit"] for p in payloads if _is_number(p.get("visit"))}
    persons = {p["person"] for p in payloads if _is_number(p.get("person"))}
    orders = {p["order"] for p in payloads if _is_number(p.get("order"))}
    found: dict[tuple[str, int], Person] = {}
    for order in Order.objects.filter(scope.rows(), pk__in=orders).select_related("person"):
        found["order", order.pk] = order.person
    for visit in Visit.objects.filter(scope.rows(), pk__in=visits).select_related("elder"):
        found["visit", visit.pk] = visit.elder
    for person in Person.objects.filter(scope.rows(), pk__in=persons):
        found["person", person.pk] = person
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int) and 0 < value < 2**63


def _dress(act: Act, people: dict, target: Act | None = None) -> Act:
    """An act as the page shows it; for a "taken back" with what it takes back (`target`), which the office may undo if it was entered."""
    act.kind_word, act.reason_word = kind_word(act.kind), reason_word(act.reason.get("code", "error"))
    act.target, act.target_word = target, kind_word(target.kind) if target else ""
    act.may_undo = target is not None and target.state == Act.State.APPLIED and _can_be_undone(target)
    act.elder = _elder((target or act).payload, people)
    act.said = str(act.payload.get("text", ""))
    act.is_form = act.kind in FORM_KINDS and act.elder is not None
    return act


def _can_be_undone(act: Act) -> bool:
    """Hours, forms, leave, corrections and objections are settled on their own pages."""
    return act.kind in KINDS_UNDONE or boxes.is_about_a_box(act)


def _elder(payload: dict, people: dict) -> Person | None:
    return next((people[key] for key in (("visit", payload.get("visit")), ("order", payload.get("order")), ("person", payload.get("person"))) if key in people), None)


@requires("acts.settle")
def held(request: HttpRequest) -> HttpResponse:
    """Everything from phones that waits for a person."""
    scope = request.scope
    acts, conflicts = list(queries.held(scope=scope)), list(queries.open_conflicts(scope=scope))
    second, targets = [_payload(c.body) for c in conflicts], queries.targets_of(acts)
    people = _people_of([a.payload for a in [*acts, *targets.values()]] + [c.act.payload for c in conflicts] + second, scope)
    for act in acts:
        _dress(act, people, targets.get(act.pk))
    for conflict, payload in zip(conflicts, second, strict=True):
        _dress(conflict.act, people)
        conflict.kind_word = kind_word(str(conflict.body.get("kind", "")))
        conflict.elder, conflict.said = _elder(payload, people), str(payload.get("text", ""))
    columns = [
        (gettext_lazy("Made at"), "made_at"),
        (gettext_lazy("Carer"), lambda a: a.user.display_name),
        (gettext_lazy("What"), "kind_word"),
        (gettext_lazy("Elder"), lambda a: a.elder.name if a.elder else ""),
        (gettext_lazy("Why it is here"), "reason_word"),
        (gettext_lazy("Text"), "said"),
    ]
    list_ = Listing(title=gettext_lazy("From phones"), columns=columns, rows=acts, text_columns=(0, 1, 2, 3, 4))
    if answer := list_.answer(request):
        return answer
    shown = {"acts": acts, "conflicts": conflicts, "damaged": list(queries.unreadable(scope=scope)), "listing": list_}
    return render(request, "web/acts/held.html", shown)


def _payload(body: dict) -> dict:
    payload = body.get("payload")
    return payload if isinstance(payload, dict) else {}


@requires("acts.settle")
@require_POST
def settle(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Dealt with by hand; says how."""
    act = or_404(queries.one_held, scope=request.scope, act_id=act_id)
    note = request.POST.get("note", "").strip()[:NOTE_LENGTH]
    if not note:
        toast(request, _("Write in a few words what was done about it."), level=40)
    elif operations.settle(act=act, note=note, by=request.user, now=clock.now()):
        toast(request, _("Noted."))
    return redirect("acts-held")


@requires("acts.settle")
@require_POST
def undo(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """What a held "taken back" names is really undone, for a reason."""
    act = or_404(queries.one_held, scope=request.scope, act_id=act_id)
    reason = request.POST.get("note", "").strip()[:NOTE_LENGTH]
    if not reason:
        toast(request, _("Write in a few words why it is undone."), level=40)
        return redirect("acts-held")
    target = queries.target_of(act)
    undo_it = boxes.undo_for_office if target and boxes.is_about_a_box(target) else undo_for_office
    try:
        if undo_it(said=act, reason=reason, by=request.user, now=clock.now()):
            toast(request, _("Undone. What it had met is owed again, and watched."))
    except operations.NotApplicableError as problem:
        toast(request, reason_word(problem.code), level=40)
    return redirect("acts-held")


@requires("acts.settle")
@require_POST
def again(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """The cause is mended: enter it now."""
    act = or_404(queries.one_held, scope=request.scope, act_id=act_id)
    if operations.release(act=act, by=request.user, now=clock.now()):
        toast(request, _("It will be entered within a minute; if that does not work it comes back here."))
    return redirect("acts-held")


@requires("acts.settle")
@require_POST
def choose(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Which of two contents holds."""
    conflict = or_404(queries.one_conflict, scope=request.scope, conflict_id=conflict_id)
    choice = "second" if request.POST.get("choice") == "second" else "first"
    if operations.settle_conflict(conflict=conflict, choice=choice, by=request.user, now=clock.now()):
        toast(request, _("Noted.") if choice == "first" else _("Noted. The first one is entered already: mend it in the file by hand."))
    return redirect("acts-held")


@requires("acts.settle")
@require_POST
def settle_damaged(request: HttpRequest, item_id: int) -> HttpResponse:
    """Somebody asked the carer what it was."""
    item = or_404(queries.one_unreadable, scope=request.scope, item_id=item_id)
    if operations.settle_unreadable(item=item, by=request.user, now=clock.now()):
        toast(request, _("Noted."))
    return redirect("acts-held")
