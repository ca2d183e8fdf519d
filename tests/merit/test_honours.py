"""Thresholds become proposals, one officer approves, a second confirms; once for each carer and threshold; what goes with it is booked once."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from qianshou.access.models import Street
from qianshou.care.models import Carer, PointCredit
from qianshou.care.operations.errors import Refused
from qianshou.ledger.models import Account
from qianshou.merit.models import Honour
from qianshou.merit.operations.honours import confirm_honour, decide_honour, propose_honours, reopen_honour
from qianshou.merit.queries.honours import reached_by
from qianshou.merit.rules.honours import STEPS, full_years, highest, step
from qianshou.notify.models import Notice
from tests.cast import DAY, LONG_AGO, NOON, user
from tests.merit.street import MONTH, closed, month_of, opened, told


def points(cast, carer, n, day=DAY):
    return PointCredit.objects.create(street=cast.street, carer=carer, task=f"visit:{n}{carer.pk}", service="talking", day=day, made_at=NOON, points=n, reasons=[], pack="p",
                                      source=f"t:{carer.pk}:{n}", updated_at=NOON)  # fmt: skip


@pytest.fixture
def second(cast):
    return user("zhou", "周副科长", "street_officer", NOON, street_id=cast.street.pk)


@pytest.fixture
def proposed(cast) -> Honour:
    points(cast, cast.tan, 1000)
    propose_honours(street_id=cast.street.pk, now=NOON)
    return Honour.objects.get(code="points_1000")


def approve(cast, row, **more):
    values = {"honour_id": row.pk, "approve": True, "reason": "表现突出", "now": NOON, "by_id": cast.officer.pk} | more
    return decide_honour(**values)


def test_a_threshold_is_proposed_once_with_what_was_counted(cast, proposed):
    assert proposed.carer == cast.tan and proposed.evidence == {"value": 1000, "until": DAY.isoformat()}
    assert propose_honours(street_id=cast.street.pk, now=NOON) == 0 and Honour.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Honour.objects.create(street=cast.street, carer=cast.tan, code="points_1000", kind="points", threshold=1, pack="", proposed_at=NOON)


def test_one_point_less_is_no_threshold(cast):
    points(cast, cast.tan, 999)
    assert propose_honours(street_id=cast.street.pk, now=NOON) == 0


def test_years_and_excellent_months_and_hours_of_volunteers_count(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    Carer.objects.filter(pk=cast.shao.pk).update(joined_on=date(2021, 11, 24))
    month_of(cast, cast.tan, cast.shen, "oooooooooooo")
    told(cast, cast.tan)
    row = opened(cast)[cast.tan.pk]
    assert row.result == "excellent"
    closed(cast, row)
    found = {(one.carer.pk, one.rule.code) for one in reached_by(Street.objects.get(pk=cast.street.pk), DAY)}
    assert found == {(cast.shao.pk, "years_5")}
    from qianshou.merit.queries.honours import _months
    from qianshou.packs.loader import load

    assert _months(cast.street, load())[cast.tan.pk] == (1, {"months": [f"{MONTH:%Y-%m}"]})


def test_who_approved_does_not_confirm_and_money_is_booked_once(cast, second):
    points(cast, cast.tan, 3000)
    propose_honours(street_id=cast.street.pk, now=NOON)
    row = Honour.objects.get(code="points_3000")
    with pytest.raises(Refused, match="reason"):
        approve(cast, row, reason=" ")
    approve(cast, row)
    with pytest.raises(Refused, match="second"):
        confirm_honour(honour_id=row.pk, given_on=DAY, now=NOON, by_id=cast.officer.pk)
    row = confirm_honour(honour_id=row.pk, given_on=DAY, now=NOON, by_id=second.pk)
    assert (row.state, row.fen, row.number) == ("confirmed", 20000, f"RY-2026-{row.pk:06d}")
    assert Account.objects.get(person=cast.tan.person, unit="fen").balance == 20000
    with pytest.raises(Refused, match="step"):
        confirm_honour(honour_id=row.pk, given_on=DAY, now=NOON, by_id=second.pk)
    notice = Notice.objects.get(code="honour")
    assert notice.user == cast.tan.person.user and notice.params == {"honour": row.pk, "code": "points_3000"}


def test_the_database_too_wants_a_second_officer(cast, proposed):
    row = approve(cast, proposed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Honour.objects.filter(pk=row.pk).update(confirmed_by=cast.officer, confirmed_at=NOON, given_on=DAY, state="confirmed")


def test_what_was_refused_stays_refused_until_somebody_takes_it_up_again(cast, proposed):
    approve(cast, proposed, approve=False, reason="有投诉未了结")
    assert propose_honours(street_id=cast.street.pk, now=NOON) == 0
    assert reopen_honour(honour_id=proposed.pk, now=NOON, by_id=cast.officer.pk).state == "proposed"


def test_who_has_left_is_not_proposed(cast):
    points(cast, cast.tan, 1000)
    Carer.objects.filter(pk=cast.tan.pk).update(left_on=LONG_AGO)
    assert propose_honours(street_id=cast.street.pk, now=NOON) == 0


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)), st.integers(0, 36))
def test_full_years_turn_on_the_anniversary(since, years):
    day = date(since.year + years, since.month, min(since.day, 28) if since.month == 2 else since.day)
    if since.day == day.day:
        assert full_years(since, day) == years and (not years or full_years(since, day - timedelta(days=1)) == years - 1)


@given(st.lists(st.sampled_from(["approve", "refuse", "confirm", "reopen"]), max_size=12))
def test_confirmed_is_reached_only_over_an_approval_and_never_left(acts):
    state, last = "proposed", ""
    for act in acts:
        led = step(state, act)
        assert (led is None) == ((state, act) not in STEPS)
        if led == "confirmed":
            assert last == "approve"
        if led:
            assert state != "confirmed"
            state, last = led, act


def test_of_one_kind_only_the_highest_that_is_reached_is_proposed(cast):
    points(cast, cast.tan, 3000)
    Carer.objects.filter(pk=cast.tan.pk).update(joined_on=date(2014, 3, 1))
    Carer.objects.filter(pk=cast.shao.pk).update(joined_on=date(2021, 11, 24))
    assert {(one.carer.pk, one.rule.code) for one in reached_by(cast.street, DAY)} >= {(cast.tan.pk, "years_5"), (cast.tan.pk, "years_10")}
    assert propose_honours(street_id=cast.street.pk, now=NOON) == 3
    assert set(Honour.objects.values_list("carer", "code")) == {(cast.tan.pk, "points_3000"), (cast.tan.pk, "years_10"), (cast.shao.pk, "years_5")}
    row = Honour.objects.get(code="years_10")
    approve(cast, row, approve=False, reason="中间停过两年")
    assert propose_honours(street_id=cast.street.pk, now=NOON) == 0, "the lower one is covered, whatever became of the higher"


def test_what_was_proposed_before_stays_when_a_higher_one_is_reached(cast, proposed):
    points(cast, cast.tan, 2000)
    assert propose_honours(street_id=cast.street.pk, now=NOON) == 1
    assert set(Honour.objects.values_list("code", flat=True)) == {"points_1000", "points_3000"}


@dataclass(frozen=True)
class Found:
    who: int
    kind: str
    at: int


@given(st.lists(st.builds(Found, st.integers(1, 3), st.sampled_from(["points", "years"]), st.integers(1, 9))))
def test_for_each_carer_and_kind_one_is_left_and_nothing_is_above_it(found):
    left = highest(found)
    assert sorted((one.who, one.kind) for one in left) == sorted({(one.who, one.kind) for one in found})
    assert all(one in found and one.at == max(other.at for other in found if (other.who, other.kind) == (one.who, one.kind)) for one in left)
