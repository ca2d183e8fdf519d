"""Hours that were logged: the list with confirming, and one entry with everything that was said of it."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import TimebankHours
from qianshou.association.operations import timebank_hours as operations
from qianshou.association.operations.timebank_accounts import numbers_of
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.kernel import clock
from qianshou.packs.shapes import Pack

from ..listing import Listing
from ..toasts import toast
from .reading import minutes_in, number_in, pack_in, street_in
from .said import LOOKS, refused, service_word, span_words, time_words

PAGE = 50
AT_DESK = [choice for choice in TimebankHours.Said.choices if choice[0] != TimebankHours.Said.CARD]  # a card is scanned at the door, not told by telephone
OVERDUE = "overdue"


def row_of(row: TimebankHours, pack: Pack, before: date) -> dict:
    """An entry as lists show it; `before`: days that should have been confirmed."""
    return {
        "row": row, "what": service_word(pack, row.service), "time": time_words(row.minutes), "span": span_words(row), "look": LOOKS[row.state], "why": _(row.why) if row.why else "",
        "overdue": row.state == TimebankHours.State.LOGGED and row.on < before,
    }  # fmt: skip


def _before(request: HttpRequest) -> date:
    today = clock.today()
    return today - timedelta(days=numbers_of(street_in(request), today).confirm_days)


@requires("timebank.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?state=logged|overdue|confirmed|…&q=`."""
    return _list(request)


def _list(request: HttpRequest, error: str = "", failed: dict[int, str] | None = None) -> HttpResponse:
    get, scope, pack, before = request.GET, request.scope, pack_in(request), _before(request)
    state = get.get("state") if get.get("state") in {*TimebankHours.State.values, OVERDUE} else TimebankHours.State.LOGGED
    found = reads.hours(scope, state="logged" if state == OVERDUE else state, text=get.get("q", ""), before=before if state == OVERDUE else None)
    if answer := _paper(found, pack).answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(get.get("page"))
    tabs = [("logged", TimebankHours.State.LOGGED.label), (OVERDUE, _("too long")), *[(s.value, s.label) for s in TimebankHours.State if s != "logged"]]
    context = {
        "page": page, "rows": [{**row_of(row, pack, before), "why_not": (failed or {}).get(row.pk, "")} for row in page.object_list], "state": state, "q": get.get("q", ""),
        "tabs": [(code, label, code == state) for code, label in tabs], "said": AT_DESK, "error": error,
        "may_write": scope.may("timebank.write"), "confirming": state in ("logged", OVERDUE) and scope.may("timebank.write"), "days": (clock.today() - before).days,
    }  # fmt: skip
    return render(request, "web/timebank/hours.html", context, status=422 if error else 200)


def _paper(found, pack: Pack) -> Listing:
    """The list as it leaves the program."""
    return Listing(capability="timebank.export", title=_("Hours of the time bank"), rows=found, text_columns=(0, 1, 2, 3, 4), columns=[
        (_("Day"), "on"), (_("Who gave"), "member.person.name"), (_("For whom"), "elder.name"), (_("What"), lambda row: service_word(pack, row.service)),
        (_("From – until"), span_words), (_("Minutes"), "minutes"), (_("State"), "get_state_display"), (_("Confirmed by"), "get_said_by_display"), (_("Logged by"), "logged_by"),
        (_("Saved"), "kept"), (_("Donated"), "given"), (_("Note"), "note"),
    ])  # fmt: skip


@requires("timebank.write")
@require_POST
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Confirm what was ticked, each by itself: what cannot be is said beside its line."""
    said_by, done, failed = _told_by(request), 0, {}
    ticked = [number for text in request.POST.getlist("hours") if (number := number_in(text))]
    for hours_id in ticked:
        row = or_404(reads.hours_of, request.scope, hours_id)
        try:
            operations.confirm_hours(hours_id=row.pk, said_by=said_by, now=clock.now(), by_id=request.user.pk)
            done += 1
        except Refused as refusal:
            failed[row.pk] = refused(refusal)
    if done:
        toast(request, ngettext("%(n)s entry confirmed: the hours are hers.", "%(n)s entries confirmed: the hours are theirs.", done) % {"n": done})
    if failed or not ticked:
        return _list(request, _("Not confirmed: see beside the lines.") if failed else _("Tick the entries first."), failed)
    return redirect("timebank-hours")


def _told_by(request: HttpRequest) -> str:
    """Who said so, among those who may say so at a desk; "" otherwise."""
    said = request.POST.get("said_by", "")
    return said if said in dict(AT_DESK) else ""


@requires("timebank.read")
def one(request: HttpRequest, hours_id: int) -> HttpResponse:
    """One entry with what was said of it."""
    return _page(request, or_404(reads.hours_of, request.scope, hours_id))


def _page(request: HttpRequest, row: TimebankHours, error: str = "") -> HttpResponse:
    parts = [(_("her own hours"), row.own), (_("the pot"), row.pot)], [(_("saved"), row.kept), (_("donated to the pot"), row.given)]
    moved = row.state in (TimebankHours.State.CONFIRMED, TimebankHours.State.TAKEN_BACK)
    context = {
        **row_of(row, pack_in(request), _before(request)), "error": error, "said": AT_DESK, "may_write": request.scope.may("timebank.write"),
        "open": row.state in (TimebankHours.State.LOGGED, TimebankHours.State.DISPUTED), "typed": request.POST,
        "sides": [[(word, time_words(n)) for word, n in side if n] for side in parts] if moved else [],
    }  # fmt: skip
    return render(request, "web/timebank/hours_one.html", context, status=422 if error else 200)


@requires("timebank.write")
@require_POST
def say(request: HttpRequest, hours_id: int) -> HttpResponse:
    """`what`: confirm (with fewer minutes where that was agreed) | doubt | drop | take_back."""
    row, post = or_404(reads.hours_of, request.scope, hours_id), request.POST
    by = {"hours_id": row.pk, "now": clock.now(), "by_id": request.user.pk}
    try:
        match post.get("what"):
            case "confirm":
                fewer = minutes_in(post["minutes"]) if post.get("minutes", "").strip() else None
                operations.confirm_hours(said_by=_told_by(request), minutes=fewer, **by)
                toast(request, _("Confirmed: the hours are hers."))
            case "doubt":
                operations.dispute_hours(why=post.get("why", ""), **by)
                toast(request, _("Written down: it waits until it is settled."))
            case "drop":
                operations.drop_hours(why=post.get("why", ""), **by)
                toast(request, _("It does not count. Log anew what is right."))
            case "take_back":
                operations.take_back_hours(why=post.get("why", ""), **by)
                toast(request, _("Taken back by a reversal; both stay readable. Log anew what is right."))
            case _:
                toast(request, _("That did not work."), level=messages.ERROR)
    except Refused as refusal:
        return _page(request, row, refused(refusal))
    return redirect("timebank-hours-one", row.pk)
