"""What the office does to carers: enrol, change, set the week, write down absences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care import operations as care
from qianshou.care.queries.carers import absence_of, carer_of, carer_page
from qianshou.kernel import clock
from qianshou.people.queries import places

from ..toasts import toast
from .forms import AbsenceForm, CarerForm, WeekForm
from .said import pack_for, refused


@requires("care.write")
def new(request: HttpRequest) -> HttpResponse:
    """Enrol a carer by hand."""
    form = CarerForm(
        request.POST or None, pack=pack_for(request), places=places(request.scope), is_new=True, initial={"joined_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = care.CarerEntry(
            number=data["number"], name=data["name"], tier=data["tier"], skills=data["skills"], weekly_hours=data["weekly_hours"], sex=data["sex"],
            phone=data["phone"], start_place=str(data["start_place"] or ""), dialects=data["dialects"], interests=data["interests"],
            joined_on=data["joined_on"],
        )  # fmt: skip
        try:
            carer, outcome = care.enrol_carer(street_id=request.scope.street_id, entry=entry, now=clock.now(), by_id=request.user.pk)
        except care.Refused as error:
            form.add_error(None, refused(error))
        else:
            said = (
                _("%(name)s is enrolled. Print her card so that her phone is bound.")
                if outcome == "created"
                else _("This number was there already; the carer has been brought up to date.")
            )
            toast(request, said % {"name": carer.person.name})
            return redirect("carers-one", carer.pk)
    return render(request, "web/net/carer_form.html", {"form": form, "carer": None}, status=422 if form.errors else 200)


@requires("care.write")
def edit(request: HttpRequest, carer_id: int) -> HttpResponse:
    """Change tier, skills, hours, limit, talents; or write down her last day."""
    carer = or_404(carer_of, scope=request.scope, carer_id=carer_id)
    initial = {
        "name": carer.person.name, "tier": carer.tier, "skills": carer.skills, "weekly_hours": carer.weekly_hours, "mode": carer.mode,
        "link_limit": carer.link_limit, "start_place": carer.start_place_id, "dialects": "、".join(carer.person.dialects),
        "interests": "、".join(carer.person.interests), "joined_on": carer.joined_on, "left_on": carer.left_on,
    }  # fmt: skip
    form = CarerForm(request.POST or None, pack=pack_for(request), places=places(request.scope), is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        place = values.pop("start_place")
        values["start_place_id"] = place.pk if place else None
        try:
            changed = care.update_carer(carer_id=carer.pk, values=values, now=clock.now(), by_id=request.user.pk)
        except care.Refused as error:
            form.add_error(None, refused(error))
        else:
            toast(request, _("Saved.") if changed else _("Nothing had been changed."))
            return redirect("carers-one", carer.pk)
    return render(request, "web/net/carer_form.html", {"form": form, "carer": carer}, status=422 if form.errors else 200)


@requires("care.write")
def shifts(request: HttpRequest, carer_id: int) -> HttpResponse:
    """The carer's week, from a day on."""
    found = or_404(carer_page, scope=request.scope, carer_id=carer_id, day=clock.today())
    initial = {"since": clock.today(), "break_minutes": max((s.break_minutes for s in found.shifts), default=0)}
    for day in range(1, 8):
        initial[f"day{day}"] = " ".join(f"{s.starts:%H:%M}-{s.ends:%H:%M}" for s in found.shifts if s.weekday == day)
    form = WeekForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            care.set_shifts(
                carer_id=found.carer.pk, week=form.week(), since=form.cleaned_data["since"], now=clock.now(), by_id=request.user.pk,
                break_minutes=form.cleaned_data.get("break_minutes") or 0,
            )  # fmt: skip
        except care.Refused as error:
            form.add_error(f"day{error.params['weekday']}" if "weekday" in error.params else None, refused(error))
        else:
            toast(request, _("The week of %(name)s is saved.") % {"name": found.carer.person.name})
            return redirect("carers-one", found.carer.pk)
    return render(request, "web/net/week.html", {"form": form, "carer": found.carer}, status=422 if form.errors else 200)


@requires("care.write")
@require_POST
def absent(request: HttpRequest, carer_id: int) -> HttpResponse:
    """Write down an absence; her elders' ladders follow."""
    carer = or_404(carer_of, scope=request.scope, carer_id=carer_id)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        toast(request, _("The absence was not saved: give the first and the last day."), level=messages.ERROR)
        return redirect("carers-one", carer.pk)
    try:
        made = care.add_absence(carer_id=carer.pk, now=clock.now(), by_id=request.user.pk, **form.cleaned_data)
    except care.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(
            request,
            _("%(name)s is away; whoever comes next answers meanwhile.") % {"name": carer.person.name},
            undo=reverse("carers-present", args=[made.pk]),
        )
    return redirect("carers-one", carer.pk)


@requires("care.write")
@require_POST
def present(request: HttpRequest, absence_id: int) -> HttpResponse:
    """She is there after all."""
    absence = or_404(absence_of, scope=request.scope, absence_id=absence_id)
    care.cancel_absence(absence_id=absence.pk, now=clock.now(), by_id=request.user.pk)
    toast(request, _("The absence is cancelled."))
    return redirect("carers-one", absence.carer_id)
