"""The list of carers, and one carer's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import Absence
from qianshou.care.queries.carers import carer_page, carers, tiers_counted
from qianshou.kernel import clock
from qianshou.merit.queries.leave import leave_waiting

from ..listing import Listing
from .said import AWAY_HALF, MODES, absence_words, pack_for, skills_words, tier_words


@requires("care.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Carers by tier, with load, skills and presence. Filters: `tier`, `q` (name, number, skill, talent), `gone`."""
    pack, today = pack_for(request), clock.today()
    text = request.GET.get("q", "").strip()
    asked = {"tier": request.GET.get("tier", ""), "text": pack.skill_of(text) or text, "gone": request.GET.get("gone") == "1"}
    rows = carers(scope=request.scope, day=today, **asked)
    lines = [
        {"carer": line.carer, "tier": tier_words(pack, line.carer.tier), "skills": skills_words(pack, line.carer.skills), "line": line,
         "away_half": AWAY_HALF.get(line.half, ""),
         "can_link": bool(pack.tiers.get(line.carer.tier) and pack.tiers[line.carer.tier].link_limit)}
        for line in rows
    ]  # fmt: skip
    columns = [
        (_("Number"), "carer.number"),
        (_("Name"), "carer.person.name"),
        (_("Tier"), "tier"),
        (_("Skills"), "skills"),
        (_("Elders as first helper"), "line.primary"),
        (_("As backup"), "line.backup"),
        (_("Hours a week"), lambda r: float(r["carer"].weekly_hours)),
        (_("Sets out from"), lambda r: str(r["carer"].start_place or "")),
        (_("Dialects"), "carer.person.dialects"),
        (_("Talents"), "carer.person.interests"),
        (_("Since"), "carer.joined_on"),
    ]
    if answer := Listing(title=_("Carers"), columns=columns, rows=lines).answer(request):
        return answer
    counts = tiers_counted(scope=request.scope, day=today)
    tiers = [(code, tier.name(get_language()), counts.get(code, 0)) for code, tier in pack.tiers.items()]
    context = {
        "lines": lines,
        "tiers": tiers,
        "total": sum(counts.values()),
        "get": request.GET,
        "may_write": request.scope.may("care.write"),
    }
    return render(request, "web/net/carers.html", context)


@requires("care.read")
def page(request: HttpRequest, carer_id: int) -> HttpResponse:
    """One carer: load, links, skills, week, absences, coming and going."""
    pack = pack_for(request)
    found = or_404(carer_page, scope=request.scope, carer_id=carer_id, day=clock.today())
    week = [(WEEKDAYS[day - 1], [s for s in found.shifts if s.weekday == day]) for day in range(1, 8)]
    context = {
        "found": found, "carer": found.carer, "tier": tier_words(pack, found.carer.tier), "skills": skills_words(pack, found.carer.skills),
        "week": week, "absences": [(row, absence_words(row)) for row in found.absences], "away_half": AWAY_HALF.get(found.half, ""), "kinds": Absence.Kind.choices, "asked": [(row, absence_words(row)) for row in leave_waiting(request.scope, found.carer.pk)] if request.scope.may("attendance.read") else [], "primary": sum(link.rank == "primary" for link in found.links),
        "backup": sum(link.rank == "backup" for link in found.links), "mode": MODES.get(found.carer.mode, found.carer.mode), "today": clock.today(),
        "may_write": request.scope.may("care.write"), "may_attendance": request.scope.may("attendance.read"),
        "tier_row": pack.tiers.get(found.carer.tier),
    }  # fmt: skip
    return render(request, "web/net/carer.html", context)
