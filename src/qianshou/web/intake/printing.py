"""On paper: the application form, and the letter of a decision."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.booklets.intake import ApplicationSheet, Letter, Who, application_form, decision_letter
from qianshou.booklets.render import INTAKE, pdf
from qianshou.care.models import IntakeCase, IntakeDecision
from qianshou.care.operations import intake
from qianshou.care.queries.intake import case_of, seen
from qianshou.care.queries.intake_papers import papers_of
from qianshou.kernel import clock
from qianshou.kernel.phones import read_phones
from qianshou.packs.loader import load
from qianshou.people import vault
from qianshou.people.queries import telephones
from qianshou.people.rules import age_on

from .said import CRITERIA, FINDINGS, level_words


def _who(case: IntakeCase) -> Who:
    person, file = case.person, case.person.file
    numbers = [found[0].display() for number in telephones(person) if (found := read_phones(number).phones)]
    return Who(
        name=person.name, sex=person.sex, age=age_on(person.birth_date, clock.today()), id_number=vault.masked_id_number(person), address=person.address,
        telephone=numbers[0] if numbers else "", committee=person.committee.name if person.committee else "", living=file.get_living_display() if file.living else "",
    )  # fmt: skip


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _answer(request: HttpRequest, case: IntakeCase, data: dict, name: str, made_at) -> HttpResponse:
    answer = HttpResponse(pdf(INTAKE, data, made_at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    log(act="intake.printed", now=clock.now(), by_id=request.user.pk, street_id=case.street_id, target="intake", target_id=case.pk, paper=name)
    return answer


@requires("intake.read")
def application(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The application form with what is known, to be signed."""
    case = or_404(case_of, scope=request.scope, case_id=intake_id)
    pack, there, language = load(case.street.pack), {row.kind for row in papers_of(case)}, get_language()
    found = read_phones(vault.opened(bytes(case.applicant_phone))).phones
    data = application_form(ApplicationSheet(
        number=case.number, office=case.street.name, who=_who(case), applied_on=case.applied_on, applicant=str(case.get_applicant_display()), applicant_name=case.applicant_name,
        relation=case.applicant_relation, applicant_phone=found[0].display() if found else "", came_by=str(case.get_came_by_display()), wishes=case.wishes,
        wished=[(one.name(language), code in case.wished) for code, one in pack.services.items()],
        papers=[(one.name(language), code in there) for code, one in pack.intake_papers.items()],
        criteria=[(str(label), str(FINDINGS.get(case.findings.get(name), ""))) for name, label in CRITERIA.items()], language=_language(),
    ))  # fmt: skip
    return _answer(request, case, data, f"{case.number}-application", case.state_since)


@requires("intake.read")
def letter(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The letter of one decision, an older one too."""
    decision = or_404(IntakeDecision.objects.get, pk=decision_id, case__in=seen(request.scope))
    case = case_of(scope=request.scope, case_id=decision.case_id)
    pack = load(case.street.pack)
    data = decision_letter(Letter(
        number=f"{case.number}-{decision.pk}", office=case.street.name, who=_who(case), outcome=decision.outcome, reason=decision.reason, decided_on=decision.decided_on,
        applied_on=case.applied_on, level=level_words(pack, decision.level), until=decision.until, on_appeal=bool(decision.appeal_id),
        appeal_until=None if decision.appeal_id else intake.appeal_until(case, decision), telephone=case.street.telephone, language=_language(),
    ))  # fmt: skip
    return _answer(request, case, data, f"{case.number}-decision-{decision.pk}", decision.decided_at)
