"""Company, calls, outings and forms of the month earn points as visits do: with the reason, for whoever acted, taken back by reversal."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.assessment import operations as assessment
from qianshou.assessment.models import Assessment
from qianshou.care.models import Companionship, CompanyEntry, PointCredit
from qianshou.care.operations import company
from qianshou.care.operations.credits import credit_days, credit_street
from qianshou.care.operations.forms import complete_form, withdraw_form
from qianshou.care.queries.credits import own_points, people_of
from qianshou.ledger.models import Transaction
from qianshou.packs.loader import load
from tests.assessment.answers import best
from tests.assessment.test_make_assessment import begin, save
from tests.care.test_points import balance, sound
from tests.cast import DAY, NOON
from tests.company.test_company_acts import bring, knitting, offer, pair, tell, wish  # noqa: F401

MONTH, LATER = date(2026, 11, 1), NOON + timedelta(days=9)
RULES = load("yangpu", DAY).point_rules
OUTING, AT_HOME, CALL, REVIEW, CALLS_A_DAY = (RULES[code].points for code in ("outing", "company_visit", "call", "review", "call_limit"))


def review(cast, person=None, carer=None, now=NOON, month=MONTH) -> Assessment:
    """A finished form of the month by a carer (Tan)."""
    by = (carer or cast.tan).person.user_id
    form = begin(cast, person, "monthly_review", why="month", month=month, now=now, by_id=by)
    form = save(form, best("monthly_review"), by_id=by, now=now, made_on=DAY)
    return complete_form(assessment_id=form.pk, row_version=form.row_version, now=now, by_id=by)


def withdraw(form, now=NOON):
    return withdraw_form(assessment_id=form.pk, reason="填错人了", now=now, by_id=None)


@pytest.mark.parametrize(("kind", "points", "rule"), [("outing", OUTING, "outing"), ("visit", AT_HOME, "company_visit"), ("call", CALL, "call")])
def test_what_the_two_did_earns_at_once_with_its_reason_and_is_reversed_when_taken_back(cast, pair, kind, points, rule):  # noqa: F811
    entry = tell(cast, pair, kind=kind)
    row = PointCredit.objects.get()
    assert (row.carer, row.points, row.reasons, row.day) == (cast.volunteer, points, [[rule, points]], DAY)
    assert people_of([row]) == {row.task: cast.shen.name} and balance(cast.volunteer) == points
    for _twice in range(2):
        company.take_back_entry(entry_id=entry.pk, now=NOON, by_id=cast.officer.pk)
    assert balance(cast.volunteer) == 0 and Transaction.objects.filter(unit="points").count() == 2 and sound()


def test_what_came_of_it_is_no_task_and_an_entry_sent_twice_is_one(cast, pair):  # noqa: F811
    tell(cast, pair, kind="result", text="自己办了一次编织展")
    assert not PointCredit.objects.exists()
    batch = uuid4()
    for _twice in range(2):
        tell(cast, pair, kind="outing", batch=batch)
    assert balance(cast.volunteer) == OUTING


def test_who_kept_company_is_credited_and_not_who_wrote_it_down_nor_who_comes_after_her(cast, pair):  # noqa: F811
    tell(cast, pair, kind="outing", on=DAY - timedelta(days=1))
    company.part(companionship_id=pair.pk, last_day=DAY, reason="志愿者搬家", now=NOON, by_id=cast.officer.pk)
    offer(cast, carer=cast.feng)
    bring(cast, carer=cast.feng)
    credit_street(street_id=cast.street.pk, first=MONTH, last=DAY, now=LATER)
    assert (balance(cast.volunteer), balance(cast.feng), balance(cast.tan)) == (OUTING, 0, 0)


def test_calls_have_a_limit_of_a_day_and_count_more_in_the_cold_months(cast, pair):  # noqa: F811
    for _ in range(CALLS_A_DAY // CALL + 1):
        tell(cast, pair, kind="call")
    assert balance(cast.volunteer) == CALLS_A_DAY
    assert PointCredit.objects.order_by("pk").last().reasons == [["call", CALL], ["call_limit", -CALL]]
    cold = date(2026, 1, 14)
    tell(cast, pair, kind="call", on=cold)
    assert [code for code, _points in PointCredit.objects.get(day=cold).reasons] == ["call", "hot_and_cold"]


def test_a_form_of_the_month_earns_for_the_carer_who_finished_it_and_for_nobody_at_the_desk(cast):
    form = review(cast)
    row = PointCredit.objects.get()
    assert (row.carer, row.points, row.reasons, row.task) == (cast.tan, REVIEW, [["review", REVIEW]], f"review:{form.pk}")
    by = cast.officer.pk
    other = save(begin(cast, cast.lu, "monthly_review", why="month", month=MONTH, by_id=by), best("monthly_review"), by_id=by)
    complete_form(assessment_id=other.pk, row_version=other.row_version, now=NOON, by_id=by)
    assert PointCredit.objects.count() == 1
    withdraw(form)
    assert balance(cast.tan) == 0 and sound()


def test_a_correction_earns_nothing_of_its_own_and_takes_nothing_away(cast):
    form = review(cast)
    by = cast.officer.pk
    new = save(assessment.correct(assessment_id=form.pk, now=NOON, by_id=by), best("monthly_review"), by_id=by)
    new = complete_form(assessment_id=new.pk, row_version=new.row_version, now=NOON, by_id=by)
    assert credit_street(street_id=cast.street.pk, first=MONTH, last=DAY, now=LATER) == 0 and balance(cast.tan) == REVIEW
    withdraw(new)
    assert balance(cast.tan) == REVIEW
    withdraw(form)
    assert balance(cast.tan) == 0 and sound()


def test_what_was_erased_stays_credited(cast, pair):  # noqa: F811
    form, entry = review(cast), tell(cast, pair, kind="outing")
    Assessment.objects.filter(pk=form.pk).delete()
    CompanyEntry.objects.filter(pk=entry.pk).delete()
    assert credit_street(street_id=cast.street.pk, first=MONTH, last=DAY, now=LATER) == 0
    assert credit_days(carer_id=cast.volunteer.pk, days=[DAY], now=LATER) == 0
    assert (balance(cast.tan), balance(cast.volunteer)) == (REVIEW, OUTING)


def test_the_phone_has_them_with_the_day_and_the_name(cast, pair):  # noqa: F811
    tell(cast, pair, kind="outing", on=DAY - timedelta(days=4))
    found = own_points(cast.volunteer, DAY, NOON)
    assert (found["today"], found["month"]) == (0, OUTING)
    assert found["tasks"] == [
        {"day": (DAY - timedelta(days=4)).isoformat(), "kind": "outing", "who": cast.shen.name, "service": "", "points": OUTING, "reasons": [["outing", OUTING]]}
    ]


def test_a_month_asks_the_database_no_more_often_than_a_day(cast, pair):  # noqa: F811
    tell(cast, pair, kind="outing", on=DAY - timedelta(days=40))
    CompanyEntry.objects.bulk_create(CompanyEntry(companionship=pair, kind="outing", on=DAY - timedelta(days=n), entered_at=NOON, batch=uuid4()) for n in range(20))
    asked = []
    for first, tasks in ((DAY, 1), (MONTH, 19)):
        with CaptureQueriesContext(connection) as queries:
            assert credit_street(street_id=cast.street.pk, first=first, last=DAY, now=LATER) == tasks
        asked.append(len(queries))
    assert asked[0] == asked[1]


def modelled(told) -> int:
    """The plain model: each entry's worth, one more on a Sunday for what is done together; limits of calls, of company and of a day."""
    worth, limits = Counter(), {"call": CALLS_A_DAY, "company": RULES["company_limit"].points, "review": 10**6}
    for kind, on in told:
        more = 1 if on.weekday() == 6 and kind in ("outing", "visit") else 0
        worth[on, kind if kind in limits else "company"] += {"outing": OUTING, "visit": AT_HOME, "call": CALL, "review": REVIEW}[kind] + more
    days = Counter()
    for (on, group), points in worth.items():
        days[on] += min(points, limits[group])
    return sum(min(points, RULES["day_limit"].points) for points in days.values())


