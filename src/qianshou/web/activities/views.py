"""The ideas by where they stand, a new one, and one of them as a single thread."""

from collections.abc import Iterable
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import STATE_WORDS, Idea, IdeaDecision
from qianshou.association.operations import ideas as acts
from qianshou.association.queries import ideas as queries
from qianshou.association.rules.ideas import MAY_PLAN, MAY_WITHDRAW, OVER, STATES, WAY, way
from qianshou.care.queries.invitations import attended, occasion_of
from qianshou.kernel import clock

from ..association.groups import members_list
from ..association.said import member_named, tried
from ..listing import Listing
from .forms import IdeaForm
from .said import ACTS, STATIONS, brought_by, standing, waits

PAGE = 40


@requires("association.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?state=`: those in one state; `?show=over`: what is over."""
    scope, today, get = request.scope, clock.today(), request.GET
    state, over = get.get("state") if get.get("state") in STATES else "", get.get("show") == "over"
    rows = queries.ideas(scope=scope, state=state, over=over)
    if answer := _paper(rows).answer(request):
        return answer
    page, counts = Paginator(rows, PAGE).get_page(get.get("page")), queries.counts(scope=scope)
    lines = [(row, *standing(row, today), waits(row, today), brought_by(row)) for row in page]
    context = {
        "page": page, "lines": lines, "state": state, "over": over, "chips": [(one, STATE_WORDS[one], counts.get(one, 0)) for one in WAY[:-1]], "all": sum(counts.get(one, 0) for one in WAY[:-1]),
        "gone": sum(counts.get(one, 0) for one in OVER), "may_write": scope.may("association.write"), "may_plan": MAY_PLAN,
    }  # fmt: skip
    return render(request, "web/activities/list.html", context)


def _paper(rows: Iterable[Idea]) -> Listing:
    today = clock.today()
    return Listing(title=_("Ideas and activities"), rows=rows, capability="", columns=[
        (_("Idea"), "title"), (_("Where it stands"), lambda one: standing(one, today)[1]), (_("Who waits for what"), lambda one: waits(one, today)), (_("Brought by"), brought_by),
        (_("Brought on"), lambda one: clock.local_date(one.made_at)), (_("In words"), "text"),
    ])  # fmt: skip


@requires("association.write")
def new(request: HttpRequest) -> HttpResponse:
    """Write an idea down."""
    form = IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        who = member_named(request.scope.street_id, data["who"]) if data["source"] == Idea.Source.MEMBER else None
        if who:
            data["who"] = ""

        def act():
            return acts.bring_idea(street_id=request.scope.street_id, member_id=who and who.pk, now=clock.now(), by_id=request.user.pk, **data)

        if made := tried(request, act, _("Written down. It is put on the agenda of the next meeting.")):
            return redirect("activity", made.pk)
    return render(request, "web/activities/new.html", {"form": form, **members_list(request)}, status=422 if request.method == "POST" else 200)


def idea(request: HttpRequest, idea_id: int) -> Idea:
    """The idea of an address; 404 for outsiders."""
    return or_404(lambda: queries.idea_of(scope=request.scope, idea_id=idea_id))


@requires("association.read")
def one(request: HttpRequest, idea_id: int) -> HttpResponse:
    """The whole thread."""
    row, today, scope = idea(request, idea_id), clock.today(), request.scope
    writes = scope.may("association.write")
    look, words = standing(row, today)
    entries = [(entry, ACTS.get(entry.act, entry.act)) for entry in queries.thread(row)]
    context = {
        "row": row, "look": look, "stands": words, "waits": waits(row, today), "late": row.due_on is not None and row.due_on < today, "who": brought_by(row),
        "marks": [(mark, STATIONS[mark.state]) for mark in way(row.state, row.before)], "entries": entries, "decision": queries.decision(row), "today": today,
        "may_write": writes, "may_decide": scope.may("ideas.decide") and row.state == "proposed", "outcomes": IdeaDecision.Outcome.choices,
        "may_plan": writes and row.state in MAY_PLAN, "may_withdraw": writes and row.state in MAY_WITHDRAW, "batch": uuid4(), **_activity(request, row),
    }  # fmt: skip
    return render(request, "web/activities/one.html", context)


def _activity(request: HttpRequest, row: Idea) -> dict:
    plan = getattr(row, "activity", None)
    if plan is None:
        return {"plan": None}
    lines = queries.lines(plan)
    occasion = occasion_of(scope=request.scope, occasion_id=plan.occasion_id) if plan.occasion_id else None
    return {
        "plan": plan, "lines": lines, "countable": [one for one in lines if one.kind in ("material", "gift")], "money": queries.money_of(plan),
        "costs": queries.costs(plan), "photos": queries.photos(plan), "occasion": occasion, "here": attended(occasion) if occasion else [],
        "day_is_here": occasion is not None and clock.today() >= occasion.on, "early": occasion is not None and clock.today() < occasion.on,
    }  # fmt: skip


