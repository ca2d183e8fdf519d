"""One person's assessments: begin one, how each scale moved, two side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.assessment import operations
from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import assessments_of, instrument_of, instruments_for, series_of
from qianshou.assessment.queries.table import tables_of, takers
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of

from ..templatetags.shell import listed
from ..toasts import toast
from .drawing import curve
from .said import level_look, refused, result_words

SIDE_BY_SIDE = 4  # newest forms of one scale that are compared item by item


@requires("assessments.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything that was asked of one person. `?compare=<instrument>` shows its last forms side by side."""
    today = clock.today()
    person = or_404(file_of, request.scope, person_id, today)
    known = instruments_for(person.street, today)
    rows = assessments_of(scope=request.scope, person_id=person.pk, today=today)
    listed = [(row, one, level_look(one, row.level), result_words(one, row)) for row in rows if (one := instrument_of(person.street, row.instrument, row.version))]
    moved = []
    for one in known.values():
        points = series_of(scope=request.scope, person_id=person.pk, instrument=one.code, today=today) if one.most else []
        if points:
            moved.append({"instrument": one, "name": one.said(get_language()), "curve": curve(one, points), "n": len(points)})
    may_write = request.scope.may("assessments.write")
    compare = known.get(request.GET.get("compare", ""))
    context = {
        "person": person, "rows": [(row, one.said(get_language()), look, words) for row, one, look, words in listed], "moved": moved,
        "choices": [(one.code, one.said(get_language())) for one in known.values()], "whys": [w for w in Assessment.Why.choices if w[0] != "month"],
        "may_write": may_write, "table": _table(compare, rows) if compare else None,
        "tables": tables_of(person_id=person.pk, on=today) if may_write else [],
        "takers": takers(street_id=person.street_id, on=today) if may_write else [], "today": today,
        "compared": compare.said(get_language()) if compare else "",
    }  # fmt: skip
    return render(request, "web/assessments/person.html", context)


def _table(instrument: object, rows: list[Assessment]) -> dict:
    """Items against the newest forms of one scale, the oldest first; where an answer differs from the one before it is marked."""
    language = get_language()
    forms = [r for r in rows if r.instrument == instrument.code and r.state == Assessment.State.DONE and not r.replaced][:SIDE_BY_SIDE][::-1]
    lines = []
    for item in instrument.items:
        cells, before = [], None
        for form in forms:
            value = form.answers.get(item.code)
            answer = item.answer(str(value)) if item.answers and not isinstance(value, list) else None
            said = answer.said(language) if answer else str(value or "—") if not isinstance(value, list) else listed(value)
            cells.append((said, answer.points if answer else None, before is not None and value != before))
            before = value
        lines.append((item.said(language), cells))
    return {"forms": forms, "lines": lines}


@requires("assessments.write")
@require_POST
def begin(request: HttpRequest, person_id: int) -> HttpResponse:
    """Begin a form, or go on with the one that lies begun."""
    today = clock.today()
    person = or_404(file_of, request.scope, person_id, today)
    why = request.POST.get("why", "")
    try:
        form = operations.begin(
            person_id=person.pk, instrument=request.POST.get("instrument", "")[:40], why=why if why in Assessment.Why.values else "request", made_on=today,
            now=clock.now(), by_id=request.user.pk, month=today if request.POST.get("instrument") == "monthly_review" else None,
        )  # fmt: skip
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return redirect("assessments-person", person.pk)
    return redirect("assessments-one", form.pk)
