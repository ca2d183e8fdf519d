"""Meetings: the list, a new one, its agenda, minutes, votes and tasks."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import STATE_WORDS, Meeting
from qianshou.association.operations import meeting_tasks, meeting_votes
from qianshou.association.operations import meetings as acts
from qianshou.association.queries import meetings as queries
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..listing import Listing
from ..watch.reading import number
from .forms import MeetingForm
from .groups import members_list
from .said import member_named, tried

PAGE = 30


@requires("association.read")
def listing(request: HttpRequest) -> HttpResponse:
    """All meetings, the newest first."""
    rows = queries.meetings(scope=request.scope)
    paper = Listing(title=_("Meetings"), rows=rows, capability="", columns=[(_("Day"), "on"), (_("Meeting"), "title"), (_("Venue"), "where"), (_("Attended"), "came"), (_("Points of the agenda"), "points")])
    if answer := paper.answer(request):
        return answer
    context = {"page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "today": clock.today(), "may_write": request.scope.may("association.write")}
    return render(request, "web/association/meetings.html", context)


@requires("association.write")
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting: every open idea is put on its agenda."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        named = data.pop("chair").strip()
        chair = member_named(request.scope.street_id, named)

        def act():
            if named and chair is None:
                raise Refused("member")
            return acts.plan_meeting(street_id=request.scope.street_id, chair_id=chair and chair.pk, now=clock.now(), by_id=request.user.pk, **data)

        if made := tried(request, act, _("The meeting is planned, with the open ideas on its agenda.")):
            return redirect("association-meeting", made.pk)
    context = {"form": form, **members_list(request)}
    return render(request, "web/association/new_meeting.html", context, status=422 if request.method == "POST" else 200)


def meeting(request: HttpRequest, meeting_id: int) -> Meeting:
    """The meeting of an address; 404 for outsiders."""
    return or_404(lambda: queries.meeting_of(scope=request.scope, meeting_id=meeting_id))


@requires("association.read")
def one(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting: agenda with minutes and votes, tasks."""
    row, today = meeting(request, meeting_id), clock.today()
    members, need = (row.members, row.needed) if row.closed_at else acts.count_of(row)
    items = list(queries.agenda(row))
    for item in items:
        item.stands = STATE_WORDS[item.idea.state] if item.idea else ""
    context = {
        "row": row, "items": items, "off": queries.agenda(row, off=True), "members": members, "needed": need, "today": today, "early": today < row.on,
        "tasks": [(task, queries.late(task, today)) for task in row.tasks.select_related("member__person", "answered_by")],
        "may_write": request.scope.may("association.write"), "writing": request.scope.may("association.write") and not row.over, **members_list(request),
    }  # fmt: skip
    return render(request, "web/association/meeting.html", context)


