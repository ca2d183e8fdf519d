"""One case on one page: the steps, what is next and who does it, what was done by whom; the form of the step that is waited for."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import IntakeCase, IntakeDecision
from qianshou.care.operations import intake
from qianshou.care.queries.intake import VISITORS, appeals_of, case_of, cases_of, decisions_of, entries_of, may_answer_for
from qianshou.care.queries.intake_forms import asked_of, forms_of, naming, round_of
from qianshou.care.queries.intake_papers import missing_papers, papers_of, scan_owed
from qianshou.care.queries.intake_same import same_people
from qianshou.care.rules.intake import ACTS, STEP_ACT, eyes, rule_number, rule_on
from qianshou.kernel import clock
from qianshou.kernel.phones import read_phones
from qianshou.packs.shapes import Pack
from qianshou.people import vault
from qianshou.people.queries import Answer, consents_of
from qianshou.people.queries.files import people_seen
from qianshou.people.rules import age_on
from qianshou.watch.models import Due

from ..net.said import pack_for
from .proposing import net_context, plan_context
from .said import ACTS as ACT_WORDS
from .said import CRITERIA, FINDINGS, LOOKS, OUTCOME_LOOK, STEP_WORDS, entry_words, level_words, stepper


@requires("intake.read")
def page(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The case as it stands."""
    return show(request, or_404(case_of, scope=request.scope, case_id=intake_id))


def show(request: HttpRequest, case: IntakeCase, *, error: str = "", at: str = "", given: object = None, status: int = 200) -> HttpResponse:
    """The page; with `error` at the form `at` (a step, "withdraw", "appeal" …), filled in as it was sent (`given`)."""
    pack, scope, today = pack_for(request), request.scope, clock.today()
    entries, decisions = entries_of(case), decisions_of(case)
    due = Due.objects.filter(street_id=case.street_id, key=case.due_key).first() if case.due_key else None
    appeal = next((one for one in appeals_of(case) if one.closed_at is None), None)
    step = "decide" if case.state == "deferred" else case.state
    papers = papers_of(case)
    may_write, may_decide = scope.may("intake.write"), scope.may("intake.decide")
    context = {
        "case": case, "person": case.person, "age": age_on(case.person.birth_date, today), "look": "late" if due and due.state == "late" else LOOKS.get(case.state, "due"),
        "steps": stepper(case, entries), "due": due, "next": STEP_WORDS.get(step, ""), "today": today, "batch": uuid4(), "error": error, "error_at": at,
        "given": given if given is not None else {}, "entries": [(e, ACT_WORDS.get(e.act, e.act), entry_words(e, pack)) for e in reversed(entries)],
        "decisions": [(d, OUTCOME_LOOK[d.outcome], level_words(pack, d.level)) for d in decisions], "appeal": appeal, "appeals": appeals_of(case),
        "may_write": may_write, "may_decide": may_decide, "may_act": scope.may(ACTS[STEP_ACT.get(case.state, "edit")].needs),
        "wished": [pack.services[code].name(get_language()) for code in case.wished if code in pack.services], "applicant_phone": _phone(case),
        "papers": papers, "scan": scan_owed(papers), "missing": [pack.intake_papers[code].name(get_language()) for code in missing_papers(case, pack)],
        "paper_kinds": _paper_kinds(case, pack), "helpers": may_answer_for(street_id=case.street_id, committee_id=case.person.committee_id, on=today) if may_write else [],
        "visitors": may_answer_for(street_id=case.street_id, committee_id=case.person.committee_id, on=today, roles=VISITORS) if may_write else [],
        "level": level_words(pack, case.decision.level) if case.decision else "", "may_appeal": _may_appeal(case, appeal, today),
        "paper_names": {code: one.name(get_language()) for code, one in pack.intake_papers.items()}, "step": step, "stopped": case.state in ("refused", "withdrawn"),
        "others": [one for one in cases_of(scope=scope, person_id=case.person_id) if one.pk != case.pk],
        **_of_step(request, case, step, pack),
    }  # fmt: skip
    return render(request, "web/intake/case.html", context, status=status)


