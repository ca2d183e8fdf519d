"""Single forms: the list of a committee's month, one person's form as PDF, and who has nothing yet."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.faces import faces, unprintable_in
from qianshou.booklets.queries import checks, months, volumes
from qianshou.booklets.queries.people import elders
from qianshou.booklets.render import FORMS, pdf
from qianshou.booklets.rules import next_month, service_lines
from qianshou.booklets.sheets import Binding, Month, forms_volume
from qianshou.kernel import clock

from ..listing import Listing
from ..months import chips, chosen_month, month_name, read_month
from .views import SETTLED_AFTER

PER_PAGE = 60


@requires("booklets.read")
def form_list(request: HttpRequest) -> HttpResponse:
    """Everybody with a form this month, one committee at a time: due, done, missed, and the form."""
    month, now, street = chosen_month(request, settled_after=SETTLED_AFTER), clock.now(), street_of(request.scope)
    if street is None:
        raise Http404
    counts = volumes.forms_by_committee(request.scope, street, month)
    groups = [one for one in volumes.committees(street) if one.pk in counts]
    wanted = request.GET.get("committee", "")
    here = next((one for one in groups if str(one.pk) == wanted), groups[0] if groups else None)
    language = "en" if (translation.get_language() or "").startswith("en") else "zh"
    found = months.months(request.scope, street, month, now, language, here.pk if here else None)
    shown = [row_of(one, language) for one in found]
    title = _("Monthly forms %(month)s %(committee)s") % {"month": month_name(month), "committee": here or ""}
    listing = Listing(title=title, rows=shown, columns=[
        (_("Name"), "name"), (_("Home address"), "address"), (_("Things due"), "due"), (_("Things done"), "done"), (_("Missed"), "missed"), (_("Why missed"), "why")],
        text_columns=(0, 2, 3, 4))  # fmt: skip
    if answer := listing.answer(request):
        return answer
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    groups_shown = [(one, counts[one.pk]) for one in groups]
    return render(request, "web/booklets/forms.html", {
        "page": page, "groups": groups_shown, "here": here, "chips": chips(month), "code": f"{month:%Y-%m}", "month_name": month_name(month),
        "listing": listing})  # fmt: skip


@requires("booklets.read")
def person_forms(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person's forms of the last months, reached from the file."""
    now, language, shown, person = clock.now(), "en" if (translation.get_language() or "").startswith("en") else "zh", [], None
    for chip in chips(clock.today().replace(day=1)):
        one, person = or_404(months.month_of, request.scope, person_id, chip.first, now, language)
        shown.append({"chip": chip, **row_of(one, language)})
    listing = Listing(
        title=_("Monthly forms of %(name)s") % {"name": person.name},
        rows=shown,
        columns=[
            (_("Month"), lambda row: row["chip"].label),
            (_("Things due"), "due"),
            (_("Things done"), "done"),
            (_("Missed"), "missed"),
            (_("Why missed"), "why"),
        ],
    )
    if answer := listing.answer(request):
        return answer
    return render(request, "web/booklets/person.html", {"person": person, "rows": shown, "listing": listing})


def row_of(one: Month, language: str) -> dict:
    """One line of the list of forms."""
    lines = service_lines(one.owed, language)
    due, done = sum(line.due for line in lines), sum(line.done for line in lines)
    why = "；".join(f"{line.name}：{line.why}" for line in lines if line.why)
    return {
        "id": one.facts.person_id,
        "name": one.facts.name,
        "address": one.facts.address,
        "due": due,
        "done": done,
        "missed": due - done,
        "why": why,
    }


@requires("booklets.read")
def silent(request: HttpRequest) -> HttpResponse:
    """Who still has nothing this month: no visit, no call, nothing heard."""
    month, street = chosen_month(request, settled_after=SETTLED_AFTER), street_of(request.scope)
    if street is None:
        raise Http404
    found = checks.without_evidence(request.scope, street, month)
    title = _("Nothing heard in %(month)s") % {"month": month_name(month)}
    listing = Listing(title=title, rows=found, columns=[
        (_("Name"), "name"), (_("Committee"), lambda one: one.committee.name if one.committee else ""), (_("Home address"), "address"),
        (_("State"), lambda one: one.file.get_status_display())])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    forms = elders(request.scope, month).filter(street=street).count()
    return render(request, "web/booklets/silent.html", {
        "page": page, "chips": chips(month), "code": f"{month:%Y-%m}", "month_name": month_name(month), "listing": listing, "forms": forms})  # fmt: skip


@requires("booklets.read")
def form_pdf(request: HttpRequest, person_id: int, month: str) -> HttpResponse:
    """One person's form as PDF; before the month is over it is marked as a draft.

    Characters that cannot be printed are said first, on a page of their own; `?anyway=1` opens the form all the same.
    """
    first, now = read_month(month), clock.now()
    if first is None or first > clock.today():
        raise Http404
    language = "en" if request.GET.get("language") == "en" else "zh"
    one, person = or_404(months.month_of, request.scope, person_id, first, now, language)
    part = person.committee.name if person.committee_id else ""
    binding = Binding(month=first, office=person.street.name, part=part, bound_on=clock.local_date(now),
                      draft_until=volumes.draft_until(first, now), language=language, with_cover=False)  # fmt: skip
    data = forms_volume([one], binding)
    missing = unprintable_in([data["forms"]], faces().characters)
    if missing and "anyway" not in request.GET:
        shown = [(char, f"U+{ord(char):04X}") for char in missing]
        return render(request, "web/booklets/unprintable.html", {"person": person, "missing": shown, "code": month})
    made = pdf(FORMS, data, clock.day_bounds(next_month(first))[0])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.facts.number}.pdf"'
    return answer
