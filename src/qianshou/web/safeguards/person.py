"""One person's safeguards: the eight kinds, what happened and the claims; a cover added, renewed, ended."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import Safeguard
from qianshou.care.operations import safeguards
from qianshou.care.operations.errors import Refused
from qianshou.care.queries import safeguards as reads
from qianshou.kernel import clock
from qianshou.ledger.words import amount_words
from qianshou.people import papers
from qianshou.people.models import Person
from qianshou.people.operations import keep_paper
from qianshou.people.queries.files import file_of

from ..toasts import toast
from .reading import batch_in, day_in, number_in, terms_in
from .said import STATES, kind_words, left_words, next_steps, refused


@requires("safeguards.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole on one page; `?kind=` opens the form of one kind. POST writes a cover (safeguards.write)."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    if request.method != "POST" or not request.scope.may("safeguards.write"):
        return show(request, person)
    batch = batch_in(request.POST.get("batch"))
    try:
        row = safeguards.cover_person(person_id=person.pk, terms=terms_in(request.POST), batch=batch, now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        return show(request, person, refused(error), request.POST)
    toast(request, _("Covered until %(day)s.") % {"day": row.until}, undo=reverse("safeguards-undo", args=[batch]))
    if "scan" in request.FILES:
        _keep_scan(request, row)
    return redirect("safeguards-person", person.pk)


def _keep_scan(request: HttpRequest, row: Safeguard) -> None:
    """The scan that came with the form; what is no scan is said, and the cover stands all the same."""
    file = request.FILES.get("scan")
    try:
        data = file.read(papers.MOST_BYTES + 1) if file else b""
        kept = keep_paper(person_id=row.person_id, kind="scan", name=file.name if file else "", data=data, now=clock.now(), by_id=request.user.pk)
    except papers.PaperRefused:
        toast(request, _("The scan was not kept: it must be a PNG, JPEG or PDF of at most 10 MB."), level=messages.ERROR)
        return
    safeguards.attach_paper(safeguard_id=row.pk, paper_id=kept.pk, now=clock.now(), by_id=request.user.pk)


@requires("safeguards.write")
@require_POST
def paper(request: HttpRequest, safeguard_id: int) -> HttpResponse:
    """A scan of the policy, later."""
    row = or_404(lambda: reads.cover_of(scope=request.scope, safeguard_id=safeguard_id, today=clock.today()))
    _keep_scan(request, row)
    return redirect("safeguards-person", row.person_id)


def show(request: HttpRequest, person: Person, error: str = "", given=None) -> HttpResponse:
    """The page; with an error and what was typed where something was refused."""
    today, scope = clock.today(), request.scope
    kinds = reads.kinds_of(person, person.street, today, get_language())
    words = {k.number: kind_words(k.number, k.name) for k in kinds}
    for kind in kinds:
        kind.said = words[kind.number]
        for row in [*([kind.now] if kind.now else []), *kind.ahead, *kind.past]:
            _dress(row, today)
    chosen = number_in((given or request.GET).get("kind"))
    context = {
        "person": person,
        "kinds": kinds,
        "none": [k for k in kinds if not k.now and not k.ahead],
        "incidents": _incidents(person, words),
        "error": error,
        "today": today,
        "given": given or _proposed(kinds, chosen, today),
        "chosen": chosen,
        "batch": uuid4(),
        "may_write": scope.may("safeguards.write"),
        "providers": reads.providers(scope=scope, street=person.street, today=today),
        "open": bool(chosen or error),
        "kind_choices": list(words.items()),
        "covered": sum(1 for k in kinds if k.now),
    }
    return render(request, "web/safeguards/person.html", context, status=422 if error else 200)


def _dress(row: Safeguard, today) -> None:
    row.left, row.look = left_words(row.last, today) if row.since <= today else (_("begins in %(n)s days") % {"n": (row.since - today).days}, "calm")
    row.batch_for_form = uuid4()
    row.money = [amount_words(fen, "fen") if fen is not None else "" for fen in (row.premium_fen, row.amount_fen)]


def _incidents(person: Person, words: dict[int, str]) -> list:
    found = reads.incidents_of(person)
    for one in found:
        one.kind_said, (one.said, one.look) = words.get(one.safeguard.kind, ""), STATES[one.state]
        one.next = next_steps(one.state) if one.taken_back_at is None else []
        one.batch_for_form, one.shown = uuid4(), list(one.steps.all())
        for step in one.shown:
            step.said, step.look = STATES[step.state]
            step.paid = amount_words(step.paid_fen, "fen") if step.paid_fen is not None else ""
        standing = [step for step in one.shown if step.taken_back_at is None]
        one.newest = standing[-1].pk if standing else None
    return found


def _proposed(kinds: list[reads.KindOf], chosen: int, today) -> dict:
    """A renewal begins on the day after, by the same provider, for a year."""
    kind = next((k for k in kinds if k.number == chosen), None)
    standing = [r for r in (*([kind.now] if kind.now else []), *kind.ahead, *kind.past) if r.taken_back_at is None] if kind else []
    old = max(standing, key=lambda r: r.last, default=None)
    since = max(today, old.last + timedelta(days=1)) if old else today
    until = _year_later(since) - timedelta(days=1)
    held = {"kind": chosen, "since": since.isoformat(), "until": until.isoformat()}
    return held | ({"provider": old.provider, "cover": old.cover, "premium": _yuan(old.premium_fen), "amount": _yuan(old.amount_fen)} if old else {})


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}".removesuffix(".00")


def _year_later(day):
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@requires("safeguards.write")
@require_POST
def end(request: HttpRequest, safeguard_id: int) -> HttpResponse:
    """It ends early, and why."""
    row = or_404(lambda: reads.cover_of(scope=request.scope, safeguard_id=safeguard_id, today=clock.today()))
    on = day_in(request.POST.get("on")) or clock.today()
    try:
        safeguards.end_cover(safeguard_id=row.pk, on=on, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("It ends after %(day)s.") % {"day": on}, undo=reverse("safeguards-runs-on", args=[row.pk]))
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("safeguards-person", row.person_id)


@requires("safeguards.write")
@require_POST
def undo_end(request: HttpRequest, safeguard_id: int) -> HttpResponse:
    """It did not end after all."""
    row = or_404(lambda: reads.cover_of(scope=request.scope, safeguard_id=safeguard_id, today=clock.today()))
    try:
        safeguards.undo_end(safeguard_id=row.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("It runs on until %(day)s.") % {"day": row.until})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("safeguards-person", row.person_id)
