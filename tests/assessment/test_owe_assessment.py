"""Who must be assessed again is owed it: when its time comes, after hospital, after a fall; once for each reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.assessment import operations
from qianshou.assessment.rules.reassessment import AFTER_EVENT, Owed, months_later, owed_again
from qianshou.assessment.tasks import owe_street
from qianshou.kernel.clock import local_date
from qianshou.people.models import ElderFile
from qianshou.watch.models import Due
from tests.assessment.answers import best
from tests.assessment.test_make_assessment import done
from tests.cast import DAY, NOON


def owe(cast, now=NOON):
    return operations.owe_reassessments(street_id=cast.street.pk, now=now)


def dues():
    return list(Due.objects.filter(kind="assessment").order_by("by_at"))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day, months, later):
    assert months_later(day, months) == later


def test_an_event_comes_before_the_turn_of_the_year_and_one_already_seen_does_not_count():
    last = date(2026, 1, 10)
    assert owed_again(last=last, months=12, events=[]) == Owed("periodic", last, date(2027, 1, 10))
    assert owed_again(last=last, months=12, events=[("fall", date(2026, 1, 10))]).why == "periodic"
    assert owed_again(last=last, months=12, events=[("fall", date(2026, 3, 1))]) == Owed("fall", date(2026, 3, 1), date(2026, 3, 1) + AFTER_EVENT)
    assert owed_again(last=last, months=0, events=[]) is None


@given(
    last=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    months=st.integers(0, 24),
    events=st.lists(st.tuples(st.sampled_from(["hospital", "fall"]), st.dates(date(2020, 1, 1), date(2031, 1, 1))), max_size=4),
)
def test_nothing_is_owed_before_its_reason_and_the_earliest_comes_first(last, months, events):
    found = owed_again(last=last, months=months, events=events)
    reasons = [day for _, day in events if day > last]
    assert (found is None) == (not months and not reasons)
    if found:
        assert found.since <= found.by and (found.since == last or found.since in reasons)
        assert all(found.by <= day + AFTER_EVENT for day in reasons)


def test_a_year_after_the_last_one_it_is_owed_a_month_ahead_and_once(cast):
    done(cast, on=date(2025, 12, 20))
    assert owe(cast, NOON - timedelta(days=10)) == 0  # more than a month ahead
    assert (owe(cast), owe(cast)) == (1, 0)
    (due,) = dues()
    assert due.person == cast.shen and due.ref["why"] == "periodic" and due.day == date(2026, 12, 20)
    assert due.ladder == [cast.assessor.pk, cast.officer.pk, cast.desk.pk]


def test_what_ran_out_long_ago_is_owed_within_a_fortnight_and_is_not_late_at_once(cast):
    done(cast, on=date(2025, 3, 1))
    assert owe(cast) == 1
    (due,) = dues()
    assert due.day == DAY + AFTER_EVENT and due.opens_at <= NOON < due.late_at and due.ref["since"] == "2025-03-01"


def test_the_new_assessment_meets_what_was_owed(cast):
    done(cast, on=date(2025, 12, 20))
    owe(cast)
    done(cast, instrument="barthel")
    assert dues()[0].state == "open"
    done(cast)
    assert dues()[0].state == "met" and owe(cast) == 0


def test_home_from_hospital_is_owed_within_a_fortnight(cast):
    ElderFile.objects.filter(person=cast.bao).update(status="active")  # the history keeps it by the database's own clock
    home = ElderFile.history.rel.related_model.objects.get(person=cast.bao, status="hospital").pgh_created_at
    before = local_date(home) - timedelta(days=30)
    for instrument in ("gbt42195", "barthel"):
        done(cast, person=cast.bao, instrument=instrument, on=before, now=home)
    assert owe(cast, home - timedelta(days=2)) == 0
    heard = home + timedelta(hours=1)  # late in the evening it is the next day by then
    assert owe(cast, heard) == 1
    (due,) = dues()  # one, for the instrument that names levels of ability
    assert (due.ref["why"], due.ref["instrument"], due.person) == ("hospital", "gbt42195", cast.bao)
    assert local_date(due.by_at) == local_date(heard) + timedelta(days=14)


def test_a_fall_told_in_the_months_form_is_owed_and_an_assessment_before_it_does_not_meet_it(cast):
    done(cast, on=date(2026, 6, 1))
    done(cast, instrument="monthly_review", month=DAY, answers=best("monthly_review", events=["fall"]))
    assert owe(cast) == 1
    late_entry = done(cast, on=date(2026, 11, 20), why="request")
    assert late_entry.state == "done" and dues()[0].state == "open"
    done(cast)
    assert dues()[0].state == "met"


def test_the_dead_and_those_who_moved_are_owed_nothing(cast):
    done(cast, on=date(2025, 1, 1))
    ElderFile.objects.filter(person=cast.shen).update(status="dead")
    assert owe(cast) == 0


def test_what_was_withdrawn_counts_for_nothing(cast):
    form = done(cast, on=date(2025, 12, 20))
    operations.withdraw(assessment_id=form.pk, reason="错", now=NOON, by_id=cast.officer.pk)
    assert owe(cast) == 0


def test_the_nights_job_owes_for_its_street_alone(cast):
    done(cast, on=date(2024, 1, 1))
    owe_street(cast.elsewhere.pk)
    assert dues() == []
    owe_street(cast.street.pk)
    assert len(dues()) == 1
