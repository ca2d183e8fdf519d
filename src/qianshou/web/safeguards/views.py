"""The list: who is covered by what, what runs out, who is not covered, claims; filters stand in the address."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.access.models import Committee, Street
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.care.queries import safeguards as reads
from qianshou.kernel import clock
from qianshou.ledger.words import amount_words

from ..listing import Listing
from .reading import number_in
from .said import STATES, kind_words, left_words

PAGE = 60
COVERED, ENDING, UNCOVERED, CLAIMS, CLOSED = "covered", "ending", "none", "claims", "closed"
SHOWS = (COVERED, ENDING, UNCOVERED, CLAIMS, CLOSED)
SPANS = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks for."""

    street: Street
    today: date
    show: str
    days: int
    asked: reads.Asked

    @classmethod
    def read(cls, request: HttpRequest) -> "Question":
        """From the query string; whatever makes no sense is left out. 404 without a street."""
        get, street = request.GET, street_of(request.scope)
        if street is None:
            raise Http404
        show = get.get("show") if get.get("show") in SHOWS else COVERED
        days = number_in(get.get("days"))
        kind = number_in(get.get("kind"))
        asked = reads.Asked(kind if 1 <= kind <= 8 else 0, get.get("provider", "")[:80], number_in(get.get("committee")), get.get("q", ""))
        return cls(street, clock.today(), show, days if days in SPANS else SPANS[0], asked)

    def rows(self, scope) -> QuerySet:
        """What the list shows."""
        given = {"scope": scope, "street": self.street, "today": self.today, "asked": self.asked}
        if self.show == ENDING:
            return reads.ending(**given, days=self.days)
        if self.show == UNCOVERED:
            return reads.uncovered(**given)
        if self.show in (CLAIMS, CLOSED):
            return reads.claims(**given, closed=self.show == CLOSED)
        return reads.covers(**given)


@requires("safeguards.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=covered|ending|none|claims|closed&kind=&provider=&committee=&q=&days=30|60|90`."""
    ask, scope = Question.read(request), request.scope
    names = reads.names_of(ask.street, ask.today, get_language())
    rows, here = ask.rows(scope), {"scope": scope, "street": ask.street, "today": ask.today}
    paper = _paper(ask, rows, names)
    if answer := paper.answer(request):
        return answer
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        _dress(row, ask, names)
    by_kind = reads.by_kind(**here)
    context = {
        "ask": ask,
        "page": page,
        "listing": paper,
        "spans": [(n, (ask.today + timedelta(days=n))) for n in SPANS],
        "numbers": reads.numbers(**here),
        "kinds": [(n, kind_words(n, name), by_kind.get(n, 0)) for n, name in names.items()],
        "unnamed": not all(names.values()),
        "providers": reads.providers(**here),
        "committees": _committees(scope, ask.street),
        "may_write": scope.may("safeguards.write"),
        "kind_name": kind_words(ask.asked.kind, names.get(ask.asked.kind, "")) if ask.asked.kind else "",
        "kept": [(k, v) for k, v in request.GET.items() if k in ("show", "kind", "provider", "committee", "q", "days") and v],
    }
    return render(request, "web/safeguards/list.html", context)


def _committees(scope, street: Street) -> QuerySet[Committee]:
    rows = Committee.objects.filter(street=street)
    return rows if scope.street_ids else rows.filter(pk__in=scope.committee_ids)


def _dress(row: object, ask: Question, names: dict[int, str]) -> None:
    """What the table says of a row."""
    if ask.show in (CLAIMS, CLOSED):
        row.kind_said = kind_words(row.safeguard.kind, names.get(row.safeguard.kind, ""))
        row.said, row.look = STATES[row.state]
    elif ask.show != UNCOVERED:
        row.kind_said = kind_words(row.kind, names.get(row.kind, ""))
        row.left, row.look = left_words(row.last, ask.today)
        row.amount = amount_words(row.amount_fen, "fen") if row.amount_fen is not None else ""


TITLES = {
    COVERED: gettext_lazy("Who is covered"),
    ENDING: gettext_lazy("Covers that run out"),
    UNCOVERED: gettext_lazy("Who is not covered"),
    CLAIMS: gettext_lazy("Claims"),
    CLOSED: gettext_lazy("Closed claims"),
}


def _paper(ask: Question, rows: QuerySet, names: dict[int, str]) -> Listing:
    """The list as it leaves the program."""
    title, said = _("Safeguards: %(what)s") % {"what": TITLES[ask.show]}, lambda n: kind_words(n, names.get(n, ""))
    if ask.show == UNCOVERED:
        columns = [
            (_("Name"), "name"),
            (_("Committee"), lambda p: p.committee or ""),
            (_("Address"), "address"),
            (_("Not covered by"), lambda p: said(ask.asked.kind) if ask.asked.kind else _("anything")),
        ]
        return Listing(title=title, rows=rows, columns=columns, about="pk")
    if ask.show in (CLAIMS, CLOSED):
        columns = [
            (_("Name"), "safeguard.person.name"),
            (_("Kind"), lambda i: said(i.safeguard.kind)),
            (_("Happened on"), "happened_on"),
            (_("What happened"), "text"),
            (_("State"), lambda i: str(STATES[i.state][0])),
            (_("Provider"), "safeguard.provider"),
            (_("Policy number"), "safeguard.policy"),
            (_("Told by"), "reported_by"),
        ]
        return Listing(title=title, rows=rows, columns=columns, about="safeguard.person_id")
    columns = [
        (_("Name"), "person.name"),
        (_("Kind"), lambda s: said(s.kind)),
        (_("Provider"), "provider"),
        (_("Covered until"), "last_day"),
        (_("Covered from"), "since"),
        (_("Policy number"), "policy"),
        (_("Cover"), "cover"),
        (_("Premium in yuan"), lambda s: s.premium_fen / 100 if s.premium_fen is not None else ""),
        (_("Sum in yuan"), lambda s: s.amount_fen / 100 if s.amount_fen is not None else ""),
        (_("Committee"), lambda s: s.person.committee or ""),
        (_("Address"), "person.address"),
    ]
    return Listing(title=title, rows=rows, columns=columns, about="person_id")
