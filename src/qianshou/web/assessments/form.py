"""One form: filled in as far as one gets, kept by itself, finished; then the result with its reasons, corrected or taken back."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.assessment import operations
from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import assessment_of, instrument_of
from qianshou.care.operations.forms import complete_form, withdraw_form
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import MANY, NUMBER, Instrument
from qianshou.people.queries.restrictions import allowed
from qianshou.people.rules.restrictions import PASSING_ON

from ..rooms import address
from ..templatetags.shell import listed
from ..toasts import toast
from .said import CERTAINTY, level_look, level_words, reason_words, refused, result_words

ELSEWHERE = gettext_lazy("Somebody else has written to this form meanwhile. Their answers are shown now; yours that differ were not kept.")


def _found(request: HttpRequest, assessment_id: int) -> tuple[Assessment, Instrument]:
    row = or_404(lambda: assessment_of(scope=request.scope, assessment_id=assessment_id, today=clock.today()))
    return row, instrument_of(row.street, row.instrument, row.version)


def _may_write(request: HttpRequest, row: Assessment) -> bool:
    """The form of a month is for whoever writes reviews, any other for assessors."""
    return request.scope.may("reviews.write" if row.month else "assessments.write")


def _to_write(request: HttpRequest, assessment_id: int) -> tuple[Assessment, Instrument]:
    row, instrument = _found(request, assessment_id)
    if not _may_write(request, row):  # it may be read by this user, and there is nothing to write to
        raise Http404
    return row, instrument


@requires("assessments.read")
def page(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The form while it is a draft, the result afterwards. POST (assessments.write) keeps it, and finishes it with `finish`."""
    row, instrument = _found(request, assessment_id)
    if row.state != Assessment.State.DRAFT or not _may_write(request, row):
        return _result(request, row, instrument)
    if request.method != "POST":
        return _form(request, row, instrument)
    error, asked = "", ()
    try:
        row = operations.keep(assessment_id=row.pk, **_read(request.POST, instrument), now=clock.now(), by_id=request.user.pk)
        if "finish" not in request.POST:
            toast(request, _("Kept. Go on with it whenever you like."))
            return redirect("assessments-person", row.person_id)
        complete_form(assessment_id=row.pk, row_version=row.row_version, now=clock.now(), by_id=request.user.pk)
        return redirect("assessments-one", row.pk)
    except operations.Changed:
        toast(request, ELSEWHERE, level=messages.ERROR)
        return redirect("assessments-one", row.pk)
    except operations.Refused as refusal:
        error, asked = refused(refusal, instrument), refusal.params.get("items", ())
    row = assessment_of(scope=request.scope, assessment_id=row.pk, today=clock.today())
    return _form(request, row, instrument, error, asked, status=422)


