"""Requests of people: the list with what is due, and one with its answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.exchange.operations.rights import MAY_RESTRICT, NotRecorded, answer_request
from qianshou.exchange.queries import rights
from qianshou.kernel import clock
from qianshou.people.models import Erasure, Restriction, RightsRequest

from ..listing import Listing
from ..toasts import toast
from .said import PERSON_SAYS, STOPS

PAGE = 50


@requires("rights.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?state=open|done|refused|taken_back|all&kind=&origin=`."""
    get, scope, today = request.GET, request.scope, clock.today()
    chosen = {
        "state": get.get("state") if get.get("state") in (*RightsRequest.State.values, "all") else "open",
        "kind": get.get("kind") if get.get("kind") in RightsRequest.Kind.values else "",
        "origin": get.get("origin") if get.get("origin") in RightsRequest.Origin.values else "",
    }  # fmt: skip
    rows = rights.requests(scope, **chosen)
    if answer := _paper(rows).answer(request):
        return answer
    page = Paginator(rows, PAGE).get_page(get.get("page"))
    for row in page.object_list:
        row.look = "calm" if row.state != "open" else "late" if row.due_on < today else "due"
    waiting = rights.erasures(scope).filter(state=Erasure.State.ASKED) if scope.may("rights.erase") else []
    context = {
        "page": page, **chosen, "states": RightsRequest.State.choices, "kinds": RightsRequest.Kind.choices, "origins": RightsRequest.Origin.choices,
        "waiting": waiting, "filtered": bool(chosen["kind"] or chosen["origin"] or chosen["state"] != "open"), "may_erase": scope.may("rights.erase"),
    }  # fmt: skip
    return render(request, "web/rights/list.html", context)


def _paper(rows: object) -> Listing:
    return Listing(title=_("Requests about personal data"), rows=rows, text_columns=(0, 1, 2, 3), columns=[
        (_("Person"), "person.name"), (_("Asks"), lambda r: r.get_kind_display()), (_("Day of the request"), "asked_on"), (_("To be answered by"), "due_on"),
        (_("State"), lambda r: r.get_state_display()), (_("Answer"), "answer"), (_("Who asks"), lambda r: f"{r.by_name} {r.by_relation}".strip()),
    ])  # fmt: skip


@requires("rights.read")
def one(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request; an answer is given by POST."""
    found, error = or_404(rights.request, request.scope, request_id), ""
    if request.method == "POST" and request.scope.may("rights.write"):
        state = request.POST.get("state", "")
        try:
            changed = [field for field in request.POST.get("changed", "").replace("，", ",").replace("、", ",").split(",") if field.strip()]
            purposes = request.POST.getlist("purpose") if state == RightsRequest.State.DONE else []
            answer_request(
                request_id=found.pk, state=state, answer=request.POST.get("answer", ""), changed=changed, purposes=purposes, now=clock.now(), by_id=request.user.pk
            )
        except (NotRecorded, ValueError) as refused:
            error = PERSON_SAYS.get(getattr(refused, "code", ""), PERSON_SAYS["answer"])
        else:
            toast(request, _("The answer is written down."), level=messages.SUCCESS)
            return redirect("rights-request", found.pk)
    answers = [choice for choice in RightsRequest.State.choices if choice[0] != RightsRequest.State.OPEN]
    chosen = request.POST.getlist("purpose")
    purposes = [(code, word, STOPS[code], code in chosen) for code, word in Restriction.Purpose.choices] if found.kind in MAY_RESTRICT else []
    stopped = found.restrictions.order_by("pk")
    context = {"one": found, "person": found.person, "answers": answers, "purposes": purposes, "stopped": stopped, "error": error, "given": request.POST, "may_write": request.scope.may("rights.write"),
               "may_erase": request.scope.may("rights.erase"), "late": found.state == "open" and found.due_on < clock.today()}  # fmt: skip
    return render(request, "web/rights/request.html", context)
