"""Paper of an election: slips with codes, ballots, the order of the ceremony, certificates."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.booklets import elections as sheets
from qianshou.booklets.queries.elected import elected
from qianshou.booklets.render import TEN_BEST, VOTE_BALLOT, VOTE_SLIPS, pdf, volume_pdf
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Election
from qianshou.merit.operations import election_opening
from qianshou.merit.queries.election import listed, marks, voter_of
from qianshou.merit.queries.election_rules import named
from qianshou.merit.rules.election_codes import shown

from ..toasts import toast
from .desk import one_of
from .said import refused

FEW = 200  # slips that are set in this process


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def address_of(request: HttpRequest, row: Election) -> str:
    """The page of the vote, as it is printed."""
    base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return base + reverse("vote", args=[row.slug])


def _answer(request: HttpRequest, row: Election, template: str, data: dict, name: str, pages: int) -> HttpResponse:
    log(act=f"election.{name}_printed", now=clock.now(), by_id=request.user.pk, street_id=row.street_id, target="election", target_id=row.pk, people=pages)
    made = (pdf if pages <= FEW else volume_pdf)(template, data, clock.day_bounds(clock.today())[0])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{row.year}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _slips(request: HttpRequest, row: Election, voter_ids: Sequence[int] | None) -> HttpResponse:
    """Codes come into being with this sheet and are nowhere else."""
    try:
        made = election_opening.print_slips(election_id=row.pk, voter_ids=voter_ids, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        toast(request, refused(error), level=messages.WARNING)
        return redirect("elections-roll", row.pk)
    address, language = address_of(request, row), _language()
    people = [sheets.Slip(v.name, v.committee, v.number, shown(code), f"{address}#{code}") for v, code in made]
    until = f"{row.vote_until.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
    data = sheets.slips(people, title=row.title, office=str(row.street), address=address, until=until, language=language)
    return _answer(request, row, VOTE_SLIPS, data, "slips", len(people))


@requires("elections.write")
@require_POST
def slips(request: HttpRequest, election_id: int) -> HttpResponse:
    """For everybody who has none yet."""
    return _slips(request, one_of(request, election_id), None)


@requires("elections.write")
@require_POST
def slip(request: HttpRequest, voter_id: int) -> HttpResponse:
    """Another one for somebody who lost it; the old code is void."""
    voter = or_404(voter_of, request.scope, voter_id)
    return _slips(request, voter.election, [voter.pk])


@requires("elections.write")
def ballots(request: HttpRequest, election_id: int) -> HttpResponse:
    """Paper ballots: as many as were handed out on the roll, ten at least."""
    row, language = one_of(request, election_id), _language()
    parts = [(named(one, get_language()), one["choices"], [(c.number or 0, c.carer.person.name) for c in listed(row) if c.category == one["code"]]) for one in row.rules["categories"]]
    copies = max(10, marks(row)["paper"])
    return _answer(request, row, VOTE_BALLOT, sheets.ballots(parts, title=row.title, office=str(row.street), copies=copies, language=language), "ballots", copies)


def _sheet(request: HttpRequest, election_id: int, make, name: str) -> HttpResponse:
    row = one_of(request, election_id)
    people = [one for _carer, one in elected(row, get_language() or "")]
    if not people:
        toast(request, _("Nobody is elected yet."), level=messages.WARNING)
        return redirect("elections-one", row.pk)
    data = make(people, title=row.title, office=str(row.street), on=clock.today().isoformat(), language=_language())
    return _answer(request, row, TEN_BEST, data, name, len(people))


@requires("elections.read")
def ceremony(request: HttpRequest, election_id: int) -> HttpResponse:
    """Who is called when, and what is read aloud."""
    return _sheet(request, election_id, sheets.ceremony, "ceremony")


@requires("elections.read")
def certificates(request: HttpRequest, election_id: int) -> HttpResponse:
    """A certificate for each."""
    return _sheet(request, election_id, sheets.certificates, "certificates")
