"""Accounts with their balances, and the statement of one account; all filters stand in the address."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.ledger import queries
from qianshou.ledger.models import Account
from qianshou.ledger.models.account import UNIT_WORDS
from qianshou.ledger.rules import plain_amount
from qianshou.ledger.words import COLUMN_UNITS, account_words, said, transaction_words

from ..listing import Listing
from ..months import MonthChip, chips
from ..rooms import address

PAGE = 100  # lines of a statement, accounts of the list
OLDEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of a statement as it leaves the program: the first and the last one are the balances."""

    day: date
    text: str
    gained: object
    spent: object
    balance: object
    source: str
    by: object


@requires("ledger.read")
def listing(request: HttpRequest) -> HttpResponse:
    """The street's accounts under the filters of the address, with their balances at the end of a day (without one: as they stand)."""
    get = request.GET
    asked = {"unit": get.get("unit", ""), "code": get.get("code", ""), "kind": get.get("kind", ""), "text": get.get("q", "").strip(), "balance": get.get("balance", "")}
    on = day_of(get.get("on"), None)
    found = queries.accounts(request.scope, **asked)
    if answer := _account_listing(request, found, on).answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(get.get("page"))
    sums = queries.sums(request.scope)
    totals = {unit: sum(one.balance for one in sums if one.unit == unit) for unit in {one.unit for one in sums}}
    context = {
        "page": page, "rows": _with_balances(request, list(page.object_list), on), "on": on, "asked": asked, "today": clock.today(),
        "sums": [(one, said(one.name, {})) for one in sums], "balanced": not any(totals.values()),
        "units": [(code, word) for code, word in UNIT_WORDS.items() if code in totals], "kinds": Account.Kind.choices,
        "balances": [(queries.HELD, _("something on it")), (queries.OWED, _("owes something")), (queries.EMPTY, _("nothing on it"))],
        "narrowed": any(asked.values()),
    }  # fmt: skip
    return render(request, "web/ledger/list.html", context)


def _with_balances(request: HttpRequest, found: list[Account], on: date | None) -> list[tuple[Account, int]]:
    """Each account with its balance at the end of the day, or now."""
    then = queries.balances_at(request.scope, [one.pk for one in found], on) if on else {}
    return [(one, then.get(one.pk, 0) if on else one.balance) for one in found]


def _account_listing(request: HttpRequest, found, on: date | None) -> Listing:
    """The list as it leaves the program."""
    title = _("Ledger accounts at the end of %(day)s") % {"day": f"{on:%Y-%m-%d}"} if on else _("Ledger accounts")
    wanted = request.GET.get("format")
    rows = _with_balances(request, list(found), on) if wanted else []
    return Listing(title=title, rows=rows, text_columns=(0, 1, 2, 3), columns=[
        (_("Whose"), lambda row: row[0].person.name if row[0].person else row[0].get_kind_display()), (_("What for"), lambda row: said(row[0].name, {})),
        (_("Balance"), lambda row: plain_amount(row[1], row[0].unit)), (_("Unit"), lambda row: COLUMN_UNITS[row[0].unit]),
        (_("Least balance"), lambda row: "" if row[0].least is None else plain_amount(row[0].least, row[0].unit)),
    ])  # fmt: skip


@requires("ledger.read")
def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """The statement of one account; without days in the address that of this month until today."""
    first, last = span_of(request)
    number = int(text) if (text := request.GET.get("page", "")).isascii() and text.isdigit() and len(text) < 8 else 1
    taking = bool(request.GET.get("format"))
    start, limit = (0, None) if taking else ((max(number, 1) - 1) * PAGE, PAGE)
    found = or_404(queries.statement, request.scope, account_id, first, last, start=start, limit=limit)
    if answer := _statement_listing(found).answer(request):
        return answer
    page = Paginator(range(found.count), PAGE).get_page(number)
    if page.number != max(number, 1):  # a page beyond the last one: the last one
        found = queries.statement(request.scope, account_id, first, last, start=(page.number - 1) * PAGE, limit=PAGE)
    context = {
        "statement": found, "account": found.account, "name": account_words(found.account), "page": page,
        "lines": [(line, transaction_words(line.transaction)) for line in found.lines], "chips": _months(first, last),
        "unit": COLUMN_UNITS[found.account.unit], "file": address("people-file", found.account.person_id) if found.account.person_id else "",
        "successor": account_words(found.account.successor) if found.account.successor_id else "",
    }  # fmt: skip
    return render(request, "web/ledger/statement.html", context)


def _statement_listing(found: queries.Statement) -> Listing:
    """A statement as it leaves the program: balance brought forward, lines, balance carried forward."""
    unit = found.account.unit
    amount = lambda value: plain_amount(value, unit)
    lines = [
        PaperLine(line.day, transaction_words(line.transaction), amount(line.amount) if line.amount > 0 else "", amount(-line.amount) if line.amount < 0 else "",
                  amount(line.balance), line.transaction.source, line.transaction.by or "")
        for line in found.lines
    ]  # fmt: skip
    rows = [
        PaperLine(found.first, _("Balance brought forward"), "", "", amount(found.opening), "", ""),
        *lines,
        PaperLine(found.last, _("Balance carried forward"), amount(found.gained), amount(-found.spent), amount(found.closing), "", ""),
    ]
    over = {"unit": COLUMN_UNITS[unit]}
    title = _("Statement of %(account)s, %(first)s to %(last)s") % {
        "account": account_words(found.account), "first": f"{found.first:%Y-%m-%d}", "last": f"{found.last:%Y-%m-%d}"}  # fmt: skip
    return Listing(title=title, rows=rows, text_columns=(0, 1, 2, 3, 4), columns=[
        (_("Date"), "day"), (_("What for"), "text"), (_("In (%(unit)s)") % over, "gained"), (_("Out (%(unit)s)") % over, "spent"),
        (_("Balance (%(unit)s)") % over, "balance"), (_("Source"), "source"), (_("Entered by"), "by")])  # fmt: skip


def span_of(request: HttpRequest) -> tuple[date, date]:
    """The days of the address, put in order; without them from the first of this month until today."""
    today = clock.today()
    last = day_of(request.GET.get("last"), today)
    first = day_of(request.GET.get("first"), last.replace(day=1))
    return min(first, last), max(first, last)


def day_of(text: str | None, usual: date | None) -> date | None:
    """A day of the address, or the usual one where it makes no sense."""
    try:
        found = date.fromisoformat(text) if text else usual
    except ValueError:
        return usual
    return found if found is None or OLDEST <= found < date(9000, 1, 1) else usual


def _months(first: date, last: date) -> list[tuple[MonthChip, date]]:
    """The months to choose, each with its last day; the one that is shown whole is marked."""
    found = []
    for chip in chips(clock.today().replace(day=1)):
        end = (chip.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        found.append((MonthChip(chip.first, chip.code, chip.label, (first, last) in ((chip.first, end), (chip.first, clock.today()))), end))
    return found
