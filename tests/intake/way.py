"""The way of a case for tests: each step by its usual act, with what differs."""

from datetime import date, time, timedelta
from uuid import uuid4

from qianshou.care.models import IntakeCase
from qianshou.care.operations import intake
from qianshou.care.operations.net import Pick
from tests.assessment.test_make_assessment import done
from tests.cast import DAY, NOON, Cast

FOUND = {"age": "yes", "residence": "yes", "alone": "yes"}
LINE = {"service": "talking", "times_per_week": 2, "window_start": time(9), "window_end": time(11), "minutes": 30, "since": DAY}
PURPOSES = ("health", "place", "talents", "family_page", "photos")
PNG = b"\x89PNG\r\n\x1a\n" + b"a signature"


def asked(**more) -> intake.Application:
    """The son asks for his father by telephone."""
    given = {"applied_on": DAY, "came_by": "phone", "applicant": "family", "name": "陆建华", "relation": "儿子", "phone": "13917005555", "wishes": "想有人来坐坐", "wished": ["walking"]}
    return intake.Application(**given | more)


def apply(cast: Cast, person=None, by=None, now=NOON, **more) -> IntakeCase:
    """For Lu, unless for somebody else."""
    return intake.apply(
        street_id=cast.street.pk, person_id=(person or cast.lu).pk, application=asked(), batch=more.pop("batch", None) or uuid4(), now=now, by_id=(by or cast.officer).pk, **more
    )


def fresh(case: IntakeCase) -> IntakeCase:
    """As it stands now."""
    return IntakeCase.objects.select_related("person", "street", "decision").get(pk=case.pk)


def act(case: IntakeCase, name: str, by, now=NOON, **more) -> IntakeCase:
    """One act on the case as it stands."""
    given = {"case_id": case.pk, "version": fresh(case).version, "batch": uuid4(), "now": now, "by_id": by.pk} | more
    return getattr(intake, name)(**given)


def papers(case: IntakeCase, by) -> None:
    """The papers without which the check is not passed were seen."""
    for kind in ("id_card", "residence"):
        intake.add_paper(case_id=case.pk, batch=uuid4(), kind=kind, now=NOON, by_id=by.pk)


def check(cast: Cast, case: IntakeCase, **more) -> IntakeCase:
    papers(case, cast.officer)
    return act(case, "pass_check", cast.officer, **{"findings": FOUND} | more)


def visited(cast: Cast, case: IntakeCase, on: date = DAY, now=NOON, by=None, answers=None, changes=()) -> None:
    """Both forms are finished, dated `on`."""
    for code in ("gbt42195", "home_hazards"):
        done(cast, case.person, code, on=on, now=now, answers=answers if code == "gbt42195" else None, changes=changes if code == "gbt42195" else (), by_id=(by or cast.assessor).pk)


def assess(cast: Cast, case: IntakeCase, by=None, on: date = DAY, now=NOON, **more) -> IntakeCase:
    visited(cast, case, on=on, now=now, by=by, **more)
    return act(case, "finish_assessment", by or cast.assessor, now=now, on=on, assessor_id=(by or cast.assessor).pk)


def decide(cast: Cast, case: IntakeCase, outcome: str = "granted", level: int | None = 0, by=None, **more) -> IntakeCase:
    return act(case, "decide", by or cast.officer, **{"outcome": outcome, "level": level, "reason": "符合条件"} | more)


def plan(cast: Cast, case: IntakeCase, **more) -> IntakeCase:
    return act(case, "accept_plan", cast.officer, **{"lines": [LINE]} | more)


def consent(cast: Cast, case: IntakeCase, **answers) -> IntakeCase:
    said = dict.fromkeys(PURPOSES, "given") | answers
    return act(case, "take_consents", cast.officer, answers=said, how="spoken", witness="居委小李")


def hand_over(cast: Cast, case: IntakeCase) -> IntakeCase:
    return act(case, "hand_over_booklet", cast.officer, on=DAY, to="本人")


def enter(cast: Cast, case: IntakeCase, **more) -> IntakeCase:
    return act(case, "enter_net", cast.officer, **{"picks": [Pick("primary", cast.tan.pk)], "key": False} | more)


STEPS = {"check": check, "assess": assess, "decide": decide, "plan": plan, "consent": consent, "booklet": hand_over, "net": enter}


def bring(cast: Cast, to: str, case: IntakeCase | None = None) -> IntakeCase:
    """A case (Lu's, unless one is given) that waits for the step `to`, or is "done"."""
    case = case or apply(cast)
    while fresh(case).state != to:
        STEPS[fresh(case).state](cast, case)
    return fresh(case)


LATER = NOON + timedelta(days=5)
