"""Who waits for what: the cases by step, by how long they wait, by committee and by who answers for them; all filters stand in the address."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.models import Committee, User
from qianshou.access.permissions import requires
from qianshou.care.models import IntakeCase, IntakeState
from qianshou.care.queries.intake import Filters, cases, cases_of, seen, waiting
from qianshou.care.rules.intake import OPEN
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of

from ..listing import Listing
from ..net.said import pack_for
from .said import LOOKS, level_words

PAGE = 60
AGES = (3, 7, 14, 30)


@requires("intake.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?state=open|mine|late|scan|closed|all|<step>&committee=&responsible=&age=&q=`."""
    scope, now = request.scope, clock.now()
    asked = Filters.read(request.GET)
    rows, numbers, pack = cases(scope=scope, asked=asked, now=now), waiting(scope), pack_for(request)
    if answer := _paper(rows, now).answer(request):
        return answer
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.look = "late" if row.due_state == "late" else LOOKS.get(row.state, "due")
        row.days = (clock.local_date(now) - clock.local_date(row.state_since)).days
        row.level = level_words(pack, row.decision.level) if row.decision else ""
    committees = Committee.objects.filter(street_id=scope.street_id) if scope.street_ids else Committee.objects.none()
    context = {
        "asked": asked, "page": page, "numbers": [(code, IntakeState(code).label, numbers.get(code, 0)) for code in OPEN], "late": numbers["late"], "scans": numbers["scan"],
        "waiting": sum(numbers.get(code, 0) for code in OPEN), "committees": committees, "ages": AGES, "may_write": scope.may("intake.write"),
        "responsibles": User.objects.filter(pk__in=seen(scope).filter(state__in=OPEN).values("responsible_id")).order_by("display_name"),
        "any": seen(scope).exists(), "closed": asked.state in ("closed", "done", "refused", "withdrawn", "all"),
    }  # fmt: skip
    return render(request, "web/intake/list.html", context)


@requires("intake.read")
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The way from a file: to the person's newest case, else to a new application."""
    one = or_404(file_of, request.scope, person_id, clock.today())
    if held := cases_of(scope=request.scope, person_id=one.pk):
        return redirect("intake-case", held[0].pk)
    if request.scope.may("intake.write"):
        return redirect(f"{reverse('intake-new')}?person={one.pk}")
    return redirect("intake-list")


def _paper(rows: object, now) -> Listing:
    """The list as it leaves the program."""
    today = clock.local_date(now)
    days = lambda case: (today - clock.local_date(case.state_since)).days if case.is_open else ""
    return Listing(title=_("Intake"), rows=rows, text_columns=(1, 3, 4, 6), columns=[
        (_("Number"), "number"), (_("Name"), "person.name"), (_("Committee"), lambda case: case.person.committee or ""), (_("Waits for"), "get_state_display"),
        (_("Days waited"), days), (_("By"), lambda case: clock.local_date(case.by_at) if case.by_at else ""), (_("Who answers for it"), lambda case: _who(case)),
        (_("Applied on"), "applied_on"), (_("Address"), lambda case: case.person.address),
    ])  # fmt: skip


def _who(case: IntakeCase) -> str:
    return str((case.visitor if case.state == "assess" and case.visitor else case.responsible) or "")
