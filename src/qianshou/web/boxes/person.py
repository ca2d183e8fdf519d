"""One person's boxes: what is at her home and since when; lost, found, explained; every entry."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.operations.box_acts import lost_of
from qianshou.meals.queries.boxes import DESK, box_rules
from qianshou.meals.queries.boxes_out import statement_of
from qianshou.meals.queries.person import person_of
from qianshou.meals.rules.boxes import days_out, still_out_days

from .reading import act, whole
from .said import boxes_word


@requires("meals.order")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """The account and its statement."""
    today = clock.today()
    person = or_404(lambda: person_of(scope=request.scope, person_id=person_id, today=today))
    found = statement_of(person)
    for move in found.moves:
        undone = getattr(move, "taken_back_by", None)
        move.undone = undone
        move.key = move.source.removeprefix(DESK) if move.source.startswith(DESK) and not undone else ""
    account = found.account
    days = [(at, n, days_out(at, today)) for at, n in account.layers]
    context = {
        "person": person, "found": found, "account": account, "layers": days, "rule": still_out_days(box_rules(person.street_id, today)),
        "lost": lost_of(person), "may_write": request.scope.may("boxes.write"), "keys": {name: uuid4() for name in ("lose", "find", "explain")},
    }  # fmt: skip
    return render(request, "web/boxes/person.html", context)


@requires("boxes.write")
@require_POST
def lose(request: HttpRequest, person_id: int) -> HttpResponse:
    """Lost at this home."""
    return _entry(
        request, person_id, lambda person, boxes, more: operations.lose_at_home(person_id=person.pk, boxes=boxes, **more),
        _("%(boxes)s of %(name)s: lost."),
    )  # fmt: skip


@requires("boxes.write")
@require_POST
def find(request: HttpRequest, person_id: int) -> HttpResponse:
    """What was lost there is here again."""
    return _entry(
        request, person_id,
        lambda person, boxes, more: operations.find_boxes(street_id=person.street_id, person_id=person.pk, boxes=boxes, **more),
        _("%(boxes)s of %(name)s: found again, into the sink."),
    )  # fmt: skip


@requires("boxes.write")
@require_POST
def explain(request: HttpRequest, person_id: int) -> HttpResponse:
    """They had gone out, and nobody wrote it down."""
    return _entry(
        request, person_id, lambda person, boxes, more: operations.explain_boxes(person_id=person.pk, **more), _("%(name)s: written out afterwards.")
    )


def _entry(request: HttpRequest, person_id: int, do, text: str) -> HttpResponse:
    person = or_404(lambda: person_of(scope=request.scope, person_id=person_id, today=clock.today()))
    boxes = whole(request.POST.get("boxes"))
    act(
        request, lambda more: do(person, boxes, {**more, "note": request.POST.get("note", "")}),
        lambda: text % {"boxes": boxes_word(boxes or 0), "name": person.name},
    )  # fmt: skip
    return redirect("boxes-person", person.pk)
