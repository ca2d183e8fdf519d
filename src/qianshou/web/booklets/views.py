"""The month: its volumes, what to look at before binding, progress, download."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets import operations
from qianshou.booklets.imposing import two_up
from qianshou.booklets.models import Volume
from qianshou.booklets.operations.binding import made_at
from qianshou.booklets.operations.months import NothingToBind
from qianshou.booklets.queries import checks as reads
from qianshou.booklets.queries import volumes as rows
from qianshou.booklets.queries.findings import findings
from qianshou.booklets.queries.holding import OF_CARERS, people_in
from qianshou.booklets.store import is_sound
from qianshou.kernel import clock

from ..months import chips, chosen_month, month_name, read_month
from ..reads import note
from ..toasts import toast
from .said import MENDED_AT, error_words, finding_words, volume_name

SETTLED_AFTER = 10  # until this day of a month the page opens with the month before: that is the one to bind
WORKER_SLOW = timedelta(seconds=60)
UNFINISHED = (Volume.State.WAITING, Volume.State.BINDING)
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """A volume as the page shows it."""

    volume: Volume
    name: str
    error: str
    warnings: list[str]
    draft: bool


@requires("booklets.read")
def month_page(request: HttpRequest) -> HttpResponse:
    """One month: volumes with their state, what to look at first, who has nothing yet."""
    return render(request, "web/booklets/month.html", month_context(request))


@requires("booklets.read")
def state(request: HttpRequest) -> HttpResponse:
    """The volumes alone, asked for again while they are being bound."""
    return render(request, "web/booklets/_volumes.html", month_context(request))


def month_context(request: HttpRequest) -> dict:
    """What the page and its moving part show."""
    month, now = chosen_month(request, settled_after=SETTLED_AFTER), clock.now()
    language = request.GET.get("language") if request.GET.get("language") in LANGUAGES else "zh-hans"
    context = volumes_context(rows.volumes(request.scope, month).filter(language=language), now)
    return context | {
        "month": month, "code": f"{month:%Y-%m}", "month_name": month_name(month), "chips": chips(month), "language": language, "span": "month",
        "state_url": reverse("booklets-state"), "bind_url": reverse("booklets-bind"), "over": rows.draft_until(month, now) is None,
        "may_bind": request.scope.may("booklets.bind"),
    }  # fmt: skip


def volumes_context(found: Iterable[Volume], now: datetime) -> dict:
    """The volumes of a month or a year in the order in which they are bound, and how far they are."""
    found = sorted(found, key=lambda one: (one.kind in OF_CARERS, one.committee.position if one.committee else 999))
    shown = [VolumeRow(one, volume_name(one), error_words(one), [finding_words(w) for w in one.warnings], is_draft(one)) for one in found]
    unfinished = [one for one in found if one.state in UNFINISHED]
    return {
        "rows": shown, "unfinished": len(unfinished), "total": sum(one.total for one in found),
        "done": sum(one.total for one in found if one.state not in UNFINISHED),
        "slow": bool(unfinished) and all(one.state == "waiting" and now - one.asked_at > WORKER_SLOW for one in unfinished),
    }  # fmt: skip


def is_draft(one: Volume) -> bool:
    """Whether the bound file was made before its month or year was over."""
    return bool(one.bound_at) and rows.draft_until(one.month, one.bound_at, one.kind) is not None


@requires("booklets.read")
def checks(request: HttpRequest) -> HttpResponse:
    """What is still open in the month, each with the page where it is mended. Loaded after the page, because it reads a lot."""
    month, now, street = chosen_month(request, settled_after=SETTLED_AFTER), clock.now(), street_of(request.scope)
    found = findings(request.scope, street, month, now) + reads.unprintable_names(request.scope, street, month) if street else []
    silent = reads.without_evidence(request.scope, street, month) if street else []
    items = [(finding_words(one.as_json()), address(MENDED_AT.get(one.code, "")), one.code) for one in found]
    return render(request, "web/booklets/_checks.html", {
        "items": items, "silent": silent[:8] if street else [], "silent_count": silent.count() if street else 0, "code": f"{month:%Y-%m}"})  # fmt: skip


def address(name: str) -> str:
    """The address of a page by its name; empty where that page is not installed."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


@requires("booklets.bind")
@require_POST
def bind(request: HttpRequest) -> HttpResponse:
    """Ask for the month's volumes; the work goes on in the background."""
    month, language = read_month(request.POST.get("month")), request.POST.get("language", "zh-hans")
    if month is None or language not in LANGUAGES or request.scope.street_id not in request.scope.street_ids:
        raise Http404
    try:
        operations.bind_month(street_id=request.scope.street_id, month=month, by_id=request.user.pk, now=clock.now(), language=language)
        toast(request, _("The volumes are being bound. You may leave this page."))
    except NothingToBind:
        toast(request, _("There is nothing to bind in this month."), level=40)
    return redirect(f"{reverse('booklets-list')}?{urlencode({'month': f'{month:%Y-%m}', 'language': language})}")


def code_of(one: Volume) -> str:
    """2026-11, or 2026 for a year's volume."""
    return f"{one.month:{'%Y' if one.yearly else '%Y-%m'}}"


@requires("booklets.read")
def download(request: HttpRequest, volume_id: int) -> HttpResponse:
    """The PDF as it was bound, or with `?layout=two-up` two pages on a sheet. A file that is gone or was changed is not handed out."""
    one = or_404(rows.volume, request.scope, volume_id)
    file = rows.file_of(one)
    if not one.path or not is_sound(file, one.sha256):
        context = {"volume": one, "name": volume_name(one), "code": code_of(one)}
        return render(request, "web/booklets/lost.html", context, status=410)
    name = f"{code_of(one)} {volume_name(one)}.pdf"
    note(request, people_in(one), way="export")
    if request.GET.get("layout") == "two-up":
        answer = HttpResponse(two_up(file.read_bytes(), one.pages, made_at(one)), content_type="application/pdf")
        answer["Content-Disposition"] = content_disposition_header("save" in request.GET, f"2× {name}")
        return answer
    return FileResponse(file.open("rb"), content_type="application/pdf", filename=name, as_attachment="save" in request.GET)


@requires("booklets.read")
def changed(request: HttpRequest, volume_id: int) -> HttpResponse:
    """Which forms would be different if the volume were bound again now."""
    one = or_404(rows.volume, request.scope, volume_id)
    return render(request, "web/booklets/_changes.html", {"volume": one, "changes": reads.changes(one, clock.now())})
