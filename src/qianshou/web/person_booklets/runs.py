"""Booklets and cards for a list of people: the list under its filters, what was asked for with its progress, the files."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Committee
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.booklets import operations
from qianshou.booklets.models import PrintRun
from qianshou.booklets.operations.print_runs import MOST
from qianshou.booklets.queries import print_runs as reads
from qianshou.care.models import KeyElder
from qianshou.kernel import clock
from qianshou.people.models import Living
from qianshou.people.queries import Filters, elders

from ..booklets.said import finding_words
from ..toasts import toast

WORKER_SLOW = timedelta(seconds=60)
UNFINISHED = (PrintRun.State.WAITING, PrintRun.State.SETTING)
LOOKS = {"waiting": "due", "setting": "due", "ready": "done", "failed": "late", "gone": "calm"}
REFUSALS = {
    "nobody": gettext_lazy("Nobody is in this list."),
    "kind": gettext_lazy("Choose booklets or wall cards."),
    "too_many": gettext_lazy("No more than %(most)s people at once: narrow the list by committee."),
}


@requires("booklets.read")
def page(request: HttpRequest) -> HttpResponse:
    """`?committee=&living=&key=1` and every other filter of the list of people."""
    asked, street = Filters.read(request.GET), request.scope.street_id
    committees = Committee.objects.filter(street_id=street)
    if not request.scope.street_ids:
        committees = committees.filter(pk__in=request.scope.committee_ids)
    people = _people(request)
    context = {
        "asked": asked,
        "key": request.GET.get("key") == "1",
        "committees": committees,
        "count": people.count(),
        "first": people[:12],
        "most": MOST,
        "livings": [("alone_any", _("lives alone, any kind")), *((v, label) for v, label in Living.choices if v)],
        "query": request.GET.urlencode(),
        "may_print": request.scope.may("export.run"),
        **_runs(request),
    }
    return render(request, "web/person_booklets/people.html", context)


def _people(request: HttpRequest):
    """The list, of the user's street and committees, by committee and name: as the paper is handed out."""
    rows = elders(request.scope, Filters.read(request.GET), clock.today())
    if request.GET.get("key") == "1":
        rows = rows.filter(pk__in=KeyElder.objects.filter(until__isnull=True, street_id=request.scope.street_id).values("elder_id"))
    return rows.order_by("committee__position", "committee_id", "name_key", "pk")


def _runs(request: HttpRequest) -> dict:
    now, shown = clock.now(), list(reads.runs(request.scope)[: reads.SHOWN])
    for run in shown:
        run.look, run.said = LOOKS[run.state], [finding_words(found) for found in run.warnings]
        run.slow = run.state == PrintRun.State.WAITING and now - run.asked_at > WORKER_SLOW
        run.why = _(run.error) if run.error else ""
    return {"runs": shown, "moving": any(run.state in UNFINISHED for run in shown)}


@requires("booklets.read")
def state(request: HttpRequest) -> HttpResponse:
    """The runs alone, asked for again while one is being set."""
    return render(request, "web/person_booklets/_runs.html", _runs(request))


@requires("export.run")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the whole list; the work goes on in the background."""
    if request.scope.street_id is None:
        raise Http404
    language, ids = request.POST.get("language", "zh"), list(_people(request).values_list("pk", flat=True)[: MOST + 1])
    committee = Committee.objects.filter(pk=Filters.read(request.GET).committee, street_id=request.scope.street_id).first()
    try:
        operations.ask_run(
            street_id=request.scope.street_id,
            kind=request.POST.get("kind", ""),
            person_ids=ids,
            language=language,
            title=committee.name if committee else "",
            health=request.scope.may("health.read"),
            now=clock.now(),
            by_id=request.user.pk,
        )
        toast(
            request,
            ngettext("Being set for %(n)s person. You may leave this page.", "Being set for %(n)s people. You may leave this page.", len(ids))
            % {"n": len(ids)},
        )
    except operations.CannotAsk as error:
        toast(request, str(REFUSALS[error.code]) % {"most": MOST}, level=messages.ERROR)
    query = request.GET.urlencode()
    answer = redirect("booklet-people")
    answer["Location"] += f"?{query}" if query else ""
    return answer


@requires("booklets.read")
def download(request: HttpRequest, run_id: int, part: int) -> HttpResponse:
    """One file of a run; that it was taken is written down."""
    run = or_404(reads.run_of, request.scope, run_id)
    try:
        made = reads.part_of(run, part)
    except LookupError as error:
        raise Http404 from error
    log(act="booklets.run_taken", now=clock.now(), by_id=request.user.pk, street_id=run.street_id, target="print_run", target_id=run.pk, part=part)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{run.kind}-{run.pk}-{part}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
