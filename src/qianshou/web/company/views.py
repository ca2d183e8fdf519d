"""Proposals with reasons, the pairs that run (the silent ones first), who waits, who offers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.care.models import Carer
from qianshou.care.operations import company
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.company import is_silent, offers, pairs, proposals, sides_of, waiting
from qianshou.care.rules.company import weigh
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of

from ..listing import Listing
from ..toasts import toast
from .said import reason_words, refused

PAGE = 60
PROPOSED, RUNNING, ENDED, WAITING, OFFERS = "proposed", "running", "ended", "waiting", "offers"


@requires("company.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=proposed|running|ended|waiting|offers&q=`."""
    scope, today, get = request.scope, clock.today(), request.GET
    street = Street.objects.get(pk=scope.street_id)
    show = get.get("show") if get.get("show") in (RUNNING, ENDED, WAITING, OFFERS) else PROPOSED
    text = get.get("q", "")
    rows = {
        PROPOSED: lambda: proposals(scope=scope, street=street, today=today),
        RUNNING: lambda: pairs(scope=scope, street=street, today=today, text=text),
        ENDED: lambda: pairs(scope=scope, street=street, today=today, ended=True, text=text),
        WAITING: lambda: waiting(scope=scope, street=street, today=today),
        OFFERS: lambda: offers(scope=scope, street=street),
    }[show]()
    if show in (RUNNING, ENDED) and (answer := _paper(rows).answer(request)):
        return answer
    page = Paginator(rows, PAGE).get_page(get.get("page"))
    if show == PROPOSED:
        page.object_list = [(one, [reason_words(r) for r in one.pair.weighed.reasons]) for one in page.object_list]
    if show in (RUNNING, ENDED):
        page.object_list = [(one, is_silent(one, today)) for one in page.object_list]
    context = {
        "show": show, "page": page, "q": text, "may_write": scope.may("company.write"), "today": today,
        "numbers": {
            "waiting": waiting(scope=scope, street=street, today=today).count(), "running": pairs(scope=scope, street=street, today=today).count(),
            "offers": sum(max(0, one.most - one.has) for one in offers(scope=scope, street=street)),
        },
    }  # fmt: skip
    return render(request, "web/company/list.html", context)


def _paper(rows: object) -> Listing:
    """The pairs as they leave the program."""
    return Listing(title=_("Company"), rows=rows, text_columns=(0, 1, 3, 4), about="elder_id", columns=[
        (_("Elder"), "elder.name"), (_("Volunteer"), "carer.person.name"), (_("Address"), lambda one: one.elder.address), (_("Since"), "since"),
        (_("Last heard of"), lambda one: one.last or ""), (_("Why it ended"), lambda one: one.ended_reason),
    ])  # fmt: skip


def _two(request: HttpRequest):
    """The two of a form; 404 for somebody whom the user may not see, or another street's."""
    person = or_404(file_of, request.scope, _number(request.POST.get("elder")), clock.today())
    carer = or_404(Carer.objects.select_related("person", "start_place").get, pk=_number(request.POST.get("carer")), street_id=person.street_id)
    return person, carer


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@requires("company.write")
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Bring two people together, with the reasons of today."""
    person, carer = _two(request)
    try:
        pair = company.bring_together(
            elder_id=person.pk, carer_id=carer.pk, since=clock.today(), reasons=_reasons(person, carer), now=clock.now(), by_id=request.user.pk
        )
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return redirect("company-list")
    toast(request, _("%(elder)s and %(volunteer)s belong together from today. Tell both.") % {"elder": person.name, "volunteer": carer.person.name})
    return redirect("company-one", pair.pk)


def _reasons(person, carer) -> list[tuple]:
    """As they were proposed: kept with the pair."""
    elder, volunteer = sides_of(person, carer, clock.today())
    return [(r.code, r.what, r.points) for r in weigh(elder, volunteer).reasons]


@requires("company.write")
@require_POST
def not_these(request: HttpRequest) -> HttpResponse:
    """One of the two would rather not: not proposed again."""
    person, carer = _two(request)
    try:
        company.not_these_two(
            elder_id=person.pk, carer_id=carer.pk, reason=request.POST.get("reason", ""), on=clock.today(), now=clock.now(), by_id=request.user.pk
        )
        toast(request, _("Not proposed again. Somebody else may suit."))
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("company-list")
