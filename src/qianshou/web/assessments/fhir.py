"""Instruments and assessments in and out as FHIR. What is brought is laid before a person first: an instrument as a text, answers as a form."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.operations.log import log
from qianshou.access.permissions import requires
from qianshou.assessment import operations
from qianshou.assessment.queries import assessment_of, instrument_of, instruments_for
from qianshou.exchange.fhir import VERSIONS, FhirError, bring_questionnaire, bring_response, instrument_named, questionnaire_of, response_of
from qianshou.kernel import clock
from qianshou.people.queries.files import file_of
from qianshou.people.queries.restrictions import allowed
from qianshou.people.rules.restrictions import PASSING_ON

from ..templatetags.shell import listed
from ..toasts import toast
from .said import refused

LONGEST = 2_000_000  # bytes
LEFT = {
    "conditions": gettext_lazy("is asked always here, and may stay empty: “%(text)s”"),
    "type": gettext_lazy("is answered in words here: “%(text)s”"),
    "display": gettext_lazy("is only shown there, and left out: “%(text)s”"),
    "nested": gettext_lazy("its questions were put into the part above: “%(text)s”"),
    "options": gettext_lazy("has no answers to choose from, so it is answered in words: “%(text)s”"),
    "untranslated": gettext_lazy("has no English yet: “%(text)s”"),
}


@requires("assessments.read")
def instrument(request: HttpRequest, code: str, version: str, release: str) -> HttpResponse:
    """An instrument as a Questionnaire."""
    found = instrument_of(Street.objects.get(pk=request.scope.street_id), code, version)
    if found is None or release not in VERSIONS:
        raise Http404
    return _file(questionnaire_of(found, release), release, f"{code}-{version}-{release}.json")


@requires("export.run")
def assessment(request: HttpRequest, assessment_id: int, release: str) -> HttpResponse:
    """An assessment as a QuestionnaireResponse. Taking it away is logged; it stays here where the person had passing on restricted."""
    row = or_404(lambda: assessment_of(scope=request.scope, assessment_id=assessment_id, today=clock.today()))
    if release not in VERSIONS:
        raise Http404
    if not allowed(row.person_id, PASSING_ON):
        toast(request, _("She had it restricted that her data go to others. The file says what holds."), level=messages.WARNING)
        return redirect("assessments-one", row.pk)
    found = response_of(
        instrument_of(row.street, row.instrument, row.version), person=row.person_id, answers=row.answers, changes=row.changes, state=row.state,
        made_on=row.made_on, authored=row.completed_at or row.begun_at, by=str(row.made_by or ""), total=row.total, level=row.level, version=release,
    )  # fmt: skip
    log(act="assessment.exported", now=clock.now(), by_id=request.user.pk, street_id=row.street_id, target="assessment", target_id=row.pk)
    return _file(found, release, f"assessment-{row.pk}-{release}.json")


def _file(resource: dict, release: str, name: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(resource, ensure_ascii=False, indent=1), content_type=f"application/fhir+json; fhirVersion={VERSIONS[release][:3]}")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def read_questionnaire(text: str) -> tuple[str, list[str]]:
    """The text of an instrument's file from a Questionnaire, and what did not fit, in words. Refused "file" where it is none."""
    try:
        brought = bring_questionnaire(text)
    except FhirError as error:
        raise operations.Refused("file", said=str(error)) from None
    return brought.text, [str(LEFT[code]) % {"text": said[:80]} for code, said in brought.left]


@requires("assessments.write")
@require_POST
def bring(request: HttpRequest, person_id: int) -> HttpResponse:
    """Answers from a QuestionnaireResponse become a form that was begun: a person looks at it and finishes it."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    sent = request.FILES.get("file")
    text = sent.read(LONGEST + 1).decode("utf-8", "replace") if sent else ""
    try:
        form = _begin(request, person, text)
    except operations.Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
    except FhirError as error:
        toast(request, refused(operations.Refused("file", said=str(error))), level=messages.ERROR)
    else:
        return redirect("assessments-one", form.pk)
    return redirect("assessments-person", person.pk)


def _begin(request: HttpRequest, person, text: str):
    """The form with the answers of the file."""
    today, now = clock.today(), clock.now()
    known = instruments_for(person.street, today)
    code = instrument_named(text)
    if code not in known:
        raise operations.Refused("instrument", instrument=code[:40])
    brought = bring_response(text, known[code])
    day = min(brought.made_on or today, today)
    form = operations.begin(person_id=person.pk, instrument=code, why="request", made_on=day, now=now, by_id=request.user.pk)
    if form.answers:
        raise operations.Refused("begun")
    form = operations.keep(
        assessment_id=form.pk, answers=brought.answers, changes=brought.changes, made_on=day, second="", note="", row_version=form.row_version, now=now,
        by_id=request.user.pk,
    )  # fmt: skip
    said = _("Taken from the file. Look at it, then finish it.")
    if brought.left:
        said += " " + _("These answers did not fit: %(items)s.") % {"items": listed(brought.left[:10])}
    if brought.version != known[code].version:
        said += " " + _("The file is for version %(theirs)s, the form is version %(ours)s.") % {"theirs": brought.version, "ours": known[code].version}
    toast(request, said)
    return form
