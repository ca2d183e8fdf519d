"""Spot visits, training, praise and complaints: each a list of the month with its form."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Feedback, SpotVisit, Training, TrainingSeat
from qianshou.merit.operations import appraisal_records as operations
from qianshou.merit.queries import appraisal_calls as queries
from qianshou.packs.loader import load

from ..listing import Listing
from ..months import chips, chosen_month, month_name
from ..toasts import toast
from ..watch.reading import number
from .reading import batch_in, carer_in, carers_of, day_in, elder_in, street_or_404
from .said import CALL_WORDS, named, refused

CHECKS = [(code, CALL_WORDS[code]) for code in operations.CHECKS]
SEATS = TrainingSeat.State.choices
PAGES = {"spots_page": "appraisal-spots", "trainings_page": "appraisal-trainings", "feedback_page": "appraisal-feedback"}


def _page(request: HttpRequest, template: str, listing: Listing, problem: str, **context: object) -> HttpResponse:
    """What the three pages share."""
    if answer := listing.answer(request):
        return answer
    month, typed = chosen_month(request), request.POST.dict()
    return render(request, f"web/appraisal/{template}.html", {
        "chips": chips(month), "code": f"{month:%Y-%m}", "month_name": month_name(month), "listing": listing, "problem": problem, "typed": typed, "batch": typed.get("batch") or uuid4(),
        "carers": carers_of(request), "today": clock.today(), "may_write": request.scope.may("appraisal.write"), "here": template, **context,
    }, status=422 if problem else 200)  # fmt: skip


def _done(request: HttpRequest, act: Callable[[], object], page: Callable[..., HttpResponse], said: str, undo: str = "") -> HttpResponse:
    try:
        row = act()
    except Refused as error:
        return page(request, problem=refused(error))
    toast(request, said, undo=reverse(undo, args=[row.pk]) if undo else "")
    return redirect(f"{reverse(PAGES[page.__name__])}?month={row.on:%Y-%m}")


def _mine(request: HttpRequest) -> dict:
    return {"now": clock.now(), "by_id": request.user.pk}


@requires("appraisal.read")
def spots(request: HttpRequest) -> HttpResponse:
    """Spot visits of the month, and the form for one more."""
    return spots_page(request)


def spots_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The page, with what was wrong."""
    month, street = chosen_month(request), street_or_404(request)
    pack = load(street.pack, month)
    points = [(q.code, q.name(get_language()), request.POST.get(q.code, "")) for q in pack.appraisal_questions.values() if q.asked == "spot"]
    rows = [
        {"row": row, "right": sum(a == "yes" for a in row.checks.values()), "seen": sum(a in ("yes", "no") for a in row.checks.values()),
         "wrong": [named(pack.appraisal_questions, code) for code, said in row.checks.items() if said == "no"]}
        for row in queries.spots(request.scope, month)
    ]  # fmt: skip
    listing = Listing(title=_("Spot visits %(month)s") % {"month": month_name(month)}, rows=rows, columns=[
        (_("Day"), "row.on"), (_("Carer"), "row.carer.person.name"), (_("At the home of"), lambda r: r["row"].elder.name if r["row"].elder else ""),
        (_("As it should be"), lambda r: f"{r['right']}/{r['seen']}"), (_("Not as it should be"), "wrong"), (_("Note"), "row.note")])  # fmt: skip
    return _page(request, "spots", listing, problem, rows=rows, points=points, options=CHECKS)


@requires("appraisal.write")
@require_POST
def add_spot(request: HttpRequest) -> HttpResponse:
    """Write a spot visit down."""
    batch, post = batch_in(request), request.POST
    act = lambda: operations.note_spot(carer_id=carer_in(request), on=day_in(request), checks=post.dict(), note=post.get("note", ""), elder_id=elder_in(request), batch=batch, **_mine(request))
    return _done(request, act, spots_page, _("The spot visit is written down."), undo="appraisal-spot-drop")


@requires("appraisal.write")
@require_POST
def drop_spot(request: HttpRequest, spot_id: int) -> HttpResponse:
    """It was written down by mistake."""
    row = or_404(queries.one_of, SpotVisit, request.scope, spot_id)
    operations.take_back_spot(ids=[row.pk], **_mine(request))
    return _dropped(request, "appraisal-spots", row)