@requires("assessments.write", "reviews.write")
@require_POST
def keep(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Keep what is filled in, while one goes on: answers with the line that says how far one is."""
    row, instrument = _to_write(request, assessment_id)
    context = {"row": row, "error": ""}
    try:
        context["row"] = row = operations.keep(assessment_id=row.pk, **_read(request.POST, instrument), now=clock.now(), by_id=request.user.pk)
    except operations.Changed:
        context["error"] = ELSEWHERE
    except operations.Refused as refusal:
        context["error"] = refused(refusal, instrument)
    return render(request, "web/assessments/_kept.html", context | _far(instrument, row) | {"at": clock.now(), "swapped": True})


@requires("assessments.write", "reviews.write")
@require_POST
def drop(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Throw away a form that was begun by mistake."""
    row, _instrument = _to_write(request, assessment_id)
    return _done(request, row, lambda: operations.drop_draft(assessment_id=row.pk, now=clock.now(), by_id=request.user.pk), _("The form was thrown away."))


@requires("assessments.write", "reviews.write")
@require_POST
def correct(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Open a correction."""
    row, _instrument = _to_write(request, assessment_id)
    try:
        return redirect("assessments-one", operations.correct(assessment_id=row.pk, now=clock.now(), by_id=request.user.pk).pk)
    except operations.Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
    return redirect("assessments-one", row.pk)


@requires("assessments.write", "reviews.write")
@require_POST
def withdraw(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Take a finished form back, with a reason."""
    row, _instrument = _to_write(request, assessment_id)
    reason = request.POST.get("reason", "")
    act = lambda: withdraw_form(assessment_id=row.pk, reason=reason, now=clock.now(), by_id=request.user.pk)
    return _done(request, row, act, _("Taken back. It stays written down and counts for nothing."))


def _done(request: HttpRequest, row: Assessment, act, said: str) -> HttpResponse:
    try:
        act()
    except operations.Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
        return redirect("assessments-one", row.pk)
    toast(request, said)
    return redirect("assessments-person", row.person_id)


def _read(post: QueryDict, instrument: Instrument) -> dict:
    """What was sent, as `operations.save` takes it. What makes no sense stays as it is, for the operation to refuse."""
    answers: dict[str, object] = {}
    for item in instrument.items:
        name = f"a.{item.code}"
        if item.kind == MANY:
            answers[item.code] = post.getlist(name)
        else:
            text = post.get(name, "").strip()
            answers[item.code] = int(text) if item.kind == NUMBER and text.lstrip("-").isdecimal() and text.isascii() else text
    version = post.get("row_version", "")
    try:
        made_on = date.fromisoformat(post.get("made_on", ""))
    except ValueError:
        made_on = clock.today()
    return {
        "answers": answers, "changes": post.getlist("changes"), "made_on": made_on, "second": post.get("second", ""), "note": post.get("note", ""),
        "row_version": int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0,
    }  # fmt: skip


def _far(instrument: Instrument, row: Assessment) -> dict:
    """How far the form is: answered, of how many, and the points so far."""
    wanted = [item for item in instrument.items if not item.optional]
    answered = [item for item in wanted if row.answers.get(item.code) not in (None, "", [])]
    points = sum(a.points for item in instrument.items if item.scored and (a := item.answer(str(row.answers.get(item.code, "")))))
    return {"answered": len(answered), "wanted": len(wanted), "points": points, "most": instrument.most}


def _form(request: HttpRequest, row: Assessment, instrument: Instrument, error: str = "", asked: tuple = (), status: int = 200) -> HttpResponse:
    language = get_language()
    sections = [
        (section.said(language), section.most, [_line(item, row.answers.get(item.code), item.code in asked, language) for item in instrument.items_of(section.code)])
        for section in instrument.sections
    ]  # fmt: skip
    context = {
        "row": row, "person": row.person, "instrument": instrument, "name": instrument.said(language), "sections": sections, "error": error,
        "changes": [(c.code, c.said(language), c.code in row.changes, c.certainty != "seen") for c in instrument.changes], "today": clock.today(),
        "certainty": CERTAINTY[instrument.certainty], "source": instrument.source(language), **_far(instrument, row),
    }  # fmt: skip
    return render(request, "web/assessments/form.html", context, status=status)


def _line(item, value: object, asked: bool, language: str) -> dict:
    chosen = value if isinstance(value, list) else [value]
    return {
        "item": item, "said": item.said(language), "hint": item.hint(language), "asked": asked, "value": "" if value is None else value,
        "answers": [(a.code, a.said(language), a.points, a.code in chosen) for a in item.answers],
    }  # fmt: skip


def _result(request: HttpRequest, row: Assessment, instrument: Instrument) -> HttpResponse:
    """The result: what was answered, what it adds up to, and why the level is what it is."""
    language = get_language()
    sections = [
        (section.said(language), row.by_section.get(section.code), section.most, [_answered(item, row, language) for item in instrument.items_of(section.code)])
        for section in instrument.sections
    ]  # fmt: skip
    later = getattr(row, "replaced_by", None)
    context = {
        "row": row, "person": row.person, "instrument": instrument, "name": instrument.said(language), "sections": sections,
        "words": result_words(instrument, row), "level": level_words(instrument, row.level), "look": level_look(instrument, row.level),
        "by_points": level_words(instrument, row.by_points), "reasons": reason_words(instrument, row), "later": later,
        "changes": [c.said(language) for c in instrument.changes if c.code in row.changes], "certainty": CERTAINTY[instrument.certainty],
        "intake_url": address("intake-person", row.person_id) if row.why in ("first", "appeal") and request.scope.may("intake.read") else "",
        "source": instrument.source(language), "may_write": _may_write(request, row), "may_export": request.scope.may("export.run") and allowed(row.person_id, PASSING_ON),
    }  # fmt: skip
    return render(request, "web/assessments/result.html", context)


def _answered(item, row: Assessment, language: str) -> tuple[str, str, int | None]:
    value = row.answers.get(item.code)
    if isinstance(value, list):
        return item.said(language), listed(a.said(language) for a in item.answers if a.code in value) or "—", None
    answer = item.answer(str(value)) if item.answers else None
    return item.said(language), answer.said(language) if answer else str(value or "—"), answer.points if answer else None
