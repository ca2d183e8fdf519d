"""One person's booklet on a page: the same parts as on paper, and what is still to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.booklets.booklet import initial_of, parts, to_ask
from qianshou.booklets.faces import faces, unprintable_in
from qianshou.booklets.queries.booklets import booklets_of
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of
from qianshou.people.queries.wall_codes import card_of

from .photo import data_address

# Where a part is mended: the page's name, the capability it asks for.
MENDED = {
    "who": ("people-edit", "files.write"), "calls": ("people-contacts", "files.write"), "health": ("people-edit", "files.write"),
    "medicines": ("booklet-daily", "files.write"), "habits": ("booklet-daily", "files.write"), "home": ("people-edit", "files.write"),
    "plan": ("plans-elder", "care.write"), "net": ("net-elder", "care.write"), "safeguards": ("safeguards-person", "safeguards.write"),
    "talents": ("people-edit", "files.write"), "assessment": ("assessments-person", "assessments.read"),
}  # fmt: skip


@requires("files.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the booklet would say today."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    language = "en" if (get_language() or "").startswith("en") else "zh"
    found, photographs = booklets_of(
        street=person.street, person_ids=[person.pk], on=clock.today(), language=language, health=request.scope.may("health.read")
    )
    one = found[0]
    made = parts(one, language)
    pictures = {key: data_address(data) for key, data in photographs.items()}
    for part in made:
        name, capability = MENDED.get(part["code"], ("", ""))
        part["mend"] = name if name and request.scope.may(capability) else ""
        part["cells"] = [list(zip(part["head"], line, strict=True)) for line in part["lines"]]
        for helper in part["people"]:
            helper["picture"] = pictures.get(helper["key"], "")
    context = {
        "person": person, "one": one, "parts": made, "ask": to_ask(made), "picture": pictures.get(one.face, ""), "initial": initial_of(one.name),
        "may_photo": request.scope.may("files.write") and bool(request.scope.street_ids), "wall": card_of(person.pk), "may_end": request.scope.may("files.write"), "missing": unprintable_in([made], faces().characters),
    }  # fmt: skip
    return render(request, "web/person_booklets/person.html", context)

