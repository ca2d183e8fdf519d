"""The roll: who may vote and who has; a paper ballot instead of a code; paper ballots read by two."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Election
from qianshou.merit.operations import election_opening, election_vote
from qianshou.merit.queries.election import listed, marks, papers_of, voter_of, voters_of
from qianshou.merit.rules.election_codes import shown

from ..listing import Listing
from ..toasts import toast
from .desk import number, one_of
from .said import categories_of, refused

PAGE = 100


@requires("elections.read")
def page(request: HttpRequest, election_id: int) -> HttpResponse:
    """`?q=&mark=voted|not`."""
    row, get = one_of(request, election_id), request.GET
    rows = voters_of(row, text=get.get("q", ""), mark=get.get("mark", ""))
    paper = Listing(title=_("Roll of voters"), rows=rows, columns=[
        (_("No."), "number"), (_("Name"), "name"), (_("May vote as"), "get_group_display"), (_("Committee"), "committee"), (_("Mark"), "get_mark_display"),
    ])  # fmt: skip
    if answer := paper.answer(request):
        return answer
    context = {
        "row": row, "page": Paginator(rows, PAGE).get_page(get.get("page")), "q": get.get("q", ""), "mark": get.get("mark", ""), "counted": marks(row),
        "without": rows.filter(code_hash__isnull=True, mark="").count(), "may_write": request.scope.may("elections.write") and row.state == Election.State.VOTING,
    }  # fmt: skip
    return render(request, "web/elections/roll.html", context)


@requires("elections.write")
@require_POST
def paper_out(request: HttpRequest, voter_id: int) -> HttpResponse:
    """This voter takes a paper ballot; the code is void."""
    voter = or_404(voter_of, request.scope, voter_id)
    try:
        election_opening.hand_out_paper(voter_id=voter.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s takes a paper ballot. The code on the slip does not vote any more.") % {"name": voter.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("elections-roll", voter.election_id)


@requires("elections.write")
def papers(request: HttpRequest, election_id: int) -> HttpResponse:
    """The box is opened: one reads and enters, another reads and enters again."""
    row, error, given = one_of(request, election_id), "", {}
    if request.method == "POST":
        chosen = [int(n) for n in request.POST.getlist("choice") if number(n) is not None]
        given = {"number": request.POST.get("number", ""), "chosen": chosen}
        try:
            paper = election_vote.enter_paper(election_id=row.pk, number=number(given["number"]) or 0, chosen=chosen, now=clock.now(), by_id=request.user.pk)
            if paper.receipt:
                toast(request, _("Paper %(number)s is in the urn. Write its receipt on it: %(receipt)s.") % {"number": paper.number, "receipt": shown(paper.receipt)})
            else:
                toast(request, _("Paper %(number)s is entered once. A colleague must read it, too.") % {"number": paper.number})
            return redirect("elections-papers", row.pk)
        except Refused as refusal:
            error = refused(refusal, row)
    names = categories_of(row)
    parts = [(name, [c for c in listed(row) if c.category == code]) for code, name in names.items()]
    context = {
        "row": row, "error": error, "given": given, "parts": parts, "papers": [(one, shown(one.receipt) if one.receipt else "") for one in papers_of(row)],
        "out": marks(row)["paper"], "open": row.state == Election.State.VOTING,
    }  # fmt: skip
    return render(request, "web/elections/papers.html", context, status=422 if error else 200)
