"""What is due: lists by state, kind, committee and carer; one due with its evidence; an excuse with a reason."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people.rules import age_on
from qianshou.watch import operations
from qianshou.watch.models import Due
from qianshou.watch.queries import dues as queries
from qianshou.watch.words import KINDS, due_title, kind_word

from ..listing import Listing
from ..toasts import toast
from .reading import back_to, committees, day_of, number
from .words import SHOW_WORDS

PAGE = 50
MOST_DAYS = 366  # of a list; what is late is few however old, and is shown of any stretch, as the board counts it


@requires("watch.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Dues of a day or a stretch of days under the filters of the address."""
    get, today = request.GET, clock.today()
    first = day_of(get.get("day"), today)
    show = get.get("show") if get.get("show") in queries.FILTERS else ""
    last = max(first, day_of(get.get("to"), first))
    too_long = (last - first).days > MOST_DAYS
    if too_long and show not in queries.LATE:
        last, too_long = first + timedelta(days=MOST_DAYS), False
    span = {"scope": request.scope, "first": first, "last": last}
    narrow = {
        "kind": get.get("kind", ""),
        "committee_id": number(get.get("committee")),
        "carer_id": number(get.get("carer")),
        "campaign_id": number(get.get("campaign")),
    }
    found = queries.dues(**span, **narrow, show=show)
    if answer := Listing(title=_("What is due"), columns=_columns(), rows=found, text_columns=(0, 1, 2, 3, 4)).answer(request):
        return answer
    counted = "late" if too_long else ""  # of years only what is late is counted
    counts = queries.counts(found=queries.dues(**span, **narrow, show=counted))
    shown = [(code, word) for code, word in [("", _("All")), *SHOW_WORDS.items()] if not too_long or code in queries.LATE]
    whole = queries.dues(**span, show=counted)
    context = {
        "page": Paginator(found, PAGE).get_page(get.get("page")), "show": show, "first": first, "last": last, "today": today, **narrow,
        "chips": [(code, word, counts[code or "all"]) for code, word in shown],
        "kinds": [(k, kind_word(k)) for k in queries.kinds(found=whole)], "committees": committees(request.scope),
        "carers": queries.on_ladders(found=whole), "before": first - timedelta(days=1), "after": last + timedelta(days=1),
    }  # fmt: skip
    return render(request, "web/watch/dues.html", context)


def _columns() -> list:
    return [
        (_("Due by"), "by_at"), (_("Elder"), "person.name"), (_("Where"), lambda d: d.person.address if d.person else ""),
        (_("Matter"), lambda d: due_title(d.title)), (_("State"), "get_state_display"), (_("Committee"), "committee.name"),
        (_("Kind"), lambda d: KINDS.get(d.kind, d.kind)), (_("Done at"), "met_made_at"), (_("Heard at"), "met_received_at"),
        (_("Evidence"), "get_grade_display"), (_("By whom"), lambda d: d.met_by or d.excused_by), (_("Excuse"), "excuse"),
    ]  # fmt: skip


@requires("watch.read")
def one(request: HttpRequest, due_id: int) -> HttpResponse:
    """One due: what was owed, what is known, its alerts."""
    due = or_404(queries.due, scope=request.scope, due_id=due_id)
    return _page(request, due)


def _page(request: HttpRequest, due: Due, error: str = "") -> HttpResponse:
    offset = due.evidence.get("offset") or due.evidence.get("clock_offset_seconds")
    context = {
        "due": due, "alerts": due.alerts.select_related("taken_by", "closed_by").order_by("-raised_at"), "error": error,
        "age": age_on(due.person.birth_date, clock.today()) if due.person else None, "offset": offset,
        "pending": due.state in ("open", "late"), "kind": kind_word(due.kind),
    }  # fmt: skip
    return render(request, "web/watch/due.html", context, status=422 if error else 200)


@requires("watch.excuse")
@require_POST
def excuse(request: HttpRequest, due_id: int) -> HttpResponse:
    """Say why nothing was done and nothing will be; the name is the signed-in user's."""
    due = or_404(queries.due, scope=request.scope, due_id=due_id)
    reason = request.POST.get("reason", "")
    if not reason.strip():
        return _page(request, due, _("An excuse needs a reason."))
    operations.excuse(street_id=due.street_id, due_id=due.pk, by_id=request.user.pk, reason=reason, now=clock.now())
    toast(request, _("Excused, with your name and the reason."))
    return redirect(back_to(request, due_address(due)))


def due_address(due: Due) -> str:
    """The page of a due."""
    return reverse("dues-one", args=[due.pk])
