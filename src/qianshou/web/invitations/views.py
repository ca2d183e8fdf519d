"""The occasions with their numbers, and one of them with everybody on its list."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.care.models import Answer, AnswerKind, Invitation, Occasion
from qianshou.care.queries import invitations as queries
from qianshou.care.queries.finding import read_question
from qianshou.care.queries.vocabulary import Speech
from qianshou.kernel import clock
from qianshou.people.rules import age_on

from ..listing import Listing
from .said import KEYS, LEFT_OUT, standing

PAGE = 40


@requires("invitations.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=coming|past`."""
    scope, today = request.scope, clock.today()
    show = queries.PAST if request.GET.get("show") == queries.PAST else queries.COMING
    rows = queries.occasions(scope=scope, today=today, show=show)
    if answer := _numbers(rows).answer(request):
        return answer
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "today": today, "may_write": scope.may("invitations.write"), "may_find": scope.may("company.read")}
    return render(request, "web/invitations/list.html", context)


def _numbers(rows: Iterable) -> Listing:
    """The occasions as they leave the program: no names."""
    return Listing(title=_("Invitations"), rows=rows, capability="", text_columns=(0, 1, 2, 4, 5), columns=[
        (_("Day"), "on"), (_("Occasion"), "name"), (_("Venue"), "where"), (_("Places"), "places"), (_("Asked"), "asked"), (_("Have a place"), "seated"), (_("On the waiting list"), "waiting"),
        (_("Do not come"), "no"), (_("Signed in"), "came"), (_("Came unasked"), "unasked"), (_("Had a place, did not come"), "missed"), (_("What came of it"), "result"),
    ])  # fmt: skip


def occasion(request: HttpRequest, occasion_id: int) -> Occasion:
    """The occasion of an address; 404 for outsiders."""
    return or_404(lambda: queries.occasion_of(scope=request.scope, occasion_id=occasion_id))


def with_standing(rows: Iterable[Invitation]) -> list[Invitation]:
    """Each with `look`, `words`, `waits`, and the answer that stands (`last`)."""
    rows, waits, today = list(rows), 0, clock.today()
    for row in rows:
        waits += row.since_answer is not None and row.seat is None
        row.look, row.words = standing(row, waits)
        row.last = row.said[0] if row.said else None
        row.age = age_on(row.person.birth_date, today)
    return rows


@requires("invitations.read")
def one(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Everything about one occasion."""
    row, scope = occasion(request, occasion_id), request.scope
    people = with_standing(queries.invited(row))
    if answer := _paper(row, people).answer(request):
        return answer
    context = {
        "row": row, "people": people, "off": queries.off_list(row), "today": clock.today(), "may_write": scope.may("invitations.write") and not row.over,
        "may_reopen": scope.may("invitations.write") and row.over, "may_open_files": scope.may("files.read"), "may_take": scope.may("export.run"),
        "answers": [(kind.value, kind.label, key) for kind, key in KEYS], "left_out": _left_out(request, row, people), "vias": Answer.Via.choices,
        "unasked_people": [one for one in queries.attended(row) if one.unasked], "may_find": scope.may("company.read"),
    }  # fmt: skip
    return render(request, "web/invitations/one.html", context)


def _left_out(request: HttpRequest, row: Occasion, people: list[Invitation]) -> list[tuple]:
    """Whom the question found and the list leaves out, with why: to be asked by hand."""
    if not row.question or row.over or not request.scope.may("company.read"):
        return []
    street, today = Street.objects.get(pk=row.street_id), clock.today()
    speech, known = Speech(street, today), {one.person_id for one in people}
    wanted = read_question(street=street, text=row.question, speech=speech)
    found = queries.candidates(scope=request.scope, street=street, wanted=wanted, today=today, speech=speech)
    return [(person, why, LEFT_OUT[why]) for person, why in found.left_out if person.pk not in known]


def _paper(row: Occasion, people: list[Invitation]) -> Listing:
    """The list as it leaves the program."""
    return Listing(title=row.name, rows=people, text_columns=(0, 1, 4), about="person_id", columns=[
        (_("Name"), "person.name"), (_("How she stands"), "words"), (_("Age"), "age"), (_("Committee"), lambda one: one.person.committee or ""), (_("Address"), lambda one: one.person.address),
        (_("Answered"), "answered_at"), (_("Written down by"), lambda one: one.last.by if one.last and one.last.by else ""), (_("Note"), lambda one: one.last.note if one.last else ""),
        (_("Ring again on"), "call_on"), (_("Asked by hand, because"), lambda one: _(one.by_hand) if one.by_hand else ""), (_("Signed in"), lambda one: bool(one.came)),
    ])  # fmt: skip


def answer_word(code: str) -> str:
    """An answer in words."""
    return str(AnswerKind(code).label) if code in AnswerKind.values else ""
