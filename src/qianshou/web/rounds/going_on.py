"""A day that goes on: one more visit, a carer who runs late. Looking first, then one act."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.care import operations as care
from qianshou.kernel import clock
from qianshou.packs import loader
from qianshou.people.queries import file_of, search
from qianshou.rounds import operations
from qianshou.rounds.queries.behind import behind, late_of
from qianshou.rounds.queries.day import board_of, round_of
from qianshou.rounds.queries.places import places_of_draft
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.web.toasts import toast

from . import going_on_words as words
from . import said
from .page import day_of, names_of

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
QUICK = (10, 20, 30, 45, 60)  # minutes of delay at one click


class VisitForm(forms.Form):
    """One more visit: what, when, how long."""

    service = forms.ChoiceField(label=gettext_lazy("Service"))
    start = forms.TimeField(label=gettext_lazy("From"), widget=_TIME)
    end = forms.TimeField(label=gettext_lazy("Begins at the latest"), widget=_TIME)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=480)

    def __init__(self, *args, services: dict[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = list(services.items())


@requires("rounds.write")
def add(request: HttpRequest, day: str) -> HttpResponse:
    """One more visit: whom (`?q=`, `?elder=`), what and when; the best places with their cost; choosing one makes the visit."""
    when = day_of(day)
    board = or_404(board_of, scope=request.scope, day=when)
    pack, today = loader.load(street_of(request.scope).pack, when), clock.today()
    services = {code: s.name(get_language()) for code, s in pack.services.items()}
    data = request.POST if request.method == "POST" else request.GET
    found = {"day": when, "board": board, "version": board.row.version if board.row else 1, "q": request.GET.get("q", "")}
    if found["q"]:
        found["people"] = search(scope=request.scope, text=found["q"], today=today, limit=12, elders_only=True).people
    if not data.get("elder", "").isdigit():
        return render(request, "web/rounds/add.html", found)
    elder = or_404(file_of, request.scope, int(data["elder"]), today)
    found["elder"] = elder
    names = names_of(board, services)
    if "look" in data or request.method == "POST":
        form = VisitForm(data, services=services)
        if form.is_valid():
            answer = _chosen(request, when, elder.pk, form, names) if request.method == "POST" else None
            if answer is not None:
                return answer
            found |= _places(request, when, elder, form, names)
    else:
        code = data.get("service") if data.get("service") in services else next(iter(services))
        usual = pack.services[code]
        start = max(usual.window[0], localtime(clock.now()).time().replace(second=0, microsecond=0)) if when == today else usual.window[0]
        form = VisitForm(initial={"service": code, "start": start, "end": max(start, usual.window[1]), "minutes": usual.minutes}, services=services)
    return render(request, "web/rounds/add.html", {**found, "form": form, "service_name": services.get(data.get("service", ""), "")})


def _places(request: HttpRequest, when, elder, form: VisitForm, names: said.Names) -> dict:
    """The best places, or why there can be none."""
    try:
        draft = care.draft_visit(elder=elder, day=when, carers=None, now=clock.now(), **form.cleaned_data)
        gathered, places = places_of_draft(street_id=request.scope.street_id, draft=draft, now=clock.now())
    except (care.Refused, DayRefused) as e:
        return {"refused": said.say(said.REFUSALS, e.code, e.params, names)}
    linked = any(v.id == "0" and v.known for v in gathered.problem.visits)
    return {"looked": True, "places": [words.place(p, names, linked) for p in places]}


def _chosen(request: HttpRequest, when, elder_id: int, form: VisitForm, names: said.Names) -> HttpResponse | None:
    """Make the visit at the chosen place; None (with a toast) if it could not be, to look again."""
    carers, version = request.POST.getlist("carer"), request.POST.get("version", "")
    if not carers or not all(c.isdigit() for c in carers) or not version.isdigit():
        return HttpResponseBadRequest()
    try:
        operations.add_visit(
            street_id=request.scope.street_id, day=when, elder_id=elder_id, carer_ids=[int(c) for c in carers], version=int(version),
            by_id=request.user.pk, now=clock.now(), **form.cleaned_data,
        )  # fmt: skip
    except DayChanged:
        toast(request, _("The day was changed meanwhile. Here are the best places as it is now."))
        return None
    except DayRefused as e:
        toast(request, said.say(said.REFUSALS, e.code, e.params, names))
        return None
    toast(request, _("The visit is made and in the rounds. Undo takes it back."))
    return redirect("rounds-day", day=when.isoformat())


@requires("rounds.write")
def late(request: HttpRequest, day: str, carer_id: int) -> HttpResponse:
    """A carer runs late (`?minutes=`): what it pushes and which hours are in danger; keeping it gives everybody the new times."""
    when = day_of(day)
    walk = or_404(round_of, scope=request.scope, day=when, carer_id=carer_id)
    board = or_404(board_of, scope=request.scope, day=when)
    services = {code: s.name(get_language()) for code, s in loader.load(street_of(request.scope).pack, when).services.items()}
    names = names_of(board, services)
    if request.method == "POST":
        return _keep_late(request, when, carer_id, names)
    known = next((b.minutes for b in behind(scope=request.scope, day=when, now=clock.now()) if b.carer == carer_id), 0)
    wanted = request.GET.get("minutes", "")
    n = min(int(wanted), operations.LATEST) if wanted.isdigit() and int(wanted) else min(known, operations.LATEST) or 20
    found = {"day": when, "walk": walk, "minutes": n, "quick": QUICK, "known": known, "version": board.row.version if board.row else 1}
    try:
        _gathered, before, visit, then = late_of(street_id=request.scope.street_id, day=when, carer_id=carer_id, minutes=n, now=clock.now())
        found |= {"next": names.visit(visit), "late": words.lateness(then, before, names)}
    except DayRefused as e:
        found["refused"] = said.say(said.REFUSALS, e.code, e.params, names)
    return render(request, "web/rounds/late.html", found)


def _keep_late(request: HttpRequest, when, carer_id: int, names: said.Names) -> HttpResponse:
    try:
        n, version = int(request.POST.get("minutes", "")), int(request.POST.get("version", ""))
        rescues = [(int(v), [int(c) for c in who.split(",")]) for v, who in (r.split(":") for r in request.POST.getlist("rescue"))]
    except ValueError:
        return HttpResponseBadRequest()
    try:
        outcome = operations.say_late(
            street_id=request.scope.street_id, day=when, carer_id=carer_id, minutes=n, rescues=rescues, version=version,
            by_id=request.user.pk, now=clock.now(),
        )  # fmt: skip
    except DayChanged:
        toast(request, _("The day was changed meanwhile, nothing was kept. Look at it again."))
        return redirect(f"{request.path}?minutes={n}")
    except DayRefused as e:
        toast(request, said.say(said.REFUSALS, e.code, e.params, names))
        return redirect(request.path)
    toast(request, _("The new times are kept; phones show them at once. Undo gives the old ones back."))
    for visit, carers in outcome.left:
        toast(request, words.not_rescued(visit, carers, carer_id, names))
    return redirect("rounds-day", day=when.isoformat())
