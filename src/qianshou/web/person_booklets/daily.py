"""Medicines and habits of one person, written down by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people import operations
from qianshou.people.models import Habit, Medicine, Person
from qianshou.people.queries.daily import habits_of, medicine_of, medicines_of
from qianshou.people.queries.files import file_of

from ..safeguards.reading import day_in
from ..toasts import toast

REFUSALS = {
    "name": gettext_lazy("Write the name of the medicine."), "reason": gettext_lazy("Say why."), "stopped": gettext_lazy("It was stopped already."),
    "known": gettext_lazy("She takes that medicine in that dose already. Stop it first, or write another dose."),
}  # fmt: skip
EXAMPLES = {
    "rises": gettext_lazy("gets up at half past five, naps until two"), "hearing": gettext_lazy("deaf on the left: speak up"),
    "language": gettext_lazy("Shanghainese, understands Mandarin"), "likes": gettext_lazy("likes Yue opera, dislikes crowds"),
    "religion": gettext_lazy("no meat on the 1st and 15th of the lunar month"), "other": gettext_lazy("locks the door at seven"),
}  # fmt: skip


@requires("health.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """Both on one page. POST adds a medicine (files.write)."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    if request.method != "POST" or not request.scope.may("files.write"):
        return _page(request, person)
    post = request.POST
    entry = operations.MedicineEntry(
        name=post.get("name", ""), dose=post.get("dose", ""), times=post.get("times", ""), since=day_in(post.get("since")),
        prescribed_by=post.get("prescribed_by", ""), note=post.get("note", ""),
    )  # fmt: skip
    try:
        operations.add_medicine(person_id=person.pk, entry=entry, now=clock.now(), by_id=request.user.pk)
    except operations.DailyRefused as error:
        return _page(request, person, str(REFUSALS[error.code]), post)
    toast(request, _("Written down."))
    return redirect("booklet-daily", person.pk)


def _page(request: HttpRequest, person: Person, error: str = "", given=None) -> HttpResponse:
    notes = habits_of(person)
    taken, stopped = medicines_of(person)
    context = {
        "person": person, "taken": taken, "stopped": stopped, "error": error, "given": given or {}, "may_write": request.scope.may("files.write"),
        "habits": [(kind, label, notes.get(kind), EXAMPLES[kind]) for kind, label in Habit.Kind.choices], "today": clock.today(),
    }  # fmt: skip
    return render(request, "web/person_booklets/daily.html", context, status=422 if error else 200)


@requires("files.write")
@require_POST
def habits(request: HttpRequest, person_id: int) -> HttpResponse:
    """The notes as the form has them."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    notes = {kind: request.POST[kind] for kind in Habit.Kind.values if kind in request.POST}
    if operations.set_habits(person_id=person.pk, notes=notes, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Written down."))
    return redirect("booklet-daily", person.pk)


def _medicine(request: HttpRequest, medicine_id: int) -> Medicine:
    return or_404(medicine_of, request.scope, medicine_id, clock.today())


@requires("files.write")
@require_POST
def stop(request: HttpRequest, medicine_id: int) -> HttpResponse:
    """She takes it no more, and why."""
    row = _medicine(request, medicine_id)
    try:
        operations.stop_medicine(medicine_id=row.pk, on=clock.today(), reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s is taken no more.") % {"name": row.name}, undo=reverse("booklet-medicine-resume", args=[row.pk]))
    except operations.DailyRefused as error:
        toast(request, REFUSALS[error.code], level=messages.ERROR)
    return redirect("booklet-daily", row.person_id)


@requires("files.write")
@require_POST
def resume(request: HttpRequest, medicine_id: int) -> HttpResponse:
    """It was not stopped after all."""
    row = _medicine(request, medicine_id)
    if operations.resume_medicine(medicine_id=row.pk, now=clock.now(), by_id=request.user.pk):
        toast(request, _("%(name)s is taken as before.") % {"name": row.name})
    return redirect("booklet-daily", row.person_id)
