"""The care plan of an elder on one page: items, one form, the next 14 days."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care import operations as care
from qianshou.care.models import PlanItem
from qianshou.care.queries.plan import elder_of, item_of, items_of, look_ahead
from qianshou.kernel import clock

from ..net.said import pack_for, refused
from ..toasts import toast
from .forms import PlanForm, from_item, from_service

AHEAD = 14


@requires("care.read")
def page(request: HttpRequest, elder_id: int) -> HttpResponse:
    """Items and the days they make. `?service=` opens the form for a new item, `?item=` for one that is there; the button *look* shows
    the days before anything is saved."""
    elder = or_404(elder_of, scope=request.scope, elder_id=elder_id)
    pack, today = pack_for(request), clock.today()
    items = list(items_of(scope=request.scope, elder_id=elder.pk, on=today))
    may_write = request.scope.may("care.write")
    held = next((item for item in items if str(item.pk) == request.GET.get("item")), None)
    form, trial = None, None
    if may_write and request.method == "POST":
        form = PlanForm(request.POST, pack=pack)
        if form.is_valid() and "look" in request.POST:
            trial = PlanItem(elder=elder, street_id=elder.street_id, **form.values())
        elif form.is_valid() and _save(request, elder, held, form):
            return redirect("plans-elder", elder.pk)
    elif may_write and held:
        form = PlanForm(initial=from_item(held), pack=pack)
    elif may_write and (service := pack.services.get(request.GET.get("service", ""))):
        form = PlanForm(initial=from_service(service, today), pack=pack)
    shown = [item for item in items if not (trial and held and item.pk == held.pk)] + ([trial] if trial else [])
    file = getattr(elder, "file", None)
    context = {
        "elder": elder, "items": [_line(item, pack) for item in items], "form": form, "held": held, "trial": trial, "may_write": may_write,
        "ahead": _ahead(shown, today, pack), "resting": file is not None and not file.visited, "file": file, "today": today,
        "services": [(code, s.name(get_language()), s.group) for code, s in pack.services.items()], "chosen": request.GET.get("service", ""),
        "yesterday": today - timedelta(days=1),
    }  # fmt: skip
    return render(request, "web/care/plan.html", context, status=422 if form is not None and form.errors else 200)


def _save(request: HttpRequest, elder, held: PlanItem | None, form: PlanForm) -> bool:
    now, by_id = clock.now(), request.user.pk
    try:
        if held:
            care.change_item(item_id=held.pk, version=form.cleaned_data["version"] or 0, values=form.values(), now=now, by_id=by_id)
            toast(request, _("The plan is changed; visits that have not begun follow it."))
        else:
            care.add_item(elder_id=elder.pk, values=form.values(), now=now, by_id=by_id)
            toast(request, _("It is in the plan; the visits of the next days are made."))
    except care.Refused as error:
        form.add_error(None, refused(error))
        return False
    return True


def _line(item: PlanItem, pack) -> dict:
    service = pack.services.get(item.service)
    return {"item": item, "service": service.name(get_language()) if service else item.service}


def _ahead(items: list[PlanItem], today, pack) -> list[dict]:
    """Two weeks from Monday of this week on would hide next week's end: the days go from today on, in rows of seven."""
    return [
        {"day": one.day, "is_holiday": one.is_holiday, "slots": [_line(item, pack) for item in one.items]}
        for one in look_ahead(items, today, AHEAD, pack)
    ]  # fmt: skip


@requires("care.write")
@require_POST
def end(request: HttpRequest, item_id: int) -> HttpResponse:
    """End an item: today is its last day ("day" = today) or yesterday was (at once)."""
    item = or_404(item_of, scope=request.scope, item_id=item_id)
    today = clock.today()
    last = today - timedelta(days=1) if request.POST.get("when") == "now" else today
    try:
        care.end_item(item_id=item.pk, last_day=last, now=clock.now(), by_id=request.user.pk)
    except care.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("It is out of the plan; later visits are withdrawn."))
    return redirect("plans-elder", item.elder_id)