STEPS = st.lists(st.tuples(st.sampled_from(["outing", "visit", "call", "review", "back"]), st.integers(0, 2), st.integers(0, 9)), max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_whatever_is_told_and_taken_back_the_books_are_the_sum_of_what_stands(cast, steps):
    with transaction.atomic():
        told: list[tuple[str, date, object]] = []
        months = iter(date(2026, month, 1) for month in (11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1))
        tans = Companionship.objects.create(elder=cast.lu, carer=cast.tan, street=cast.street, since=DAY)
        for what, back, which in steps:
            on = DAY - timedelta(days=back)
            if what == "back" and told:
                kind, _on, entry = told.pop(which % len(told))
                if kind == "review":
                    withdraw(entry)
                else:
                    company.take_back_entry(entry_id=entry.pk, now=NOON, by_id=cast.officer.pk)
            elif what == "review":
                told.append((what, DAY, review(cast, month=next(months))))
            elif what in ("outing", "visit", "call"):
                told.append((what, on, tell(cast, tans, kind=what, on=on)))
        assert balance(cast.tan) == modelled((kind, on) for kind, on, _entry in told)
        held = PointCredit.objects.filter(carer=cast.tan)
        assert sum(row.points for row in held) == balance(cast.tan)
        assert credit_days(carer_id=cast.tan.pk, days=set(held.values_list("day", flat=True)), now=LATER) == 0, "worked out from the start it is the same"
        assert sound()
        transaction.set_rollback(True)

