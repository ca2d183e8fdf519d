"""What elders ask for: the list in its order, a new ask, one ask with who could go, and the answers."""

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import TimebankAsk
from qianshou.association.models.timebank import Part
from qianshou.association.operations import timebank_asks as operations
from qianshou.association.operations.timebank_accounts import numbers_of
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.association.queries.timebank_matching import InLine, candidates, queue
from qianshou.association.queries.timebank_places import place_in_line
from qianshou.care.rules.company import Reason
from qianshou.kernel import clock
from qianshou.packs.shapes import Pack

from ..listing import Listing
from ..toasts import toast
from .reading import batch_in, day_in, minutes_in, number_in, pack_in, pick, street_in
from .said import LOOKS, place_words, reason_words, refused, service_word, time_words

PAGE = 40


def line_of(one: InLine, pack: Pack) -> dict:
    """An ask that waits, as lists show it."""
    return {
        "ask": one.ask, "what": service_word(pack, one.ask.service), "time": time_words(one.ask.minutes), "place": place_words(pack, one.place), "member": one.member,
        "reasons": [reason_words(r) for r in one.match.reasons] if one.match else [],
    }  # fmt: skip


@requires("timebank.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?state=open|matched|done|withdrawn&q=`. Those that wait stand in the order in which they are served."""
    get, scope, pack = request.GET, request.scope, pack_in(request)
    state = get.get("state") if get.get("state") in TimebankAsk.State.values else TimebankAsk.State.OPEN
    text = get.get("q", "")
    if state == TimebankAsk.State.OPEN:
        found = [one for one in queue(scope, clock.today()) if not text or text in one.ask.elder.name]
        shown = lambda rows: [line_of(one, pack) for one in rows]
    else:
        found = reads.asks(scope, state=state, text=text)
        found = found if state == TimebankAsk.State.MATCHED else found.order_by("-on", "-pk")
        shown = lambda rows: [{"ask": one, "what": service_word(pack, one.service), "time": time_words(one.minutes), "place": ""} for one in rows]
    if answer := _paper(found, state, pack).answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(get.get("page"))
    rows = shown(page.object_list)
    going = reads.going([row["ask"].pk for row in rows])
    for row in rows:
        row["going"] = going.get(row["ask"].pk)
    tabs = [(code, label, code == state) for code, label in TimebankAsk.State.choices]
    context = {"page": page, "rows": rows, "state": state, "q": text, "tabs": tabs, "may_write": scope.may("timebank.write"), "today": clock.today()}
    return render(request, "web/timebank/asks.html", context)


def _paper(found, state: str, pack: Pack) -> Listing:
    """The list as it leaves the program."""
    ask = (lambda row: row.ask) if state == TimebankAsk.State.OPEN else (lambda row: row)
    return Listing(capability="timebank.export", title=_("Asked for help"), rows=found, text_columns=(0, 1, 2, 3, 5), columns=[
        (_("Elder"), lambda row: ask(row).elder.name), (_("What"), lambda row: service_word(pack, ask(row).service)), (_("Day"), lambda row: ask(row).on),
        (_("Time of day"), lambda row: ask(row).get_part_display()), (_("Minutes"), lambda row: ask(row).minutes), (_("Address"), lambda row: ask(row).elder.address),
        (_("First in line"), lambda row: place_words(pack, row.place) if state == TimebankAsk.State.OPEN else ""), (_("Note"), lambda row: ask(row).note),
    ])  # fmt: skip


@requires("timebank.write")
def new(request: HttpRequest) -> HttpResponse:
    """An elder asks for help; `?person=` when it is known who."""
    error, given, today = "", request.POST.dict(), clock.today()
    who = pick(request, "person", elders_only=True, data=request.POST if request.method == "POST" else {"person_id": request.GET.get("person", "")})
    if request.method == "POST":
        try:
            ask = operations.ask_for_help(
                elder_id=who.must().pk, service=given.get("service", ""), on=day_in(given.get("on"), today), minutes=minutes_in(given.get("minutes")),
                part=given.get("part", ""), note=given.get("note", ""), batch=batch_in(given.get("batch")), now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
            toast(request, _("Written down. Choose who is asked to go."))
            return redirect("timebank-ask", ask.pk)
        except Refused as refusal:
            error = refused(refusal)
    pack = pack_in(request)
    counted = numbers_of(street_in(request), today).services
    context = {
        "who": who, "error": error, "given": given, "today": today, "batch": given.get("batch") or uuid4(), "parts": Part.choices,
        "services": [(code, service_word(pack, code)) for code in pack.services if code in counted],
        "place": place_words(pack, place_in_line(who.person, today)) if who.person else "",
        "balance": time_words(_balance(request, who.person.pk)) if who.person else "",
    }  # fmt: skip
    return render(request, "web/timebank/ask_new.html", context, status=422 if error else 200)


def _balance(request: HttpRequest, person_id: int) -> int:
    return reads.balance_of(request.scope, person_id)


@requires("timebank.read")
def one(request: HttpRequest, ask_id: int) -> HttpResponse:
    """One ask: who asks, her place in line, who was asked to go, who else could."""
    return _page(request, or_404(reads.ask_of, request.scope, ask_id))


def _page(request: HttpRequest, ask: TimebankAsk, error: str = "") -> HttpResponse:
    pack, today = pack_in(request), clock.today()
    matches = list(ask.matches.select_related("member__person").order_by("-pk"))
    standing = next((m for m in matches if m.state in ("proposed", "agreed")), None)
    suit = candidates(request.scope, ask, today) if ask.state == "open" and not standing else []
    context = {
        "ask": ask, "what": service_word(pack, ask.service), "time": time_words(ask.minutes), "look": LOOKS[ask.state], "error": error, "standing": standing,
        "why": [reason_words(Reason(*r)) for r in standing.reasons] if standing else [], "place": place_words(pack, place_in_line(ask.elder, ask.on)),
        "suit": [(member, [reason_words(r) for r in match.reasons]) for match, member in suit],
        "history": [(m, LOOKS[m.state], _(m.answer) if m.answer else "") for m in matches], "hours": list(ask.hours.select_related("member__person")),
        "may_write": request.scope.may("timebank.write"), "today": today,
        "closed_why": _(ask.closed_why) if ask.closed_why else "",
    }  # fmt: skip
    return render(request, "web/timebank/ask.html", context, status=422 if error else 200)


@requires("timebank.write")
@require_POST
def propose(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Ask this member to go; the reasons are worked out again, so that what is kept is what held."""
    ask = or_404(reads.ask_of, request.scope, ask_id)
    member = or_404(reads.member_of, request.scope, number_in(request.POST.get("member")))
    reasons = next(([(r.code, r.what, r.points) for r in match.reasons] for match, one in candidates(request.scope, ask, clock.today()) if one.pk == member.pk), [])
    try:
        match = operations.propose_member(ask_id=ask.pk, member_id=member.pk, reasons=reasons, now=clock.now(), by_id=request.user.pk)
        if request.POST.get("agreed"):
            operations.agree_to_go(match_id=match.pk, now=clock.now(), by_id=request.user.pk)
    except Refused as refusal:
        return _page(request, ask, refused(refusal))
    said = _("%(name)s goes.") if request.POST.get("agreed") else _("%(name)s is to be asked. Write down what she says.")
    toast(request, said % {"name": member.person.name})
    return redirect("timebank-ask", ask.pk)


@requires("timebank.write")
@require_POST
def answer(request: HttpRequest, match_id: int) -> HttpResponse:
    """She goes, or she does not."""
    match = or_404(reads.match_of, request.scope, match_id)
    by = {"match_id": match.pk, "now": clock.now(), "by_id": request.user.pk}
    try:
        if request.POST.get("say") == "yes":
            operations.agree_to_go(**by)
            toast(request, _("%(name)s goes.") % {"name": match.member.person.name})
        else:
            operations.decline_to_go(answer=request.POST.get("answer", ""), **by)
            toast(request, _("Written down. Choose somebody else."))
    except Refused as refusal:
        return _page(request, or_404(reads.ask_of, request.scope, match.ask_id), refused(refusal))
    return redirect("timebank-ask", match.ask_id)


@requires("timebank.write")
@require_POST
def withdraw(request: HttpRequest, ask_id: int) -> HttpResponse:
    """It is not needed any more."""
    ask = or_404(reads.ask_of, request.scope, ask_id)
    try:
        operations.withdraw_ask(ask_id=ask.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
    except Refused as refusal:
        return _page(request, ask, refused(refusal))
    toast(request, _("Not needed any more: taken off the list."), undo=reverse("timebank-reopen", args=[ask.pk]))
    return redirect("timebank-asks")


@requires("timebank.write")
@require_POST
def reopen(request: HttpRequest, ask_id: int) -> HttpResponse:
    """It is needed after all."""
    ask = or_404(reads.ask_of, request.scope, ask_id)
    try:
        operations.reopen_ask(ask_id=ask.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("It waits again."))
    except Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
    return redirect("timebank-ask", ask.pk)
