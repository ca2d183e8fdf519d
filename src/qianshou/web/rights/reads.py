"""Who read a person's file, when, and by what right."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people.queries.family import links_of, looks_of
from qianshou.people.queries.files import file_of
from qianshou.people.queries.reads import named, readers, reads

from ..listing import Listing
from .said import read_words

PAGE = 100
FAMILY = ("came", "looked")  # what a relative who has a link saw; wrong codes read nothing


@requires("rights.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """`?who=&since=&until=`."""
    person, get = or_404(file_of, request.scope, person_id, clock.today()), request.GET
    who = int(get["who"]) if get.get("who", "").isascii() and get.get("who", "").isdigit() and len(get["who"]) < 10 else None
    since, until = _day(get.get("since", "")), _day(get.get("until", ""))
    rows = reads(person, user_id=who, since=since, until=until)
    if "format" in get:
        shown = [read_words(one) for one in named(list(rows[:5000]))]
        columns = [(_("When"), "at"), (pgettext("reader", "Who"), "who"), (_("What"), "page"), (_("By what right"), "ground"), (_("How"), "way")]
        return Listing(title=_("Who read the file of %(name)s") % {"name": person.name}, columns=columns, rows=shown, text_columns=(0, 1, 2, 3)).answer(request)
    found = Paginator(rows, PAGE).get_page(get.get("page"))
    context = {
        "person": person, "page": found, "rows": [read_words(one) for one in named(list(found.object_list))], "readers": readers(person), "who": who, "since": since,
        "until": until, "looks": [look for look in looks_of(links=links_of(scope=request.scope, person_id=person.pk, today=clock.today())) if look.kind in FAMILY], "filtered": bool(who or since or until),
    }  # fmt: skip
    return render(request, "web/rights/reads.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
