"""A person's hours: what she has, the statement on screen, as a sheet and on paper, and what can be done with them."""

from datetime import date
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.association.operations import timebank_giving, timebank_transfers
from qianshou.association.operations.timebank_accounts import numbers_of
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.association.queries.timebank_places import place_in_line
from qianshou.booklets.hours import statement_sheet
from qianshou.booklets.render import HOURS_STATEMENT, pdf
from qianshou.kernel import clock
from qianshou.ledger import queries as ledger
from qianshou.ledger.rules import Unit, amount_text, plain_amount
from qianshou.ledger.words import transaction_words
from qianshou.people.models import Person

from ..ledger.views import span_of
from ..listing import Listing
from ..toasts import toast
from .hours import row_of
from .members import offer_words
from .reading import Pick, batch_in, minutes_in, number_in, pack_in, pick, street_in
from .said import place_words, refused, time_words


def _person(request: HttpRequest, person_id: int) -> Person:
    return or_404(reads.person_in, request.scope, person_id)


def _span(request: HttpRequest) -> tuple[date, date]:
    """The days of the address; without them this year until today."""
    first, last = span_of(request)
    return (first, last) if request.GET.get("first") else (last.replace(month=1, day=1), last)


def _statement(request: HttpRequest, person: Person) -> ledger.Statement | None:
    """The statement of the days of the address; None before anything was entered."""
    account_id = reads.account_id_of(request.scope, person.pk)
    return ledger.statement(request.scope, account_id, *_span(request)) if account_id else None


@requires("timebank.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole of it on one page."""
    return show(request, _person(request, person_id))


def show(request: HttpRequest, person: Person, errors: dict[str, str] | None = None, picks: dict[str, Pick] | None = None) -> HttpResponse:
    """The page; with what was refused beside its form."""
    found, scope, today = _statement(request, person), request.scope, clock.today()
    if answer := _paper(found, person).answer(request):
        return answer
    member, pack, street = reads.standing_member(scope, person.pk), pack_in(request), street_in(request)
    balance = reads.balance_of(scope, person.pk)
    ceiling = numbers_of(street, today).ceiling
    first, last = _span(request)
    context = {
        "person": person, "member": member, "statement": found, "lines": list(reversed([(line, transaction_words(line.transaction)) for line in found.lines])) if found else [],
        "has": time_words(balance), "balance": balance, "room": time_words(max(0, ceiling - balance)), "full": balance >= ceiling, "first": first, "last": last,
        "offers": offer_words(member, pack) if member else "", "place": place_words(pack, place_in_line(person, today)) if hasattr(person, "file") else "",
        "done_for": [row_of(row, pack, today) for row in reads.done_for(scope, person.pk)], "elder": hasattr(person, "file"), "errors": errors or {}, "picks": picks or {},
        "typed": request.POST, "batch": uuid4(), "today": today, "may_write": scope.may("timebank.write"), "moved": person.street_id != street.pk,
        "streets": Street.objects.exclude(pk=street.pk).order_by("name"), "unit": Unit.MINUTES, "may_see_file": scope.may("files.read"),
    }  # fmt: skip
    return render(request, "web/timebank/person.html", context, status=422 if errors else 200)


def _paper(found: ledger.Statement | None, person: Person) -> Listing:
    """The statement as it leaves the program, in minutes."""
    amount = lambda n: plain_amount(n, Unit.MINUTES)
    return Listing(capability="timebank.export", title=_("Hours of %(name)s") % {"name": person.name}, rows=found.lines if found else [], text_columns=(0, 1, 2, 3, 4), columns=[
        (_("Date"), "day"), (_("What for"), lambda line: transaction_words(line.transaction)), (_("In (minutes)"), lambda line: amount(line.amount) if line.amount > 0 else ""),
        (_("Out (minutes)"), lambda line: amount(line.out) if line.amount < 0 else ""), (_("Balance (minutes)"), lambda line: amount(line.balance)),
        (_("Taken back"), "reversed"), (_("Entered by"), lambda line: line.transaction.by or ""),
    ])  # fmt: skip


@requires("timebank.read")
def statement_pdf(request: HttpRequest, person_id: int) -> HttpResponse:
    """The statement on paper, with places to sign."""
    person, street = _person(request, person_id), street_in(request)
    found, (first, last) = _statement(request, person), _span(request)
    said = lambda n: amount_text(n, Unit.MINUTES)
    rows = [[f"{line.day:%Y-%m-%d}", transaction_words(line.transaction), said(line.amount) if line.amount > 0 else "", said(line.out) if line.amount < 0 else "", said(line.balance)]
            for line in (found.lines if found else [])]  # fmt: skip
    data = statement_sheet(
        name=person.name, office=street.name, first=first, last=last, opening=said(found.opening if found else 0), closing=said(found.closing if found else 0),
        gained=said(found.gained if found else 0), spent=said(found.out if found else 0), rows=rows, language="en" if (get_language() or "").startswith("en") else "zh",
    )  # fmt: skip
    answer = HttpResponse(pdf(HOURS_STATEMENT, data, clock.day_bounds(clock.today())[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="hours-{person.pk}-{last}.pdf"'
    return answer


@requires("timebank.write")
@require_POST
def give(request: HttpRequest, person_id: int) -> HttpResponse:
    """Hours to the pot, or to somebody of the net."""
    person, post = _person(request, person_id), request.POST
    who = pick(request, "to_gift")
    try:
        receiver = who.must().pk if post.get("to") == "person" else None
        made = timebank_giving.give_hours(
            person_id=person.pk, street_id=request.scope.street_id, minutes=minutes_in(post.get("minutes")), reason=post.get("reason", ""), to_person_id=receiver,
            batch=batch_in(post.get("batch")), now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except Refused as refusal:
        return show(request, person, {"give": refused(refusal)}, {"to_gift": who})
    toast(request, _("Given. Say thank you."), undo=f"{reverse('timebank-gift-undo')}?source={made.source}")
    return redirect("timebank-person", person.pk)


@requires("timebank.write")
@require_POST
def send(request: HttpRequest, person_id: int) -> HttpResponse:
    """Hours to another street; they lie on the way until it answers."""
    person, post = _person(request, person_id), request.POST
    try:
        timebank_transfers.offer_hours(
            person_id=person.pk, street_id=request.scope.street_id, to_street_id=number_in(post.get("to_street")), minutes=minutes_in(post.get("minutes")),
            reason=post.get("reason", ""), batch=batch_in(post.get("batch")), now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except Refused as refusal:
        return show(request, person, {"send": refused(refusal)})
    toast(request, _("On the way: the other street sees it under “Time bank”."))
    return redirect("timebank-transfers")
