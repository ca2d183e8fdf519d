"""A form is begun, left, taken up again, finished, corrected and withdrawn; nobody writes over anybody."""

from datetime import date, timedelta

import pytest

from qianshou.access.scope import Scope, scope_of
from qianshou.assessment import operations, queries
from qianshou.assessment.models import Assessment
from qianshou.assessment.operations import Changed, Refused
from tests.assessment.answers import best
from tests.cast import DAY, NOON


def begin(cast, person=None, instrument="gbt42195", **more):
    given = {"why": "first", "made_on": DAY, "now": NOON, "by_id": cast.assessor.pk} | more
    return operations.begin(person_id=(person or cast.shen).pk, instrument=instrument, **given)


def save(form, answers, changes=(), **more):
    given = {"made_on": DAY, "second": "", "note": "", "row_version": form.row_version, "now": NOON, "by_id": None} | more
    return operations.keep(assessment_id=form.pk, answers=answers, changes=changes, **given)


def done(cast, person=None, instrument="gbt42195", on=DAY, changes=(), answers=None, now=NOON, **more):
    form = begin(cast, person, instrument, made_on=on, now=now, **more)
    form = save(form, answers or best(instrument), changes, made_on=on, now=now)
    return operations.complete(assessment_id=form.pk, row_version=form.row_version, now=now, by_id=cast.assessor.pk)


def test_what_is_filled_in_is_kept_and_the_form_is_finished_another_day(cast):
    form = save(begin(cast), {"eating": "p3"})
    assert begin(cast, by_id=cast.officer.pk).pk == form.pk  # whoever opens it goes on with the same form
    with pytest.raises(Refused) as missing:
        operations.complete(assessment_id=form.pk, row_version=form.row_version, now=NOON, by_id=cast.assessor.pk)
    assert missing.value.code == "missing" and len(missing.value.params["items"]) == 25 and "eating" not in missing.value.params["items"]
    form = save(form, best("gbt42195", eating="p3", stairs="p1"), ["dementia"])
    form = operations.complete(assessment_id=form.pk, row_version=form.row_version, now=NOON, by_id=cast.assessor.pk)
    assert (form.state, form.total, form.by_points, form.level, form.reasons) == ("done", 87, 1, 2, ["dementia"])
    assert form.by_section == {"self_care": 31, "motion": 13, "mind": 28, "senses": 15}


def test_two_at_one_form_do_not_write_over_each_other(cast):
    form = begin(cast)
    stale = Assessment.objects.get(pk=form.pk)
    save(form, {"eating": "p3"})
    with pytest.raises(Changed):
        save(stale, {"eating": "p0"})
    assert Assessment.objects.get(pk=form.pk).answers == {"eating": "p3"}


@pytest.mark.parametrize(("answers", "items"), [({"eating": "p7"}, ["eating"]), ({"piano": "p1"}, ["piano"])])
def test_answers_that_are_none_are_refused(cast, answers, items):
    with pytest.raises(Refused) as refused:
        save(begin(cast), answers)
    assert (refused.value.code, refused.value.params["items"]) == ("answers", items)


def test_a_day_to_come_is_refused(cast):
    with pytest.raises(Refused, match="future"):
        save(begin(cast), {}, made_on=DAY + timedelta(days=1))


def test_an_instrument_that_the_street_does_not_have_is_refused(cast):
    with pytest.raises(Refused, match="instrument"):
        begin(cast, instrument="horoscope")
    with pytest.raises(Refused, match="instrument"):
        begin(cast, made_on=date(2021, 5, 1))  # before the standard


def test_a_finished_form_is_corrected_by_another_and_stays_as_it_was(cast):
    old = done(cast)
    new = operations.correct(assessment_id=old.pk, now=NOON, by_id=cast.assessor.pk)
    assert new.answers == old.answers and operations.correct(assessment_id=old.pk, now=NOON, by_id=cast.officer.pk).pk == new.pk
    new = save(new, best("gbt42195", stairs="p0"))
    operations.complete(assessment_id=new.pk, row_version=new.row_version, now=NOON, by_id=cast.assessor.pk)
    old.refresh_from_db()
    assert (old.total, old.level, old.replaced) == (90, 0, True)
    series = queries.series_of(scope=scope_of(cast.officer, DAY), person_id=cast.shen.pk, instrument="gbt42195", today=DAY)
    assert [point.total for point in series] == [87]
    with pytest.raises(Refused, match="replaced"):
        operations.correct(assessment_id=old.pk, now=NOON, by_id=cast.assessor.pk)
    with pytest.raises(Refused, match="replaced"):
        operations.withdraw(assessment_id=old.pk, reason="x", now=NOON, by_id=cast.assessor.pk)


def test_a_withdrawn_correction_lets_the_first_form_stand_again(cast):
    old = done(cast)
    new = operations.correct(assessment_id=old.pk, now=NOON, by_id=cast.assessor.pk)
    new = operations.complete(assessment_id=new.pk, row_version=new.row_version, now=NOON, by_id=cast.assessor.pk)
    with pytest.raises(Refused, match="reason"):
        operations.withdraw(assessment_id=new.pk, reason=" ", now=NOON, by_id=cast.officer.pk)
    operations.withdraw(assessment_id=new.pk, reason="不是她本人", now=NOON, by_id=cast.officer.pk)
    old.refresh_from_db()
    assert not old.replaced
    levels = queries.latest_levels(scope=Scope.system(cast.street.pk), person_ids=[cast.shen.pk], instrument="gbt42195", today=DAY)
    assert levels == {cast.shen.pk: (0, DAY)}


def test_a_draft_is_dropped_and_a_finished_form_is_not(cast):
    form = begin(cast)
    operations.drop_draft(assessment_id=form.pk, now=NOON, by_id=cast.assessor.pk)
    assert not Assessment.objects.exists()
    with pytest.raises(Refused, match="finished"):
        operations.drop_draft(assessment_id=done(cast).pk, now=NOON, by_id=cast.assessor.pk)


def test_a_month_has_one_form(cast):
    november = date(2026, 11, 1)
    form = done(cast, instrument="monthly_review", month=DAY)
    assert (form.month, form.level, form.total) == (november, None, None)
    with pytest.raises(Refused, match="month_done"):
        begin(cast, instrument="monthly_review", month=DAY)
    assert begin(cast, instrument="monthly_review", month=date(2026, 10, 3)).month == date(2026, 10, 1)
    corrected = operations.correct(assessment_id=form.pk, now=NOON, by_id=cast.assessor.pk)
    assert corrected.month == november
    operations.complete(assessment_id=corrected.pk, row_version=corrected.row_version, now=NOON, by_id=cast.assessor.pk)


def test_the_outsider_sees_no_assessment_and_the_secretary_none_either(cast):
    form = done(cast)
    for user in (cast.officer, cast.assessor, cast.committee_worker):
        assert [a.pk for a in queries.assessments_of(scope=scope_of(user, DAY), person_id=cast.shen.pk, today=DAY)] == [form.pk]
    for user in (cast.outsider, cast.secretary, cast.kitchen, cast.tan.person.user):
        scope = scope_of(user, DAY)
        assert queries.assessments_of(scope=scope, person_id=cast.shen.pk, today=DAY) == []
        with pytest.raises(Assessment.DoesNotExist):
            queries.assessment_of(scope=scope, assessment_id=form.pk, today=DAY)
