"""One policy for a whole list: who is meant is said first, then written as one act, which can be taken back as one."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.care.operations import safeguards
from qianshou.care.operations.errors import Refused
from qianshou.care.queries import safeguards as reads
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.queries.files import people_seen

from ..templatetags.shell import listed
from ..toasts import toast
from .reading import batch_in, number_in, terms_in
from .said import kind_words, refused
from .views import ENDING, UNCOVERED, Question

NAMED = 12  # so many of the left-out are named


@requires("safeguards.write")
def page(request: HttpRequest) -> HttpResponse:
    """Whom the list or the ticks mean (`?who=all` or `&person=…`), the cover as a form; POST writes it."""
    ask, error = Question.read(request), ""
    people = _people(request, ask)
    given = request.POST if request.method == "POST" else {}
    if request.method == "POST":
        try:
            made = safeguards.cover_many(
                street_id=ask.street.pk,
                person_ids=[p.pk for p in people],
                terms=terms_in(request.POST),
                batch=batch_in(request.POST.get("batch")),
                now=clock.now(),
                by_id=request.user.pk,
            )
            return _done(request, made, batch_in(request.POST.get("batch")))
        except Refused as refusal:
            error = refused(refusal)
    names = reads.names_of(ask.street, ask.today, get_language())
    context = {
        "ask": ask,
        "people": people,
        "names": listed([p.name for p in people[:40]]),
        "more": max(0, len(people) - 40),
        "error": error,
        "given": given,
        "batch": given.get("batch") or uuid4(),
        "kinds": [(n, kind_words(n, name)) for n, name in names.items()],
        "kind": number_in(given.get("kind")) or ask.asked.kind,
        "providers": reads.providers(scope=request.scope, street=ask.street, today=ask.today),
        "query": request.GET.urlencode(),
    }
    return render(request, "web/safeguards/many.html", context, status=422 if error else 200)


def _people(request: HttpRequest, ask: Question) -> list[Person]:
    """Everybody whom the list shows, or those who are ticked; only people whom the user may see."""
    if request.GET.get("who") == "all":
        rows = ask.rows(request.scope)
        if ask.show == UNCOVERED:
            return list(rows)
        if ask.show != ENDING or not ask.asked.kind:
            return []
        return list({row.person_id: row.person for row in rows}.values())
    ids = {number_in(text) for text in request.GET.getlist("person")}
    return list(people_seen(request.scope, ask.today).filter(pk__in=ids, street=ask.street).order_by("name_key", "pk"))


def _done(request: HttpRequest, made: safeguards.Many, batch: UUID) -> HttpResponse:
    n = len(made.made)
    said = ngettext("%(n)s person is covered.", "%(n)s people are covered.", n) % {"n": n}
    if made.covered:
        names = list(Person.objects.filter(pk__in=made.covered[:NAMED]).values_list("name", flat=True))
        said += " " + _("Left out, because covered already: %(names)s%(more)s.") % {
            "names": listed(names),
            "more": "…" if len(made.covered) > NAMED else "",
        }
    toast(request, said, undo=reverse("safeguards-undo", args=[batch]) if n else "", level=messages.SUCCESS if n else messages.WARNING)
    return redirect("safeguards-list")


@requires("safeguards.write")
@require_POST
def undo(request: HttpRequest, act: UUID) -> HttpResponse:
    """What one act wrote was a mistake; with `person` only that person's part of it."""
    street, only = street_of(request.scope), number_in(request.POST.get("person")) or None
    if street is None or not reads.act_seen(scope=request.scope, street=street, batch=act, today=clock.today(), person_id=only):
        raise Http404
    try:
        n = safeguards.take_back_cover(batch=act, street_id=street.pk, now=clock.now(), by_id=request.user.pk, person_id=only)
        toast(request, ngettext("Taken back for %(n)s person; it stays readable.", "Taken back for %(n)s people; it stays readable.", n) % {"n": n})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    return redirect("safeguards-person", only) if only else redirect("safeguards-list")
