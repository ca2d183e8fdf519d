"""The ten best at the desk: the elections of the years, one with its next step, a new one, a nomination."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.care.models import Carer
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.carers import carers
from qianshou.kernel import clock
from qianshou.merit.models import Candidate, Election
from qianshou.merit.operations import election_desk
from qianshou.merit.queries.election import candidates_of, election_of, elections, jurors_of, marks, scores_missing
from qianshou.merit.queries.election_rules import announced_rules, category_for, named
from qianshou.merit.rules.election_count import said as points_said

from ..listing import Listing
from ..net.said import pack_for
from ..toasts import toast
from .said import STATES, categories_of, refused, work_words

MOMENTS = ("nominate_from", "nominate_until", "vote_from", "vote_until")


@requires("elections.read")
def listing(request: HttpRequest) -> HttpResponse:
    """The years, the one that is voted on first; where nominations are taken, the way there."""
    now = clock.now()
    found = sorted(elections(request.scope), key=lambda one: one.state != Election.State.VOTING)
    rows = [(one, STATES[one.state], _taking(one, now)) for one in found]
    return render(request, "web/elections/list.html", {"rows": rows, "may_write": request.scope.may("elections.write")})


@requires("elections.write")
def new(request: HttpRequest) -> HttpResponse:
    """Announce: the days as the pack proposes them, the places and weights as it has them."""
    street, today, language = or_404(Street.objects.get, pk=request.scope.street_id), clock.today(), get_language()
    rules, _pack = announced_rules(street, today)
    error, given = "", _proposal(today, rules)
    if request.method == "POST":
        given = request.POST.dict() | {"voters": request.POST.getlist("voters")}
        try:
            row = election_desk.announce_election(street_id=street.pk, announcement=_announcement(given, rules), now=clock.now(), by_id=request.user.pk)
            toast(request, _("Announced. Now nominations are taken, here at the desk."))
            return redirect("elections-one", row.pk)
        except Refused as refusal:
            error = refused(refusal)
    for one in rules["categories"]:
        one["name"], one["given"] = named(one, language), given.get(f"places-{one['code']}", one["places"])
    context = {
        "rules": rules, "given": given, "error": error, "checks": [(named(one, language), one["number"]) for one in rules["checks"]],
        "voters": [(one["code"], named(one, language), one["code"] in given["voters"]) for one in rules["voters"]],
    }  # fmt: skip
    return render(request, "web/elections/new.html", context, status=422 if error else 200)


def _proposal(today: date, rules: dict) -> dict:
    days = rules["days"]
    ends = today + timedelta(days=days["nominate"])
    opens = ends + timedelta(days=days["check"])
    return {
        "year": today.year, "title": _("Ten best of %(year)s") % {"year": today.year}, "nominate_from": today.isoformat(), "nominate_until": ends.isoformat(),
        "vote_from": opens.isoformat(), "vote_until": (opens + timedelta(days=days["vote"])).isoformat(), "jury": rules["weights"]["jury"],
        "voters": [one["code"] for one in rules["voters"]],
    }  # fmt: skip


def _announcement(given: dict, rules: dict) -> election_desk.Announcement:
    """From the form: days begin at midnight, and last ones end a minute before it. Refused "dates", "places", "weights" for what cannot be read."""
    try:
        days = {name: date.fromisoformat(given.get(name, "")) for name in MOMENTS}
    except ValueError as error:
        raise Refused("dates") from error
    moments = {name: clock.at(day, time(23, 59) if name.endswith("until") else time.min) for name, day in days.items()}
    places = {one["code"]: number(given.get(f"places-{one['code']}")) for one in rules["categories"]}
    if None in places.values():
        raise Refused("places")
    year, jury = number(given.get("year")), number(given.get("jury"))
    if jury is None:
        raise Refused("weights")
    if year is None or not 2000 <= year <= 2200:
        raise Refused("dates")
    return election_desk.Announcement(year=year, title=given.get("title", ""), text=given.get("text", ""), places=places, jury=jury, voters=tuple(given["voters"]), **moments)


def number(text: str | None) -> int | None:
    """A whole number as it is typed; None for anything else."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def one_of(request: HttpRequest, election_id: int) -> Election:
    """An election of the user's street; 404 otherwise."""
    return or_404(election_of, request.scope, election_id)


