"""The desk's steps of the vote: the jury and its points, opening, closing by two, publishing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Election
from qianshou.merit.operations import election_closing, election_opening, election_vote
from qianshou.merit.queries.election import juror_of, jurors_of, listed, scores_of

from ..toasts import toast
from .desk import number, one_of
from .said import categories_of, refused


@requires("elections.read")
def jury(request: HttpRequest, election_id: int) -> HttpResponse:
    """Who is of the jury, and how far their points are entered."""
    row = one_of(request, election_id)
    context = {"row": row, "jurors": jurors_of(row), "standing": len(listed(row)), "may_write": request.scope.may("elections.write")}
    return render(request, "web/elections/jury.html", context)


@requires("elections.write")
@require_POST
def add_juror(request: HttpRequest, election_id: int) -> HttpResponse:
    """One more, by name; or one less (`remove`), until the vote opens."""
    row, by = one_of(request, election_id), {"now": clock.now(), "by_id": request.user.pk}
    try:
        if gone := number(request.POST.get("remove")):
            juror = or_404(juror_of, request.scope, gone)
            election_opening.remove_juror(juror_id=juror.pk, **by)
            toast(request, _("%(name)s is not of the jury any more.") % {"name": juror.name})
        else:
            juror = election_opening.add_juror(election_id=row.pk, name=request.POST.get("name", ""), **by)
            toast(request, _("%(name)s is of the jury.") % {"name": juror.name})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("elections-jury", row.pk)


@requires("elections.write")
def juror(request: HttpRequest, juror_id: int) -> HttpResponse:
    """A juror's points, from the signed sheet."""
    one = or_404(juror_of, request.scope, juror_id)
    row, error, given = one.election, "", scores_of(one)
    if request.method == "POST":
        typed = {c.number: request.POST.get(f"points-{c.number}", "").strip() for c in listed(row)}
        try:
            points = {n: _points(text) for n, text in typed.items() if text}
            election_vote.enter_scores(juror_id=one.pk, points=points, now=clock.now(), by_id=request.user.pk)
            toast(request, _("Points of %(name)s entered.") % {"name": one.name})
            return redirect("elections-jury", row.pk)
        except Refused as refusal:
            error, given = refused(refusal), typed
    names = categories_of(row)
    lines = [(c, names.get(c.category, c.category), given.get(c.number, "")) for c in listed(row)]
    context = {"one": one, "row": row, "lines": lines, "error": error, "open": row.state == Election.State.VOTING}
    return render(request, "web/elections/juror.html", context, status=422 if error else 200)


def _points(text: str) -> int:
    if (points := number(text)) is None:
        raise Refused("points")
    return points


def _step(request: HttpRequest, election_id: int, act: Callable[..., Election], done: str) -> HttpResponse:
    """One act on the election, and back to its page."""
    row = one_of(request, election_id)
    try:
        act(election_id=row.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, done)
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("elections-one", row.pk)


@requires("elections.write")
@require_POST
def open_vote(request: HttpRequest, election_id: int) -> HttpResponse:
    """Fix roll, ballot and jury; publish the opening."""
    return _step(request, election_id, election_opening.open_vote, _("The vote is open. Print the slips and hand them out."))


@requires("elections.write")
@require_POST
def close(request: HttpRequest, election_id: int) -> HttpResponse:
    """The first of the two asks, the second does it."""
    row = one_of(request, election_id)
    if row.close_asked_by_id is None:
        return _step(request, election_id, election_closing.ask_to_close, _("Written down. Now a colleague must close it, too."))
    return _step(request, election_id, election_closing.close_vote, _("Closed and counted. Look at the result, then publish it."))


@requires("elections.write")
@require_POST
def publish(request: HttpRequest, election_id: int) -> HttpResponse:
    """The result and the tally are for everybody."""
    return _step(request, election_id, election_closing.publish_result, _("Published. Everybody may count it again."))
