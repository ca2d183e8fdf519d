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
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import Paper

from ...models import IntakeCase, IntakeEntry
from ...queries.intake import seen
from ...queries.intake_forms import asked_of
from ...rules.intake import ASSESS, OPEN, WRITE
from ..errors import Refused
from .after import GIVEN, REFUSED, Said, write_consents
from .apply import Application
from .assess import finish_assessment
from .moves import move, standing_of, take
from .papers import add_paper


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
) -> HomeVisit:  # fmt: skip
    """Take in a home visit. What is complete is finished, what is not stays a draft; a case that went on meanwhile keeps what was learnt
    and stands where it stands. docs/decisions/77-intake.md has the shapes.

    IntakeCase.DoesNotExist for a case that the user may not see; Refused "may_not", "closed" for one that is closed, "answers", "instrument",
    "instrument_version", "application" for what makes no sense: nothing is written then.
    """
    today = clock.local_date(now)
    scope = scope_of(user, today)
    case = seen(scope).get(pk=case_id)
    if not scope.may(WRITE):
        raise Refused("may_not")
    case, again = take(case_id=case.pk, act="visited", batch=act_id, version=None)
    if again:
        return _result(case, again=True)
    made_at = min(made_at, now)
    columns = _application(case, application)
    finished = [code for form in forms if (code := _form(case, form, made_at, act_id, now, user.pk))]
    for kind in papers:
        add_paper(case_id=case.pk, batch=act_id, kind=str(kind), now=now, by_id=user.pk)
    signed = _sign(case, signatures, act_id, now, user.pk)
    answers = {code: value for code, value in (consents or {}).items() if value in (GIVEN, REFUSED)}
    write_consents(case, answers, _said(consent_by or {}, signed.get("consent"), user), now=now, by_id=user.pk)
    detail = {"forms": finished, "consents": sorted(answers), "signatures": len(signatures), "papers": list(papers)}
    move(case, "visited", standing_of(case), batch=act_id, now=now, by_id=user.pk, on=clock.local_date(made_at), note=note, detail=detail, **columns)
    if case.state == ASSESS and all(one.done for one in asked_of(case)):
        case = finish_assessment(
            case_id=case.pk, version=None, batch=uuid5(act_id, "assessed"), on=clock.local_date(made_at), assessor_id=user.pk, now=now, by_id=user.pk,
            made_at=made_at, grade="tap",
        )  # fmt: skip
    return _result(case)


def _result(case: IntakeCase, again: bool = False) -> HomeVisit:
    left = tuple(one.instrument.code for one in asked_of(case) if not one.done) if case.state in OPEN else ()
    done = IntakeEntry.objects.filter(case=case, act="assessed").exists()
    return HomeVisit(case.pk, case.state, done and case.state != ASSESS, left, again)


def _application(case: IntakeCase, sent: Mapping | None) -> dict:
    """Columns of the case that the table changed."""
    if not sent:
        return {}
    try:
        asked = Application(
            applied_on=case.applied_on, came_by=case.came_by, applicant=str(sent.get("applicant", case.applicant)), name=str(sent.get("name", "")),
            relation=str(sent.get("relation", "")), phone=str(sent.get("phone", "")), wishes=str(sent.get("wishes", "")), wished=[str(c) for c in sent.get("wished", [])],
        )  # fmt: skip
    except (TypeError, ValueError) as error:
        raise Refused("application") from error
    return asked.columns(load(case.street.pack).services)


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


def _sign(case: IntakeCase, signatures: Sequence[Mapping], act_id: UUID, now: datetime, by_id: int) -> dict[str, Paper]:
    """Keep each signature (PNG bytes); what it is for → the paper."""
    found = {}
    for number, one in enumerate(signatures):
        what = str(one.get("for", "visit"))
        words = " · ".join(filter(None, (what, str(one.get("name", "")), str(one.get("relation", "")))))
        row = add_paper(
            case_id=case.pk, batch=uuid5(act_id, f"signature:{number}"), kind="signature", data=one["png"], name=f"{what}.png", note=words, now=now, by_id=by_id, drawn=True
        )
        found[what] = row.paper
    return found


def _said(by: Mapping[str, str], paper: Paper | None, user: User) -> Said:
    """How the answers were given: signed when a signature for them came along, else spoken before a witness (whoever visits, unless another is named)."""
    how = "signed" if paper else str(by.get("how", "spoken"))
    witness = str(by.get("witness", "")) or (str(user) if how == "spoken" else "")
    return Said(how=how, by_name=str(by.get("name", "")), by_relation=str(by.get("relation", "")), witness=witness, paper_id=paper.pk if paper else None)
