"""What came back from the kitchen table: forms, wishes, consents, signatures and papers of one home visit, taken in once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from qianshou.access.models import User
from qianshou.access.scope import scope_of
from qianshou.assessment import operations as assessment
from qianshou.assessment.queries.table import ASSESS as FIELD_ASSESS
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import Paper

from ...models import IntakeCase, IntakeEntry
from ...queries.intake import seen
from ...queries.intake_forms import asked_of
from ...queries.intake_table import TOLD, application_of, was_at_the_table
from ...rules.intake import ASSESS, OPEN, READ, WRITE
from ..errors import Refused
from .after import GIVEN, REFUSED, Said, unchanged, write_consents
from .apply import Application
from .assess import finish_assessment
from .moves import move, standing_of, take
from .papers import add_paper
from .signatures import take_signatures


@dataclass(frozen=True, slots=True)
class HomeVisit:
    """What became of it. `done`: the assessment is complete and the decision is owed. `left`: instruments that are not finished.
    `again`: this act was taken in before, and nothing was done now."""

    case_id: int
    state: str
    done: bool
    left: tuple[str, ...] = ()
    again: bool = False


@transaction.atomic
def record_home_visit(
    *, user: User, case_id: int, act_id: UUID, made_at: datetime, now: datetime, forms: Sequence[Mapping] = (), application: Mapping | None = None,
    consents: Mapping[str, str] | None = None, consent_by: Mapping[str, str] | None = None, signatures: Sequence[Mapping] = (), papers: Sequence[str] = (), note: str = "",
    was: Mapping | None = None,
) -> HomeVisit:  # fmt: skip
    """Take in a home visit. What is complete is finished, what is not stays a draft; a case that went on meanwhile keeps what was learnt
    and stands where it stands. docs/decisions/77-intake.md has the shapes.

    `was` is what the tablet took along ({"application", "consents"}): what the desk has changed since is not written over, what the table said is
    kept in the entry. IntakeCase.DoesNotExist for a case that the user may not see; Refused "may_not", "state" for one that is closed, "answers",
    "instrument", "instrument_version", "application" for what makes no sense: nothing is written then.
    """
    case = _case(user, case_id, made_at, now)
    case, again = take(case_id=case.pk, act="visited", batch=act_id, version=None)
    if again:
        return _result(case, again=True)
    made_at, was = min(made_at, now), was or {}
    columns, apart = _application(case, application, was.get("application"))
    finished = [code for form in forms if (code := _form(case, form, made_at, act_id, now, user.pk))]
    for kind in papers:
        add_paper(case_id=case.pk, batch=act_id, kind=str(kind), now=now, by_id=user.pk)
    signed, waiting = take_signatures(case, signatures, act_id, now, user.pk)
    answers, left_out = unchanged(case, {code: value for code, value in (consents or {}).items() if value in (GIVEN, REFUSED)}, was.get("consents"), now)
    write_consents(case, answers, _said(consent_by or {}, signed.get("consent"), user), now=now, by_id=user.pk)
    detail = {"forms": finished, "consents": sorted(answers), "signatures": len(signatures), "papers": list(papers), "waiting": waiting}
    if apart or left_out:
        detail["apart"] = {"application": apart, "consents": left_out}
    move(case, "visited", standing_of(case), batch=act_id, now=now, by_id=user.pk, on=clock.local_date(made_at), note=note, detail=detail, **columns)
    if case.state == ASSESS and all(one.done for one in asked_of(case)):
        case = finish_assessment(
            case_id=case.pk, version=None, batch=uuid5(act_id, "assessed"), on=clock.local_date(made_at), assessor_id=_assessor(case, user), now=now,
            by_id=user.pk, made_at=made_at, grade="tap",
        )  # fmt: skip
    return _result(case)


def _case(user: User, case_id: int, made_at: datetime, now: datetime) -> IntakeCase:
    """A case of the user's desk, or one that the user's tablet had along when it was made."""
    scope = scope_of(user, clock.local_date(now))
    if scope.may(READ):
        case = seen(scope).get(pk=case_id)
        if not scope.may(WRITE):
            raise Refused("may_not")
        return case
    case = IntakeCase.objects.get(pk=case_id, street_id=scope.street_id)
    on = clock.local_date(made_at)
    if not scope.may(FIELD_ASSESS) or not was_at_the_table(user_id=user.pk, street_id=case.street_id, person_id=case.person_id, on=on):
        raise IntakeCase.DoesNotExist
    return case


def _assessor(case: IntakeCase, user: User) -> int:
    """A tablet has an account of its own: whoever was sent to visit assessed, so that four eyes stay four."""
    return case.visitor_id or user.pk


def _result(case: IntakeCase, again: bool = False) -> HomeVisit:
    left = tuple(one.instrument.code for one in asked_of(case) if not one.done) if case.state in OPEN else ()
    done = IntakeEntry.objects.filter(case=case, act="assessed").exists()
    return HomeVisit(case.pk, case.state, done and case.state != ASSESS, left, again)


def _application(case: IntakeCase, sent: Mapping | None, was: Mapping | None) -> tuple[dict, dict]:
    """Columns of the case that the table changed; and what the table said where the desk has changed the application since."""
    if not sent:
        return {}, {}
    try:
        asked = Application(
            applied_on=case.applied_on, came_by=case.came_by, applicant=str(sent.get("applicant", case.applicant)), name=str(sent.get("name", "")),
            relation=str(sent.get("relation", "")), phone=str(sent.get("phone", "")), wishes=str(sent.get("wishes", "")), wished=[str(c) for c in sent.get("wished", [])],
        )  # fmt: skip
    except (TypeError, ValueError) as error:
        raise Refused("application") from error
    columns = asked.columns(load(case.street.pack).services)
    now = application_of(case)
    if was is not None and any(was.get(name, "") != now[name] for name in TOLD):
        return {}, {name: sent.get(name) for name in TOLD if sent.get(name) not in (None, now[name])}
    return columns, {}


def _form(case: IntakeCase, sent: Mapping, made_at: datetime, act_id: UUID, now: datetime, by_id: int) -> str:
    """Keep one form and finish it when it is complete; its code when it is finished. An earlier draft's answers stay in its history."""
    code, day = str(sent.get("instrument", "")), clock.local_date(made_at)
    owed = next((one for one in asked_of(case) if one.instrument.code == code), None)
    if owed and owed.done:  # finished meanwhile at the desk: that one stands
        return ""
    try:
        row = assessment.begin(
            person_id=case.person_id, instrument=code, why="appeal" if standing_of(case).appeal_held else "first", made_on=day, now=now, by_id=by_id,
            source=f"intake:{act_id}:{code}"[:60],
        )  # fmt: skip
        if sent.get("version") and str(sent["version"]) != row.version:
            raise Refused("instrument_version", instrument=code)
        row = assessment.keep(
            assessment_id=row.pk, answers=dict(sent.get("answers") or {}), changes=[str(c) for c in sent.get("changes") or ()], made_on=day,
            second=str(sent.get("second", "")), note=str(sent.get("note", "")), row_version=row.row_version, now=now, by_id=by_id,
        )  # fmt: skip
    except assessment.Refused as error:
        raise Refused(error.code, **error.params) from error
    try:
        with transaction.atomic():
            assessment.complete(assessment_id=row.pk, row_version=row.row_version, now=now, by_id=by_id)
    except assessment.Refused:  # something is still unanswered: it stays a draft
        return ""
    return code


def _said(by: Mapping[str, str], paper: Paper | None, user: User) -> Said:
    """How the answers were given: signed when a signature for them came along, else spoken before a witness (whoever visits, unless another is named)."""
    how = "signed" if paper else str(by.get("how", "spoken"))
    witness = str(by.get("witness", "")) or (str(user) if how == "spoken" else "")
    return Said(how=how, by_name=str(by.get("name", "")), by_relation=str(by.get("relation", "")), witness=witness, paper_id=paper.pk if paper else None)
