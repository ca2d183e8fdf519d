"""Receipts: the register of a year, and one on paper. The first printing is the original, each later one a copy."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.booklets.receipts import ReceiptPaper, receipt_sheet
from qianshou.booklets.render import RECEIPT, pdf
from qianshou.kernel import clock
from qianshou.ledger import operations, queries
from qianshou.ledger.models import Receipt, Transaction
from qianshou.ledger.queries import receipts as reads
from qianshou.ledger.rules.capitals import capitals
from qianshou.ledger.words import amount_words, transaction_words

from ..listing import Listing
from ..reads import note
from ..watch.reading import number

PAGE = 100
# What money is handed over for, by the source of its entry: only for this there is a receipt.
KINDS = {"meals.paid:": Receipt.Kind.RECEIVED, "class.fee:": Receipt.Kind.RECEIVED, "class.back:": Receipt.Kind.GIVEN_BACK}


def kind_of(entry: Transaction) -> str:
    """Which kind of receipt an entry has, "" where none."""
    return next((kind for prefix, kind in KINDS.items() if entry.source.startswith(prefix) and entry.reverses_id is None), "")


@requires("ledger.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?year=`, `?kind=in|out`, `?q=` of a payer or a number, `?reversed=1`."""
    get, scope, today = request.GET, request.scope, clock.today()
    kind = get.get("kind") if get.get("kind") in Receipt.Kind.values else Receipt.Kind.RECEIVED
    years = reads.years_of(scope) or [today.year]
    year = number(get.get("year")) or years[0]
    asked = {"text": get.get("q", "")[:60], "reversed_only": get.get("reversed") == "1"}
    found = reads.receipts(scope, year=year, kind=kind, **asked)
    paper = Listing(title=_("Receipts %(year)s") % {"year": year}, rows=found, text_columns=(0, 1, 2, 3, 4), columns=[
        (_("Receipt number"), "name"), (_("Day"), lambda r: f"{r.transaction.happened_on:%Y-%m-%d}"), (_("Who paid"), "payer"), (_("What for"), lambda r: transaction_words(r.transaction)),
        (_("Amount of money"), lambda r: r.fen / 100), (_("Who took it"), lambda r: r.transaction.by or ""), (_("State"), lambda r: _("reversed") if reversal(r) else ""),
    ])  # fmt: skip
    if answer := paper.answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(get.get("page"))
    for row in page.object_list:
        row.words, row.reversal = transaction_words(row.transaction), reversal(row)
    context = {
        "page": page, "year": year, "years": sorted({*years, year}, reverse=True), "kind": kind, "kinds": Receipt.Kind.choices, "asked": asked, "narrowed": any(asked.values()),
        "stands": reads.standing_sum(found), "may_print": scope.may("ledger.write"),
    }  # fmt: skip
    return render(request, "web/ledger/receipts.html", context)


@requires("ledger.write")
@require_POST
def print_one(request: HttpRequest, transaction_id: int) -> HttpResponse:
    """The paper for an entry of money that was handed over; one from before receipts were kept gets its number now."""
    entry = or_404(queries.transaction_of, request.scope, transaction_id)
    kind = kind_of(entry)
    if not kind:
        raise Http404
    person = next((line.account.person_id for line in entry.postings.all() if line.account.person_id), None)
    row = operations.issue_receipt(source=entry.source, kind=kind, person_id=person, now=clock.now(), by_id=request.user.pk)
    if row.person_id:
        note(request, [row.person_id])
    return printed(request, row)


@requires("ledger.read")
def paper(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """A copy, to be read."""
    return on_paper(or_404(reads.receipt_of, request.scope, receipt_id), copy=True)


def printed(request: HttpRequest, row: Receipt) -> HttpResponse:
    """Print it: the original the first time. Whoever calls has seen it within the user's sight."""
    first = operations.print_receipt(receipt_id=row.pk, now=clock.now(), by_id=request.user.pk)
    return on_paper(reads.receipt_at(row.pk), copy=not first)


def reversal(row: Receipt) -> Transaction | None:
    """What took its money back in the books."""
    return getattr(row.transaction, "reversed_by", None)


def on_paper(row: Receipt, *, copy: bool) -> HttpResponse:
    """The PDF, in the reader's language."""
    back, entry = reversal(row), row.transaction
    data = receipt_sheet(ReceiptPaper(
        number=row.name, kind=row.kind, on=entry.happened_on, payer=row.payer, what_for=transaction_words(entry), figures=amount_words(row.fen, "fen"), capitals=capitals(row.fen),
        taken_by=str(entry.by or ""), office=str(row.street), copy=copy, printed_on=clock.local_date(row.printed_at) if row.printed_at else None,
        reversed_on=back.happened_on if back else None, reversed_why=str(back.params.get("reason", "")) if back else "",
    ), "en" if (get_language() or "").startswith("en") else "zh")  # fmt: skip
    answer = HttpResponse(pdf(RECEIPT, data, row.made_at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="receipt-{row.kind}-{row.name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
