"""What families write: those that wait for an answer first, answered here."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.queries.family import WAITING, family_note, family_notes
from qianshou.kernel import clock
from qianshou.watch.operations import answer_concern

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import committees, number

PAGE = 50


@requires("watch.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=waiting|answered&committee=&q=`."""
    return _listing(request)


def _listing(request: HttpRequest, error: str = "", at: int = 0) -> HttpResponse:
    get = request.GET
    show = "answered" if get.get("show") == "answered" else WAITING
    text, committee = get.get("q", "").strip()[:40], number(get.get("committee"))
    found = family_notes(scope=request.scope, show=show, committee_id=committee, text=text)
    columns = [
        (_("Elder"), "person.name"), (_("Written at"), "made_at"), (_("Written by"), "concern.said_by"), (_("Kind"), "get_kind_display"),
        (_("Words"), "concern.text"),
        (_("Answer"), "concern.answer"), (_("Answered by"), "concern.answered_by"), (_("Answered at"), "concern.answered_at"),
    ]  # fmt: skip
    if answer := Listing(title=_("What families write"), columns=columns, rows=found, text_columns=(0, 1, 2, 4)).answer(request):
        return answer
    context = {
        "page": Paginator(found, PAGE).get_page(get.get("page")), "show": show, "q": text, "committees": committees(request.scope),
        "chosen": committee,
        "waiting": family_notes(scope=request.scope, show=WAITING).count(), "may_answer": request.scope.may("watch.act"), "error": error, "at": at,
        "given": request.POST.get("answer", ""),
    }  # fmt: skip
    return render(request, "web/family/messages.html", context, status=422 if error else 200)


@requires("watch.act")
@require_POST
def answer(request: HttpRequest, note_id: int) -> HttpResponse:
    """The answer, as the family will read it."""
    note = or_404(family_note, scope=request.scope, note_id=note_id)
    words = request.POST.get("answer", "")
    if not words.strip():
        return _listing(request, _("Write the answer, as the family will read it."), note.pk)
    answer_concern(concern=note.concern, user=request.user, answer=words, now=clock.now())
    toast(request, _("Answered. The family reads it on its page."))
    return redirect("family-messages")
