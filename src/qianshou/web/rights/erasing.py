"""Erasure in two steps by two officers: asked with a reason, then done by another who has seen what goes, what stays and who else names the person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.exchange import operations
from qianshou.exchange.queries import rights
from qianshou.exchange.queries.erasing import MOST, hindrances, mentions, preview
from qianshou.kernel import clock
from qianshou.people.models import Erasure, Person
from qianshou.people.personal.words import column_words, table_words
from qianshou.people.queries.files import file_of

from ..toasts import toast
from .said import HINDERS, pack_of


@requires("rights.erase")
def listing(request: HttpRequest) -> HttpResponse:
    """Erasures that wait and that were done: the stubs."""
    return render(request, "web/rights/erasures.html", {"rows": rights.erasures(request.scope)[:500]})


@requires("rights.erase")
def ask(request: HttpRequest, person_id: int) -> HttpResponse:
    """What an erasure would do; asked for by POST with a reason."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    if waiting := rights.waiting(person.pk):
        return redirect("rights-erasure", waiting.pk)
    error = ""
    if request.method == "POST":
        if request.POST.get("reason") not in Erasure.Reason.values:
            error = _("Choose a reason.")
        elif request.POST.get("identity") != "yes":
            error = _("Make sure first who asks, and tick that you did.")
        else:
            try:
                made = operations.ask_erasure(person_id=person.pk, reason=request.POST["reason"], now=clock.now(), by_id=request.user.pk)
            except operations.NotErasable as refused:
                error = HINDERS[refused.code]
            else:
                toast(request, _("Asked for. Another officer must do it."), level=messages.SUCCESS)
                return redirect("rights-erasure", made.pk)
    context = {"person": person, "reasons": Erasure.Reason.choices, "error": error, "given": request.POST, **_before(person)}
    return render(request, "web/rights/erase.html", context, status=422 if error else 200)


def _before(person: Person) -> dict:
    """Tables with their rows, in words and by class of record; files; what must be settled first."""
    lines, paths = preview(person)
    language, classes = get_language(), pack_of(person.street_id).retention
    shown = [
        {"class": classes[line.table.record].name(language), "name": table_words(line.table.label, language), "goes": line.goes, "stays": line.stays, "old": line.old}
        for line in lines
    ]  # fmt: skip
    return {
        "lines": sorted(shown, key=lambda one: one["class"]), "files": paths, "hinders": [HINDERS[code] for code in hindrances(person)],
        "rows_gone": sum(one["goes"] + one["old"] for one in shown), "rows_stay": sum(one["stays"] for one in shown),
    }  # fmt: skip


@requires("rights.erase")
def one(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """The second officer: the preview once more, names in rows of others to confirm, and the act itself by POST. Done: the stub."""
    found = or_404(rights.erasure, request.scope, erasure_id)
    if found.state != Erasure.State.ASKED:
        rows = [(table_words(label, get_language()), number) for label, number in sorted(found.counts.items()) if label != "blotted"]
        return render(request, "web/rights/erasure.html", {"one": found, "counts": rows, "blotted": found.counts.get("blotted", 0)})
    named, error = mentions(found.person), ""
    if request.method == "POST":
        chosen = set(request.POST.getlist("mention"))
        picked = [(one.table, one.row, one.column) for one in named if one.key in chosen]
        try:
            if request.POST.get("sure") != "yes":
                raise operations.NotErasable("sure")
            operations.erase(erasure_id=found.pk, mentions=picked, now=clock.now(), by_id=request.user.pk)
        except operations.NotErasable as refused:
            error = HINDERS.get(refused.code, _("Tick that you have read what goes. It cannot be taken back."))
        else:
            toast(request, _("Erased. A stub without any value stays."), level=messages.SUCCESS)
            return redirect("rights-erasure", found.pk)
    language = get_language()
    shown = [{"key": m.key, "where": table_words(_base(m.table), language), "column": column_words(m.column, language) or m.column, "text": m.text, "of": m.of} for m in named]
    context = {"one": found, "person": found.person, "mentions": shown, "most": MOST if len(shown) == MOST else 0, "error": error,
               "same": found.asked_by_id == request.user.pk, **_before(found.person)}  # fmt: skip
    return render(request, "web/rights/erase_second.html", context, status=422 if error else 200)


def _base(label: str) -> str:
    """The table whose old rows these are, else the table itself."""
    return label.removesuffix("Event") if label not in ("care.VisitEvent", "care.ClockEvent", "meals.DeliveryEvent") else label


@requires("rights.erase")
@require_POST
def drop(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """It is not wanted after all."""
    found = or_404(rights.erasure, request.scope, erasure_id)
    try:
        operations.drop_erasure(erasure_id=found.pk, now=clock.now(), by_id=request.user.pk)
    except operations.NotErasable as refused:
        raise Http404 from refused
    toast(request, _("Dropped. Nothing was erased."), level=messages.SUCCESS)
    return redirect("people-file", found.person_id)
