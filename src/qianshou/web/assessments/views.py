"""What is owed, what lies begun, and who is at which level; all filters stand in the address."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.models import Committee, Street
from qianshou.access.permissions import requires
from qianshou.assessment.queries import instruments_for
from qianshou.assessment.queries.lists import begun, level_counts, owed, people_at
from qianshou.kernel import clock

from ..listing import Listing
from .said import level_look, level_words

PAGE = 100
OWED, BEGUN, LEVELS = "owed", "begun", "levels"


@requires("assessments.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=owed|begun|levels&committee=&instrument=&level=`."""
    get, scope, today = request.GET, request.scope, clock.today()
    street = Street.objects.get(pk=scope.street_id)
    known = {code: one for code, one in instruments_for(street, today).items() if one.bands}
    show = get.get("show") if get.get("show") in (BEGUN, LEVELS) else OWED
    committee = int(text) if (text := get.get("committee", "")).isascii() and text.isdigit() and len(text) < 10 else None
    usual = next((code for code, one in known.items() if one.changes), next(iter(known), ""))  # the one that names levels of ability
    code = get.get("instrument") if get.get("instrument") in known else usual
    level = int(text) if (text := get.get("level", "")).isascii() and text.isdigit() and len(text) < 2 else None
    rows = {
        OWED: lambda: owed(scope=scope, committee=committee, now=clock.now()),
        BEGUN: lambda: begun(scope=scope, committee=committee, today=today),
        LEVELS: lambda: people_at(scope=scope, instrument=code, level=level, committee=committee, today=today),
    }[show]()
    if answer := _paper(show, rows, known, code).answer(request):
        return answer
    counts = level_counts(scope=scope, instrument=code, committee=committee, today=today) if show == LEVELS and code else {}
    instrument = known.get(code)
    bars = [
        {"band": band, "name": band.said(get_language()), "n": counts.get(band.level, 0), "look": level_look(instrument, band.level)}
        for band in (instrument.bands if instrument else ())
    ]  # fmt: skip
    page = Paginator(rows, PAGE).get_page(get.get("page"))
    names = {one.code: one.said(get_language()) for one in instruments_for(street, today).values()}
    for row in page.object_list:
        code = row.ref.get("instrument", "") if show == OWED else row.instrument
        row.asked = names.get(code, code)
        if show == LEVELS and instrument:
            row.look, row.words = level_look(instrument, row.level), level_words(instrument, row.level)
    context = {
        "show": show, "page": page, "committee": committee, "instrument": code, "level": level, "bars": bars,
        "most": max((bar["n"] for bar in bars), default=0) or 1, "instruments": [(one.code, one.said(get_language())) for one in known.values()],
        "committees": Committee.objects.filter(street_id=scope.street_id) if not scope.committee_ids else [], "now": clock.now(),
        "shown": instrument,
        "may_write": scope.may("assessments.write"),
    }  # fmt: skip
    return render(request, "web/assessments/list.html", context)


def _paper(show: str, rows: object, known: dict, code: str) -> Listing:
    """The list as it leaves the program."""
    titles = {OWED: _("Assessments that are owed"), BEGUN: _("Assessments that were begun"), LEVELS: _("People by level")}
    who = [(_("Name"), lambda row: row.person.name), (_("Committee"), lambda row: row.person.committee or ""), (_("Address"), lambda row: row.person.address)]
    more = {
        OWED: [(_("By"), lambda row: clock.local_date(row.by_at)), (_("Instrument"), lambda row: row.ref.get("instrument", ""))],
        BEGUN: [(_("Begun at"), lambda row: clock.local_date(row.begun_at)), (_("Instrument"), "instrument")],
        LEVELS: [(_("Day"), "made_on"), (_("Points scored"), "total"), (_("Level"), "level")],
    }[show]
    return Listing(title=titles[show], rows=rows, columns=who + more, text_columns=(0, 1, 2, 3), about="person_id")
