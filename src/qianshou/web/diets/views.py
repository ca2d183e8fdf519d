"""Who has a diet, and whose is to be settled before the first box."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.meals.queries.diets import PersonDiet, diets_seen
from qianshou.meals.queries.menus import pack_of
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person
from qianshou.people.queries import whole

from ..listing import Listing
from ..templatetags.shell import listed
from .said import question_words, restriction_words

PAGE = 50


@requires("diets.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Those with an open question; `?show=all`: everybody with a diet."""
    diets = diets_seen(request.scope) if request.scope.street_id else {}
    waiting = [pk for pk, diet in diets.items() if diet.questions]
    everybody = request.GET.get("show") == "all"
    chosen = list(diets) if everybody else waiting
    pack = pack_of(request.scope.street_id) if diets else None
    ordered = list(Person.objects.filter(pk__in=chosen).order_by("name_key", "pk").values_list("pk", flat=True))
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    taken = "format" in request.GET
    rows = [_row(person, diets[person.pk], pack) for person in whole(ordered if taken else list(page.object_list))]
    columns = [
        (_("Name"), "person.name"), (_("Committee"), lambda r: r["person"].committee.name if r["person"].committee else ""), (_("Address"), "person.address"),
        (_("Must not eat"), "hard"), (_("Rather not"), "soft"), (_("To be settled"), "questions"),
    ]  # fmt: skip
    title = _("Diets") if everybody else _("Diets to be settled")
    if answer := Listing(title=title, columns=columns, rows=rows, text_columns=(0, 2, 3, 5)).answer(request):
        return answer
    context = {
        "rows": rows, "page": page, "everybody": everybody, "waiting": len(waiting), "total": len(diets), "may_write": request.scope.may("diets.write"),
    }  # fmt: skip
    return render(request, "web/diets/list.html", context)


def _row(person: Person, diet: PersonDiet, pack: Pack) -> dict:
    words = {hard: listed(restriction_words(one, pack) for one in diet.restrictions if one.hard is hard) for hard in (True, False)}
    return {"person": person, "hard": words[True], "soft": words[False], "questions": listed(question_words(one) for one in diet.questions)}
