"""The catalogue as the pack has it: services, tiers, skills, safeguards, forms, and where each comes from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS_3
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires

from ..listing import Listing
from ..net.said import pack_for

CERTAINTIES = {
    "seen": gettext_lazy("seen in the source"),
    "second_hand": gettext_lazy("second hand, to be checked"),
    "unverified": gettext_lazy("our default, not verified"),
}
KINDS = {
    "skills": gettext_lazy("Skills"), "tiers": gettext_lazy("Tiers"), "services": gettext_lazy("Services"), "safeguards": gettext_lazy("Eight no-worries"), "forms": gettext_lazy("Forms"),
    "holidays": gettext_lazy("Holidays"), "allergens": gettext_lazy("Allergens and ingredients"), "diets": gettext_lazy("Kinds of diet"),
    "menu_rules": gettext_lazy("Rules of the menu"),
    "meal_times": gettext_lazy("Meals of a day"), "meal_prices": gettext_lazy("Prices of meals"),
    "meal_subsidies": gettext_lazy("Subsidies of meals"), "review_cadences": gettext_lazy("How often there is a review"),
    "talents": gettext_lazy("Talents and interests"),
    "box_rules": gettext_lazy("Rules of the boxes"), "purposes": gettext_lazy("Purposes that are agreed to"),
    "intake_steps": gettext_lazy("Steps of an intake"), "intake_rules": gettext_lazy("Rules of an intake"), "intake_papers": gettext_lazy("Papers of an application"),
    "levels": gettext_lazy("What a level means"), "level_services": gettext_lazy("Services by level"), "level_subsidies": gettext_lazy("Subsidies by level"),
    "retention": gettext_lazy("Classes of personal records"), "request_leads": gettext_lazy("Requests of a person"),
    "point_rules": gettext_lazy("Rules of the points"),
    "attendance_rules": gettext_lazy("Rules of attendance"), "leave_kinds": gettext_lazy("Kinds of leave"),
    "appraisal": gettext_lazy("Items of the appraisal"), "appraisal_marks": gettext_lazy("Numbers of the appraisal"),
    "appraisal_questions": gettext_lazy("Questions of call-backs and spot visits"), "honours": gettext_lazy("Thresholds of honours"),
    "time_bank": gettext_lazy("Numbers of the time bank"), "time_bank_lines": gettext_lazy("First in line for hours"),
    "elections": gettext_lazy("Rules of the ten best"),
    "association": gettext_lazy("The association"),
    "rooms": gettext_lazy("Sorts of activity rooms"), "equipment": gettext_lazy("Sorts of equipment"),
}  # fmt: skip
EVERY = {"once": gettext_lazy("once"), "change": gettext_lazy("at each change"), "month": gettext_lazy("each month")}
OWNERS = {"elder": gettext_lazy("of each elder"), "carer": gettext_lazy("of each carer")}


@requires("packs.read")
def page(request: HttpRequest) -> HttpResponse:
    """What the street's pack says today."""
    pack, language = pack_for(request), get_language()
    tiers = {code: tier.name(language) for code, tier in pack.tiers.items()}
    skills = {code: skill.name(language) for code, skill in pack.skills.items()}
    services = [
        {"one": s, "name": s.name(language), "note": s.note(language), "tiers": [tiers[t] for t in s.tiers], "skills": [skills[k] for k in s.skills],
         "season": [capfirst(MONTHS_3[m]) for m in s.season], "certainty": CERTAINTIES[s.certainty],
         "group": _("Ten helps") if s.group == "ten_helps" else _("Of this place")}
        for s in pack.services.values()
    ]  # fmt: skip
    if answer := _listing(services).answer(request):
        return answer
    context = {
        "pack": pack, "services": services,
        "tiers": [{"one": t, "name": t.name(language), "note": t.note(language), "certainty": CERTAINTIES[t.certainty]} for t in pack.tiers.values()],
        "skills": [{"name": s.name(language), "synonyms": s.synonyms} for s in pack.skills.values()],
        "safeguards": [{"number": s.number, "name": s.name(language)} for s in pack.safeguards.values()],
        "forms": [{"name": f.name(language), "owner": OWNERS[f.owner], "every": EVERY[f.every], "bound": f.bound} for f in pack.forms.values()],
        "files": [{"file": f, "kind": KINDS[f.kind], "source": f.source(language), "certainty": CERTAINTIES[f.certainty]} for f in pack.files],
    }  # fmt: skip
    return render(request, "web/care/catalogue.html", context)


def _listing(services: list[dict]) -> Listing:
    columns = [
        (_("Service"), "name"),
        (_("Group"), "group"),
        (_("Minutes"), "one.minutes"),
        (_("Time"), lambda r: f"{r['one'].window[0]:%H:%M}–{r['one'].window[1]:%H:%M}"),
        (_("Tiers"), "tiers"),
        (_("Skills"), "skills"),
        (_("Months"), "season"),
        (_("Carers at once"), "one.carers"),
        (_("Points"), "one.points"),
        (_("How sure"), lambda r: str(r["certainty"])),
    ]
    return Listing(title=_("Catalogue of services"), columns=columns, rows=services, capability="", text_columns=(0, 2, 3, 4))
