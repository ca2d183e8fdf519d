"""Who has the form of a month and who has none yet; all filters stand in the address."""

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Committee, Street
from qianshou.access.permissions import requires
from qianshou.assessment import operations
from qianshou.care.models import Carer
from qianshou.care.queries.reviews import BEGUN, DONE, NONE, counted, listed, shown
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.queries.files import file_of

from ..assessments.said import refused
from ..listing import Listing
from ..months import chips, chosen_month, month_name, read_month
from ..toasts import toast

PAGE = 50
STATES = {NONE: ("hole", gettext_lazy("none yet")), BEGUN: ("due", gettext_lazy("begun")), DONE: ("done", gettext_lazy("finished"))}


@requires("reviews.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?month=&state=none|begun|done&committee=&carer=&q=`."""
    get, scope, today = request.GET, request.scope, clock.today()
    street, month = Street.objects.get(pk=scope.street_id), chosen_month(request)
    state = get.get("state") if get.get("state") in STATES else ""
    committee, carer = _number(get.get("committee")), _number(get.get("carer"))
    narrow = {"committee": committee, "carer": carer, "text": get.get("q", "")}
    found = listed(scope=scope, street=street, month=month, today=today, **narrow)
    wanted = [one for one in found if state in ("", one[1])]
    carers = dict(Carer.objects.filter(street=street).order_by("person__name_key").values_list("pk", "person__name"))
    if answer := _paper(_rows(street, month, wanted), month, carers).answer(request):
        return answer
    page = Paginator(wanted, PAGE).get_page(get.get("page"))
    page.object_list = shown(street=street, month=month, found=page.object_list)
    said = {code: (look, str(word)) for code, (look, word) in STATES.items()}  # translated once, not for each row
    for row in page.object_list:
        row.carer_name, (row.look, row.said) = carers.get(row.helper, ""), said[row.review]
    context = {
        "page": page, "month": month, "name": month_name(month), "chips": chips(month), "state": state, "states": [(c, w) for c, (_look, w) in STATES.items()],
        "committee": committee, "carer": carer, "q": narrow["text"], "carers": carers.items(), "total": counted(found),
        "committees": Committee.objects.filter(street_id=scope.street_id) if not scope.committee_ids else [], "may_write": scope.may("reviews.write"),
    }  # fmt: skip
    return render(request, "web/reviews/list.html", context)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _rows(street: Street, month: date, found: list[tuple[int, str]]) -> Iterator[Person]:
    """Everybody of the list, only once somebody takes it away."""
    yield from shown(street=street, month=month, found=found)


def _paper(rows: Iterator[Person], month: date, carers: dict[int, str]) -> Listing:
    """The list as it leaves the program: for the carers' group, or on paper."""
    return Listing(title=_("Monthly reviews, %(month)s") % {"month": month_name(month)}, rows=rows, text_columns=(0, 1, 3, 4), about="pk", columns=[
        (_("Name"), "name"), (_("Committee"), lambda p: p.committee or ""), (_("Address"), "address"), (_("Carer"), lambda p: carers.get(p.helper, "")),
        (_("Form of the month"), lambda p: str(STATES[p.review][1])), (_("Last review"), lambda p: f"{p.last:%Y-%m}" if p.last else ""),
    ])  # fmt: skip


@requires("reviews.write")
@require_POST
def begin(request: HttpRequest, person_id: int) -> HttpResponse:
    """Begin the form of a month, with what is written down of it, or go on with it."""
    today = clock.today()
    person = or_404(file_of, request.scope, person_id, today)
    month = read_month(request.POST.get("month")) or today.replace(day=1)
    try:
        form = operations.begin(
            person_id=person.pk, instrument="monthly_review", why="month", made_on=today, now=clock.now(), by_id=request.user.pk, month=min(month, today)
        )
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return redirect("reviews-list")
    return redirect("assessments-one", form.pk)
