"""Lists of visits, and one visit with its evidence."""

from contextlib import suppress
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.models import Committee
from qianshou.access.permissions import requires
from qianshou.care.models import Visit, VisitEvent
from qianshou.care.queries.carers import carer_of
from qianshou.care.queries.plan import elder_of
from qianshou.care.queries.visits import VisitFilter, due_of, dues_of, evidence_of, seen_carers, visit_of, visits
from qianshou.care.rules.visits import DESK
from qianshou.kernel import clock

from ..listing import Listing
from ..net.said import pack_for
from .forms import DoneForm, MoveForm
from .who import who_came

PAGE = 60
SPAN = 14  # days to either side when the list is about one person
LOOKS = {"planned": "due", "arrived": "due", "half": "hole", "done": "done", "unanswered": "late", "cancelled": "calm"}
EVENTS = {
    "arrived": gettext_lazy("arrived"),
    "done": gettext_lazy("done"),
    "nobody": gettext_lazy("nobody answers"),
    "note": gettext_lazy("a note"),
    "retracted": gettext_lazy("taken back"),
}


@requires("care.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Visits of a day (`?day=`, today when absent), or of one elder or carer around it. Other filters: `state`, `service`, `committee`."""
    wanted, about, day = _asked(request)
    found = visits(scope=request.scope, wanted=wanted)
    pack, language = pack_for(request), get_language()
    names = {code: service.name(language) for code, service in pack.services.items()}
    if request.GET.get("format"):
        rows = _lines(list(found), names)
        if answer := _listing(rows, day).answer(request):
            return answer
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": _lines(list(page.object_list), names), "page": page, "total": page.paginator.count, "get": request.GET, "day": day, "about": about,
        "before": day - timedelta(days=1), "after": day + timedelta(days=1), "today": clock.today(), "states": _states(), "services": names.items(),
        "committees": _committees(request),
    }  # fmt: skip
    return render(request, "web/care/visits.html", context)


@requires("care.read")
def page(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One visit: what it is, what was heard of it, and what the office may do."""
    visit = or_404(visit_of, scope=request.scope, visit_id=visit_id)
    service = pack_for(request).services.get(visit.service)
    heard = list(evidence_of(visit))
    start, end = (moment.astimezone(clock.ZONE).time() for moment in (visit.window_start, visit.window_end))
    context = {
        "visit": visit, "service": service.name(get_language()) if service else visit.service, "look": look_of(visit), "due": due_of(visit),
        "events": [_said(e) for e in heard], "may_write": request.scope.may("care.write"),
        "by_desk": any(e.kind == "done" and e.grade == DESK and not hasattr(e, "taken_back_by") for e in heard),
        "open": visit.state in ("planned", "unanswered"), "may_done": visit.state != "done",
        "move": MoveForm(initial={"day": max(visit.day, clock.today()) + timedelta(days=1), "start": start, "end": end}),
        "done": done_form(visit, initial={"at": clock.now().astimezone(clock.ZONE).time()}),
    }  # fmt: skip
    return render(request, "web/care/visit.html", context)


def done_form(visit: Visit, *args, **kwargs) -> DoneForm:
    """The form for a visit of which no phone knows."""
    choices, likely = who_came(visit)
    return DoneForm(*args, choices=choices, likely=likely, needed=visit.carers_needed, **kwargs)


def _said(event: VisitEvent) -> dict:
    """One piece of evidence; `gone` when it was taken back, `of` what it takes back itself."""
    of = EVENTS.get(event.takes_back.kind, "") if event.takes_back else ""
    return {"event": event, "kind": EVENTS.get(event.kind, event.kind), "gone": hasattr(event, "taken_back_by"), "of": of}


def look_of(visit: Visit, is_late: bool = False) -> str:
    """Which of the five looks a visit has."""
    return "late" if is_late and visit.state in ("planned", "arrived", "half") else LOOKS.get(visit.state, "calm")


def _asked(request: HttpRequest) -> tuple[VisitFilter, object, date]:
    get = request.GET
    day, given = clock.today(), False
    with suppress(ValueError):
        day, given = date.fromisoformat(get.get("day", "")), True
    elder_id, carer_id = _number(get.get("elder")), _number(get.get("carer"))
    about = None
    if elder_id:
        about = or_404(elder_of, scope=request.scope, elder_id=elder_id)
    elif carer_id:
        about = or_404(carer_of, scope=request.scope, carer_id=carer_id)
    wide = bool(about) and not given
    first, last = (day - timedelta(days=SPAN), day + timedelta(days=SPAN)) if wide else (day, day)
    if get.get("state") == "late" and not given:
        first = last = None  # whatever is late, whenever it was due
    wanted = VisitFilter(
        first=first, last=last, state=get.get("state", ""), service=get.get("service", ""), committee_id=_number(get.get("committee")),
        elder_id=elder_id, carer_id=carer_id,
    )  # fmt: skip
    return wanted, about, day


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 18 else None


def _lines(rows: list[Visit], names: dict[str, str]) -> list[dict]:
    dues, seen = dues_of(rows), seen_carers(rows)
    return [
        {"visit": v, "service": names.get(v.service, v.service), "late": (due := dues.get(v.pk)) is not None and due.state == "late",
         "look": look_of(v, due is not None and due.state == "late"), "carers": seen.get(v.pk, []), "due": due}
        for v in rows
    ]  # fmt: skip


def _states() -> list[tuple[str, str]]:
    return [*((value, str(label)) for value, label in Visit.State.choices), ("late", _("late"))]


def _committees(request: HttpRequest):
    found = Committee.objects.filter(street_id=request.scope.street_id)
    return found if request.scope.street_ids else found.filter(pk__in=request.scope.committee_ids)


def _listing(rows: list[dict], day: date) -> Listing:
    columns = [
        (_("Day"), "visit.day"),
        (_("From"), lambda r: f"{r['visit'].window_start.astimezone(clock.ZONE):%H:%M}"),
        (_("Begins at the latest"), lambda r: f"{r['visit'].window_end.astimezone(clock.ZONE):%H:%M}"),
        (_("Name"), "visit.elder.name"),
        (_("Address"), "visit.elder.address"),
        (_("Committee"), lambda r: r["visit"].committee.short if r["visit"].committee else ""),
        (_("Service"), "service"),
        (_("Minutes"), "visit.minutes"),
        (_("State"), lambda r: _("late") if r["late"] else r["visit"].get_state_display()),
        (_("Carer"), "carers"),
        (_("Remark"), lambda r: _(r["visit"].reason) if r["visit"].reason else r["visit"].note),
    ]
    return Listing(title=_("Visits"), columns=columns, rows=rows, text_columns=(0, 1, 3, 4, 6, 8))
