"""One who was nominated: by whom and why, every rule with what was found, on the shortlist or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Candidate
from qianshou.merit.operations import election_desk
from qianshou.merit.queries.election import candidate_of
from qianshou.merit.queries.election_facts import evidence, facts_of, findings_of
from qianshou.merit.rules.election_checks import Finding, may_stand

from ..toasts import toast
from .said import categories_of, check_words, refused, work_words


@requires("elections.read")
def page(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Everything about her that counts here. Once she is settled, as it was then."""
    return _page(request, or_404(candidate_of, request.scope, candidate_id))


def _page(request: HttpRequest, one: Candidate, error: str = "") -> HttpResponse:
    if one.checks:
        found, shown = [Finding(*line) for line in one.checks], one.evidence
    else:
        facts = facts_of(one.carer, one.election.year, clock.now())
        found, shown = findings_of(one, facts), evidence(facts)
    context = {
        "one": one, "row": one.election, "error": error, "may_stand": may_stand(found), "work": work_words(shown),
        "category": categories_of(one.election).get(one.category, one.category), "nominations": one.nominations.select_related("entered_by"),
        "checks": [(finding, *check_words(one.election, finding)) for finding in found], "given": request.POST,
        "may_write": request.scope.may("elections.write") and one.election.state == "announced",
    }  # fmt: skip
    return render(request, "web/elections/candidate.html", context, status=422 if error else 200)


@requires("elections.write")
@require_POST
def decide(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """An officer answers a rule or overrules what was found."""
    one, post = or_404(candidate_of, request.scope, candidate_id), request.POST
    try:
        election_desk.decide_check(candidate_id=one.pk, code=post.get("code", ""), ok=post.get("ok") == "1", why=post.get("why", ""), now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        return _page(request, one, refused(error))
    toast(request, _("Written down, with your name and reason."))
    return redirect("elections-candidate", one.pk)


@requires("elections.write")
@require_POST
def settle(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """`how`: list, off or back."""
    one, post = or_404(candidate_of, request.scope, candidate_id), request.POST
    by = {"candidate_id": one.pk, "now": clock.now(), "by_id": request.user.pk}
    try:
        if post.get("how") == "list":
            election_desk.put_on_shortlist(agreed=post.get("agreed") == "1", citation=post.get("citation", ""), **by)
            toast(request, _("On the shortlist."))
        elif post.get("how") == "off":
            election_desk.keep_off_shortlist(why=post.get("why", ""), **by)
            toast(request, _("Not on the shortlist. Tell her why."), level=messages.WARNING)
        else:
            election_desk.reopen_candidate(**by)
            toast(request, _("Among the nominated again."))
    except Refused as error:
        return _page(request, one, refused(error))
    return redirect("elections-candidate" if post.get("how") == "back" else "elections-one", one.pk if post.get("how") == "back" else one.election_id)
