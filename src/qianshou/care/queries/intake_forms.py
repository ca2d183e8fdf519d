"""The assessments that a case asks for: which are owed, which lie begun, which are done and count."""

from __future__ import annotations

from dataclasses import dataclass

from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import instruments_for
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument
from qianshou.packs.loader import load

from ..models import IntakeAppeal, IntakeCase, IntakeForm

USUAL = ("gbt42195", "home_hazards")


@dataclass(frozen=True, slots=True)
class Asked:
    """One instrument that is owed, and the newest form of it that counts for this round: done, else begun, else None."""

    instrument: Instrument
    form: Assessment | None

    @property
    def done(self) -> bool:
        return self.form is not None and self.form.state == Assessment.State.DONE


def round_of(case: IntakeCase) -> int:
    """1, and one more for each appeal."""
    return 1 + IntakeAppeal.objects.filter(case=case).count()


def instruments_owed(case: IntakeCase) -> list[Instrument]:
    """What is asked at the home visit, as the pack's step says, as far as the street has it."""
    step = load(case.street.pack).intake_steps.get("assess")
    known = instruments_for(case.street, clock.local_date(case.state_since))
    return [known[code] for code in (step.instruments if step else USUAL) if code in known]


def asked_of(case: IntakeCase) -> list[Asked]:
    """Each owed instrument with its form: of a day since `assess_since`, and not used in an earlier round of this case."""
    used = IntakeForm.objects.filter(case=case, round__lt=round_of(case)).values("assessment_id")
    rows = Assessment.objects.filter(person_id=case.person_id, month__isnull=True, replaced=False, made_on__gte=case.assess_since)
    rows = rows.exclude(state=Assessment.State.WITHDRAWN).exclude(pk__in=used).order_by("-made_on", "-pk")
    best: dict[str, Assessment] = {}
    for row in rows:
        if row.instrument not in best or (row.state == Assessment.State.DONE and best[row.instrument].state != Assessment.State.DONE):
            best[row.instrument] = row
    return [Asked(one, best.get(one.code)) for one in instruments_owed(case)]


def naming(asked: list[Asked]) -> Asked | None:
    """The one that names levels of ability (it has reasons that change a level); else the first with bands."""
    return next((one for one in asked if one.instrument.changes), None) or next((one for one in asked if one.instrument.bands), None)


def forms_of(case: IntakeCase, round: int | None = None) -> list[IntakeForm]:
    """The forms that decisions of this case stand on, of one round or all."""
    rows = IntakeForm.objects.filter(case=case).select_related("assessment__made_by", "assessor")
    return list(rows if round is None else rows.filter(round=round))
