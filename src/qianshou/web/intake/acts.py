"""What is done at a step: checked, visited, decided, consented, handed over. Each sends one act and comes back to the case."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.models import User
from qianshou.access.permissions import requires
from qianshou.assessment import operations as assessment
from qianshou.care.models import IntakeCase
from qianshou.care.operations import intake
from qianshou.care.queries.intake import DESKS, VISITORS, may_answer_for
from qianshou.care.queries.intake_forms import instruments_owed, round_of
from qianshou.kernel import clock
from qianshou.kernel.clock import ZONE

from .case import show
from .sending import day, found, number, send, sent


def _helper(request: HttpRequest, case: IntakeCase, name: str) -> User:
    """A colleague who was chosen; 404 for anybody else. Visits are made with a tablet too; whoever answers for a case sits at a desk."""
    chosen, roles = number(request.POST.get(name)), DESKS if name == "responsible" else VISITORS
    user = next((one for one in may_answer_for(street_id=case.street_id, committee_id=case.person.committee_id, on=clock.today(), roles=roles) if one.pk == chosen), None)
    if user is None:
        raise Http404
    return user


@requires("intake.write")
@require_POST
def assign(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Somebody else answers for the case."""
    case = found(request, intake_id)
    user = _helper(request, case, "responsible")
    return send(request, case, "assign", lambda: intake.assign(**sent(request, case), responsible_id=user.pk), _("%(name)s answers for it now.") % {"name": user})


@requires("intake.write")
@require_POST
def visit(request: HttpRequest, intake_id: int) -> HttpResponse:
    """A home visit is agreed."""
    case = found(request, intake_id)
    user = _helper(request, case, "visitor")
    try:
        at = datetime.fromisoformat(request.POST.get("visit_at", "")).replace(tzinfo=ZONE)
    except ValueError:
        return show(request, case, error=_("When? Choose day and time."), at="visit", given=request.POST, status=422)
    return send(request, case, "visit", lambda: intake.plan_visit(**sent(request, case), at=at, visitor_id=user.pk), _("The visit is agreed; %(name)s is told when it does not come.") % {"name": user})


@requires("intake.write")
@require_POST
def check(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Passed; or, with the button *refuse* (intake.decide), not eligible."""
    case, post = found(request, intake_id), request.POST
    findings = {name: post.get(f"found.{name}", "unknown") for name in intake.CRITERIA}
    if "refuse" in post:
        if not request.scope.may("intake.decide"):
            raise Http404
        act = lambda: intake.refuse_at_check(**sent(request, case), findings=findings, reason=post.get("note", ""))
        return send(request, case, "check", act, _("Refused. The letter can be printed here."))
    act = lambda: intake.pass_check(
        **sent(request, case), findings=findings, seen=post.getlist("seen"), note=post.get("note", ""), all_the_same="all_the_same" in post
    )
    return send(request, case, "check", act, _("Checked. Next: the home visit."))


@requires("intake.write")
@require_POST
def begin(request: HttpRequest, intake_id: int, code: str) -> HttpResponse:
    """Begin, or go on with, a form that the case asks for."""
    case = found(request, intake_id)
    if not request.scope.may("assessments.write") or code not in {one.code for one in instruments_owed(case)}:
        raise Http404
    why = "appeal" if round_of(case) > 1 else "first"
    try:
        row = assessment.begin(person_id=case.person_id, instrument=code, why=why, made_on=clock.today(), now=clock.now(), by_id=request.user.pk)
    except assessment.Refused as error:
        return show(request, case, error=error.code, at="assess", status=422)
    return redirect("assessments-one", row.pk)


@requires("intake.write")
@require_POST
def assessed(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The home visit is over."""
    case, post = found(request, intake_id), request.POST
    user = _helper(request, case, "assessor")
    on = day(post.get("on")) or clock.today()
    act = lambda: intake.finish_assessment(**sent(request, case), on=on, assessor_id=user.pk, note=post.get("note", ""))
    return send(request, case, "assess", act, _("Assessed. Next: the decision."))


@requires("intake.decide")
@require_POST
def decide(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Granted, refused or deferred."""
    case, post = found(request, intake_id), request.POST
    act = lambda: intake.decide(
        **sent(request, case), outcome=post.get("outcome", ""), level=number(post.get("level")), reason=post.get("reason", ""), until=day(post.get("until"))
    )
    return send(request, case, "decide", act, _("Decided. The letter can be printed here."))


@requires("intake.write")
@require_POST
def consents(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Yes or no for each purpose; a scan of the signed paper may come along."""
    case, post = found(request, intake_id), request.POST
    answers = {name.removeprefix("answer."): value for name, value in post.items() if name.startswith("answer.")}

    upload = request.FILES.get("scan")
    act = lambda: intake.take_consents(
        **sent(request, case), answers=answers, how="paper" if upload else post.get("how", "spoken"), by_name=post.get("by_name", ""),
        by_relation=post.get("by_relation", ""), witness=post.get("witness", ""), scan=(upload.name, upload.read()) if upload else None,
    )  # fmt: skip
    return send(request, case, "consent", act, _("Written down. What was refused is left out. Next: the booklet."))


@requires("intake.write")
@require_POST
def booklet(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The booklet was handed over."""
    case, post = found(request, intake_id), request.POST
    act = lambda: intake.hand_over_booklet(**sent(request, case), on=day(post.get("on")) or clock.today(), to=post.get("to", ""))
    return send(request, case, "booklet", act, _("Written down. Next: into the net."))
