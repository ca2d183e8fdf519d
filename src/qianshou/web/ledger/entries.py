"""One entry with all its lines, and its reversal with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.ledger import operations, queries
from qianshou.ledger.models import Transaction
from qianshou.ledger.words import COLUMN_UNITS, account_words, amount_words, transaction_words

from ..toasts import toast
from .receipts import kind_of

OF_CLASSES = ("class.fee:", "class.back:")  # who has paid is kept by their room, which would not hear of a reversal here
LONGEST = 120  # characters of a reason
WHY_NOT = {
    "reversal": gettext_lazy("This entry is itself a reversal. What should stand instead is entered anew, where it came from."),
    "merged": gettext_lazy("This entry belongs to the merge of two files. To undo it, take the merge back in the review."),
    "earlier": gettext_lazy("A reversal cannot happen before the entry itself."),
    "class": gettext_lazy("This entry is a class fee. Take it back on the page of the class, where who has paid is kept."),
}


@requires("ledger.read")
def one(request: HttpRequest, transaction_id: int) -> HttpResponse:
    """One entry: what for, when, by whom, every line; whether it was reversed."""
    return _page(request, or_404(queries.transaction_of, request.scope, transaction_id))


def _page(request: HttpRequest, entry: Transaction, error: str = "", reason: str = "") -> HttpResponse:
    standing = getattr(entry, "reversed_by", None)
    why_not = "reversal" if entry.reverses_id else "merged" if entry.source.startswith(operations.MERGED_SOURCE) else "class" if entry.source.startswith(OF_CLASSES) else ""
    context = {
        "entry": entry, "text": transaction_words(entry), "unit": COLUMN_UNITS[entry.unit], "standing": standing, "error": error, "reason": reason,
        "lines": [(line, account_words(line.account)) for line in sorted(entry.postings.all(), key=lambda line: (line.amount > 0, line.pk))],
        "why_not": WHY_NOT.get(why_not, ""), "longest": LONGEST,
        "receipt": getattr(entry, "receipt", None), "may_print": bool(kind_of(entry)) and request.scope.may("ledger.write"),
        "may_reverse": request.scope.may("ledger.write") and standing is None and not why_not,
    }  # fmt: skip
    return render(request, "web/ledger/entry.html", context, status=422 if error else 200)


@requires("ledger.write")
@require_POST
def reverse_entry(request: HttpRequest, transaction_id: int) -> HttpResponse:
    """Take an entry back, today, with the reason and the name of the signed-in user."""
    entry = or_404(queries.transaction_of, request.scope, transaction_id)
    if entry.source.startswith(OF_CLASSES):
        return _page(request, entry, str(WHY_NOT["class"]))
    reason = request.POST.get("reason", "").strip()
    if not reason or len(reason) > LONGEST:
        return _page(request, entry, _("A reversal needs a reason of at most %(n)s characters.") % {"n": LONGEST}, reason[:LONGEST])
    try:
        made = operations.reverse(
            source=entry.source, happened_on=max(clock.today(), entry.happened_on), reason=reason, now=clock.now(), by_id=request.user.pk
        )
    except operations.NotReversible as error:
        return _page(request, entry, str(WHY_NOT[error.code]), reason)
    except operations.BelowLeast as error:
        short = queries.account_of(request.scope, error.params["account_id"])
        said = {"account": account_words(short), "amount": amount_words(error.params["short"], entry.unit)}
        return _page(request, entry, _("%(account)s no longer has it: %(amount)s is missing. Have that paid in first, then reverse.") % said, reason)
    toast(request, _("Reversed. Both entries stay in the books."))
    return redirect("ledger-entry", made.pk)
