"""What stands in a room, how it is, when it is looked at again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.venues.models import EquipmentEntry
from qianshou.venues.operations import equipment
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.equipment import equipment_in, equipment_of

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import number
from .reading import day_of, room
from .said import refused


@requires("rooms.read")
def page(request: HttpRequest, venue_id: int) -> HttpResponse:
    """The list. POST puts something in."""
    row, scope = room(request, venue_id), request.scope
    sorts = load(row.street.pack).equipment
    if request.method == "POST" and scope.may("rooms.write"):
        _add(request, row)
        return redirect("rooms-equipment", row.pk)
    rows = list(equipment_in(row.pk))
    for one in rows:
        one.sort_words = sorts[one.sort].name(get_language()) if one.sort in sorts else one.sort
    if answer := _listing(row, rows).answer(request):
        return answer
    context = {
        "row": row, "rows": rows, "today": clock.today(), "sorts": [(code, sort.name(get_language()), sort.check_months) for code, sort in sorts.items()],
        "may_write": scope.may("rooms.write"),
    }  # fmt: skip
    return render(request, "web/halls/equipment.html", context)


def _listing(row, rows) -> Listing:
    return Listing(title=_("Equipment of %(name)s") % {"name": row.name}, rows=rows, capability="", columns=[
        (_("What"), "name"), (_("Sort"), "sort_words"), (_("How many"), "count"), (_("State"), lambda one: one.get_state_display()), (_("Check by"), "check_by"),
        (_("Repair by"), "repair_by"), (_("Last said"), lambda one: one.said[0].note or one.said[0].get_act_display() if one.said else ""),
    ])  # fmt: skip


def _add(request: HttpRequest, row) -> None:
    post = request.POST
    try:
        made = equipment.add_equipment(
            venue_id=row.pk, sort=post.get("sort", ""), name=post.get("name", ""), count=number(post.get("count")) or 0, check_by=day_of(post.get("check_by")), now=clock.now(),
            by_id=request.user.pk,
        )  # fmt: skip
        toast(request, _("%(name)s is on the list.") % {"name": made.name})
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)


@requires("rooms.write")
@require_POST
def say(request: HttpRequest, equipment_id: int) -> HttpResponse:
    """Checked, faulty, repaired, gone."""
    one = or_404(lambda: equipment_of(scope=request.scope, equipment_id=equipment_id))
    try:
        made = equipment.say_equipment(equipment_id=one.pk, act=request.POST.get("act", ""), note=request.POST.get("note", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, f"{one.name}: {EquipmentEntry.Act(made.act).label}")
    except Refused as said:
        toast(request, refused(said), level=messages.ERROR)
    return redirect("rooms-equipment", one.venue_id)