@requires("elections.read")
def page(request: HttpRequest, election_id: int) -> HttpResponse:
    """One election: where it stands, what comes next, who stands."""
    row = one_of(request, election_id)
    candidates = candidates_of(row)
    names = categories_of(row)
    if answer := _paper(candidates, names).answer(request):
        return answer
    counted, now = marks(row), clock.now()
    parts = [(name, [(one, _look(one), work_words(one.evidence)) for one in candidates if one.category == code]) for code, name in names.items()]
    context = {
        "row": row, "look": STATES[row.state], "parts": parts, "now": now, "may_write": request.scope.may("elections.write"), "jurors": jurors_of(row),
        "missing": scores_missing(row) if row.state == Election.State.VOTING else 0, "marked": counted, "voted": counted["code"] + counted["paper"],
        "voters": sum(counted.values()) - counted["void"], "steps": _steps(row, now), "rules": [(named(one, get_language()), one["number"]) for one in row.rules["checks"]],
        "groups": [named(one, get_language()) for one in row.rules["voters"]], "taking": _taking(row, now),
        "results": [(name, [(line, points_said(line["total"])) for line in lines]) for name, lines in results_of(row)], "seats": [(named(one, get_language()), one["places"], one["choices"]) for one in row.rules["categories"]],
        "waiting": sum(one.state == Candidate.State.NOMINATED for one in candidates),
    }  # fmt: skip
    return render(request, "web/elections/one.html", context)


def _taking(row: Election, now: datetime) -> bool:
    """Whether nominations are taken now."""
    return row.state == Election.State.ANNOUNCED and row.nominate_from <= now < row.nominate_until


def _look(one: Candidate) -> str:
    return {Candidate.State.LISTED: "done", Candidate.State.REFUSED: "calm"}.get(one.state, "hole")


def _steps(row: Election, now: datetime) -> list[tuple]:
    """(words, from, until, here) of the way."""
    return [
        (_("Nominations"), row.nominate_from, row.nominate_until, row.state == "announced" and now < row.nominate_until),
        (_("Checks and shortlist"), row.nominate_until, row.vote_from, row.state == "announced" and row.nominate_until <= now),
        (_("Vote"), row.vote_from, row.vote_until, row.state == "voting"),
        (_("Closed by two and counted"), row.closed_at, None, row.state == "closed"),
        (_("Published"), row.published_at, None, row.state == "published"),
    ]


def results_of(row: Election) -> list[tuple]:
    """(category, lines of the result) of a counted election."""
    if not row.tally:
        return []
    return [(name, [line for line in row.tally["result"] if line["category"] == code]) for code, name in categories_of(row).items()]


def _paper(candidates: list[Candidate], names: dict[str, str]) -> Listing:
    return Listing(title=_("Ten best"), rows=candidates, columns=[
        (_("Category"), lambda one: names.get(one.category, one.category)), (_("No."), lambda one: one.number or ""), (_("Name"), "carer.person.name"),
        (_("State"), "get_state_display"), (_("Nominations"), "said"), (_("Work"), lambda one: work_words(one.evidence)), (_("Reason"), "settled_why"),
    ])  # fmt: skip


@requires("elections.write")
def nominate(request: HttpRequest, election_id: int) -> HttpResponse:
    """Somebody comes to the desk, or rings, and nominates a carer."""
    row, error, given = one_of(request, election_id), "", {}
    if request.method == "POST":
        given = request.POST.dict()
        carer = or_404(Carer.objects.get, pk=number(given.get("carer")) or 0, street_id=row.street_id)
        try:
            made = election_desk.nominate(
                election_id=row.pk, carer_id=carer.pk, by_name=given.get("by_name", ""), by_self=given.get("by_self") == "1", reason=given.get("reason", ""),
                batch=_batch(given.get("batch")), now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
            toast(request, _("Nominated: %(name)s.") % {"name": made.candidate.carer.person.name})
            return redirect("elections-one", row.pk)
        except Refused as refusal:
            error = refused(refusal, row)
    tiers, names = pack_for(request).tiers, categories_of(row)
    found = [line.carer for line in carers(scope=request.scope, day=clock.today())]
    people = [(one.pk, one.person.name, one.number, tiers[one.tier].name(get_language()) if one.tier in tiers else one.tier) for one in found if category_for(row, one.tier) in names]
    context = {"row": row, "error": error, "given": given, "people": people, "batch": given.get("batch") or uuid4(), "chosen": number(given.get("carer")) or number(request.GET.get("carer"))}
    return render(request, "web/elections/nominate.html", context, status=422 if error else 200)


def _batch(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


@requires("elections.write")
@require_POST
def drop(request: HttpRequest, election_id: int) -> HttpResponse:
    """Call it off."""
    row = one_of(request, election_id)
    try:
        election_desk.drop_election(election_id=row.pk, why=request.POST.get("why", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("Called off. What was entered stays and counts for nothing."))
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("elections-one", row.pk)
