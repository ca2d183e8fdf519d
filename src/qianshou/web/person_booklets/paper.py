"""One person's booklet and card as PDF, set where they are asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.booklets.booklet_sheets import BOOKLETS, CARDS, booklets_data, cards_data
from qianshou.booklets.faces import faces, unprintable_in
from qianshou.booklets.queries.booklets import booklets_of
from qianshou.booklets.render import pdf
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of


@requires("files.read")
def booklet(request: HttpRequest, person_id: int) -> HttpResponse:
    """The booklet, A4 in large print; with the health part for whoever may read it."""
    return _answer(request, person_id, BOOKLETS, "booklet-pdf")


@requires("files.read")
def card(request: HttpRequest, person_id: int) -> HttpResponse:
    """The card for the wall, A5."""
    return _answer(request, person_id, CARDS, "booklet-card-pdf")


def _answer(request: HttpRequest, person_id: int, template: str, name: str) -> HttpResponse:
    """The PDF. Characters that no font prints are said first; `?anyway=1` opens it all the same. That it was printed is written down."""
    today, now = clock.today(), clock.now()
    person = or_404(file_of, request.scope, person_id, today)
    language = "en" if request.GET.get("language") == "en" else "zh"
    people, photographs = booklets_of(
        street=person.street, person_ids=[person.pk], on=today, language=language, health=request.scope.may("health.read")
    )
    data = booklets_data(people, photographs, language, today) if template == BOOKLETS else cards_data(people, language)
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