@requires("association.write")
@require_POST
def write(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes as typed; `close` closes them."""
    row, post = meeting(request, meeting_id), request.POST
    said = {int(key[5:]): text for key, text in post.items() if key.startswith("said-") and key[5:].isascii() and key[5:].isdigit() and len(key) < 16}
    by = {"now": clock.now(), "by_id": request.user.pk}
    saved = tried(request, lambda: acts.write_minutes(meeting_id=row.pk, said=said, minutes=post.get("minutes", ""), version=number(post.get("version")) or 0, **by), "" if "close" in post else _("The minutes are kept."))
    if saved and "close" in post:
        tried(request, lambda: acts.close_minutes(meeting_id=row.pk, **by), _("The minutes are closed. Print them to be signed."), undo=reverse("association-meeting-reopen", args=[row.pk]))
    return redirect("association-meeting", row.pk)


@requires("association.write")
@require_POST
def reopen(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Closing the minutes, or calling it off, was a slip."""
    row = meeting(request, meeting_id)
    tried(request, lambda: acts.reopen_minutes(meeting_id=row.pk, now=clock.now(), by_id=request.user.pk), _("Open again."))
    return redirect("association-meeting", row.pk)


@requires("association.write")
@require_POST
def call_off(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """It does not take place."""
    row = meeting(request, meeting_id)
    act = lambda: acts.call_off_meeting(meeting_id=row.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
    tried(request, act, _("Called off. The ideas wait for the next meeting."), undo=reverse("association-meeting-reopen", args=[row.pk]))
    return redirect("association-meeting", row.pk)


@requires("association.write")
@require_POST
def add_point(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """A point by its title; without one, every idea that came in since."""
    row, title, by = meeting(request, meeting_id), request.POST.get("title", "").strip(), {"now": clock.now(), "by_id": request.user.pk}
    if title:
        tried(request, lambda: acts.add_point(meeting_id=row.pk, title=title, **by), _("It is on the agenda."), undo=lambda made: reverse("association-point-off", args=[made.pk]))
    else:
        made = tried(request, lambda: acts.fill_agenda(meeting_id=row.pk, **by))
        if made is not None:
            tried(request, lambda: made, ngettext("%(n)s new idea is on the agenda.", "%(n)s new ideas are on the agenda.", made) % {"n": made})
    return redirect("association-meeting", row.pk)


@requires("association.write")
@require_POST
def point_off(request: HttpRequest, item_id: int) -> HttpResponse:
    """A point is taken off the agenda, or put back (`back`)."""
    item, off = or_404(lambda: queries.item_of(scope=request.scope, item_id=item_id)), "back" not in request.POST
    tried(request, lambda: acts.take_off_agenda(item_id=item.pk, off=off, now=clock.now(), by_id=request.user.pk), _("Taken off the agenda.") if off else _("On the agenda again."))
    return redirect("association-meeting", item.meeting_id)


@requires("association.write")
@require_POST
def vote(request: HttpRequest, item_id: int) -> HttpResponse:
    """Hands are counted."""
    item, post = or_404(lambda: queries.item_of(scope=request.scope, item_id=item_id)), request.POST
    hands = {name: number(post.get(name)) or 0 for name in ("ayes", "noes", "abstained")}
    made = tried(request, lambda: meeting_votes.count_hands(item_id=item.pk, question=post.get("question", ""), now=clock.now(), by_id=request.user.pk, **hands))
    if made:
        said = _("Carried: %(title)s") if made.carried else _("Not carried: %(title)s")
        tried(request, lambda: made, said % {"title": item.title}, undo=reverse("association-vote-undo", args=[made.pk]))
    return redirect("association-meeting", item.meeting_id)


@requires("association.write")
@require_POST
def undo_vote(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The count was wrong."""
    row = or_404(lambda: queries.vote_of(scope=request.scope, vote_id=vote_id))
    tried(request, lambda: meeting_votes.take_back_vote(vote_id=row.pk, now=clock.now(), by_id=request.user.pk), _("The vote is taken back."))
    return redirect("association-meeting", row.item.meeting_id)


@requires("association.write")
@require_POST
def give_task(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Somebody does something by a day."""
    row, post = meeting(request, meeting_id), request.POST
    named = post.get("who", "").strip()
    who = member_named(row.street_id, named)
    try:
        by_on = date.fromisoformat(post.get("by_on", ""))
    except ValueError:
        by_on = date.min
    act = lambda: meeting_tasks.give_task(
        meeting_id=row.pk, what=post.get("what", ""), member_id=who and who.pk, who="" if who else named, by_on=by_on, now=clock.now(), by_id=request.user.pk
    )
    tried(request, act, _("Written down: it is owed by that day."))
    return redirect("association-meeting", row.pk)


@requires("association.read")
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks of all meetings; `?show=all` the answered ones too."""
    everything, today = request.GET.get("show") == "all", clock.today()
    rows = queries.tasks(scope=request.scope, open_only=not everything)
    paper = Listing(title=_("Tasks of the meetings"), rows=rows, capability="", columns=[
        (_("What"), "what"), (_("Who does it"), lambda one: one.member or one.who), (_("By"), "by_on"), (_("Meeting"), "meeting"), (_("Answered"), "answer"), (_("Dropped, because"), "dropped_why"),
    ])  # fmt: skip
    if answer := paper.answer(request):
        return answer
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tasks": [(task, queries.late(task, today)) for task in page], "everything": everything, "may_write": request.scope.may("association.write")}
    return render(request, "web/association/tasks.html", context)


@requires("association.write")
@require_POST
def settle_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """It is done (`answer`), or not needed any more (`drop`)."""
    task, words = or_404(lambda: queries.task_of(scope=request.scope, task_id=task_id)), request.POST.get("words", "")
    by = {"now": clock.now(), "by_id": request.user.pk}
    if "drop" in request.POST:
        tried(request, lambda: meeting_tasks.drop_task(task_id=task.pk, reason=words, **by), _("Dropped."))
    else:
        tried(request, lambda: meeting_tasks.answer_task(task_id=task.pk, answer=words, **by), _("Answered."))
    return redirect("association-tasks") if request.POST.get("next") == "tasks" else redirect("association-meeting", task.meeting_id)