def _dropped(request: HttpRequest, page: str, row: SpotVisit | Training | Feedback) -> HttpResponse:
    toast(request, _("Taken back."))
    return redirect(f"{reverse(page)}?month={row.on:%Y-%m}")


@requires("appraisal.read")
def trainings(request: HttpRequest) -> HttpResponse:
    """Trainings of the month, and the form for one more."""
    return trainings_page(request)


def trainings_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The page, with what was wrong."""
    month = chosen_month(request)
    street_or_404(request)
    rows = [
        {"row": row, "seats": {state: [seat.carer.person.name for seat in row.seats.all() if seat.state == state] for state, _word in SEATS}}
        for row in queries.trainings(request.scope, month)
    ]
    listing = Listing(title=_("Training %(month)s") % {"month": month_name(month)}, rows=rows, columns=[
        (_("Day"), "row.on"), (_("About"), "row.title"), (_("Minutes"), "row.minutes"), *[(word, lambda r, s=state: r["seats"][s]) for state, word in SEATS]])  # fmt: skip
    chosen = {pk: request.POST.get(f"seat-{pk}", "") for pk in (c.pk for c in carers_of(request))}
    return _page(request, "trainings", listing, problem, rows=rows, seats=SEATS, people=[(c, chosen[c.pk]) for c in carers_of(request)])


@requires("appraisal.write")
@require_POST
def add_training(request: HttpRequest) -> HttpResponse:
    """Write a training down."""
    batch, post = batch_in(request), request.POST
    seats = {c.pk: post[f"seat-{c.pk}"] for c in carers_of(request) if post.get(f"seat-{c.pk}")}
    act = lambda: operations.note_training(street_id=request.scope.street_id, on=day_in(request), title=post.get("title", ""), minutes=number(post.get("minutes")) or 0, seats=seats,
                                           batch=batch, **_mine(request))  # fmt: skip
    return _done(request, act, trainings_page, _("The training is written down."), undo="appraisal-training-drop")


@requires("appraisal.write")
@require_POST
def drop_training(request: HttpRequest, training_id: int) -> HttpResponse:
    """It was written down by mistake."""
    row = or_404(queries.one_of, Training, request.scope, training_id)
    operations.take_back_training(ids=[row.pk], **_mine(request))
    return _dropped(request, "appraisal-trainings", row)


@requires("appraisal.read")
def feedback_list(request: HttpRequest) -> HttpResponse:
    """Praise and complaints of the month, and the form for one more."""
    return feedback_page(request)


def feedback_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The page, with what was wrong."""
    month = chosen_month(request)
    street_or_404(request)
    rows = queries.feedback(request.scope, month)
    listing = Listing(title=_("Praise and complaints %(month)s") % {"month": month_name(month)}, rows=rows, columns=[
        (_("Day"), "on"), (_("Carer"), "carer.person.name"), (_("Kind"), "get_kind_display"), (_("From"), lambda r: r.source_name or r.get_source_display()),
        (_("Words"), "text"), (_("Found out"), "get_finding_display"), (_("What was done"), "settled")])  # fmt: skip
    return _page(request, "feedback", listing, problem, rows=rows, kinds=Feedback.Kind.choices, sources=Feedback.Source.choices, findings=Feedback.Finding.choices)


@requires("appraisal.write")
@require_POST
def add_feedback(request: HttpRequest) -> HttpResponse:
    """Write praise or a complaint down."""
    batch, post = batch_in(request), request.POST
    said = {name: post.get(name, "") for name in ("kind", "source", "source_name", "text")}
    act = lambda: operations.note_feedback(carer_id=carer_in(request), on=day_in(request), elder_id=elder_in(request), batch=batch, **said, **_mine(request))
    return _done(request, act, feedback_page, _("Written down."), undo="appraisal-feedback-drop")


@requires("appraisal.write")
@require_POST
def settle(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """What was found out about a complaint."""
    row, post = or_404(queries.one_of, Feedback, request.scope, feedback_id), request.POST
    act = lambda: operations.settle_feedback(feedback_id=row.pk, finding=post.get("finding", ""), settled=post.get("settled", ""), **_mine(request))
    return _done(request, act, feedback_page, _("The complaint is settled."))


@requires("appraisal.write")
@require_POST
def drop_feedback(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """It was written down by mistake."""
    row = or_404(queries.one_of, Feedback, request.scope, feedback_id)
    operations.take_back_feedback(ids=[row.pk], **_mine(request))
    return _dropped(request, "appraisal-feedback", row)