def _of_step(request: HttpRequest, case: IntakeCase, step: str, pack: Pack) -> dict:
    """What the form of the step needs."""
    if step == "check":
        return _check(request, case, pack)
    if step == "assess":
        used = {form.assessor_id for form in forms_of(case)} if round_of(case) > 1 and rule_on(pack.intake_rules, "appeal_other_assessor") else set()
        return {"asked": [(one, one.instrument.said(get_language())) for one in asked_of(case)], "not_again": used}
    if step == "decide":
        return _decide(request, case, pack)
    if step == "plan":
        return plan_context(request, case, pack)
    if step == "consent":
        return {"purposes": [_purpose(request, one) for one in consents_of(case.person, clock.today())]}
    if step == "net":
        return net_context(request, case, pack)
    return {}


def _check(request: HttpRequest, case: IntakeCase, pack: Pack) -> dict:
    """What the file says to each condition; who has the same name."""
    person, today = case.person, clock.today()
    age, least = age_on(person.birth_date, today), rule_number(pack.intake_rules, "least_age", 0)
    living = person.file.living
    file_says = {
        "age": "unknown" if age is None else "yes" if age >= least else "no",
        "residence": "yes" if person.place_id or person.committee_id else "unknown",
        "alone": "yes" if living in ("alone", "alone_abroad", "childless") else "no" if living else "unknown",
    }
    same = same_people(street_id=case.street_id, name=person.name, birth=person.birth_date, but=person.pk)
    mine = people_seen(request.scope, today).filter(pk__in=[one.person.pk for one in same])
    asked = [name for name in CRITERIA if name != "alone" or rule_on(pack.intake_rules, "must_live_alone")]
    return {
        "criteria": [(name, label, request.POST.get(f"found.{name}", file_says[name]), name in asked) for name, label in CRITERIA.items()], "findings": FINDINGS.items(), "least_age": least,
        "same": mine, "living": person.file.get_living_display(),
    }  # fmt: skip


def _purpose(request: HttpRequest, one: Answer) -> dict:
    """A purpose in the reader's language, and how it was answered: as it was sent, else as it stands."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    purpose = one.purpose
    return {
        "code": purpose.code, "name": purpose.name(get_language()), "sensitive": purpose.sensitive, "answer": request.POST.get(f"answer.{purpose.code}", one.state),
        **{what: getattr(purpose, f"{what}_{language}") for what in ("data", "why", "who")},
    }  # fmt: skip


def _decide(request: HttpRequest, case: IntakeCase, pack: Pack) -> dict:
    """The assessment that the decision stands on, and whether this user may decide."""
    forms, asked = forms_of(case, round_of(case)), asked_of(case)
    found, names = naming(asked), {one.instrument.code: one.instrument.said(get_language()) for one in asked}
    assessors = {pk for form in forms for pk in (form.assessor_id, form.assessment.made_by_id) if pk}
    open_appeal = next((one for one in appeals_of(case) if one.closed_at is None), None)
    level = next((form.assessment.level for form in forms if form.assessment.instrument == (found.instrument.code if found else "") and form.assessment.level is not None), None)
    return {
        "forms": [(form, names.get(form.assessment.instrument, form.assessment.instrument_id)) for form in forms], "outcomes": IntakeDecision.Outcome.choices, "levels": [(one.level, level_words(pack, one.level)) for one in pack.levels.values()], "found_level": level,
        "why_not_me": eyes(pack.intake_rules, decider=request.user.pk, assessors=assessors, decider_before=open_appeal.decision.decided_by_id if open_appeal else None),
    }  # fmt: skip


def _may_appeal(case: IntakeCase, appeal: object, today) -> object:
    """The last day for an appeal, or None when there is none to be lodged."""
    if appeal or case.decision is None or case.decision.appeal_id or case.state not in ACTS["appealed"].frm:
        return None
    until = intake.appeal_until(case)
    return until if until >= today else None


def _paper_kinds(case: IntakeCase, pack: Pack) -> list[tuple[str, str, bool, bool]]:
    """(code, name, needed, there) of what may be asked for."""
    there = {row.kind for row in papers_of(case)}
    return [(code, one.name(get_language()), one.needed, code in there) for code, one in pack.intake_papers.items()]


def _phone(case: IntakeCase) -> str:
    found = read_phones(vault.opened(bytes(case.applicant_phone))).phones
    return found[0].display() if found else ""
