"""What is done with an idea on its page: talked about, decided, planned, opened, held, reported, withdrawn."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.operations import activities, ideas
from qianshou.association.queries import ideas as queries
from qianshou.association.queries.pack import rules_of
from qianshou.association.rules.ideas import MAY_PLAN
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.people.queries import search
from qianshou.people.queries.files import people_seen

from ..association.said import fen_of, refused, tried
from ..watch.reading import number
from .forms import SheetForm, lines_of, tables, used_of
from .views import idea

FOUND = 8


def _by(request: HttpRequest) -> dict:
    return {"now": clock.now(), "by_id": request.user.pk}


@requires("association.write")
@require_POST
def talk(request: HttpRequest, idea_id: int) -> HttpResponse:
    """What was said of it: while the members talk about it, it was discussed; later it is a note."""
    row, note = idea(request, idea_id), request.POST.get("note", "")
    act = ideas.discuss if row.state in ("raised", "discussed") else ideas.remark
    tried(request, lambda: act(idea_id=row.pk, note=note, **_by(request)), _("Written down."))
    return redirect("activity", row.pk)


@requires("ideas.decide")
@require_POST
def decide(request: HttpRequest, idea_id: int) -> HttpResponse:
    """The street answers, with its reason."""
    row, post = idea(request, idea_id), request.POST

    def act():
        fen = fen_of(post.get("street"))
        return ideas.decide(idea_id=row.pk, outcome=post.get("outcome", ""), reason=post.get("reason", ""), street_fen=-1 if fen is None else fen, **_by(request))

    tried(request, act, _("Decided. The members see it with the reason."))
    return redirect("activity", row.pk)


@requires("association.write")
@require_POST
def take_up(request: HttpRequest, idea_id: int) -> HttpResponse:
    """What was not approved comes before the members again."""
    row = idea(request, idea_id)
    tried(request, lambda: ideas.take_up(idea_id=row.pk, reason=request.POST.get("reason", ""), **_by(request)), _("It waits for a vote of the members again."))
    return redirect("activity", row.pk)


@requires("association.write")
@require_POST
def withdraw(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Nothing comes of it."""
    row = idea(request, idea_id)
    act = lambda: ideas.withdraw(idea_id=row.pk, reason=request.POST.get("reason", ""), **_by(request))
    tried(request, act, _("Withdrawn. It stays to be seen among what is over."), undo=reverse("activity-resume", args=[row.pk]))
    return redirect("activity", row.pk)


@requires("association.write")
@require_POST
def resume(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Withdrawing was a slip."""
    row = idea(request, idea_id)
    tried(request, lambda: ideas.resume(idea_id=row.pk, **_by(request)), _("It stands where it stood."))
    return redirect("activity", row.pk)


@requires("association.write")
def sheet(request: HttpRequest, idea_id: int) -> HttpResponse:
    """The plan sheet, to be filled in."""
    row, error = idea(request, idea_id), ""
    plan = getattr(row, "activity", None)
    kinds = [(code, rule.name(get_language())) for code, rule in rules_of(row.street, clock.today(), "activity").items()]
    first = {"name": row.title, "purpose": row.text, "telephone": row.street.telephone, "responsible": str(request.user)}
    form = SheetForm.of(plan, kinds) if plan else SheetForm(initial=first, kinds=kinds)
    if request.method == "POST":
        form = SheetForm(request.POST, kinds=kinds)
        if form.is_valid():
            try:
                filled = activities.Sheet(lines=lines_of(request.POST), **form.cleaned_data)
                activities.plan_activity(idea_id=row.pk, sheet=filled, version=number(request.POST.get("version")), **_by(request))
                tried(request, lambda: True, _("The plan is kept."))
                return redirect("activity-sheet" if "more" in request.POST else "activity", row.pk)
            except Refused as said:
                error = refused(said)
    context = {
        "row": row, "plan": plan, "form": form, "error": error, "tables": tables(queries.lines(plan) if plan else []), "shut": row.state not in MAY_PLAN,
        "open": bool(plan and plan.occasion_id),
    }  # fmt: skip
    return render(request, "web/activities/sheet.html", context, status=422 if request.method == "POST" else 200)


@requires("association.write")
@require_POST
def open_sign_up(request: HttpRequest, idea_id: int) -> HttpResponse:
    """People are asked."""
    row = idea(request, idea_id)
    tried(request, lambda: activities.open_sign_up(idea_id=row.pk, **_by(request)), _("Sign-up is open. Invite people, or write down who signs up."))
    return redirect("activity", row.pk)


@requires("association.write")
def found(request: HttpRequest, idea_id: int) -> HttpResponse:
    """People who fit what is typed: to be signed up (`?for=sign-up`) or named on a photograph (`?for=photo`)."""
    row, text = idea(request, idea_id), request.GET.get("q", "").strip()
    photo = request.GET.get("for") == "photo"
    rows = search(scope=request.scope, text=text, today=clock.today(), limit=FOUND, elders_only=not photo).people if text else []
    context = {"people": [p for p in rows if p.street_id == row.street_id], "text": text, "row": row, "for": "photo" if photo else "sign-up", "batch": uuid4()}
    return render(request, "web/activities/_found.html", context)


@requires("association.write")
@require_POST
def sign_up(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Somebody would like to come."""
    row = idea(request, idea_id)
    seen = people_seen(request.scope, clock.today()).filter(street_id=row.street_id, file__isnull=False)
    person = or_404(seen.get, pk=number(request.POST.get("person")) or 0)

    def act():
        plan = getattr(row, "activity", None)
        if plan is None:
            raise Refused("state")
        try:
            batch = UUID(request.POST.get("batch", ""))
        except ValueError:
            batch = uuid4()
        return activities.sign_up(activity_id=plan.pk, person_id=person.pk, batch=batch, **_by(request))

    made = tried(request, act)
    if made:
        words = _("%(name)s has place %(n)s.") if made.seat else _("%(name)s is on the waiting list: all places are given.")
        tried(request, lambda: made, words % {"name": person.name, "n": made.seat}, undo=reverse("invitations-off", args=[made.pk]))
    return redirect("activity", row.pk)


@requires("association.write")
@require_POST
def hold(request: HttpRequest, idea_id: int) -> HttpResponse:
    """It took place."""
    row, post = idea(request, idea_id), request.POST
    tried(request, lambda: activities.hold_day(idea_id=row.pk, used=used_of(post), note=post.get("note", ""), **_by(request)), _("It took place. Now write the report."))
    return redirect("activity", row.pk)


@requires("association.write")
@require_POST
def report(request: HttpRequest, idea_id: int) -> HttpResponse:
    """The report, kept or finished (`done`)."""
    row, post = idea(request, idea_id), request.POST
    act = lambda: activities.write_report(idea_id=row.pk, result=post.get("result", ""), said=post.get("said", ""), used=used_of(post), done="done" in post, **_by(request))
    tried(request, act, _("The report is finished.") if "done" in post else _("The report is kept."))
    return redirect("activity", row.pk)
