"""Concerns: list, take, answer, look again; report one from the desk."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people.queries import file_of
from qianshou.people.rules import age_on
from qianshou.watch import operations
from qianshou.watch.models import Concern
from qianshou.watch.operations.alerts import AlreadyTaken
from qianshou.watch.queries import concerns as queries

from ..listing import Listing
from ..toasts import toast
from .reading import committees, moment_of, number
from .words import CATEGORIES

PAGE = 50


@requires("watch.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Concerns that want an answer, or those that have one."""
    get = request.GET
    state = get.get("state") if get.get("state") in Concern.State.values else "pending"
    found = queries.concerns(
        scope=request.scope, state=state, severity=number(get.get("severity")), committee_id=number(get.get("committee"))
    )
    columns = [
        (_("Noticed"), "made_at"), (_("Elder"), "person.name"), (_("Where"), "person.address"), (_("How soon"), "get_severity_display"),
        (_("Matter"), "text"), (_("Noticed by"), "noticed_by"), (_("State"), "get_state_display"), (_("Taken by"), "taken_by"),
        (_("Answer"), "answer"), (_("Answered by"), "answered_by"), (_("Answered at"), "answered_at"),
    ]  # fmt: skip
    if answer := Listing(title=_("Concerns"), columns=columns, rows=found, text_columns=(0, 1, 2, 3, 4)).answer(request):
        return answer
    context = {
        "page": Paginator(found, PAGE).get_page(get.get("page")), "state": state, "committees": committees(request.scope),
        "chosen": number(get.get("committee")), "severities": Concern.Severity.choices, "severity": number(get.get("severity")),
    }  # fmt: skip
    return render(request, "web/watch/concerns.html", context)


@requires("watch.read")
def one(request: HttpRequest, concern_id: int) -> HttpResponse:
    """One concern with the answers it was owed."""
    return _page(request, or_404(queries.concern, scope=request.scope, concern_id=concern_id))


def _page(request: HttpRequest, concern: Concern, error: str = "") -> HttpResponse:
    context = {
        "concern": concern, "owed": queries.answers_owed(concern=concern), "error": error, "category": CATEGORIES.get(concern.category, ""),
        "age": age_on(concern.person.birth_date, clock.today()), "mine": concern.taken_by_id in (None, request.user.pk),
        "tomorrow": clock.today() + timedelta(days=1), "from_family": concern.ref.startswith("family:"),
    }  # fmt: skip
    return render(request, "web/watch/concern.html", context, status=422 if error else 200)


@requires("watch.act")
@require_POST
def take(request: HttpRequest, concern_id: int) -> HttpResponse:
    """ "I see to it.\""""
    concern = or_404(queries.concern, scope=request.scope, concern_id=concern_id)
    try:
        operations.take_concern(concern=concern, user=request.user, now=clock.now())
    except AlreadyTaken as taken:
        toast(
            request,
            _("%(name)s has taken this concern.") % {"name": taken.alert.taken_by or taken.alert.answered_by},
            level=messages.WARNING,
        )
    return redirect("concerns-one", concern.pk)


@requires("watch.act")
@require_POST
def answer(request: HttpRequest, concern_id: int) -> HttpResponse:
    """What was done about it."""
    concern = or_404(queries.concern, scope=request.scope, concern_id=concern_id)
    words = request.POST.get("answer", "")
    if not words.strip():
        return _page(request, concern, _("Write what was done."))
    operations.answer_concern(concern=concern, user=request.user, answer=words, now=clock.now())
    toast(request, _("Answered."))
    return redirect("concerns-one", concern.pk)


@requires("watch.act")
@require_POST
def follow_up(request: HttpRequest, concern_id: int) -> HttpResponse:
    """Look again by a day: another answer is owed then."""
    concern = or_404(queries.concern, scope=request.scope, concern_id=concern_id)
    by_at = moment_of(request.POST.get("day"), "17:00")
    if by_at is None or by_at <= clock.now():
        return _page(request, concern, _("Choose a day to come."))
    operations.follow_up_concern(concern=concern, user=request.user, by_at=by_at, now=clock.now())
    toast(request, _("It will be looked at again."))
    return redirect("concerns-one", concern.pk)


@requires("watch.act")
@require_POST
def looked(request: HttpRequest, concern_id: int, due_id: int) -> HttpResponse:
    """The second look was made."""
    concern = or_404(queries.concern, scope=request.scope, concern_id=concern_id)
    due = or_404(queries.answers_owed(concern=concern).get, pk=due_id)
    now, note = clock.now(), request.POST.get("note", "").strip()
    operations.meet(
        street_id=due.street_id,
        key=due.key,
        made_at=now,
        received_at=now,
        grade="desk",
        evidence={"answer": note[:300]},
        by_id=request.user.pk,
    )
    toast(request, _("Written down."))
    return redirect("concerns-one", concern.pk)


@requires("watch.act")
def new(request: HttpRequest, person_id: int) -> HttpResponse:
    """Report a concern from the desk (somebody rang, a neighbour came by)."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    context = {"person": person, "severities": Concern.Severity.choices, "categories": CATEGORIES.items(), "post": request.POST}
    if request.method != "POST":
        return render(request, "web/watch/concern_new.html", context)
    text, severity = request.POST.get("text", ""), number(request.POST.get("severity"))
    if not text.strip() or severity not in (1, 2, 3):
        return render(
            request,
            "web/watch/concern_new.html",
            {**context, "error": _("Write what was noticed, and how soon somebody must look.")},
            status=422,
        )
    now, category = clock.now(), request.POST.get("category", "")
    concern = operations.report_concern(
        street_id=person.street_id, person_id=person.pk, by_id=request.user.pk, text=text, severity=severity, made_at=now, received_at=now,
        now=now, category=category if category in CATEGORIES else "",
    )  # fmt: skip
    toast(request, _("Written down; somebody is told."))
    return redirect("concerns-one", concern.pk)
