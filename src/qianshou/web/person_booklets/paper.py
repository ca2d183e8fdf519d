"""One person's booklet and card as PDF, set where they are asked for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.booklets.booklet_sheets import BOOKLETS, CARDS, booklets_data, cards_data
from qianshou.booklets.faces import faces, unprintable_in
from qianshou.booklets.operations.wall_cards import squares
from qianshou.booklets.queries.booklets import booklets_of
from qianshou.booklets.render import pdf
from qianshou.kernel import clock
from qianshou.people.operations.wall_codes import end_wall_code
from qianshou.people.queries.files import file_of

from ..toasts import toast


@requires("files.read")
def booklet(request: HttpRequest, person_id: int) -> HttpResponse:
    """The booklet, A4 in large print; with the health part for whoever may read it."""
    return _answer(request, person_id, BOOKLETS, "booklet-pdf")


@requires("files.read")
def card(request: HttpRequest, person_id: int) -> HttpResponse:
    """The card for the wall, A5."""
    return _answer(request, person_id, CARDS, "booklet-card-pdf")


@requires("files.write")
@require_POST
def end_card(request: HttpRequest, person_id: int) -> HttpResponse:
    """The card that hangs there proves nothing any more: it was photographed or got lost."""
    person, why = or_404(file_of, request.scope, person_id, clock.today()), request.POST.get("why", "")
    if not why.strip():
        toast(request, _("Say in a word why the card is no good any more."), level=messages.ERROR)
    elif end_wall_code(person_id=person.pk, why=why, now=clock.now(), by_id=request.user.pk):
        toast(request, _("The old card counts no more. Print a new one and hang it up."))
    return redirect("booklet-person", person.pk)


def _answer(request: HttpRequest, person_id: int, template: str, name: str) -> HttpResponse:
    """The PDF. Characters that no font prints are said first; `?anyway=1` opens it all the same. That it was printed is written down."""
    today, now = clock.today(), clock.now()
    person = or_404(file_of, request.scope, person_id, today)
    language = "en" if request.GET.get("language") == "en" else "zh"
    people, photographs = booklets_of(
        street=person.street, person_ids=[person.pk], on=today, language=language, health=request.scope.may("health.read")
    )
    if template == BOOKLETS:
        data = booklets_data(people, photographs, language, today)
    else:
        data = cards_data(people, squares(person_ids=[person.pk], now=now), language)
    missing = unprintable_in([data["booklets" if template == BOOKLETS else "cards"]], faces().characters)
    if missing and "anyway" not in request.GET:
        shown = [(char, f"U+{ord(char):04X}") for char in missing]
        return render(
            request,
            "web/person_booklets/unprintable.html",
            {"person": person, "missing": shown, "address": reverse(name, args=[person.pk]), "language": language},
        )
    log(
        act="booklet.printed",
        now=now,
        by_id=request.user.pk,
        street_id=person.street_id,
        target="person",
        target_id=person.pk,
        what=template.partition(".")[0],
    )
    answer = HttpResponse(pdf(template, data, now), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{people[0].number}-{template.partition(".")[0]}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
