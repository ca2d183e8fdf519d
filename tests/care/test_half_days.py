"""Leave of half a day: written down at the desk, told to those who answer for her elders, no hole in the net."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from qianshou.access.scope import Scope
from qianshou.care import operations as care
from qianshou.care.models import Absence, Shift
from qianshou.care.queries.absences import away_all_day, halves_away
from qianshou.care.queries.ladders import ladder_for
from qianshou.care.queries.net import net_on
from qianshou.care.rules.absences import AFTERNOON, BOTH, MORNING, days_in, halves_on, is_span, overlap
from qianshou.care.rules.shifts import clashing, length
from qianshou.kernel import clock
from qianshou.watch.models import Due
from tests.cast import DAY, NOON

BACKEND = "qianshou.access.backends.PasswordBackend"


def away(cast, first=DAY, last=DAY, *, kind="personal", carer=None, **halves) -> Absence:
    return care.add_absence(carer_id=(carer or cast.tan).pk, kind=kind, first_day=first, last_day=last, now=NOON, by_id=cast.officer.pk, **halves)


leaves = st.tuples(st.integers(0, 9), st.integers(0, 5), st.booleans(), st.booleans()).map(
    lambda t: (DAY + timedelta(days=t[0]), DAY + timedelta(days=t[0] + t[1]), t[2], t[3])
)  # fmt: skip


@given(leaves, leaves)
def test_the_halves_of_a_leave_are_its_days_and_two_leaves_clash_where_they_share_one(one, other):
    """The model lists half days."""
    if not is_span(*one) or not is_span(*other):
        return
    def listed(leave):
        days = [leave[0] + timedelta(days=n) for n in range((leave[1] - leave[0]).days + 1)]
        found = [(day, half) for day in days for half in (MORNING, AFTERNOON)]
        return found[bool(leave[2]) : len(found) - bool(leave[3])]
    around = [DAY + timedelta(days=n) for n in range(-1, 17)]
    assert {(day, half) for day in around for half in halves_on(day, *one)} == set(listed(one))
    assert days_in(*one) == len(listed(one)) / 2 and overlap(one, other) == bool(set(listed(one)) & set(listed(other)))


def test_two_halves_of_a_day_may_be_two_leaves_and_no_half_is_left_twice(cast):
    morning = away(cast, until_noon=True)
    assert (morning.days, morning.halves_on(DAY)) == (0.5, {MORNING})
    for more in ({"until_noon": True}, {}, {"last": DAY + timedelta(days=1)}):
        with pytest.raises(care.Refused, match="absent_already"):
            away(cast, **more)
    for wrong in ({"from_noon": True, "until_noon": True}, {"last": DAY - timedelta(days=1)}):
        with pytest.raises(care.Refused, match="absence_days"):
            away(cast, **wrong)
    away(cast, last=DAY + timedelta(days=1), kind="annual", from_noon=True, until_noon=True)
    assert halves_away(DAY, street_id=cast.street.pk) == {cast.tan.pk: BOTH} and away_all_day(DAY, street_id=cast.street.pk) == {cast.tan.pk}
    assert halves_away(DAY + timedelta(days=1), carer_ids=[cast.tan.pk]) == {cast.tan.pk: {MORNING}}
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.filter(pk=morning.pk).update(from_noon=True)


def test_who_is_away_in_the_morning_is_not_told_of_the_morning_and_the_net_has_no_hole(cast, item):
    tan = cast.tan.person.user_id
    early = care.add_visit(elder_id=cast.shen.pk, service="talking", day=DAY + timedelta(days=1), start=time(9), end=time(10), minutes=30, now=NOON, by_id=None)
    late = item.visits.get(day=DAY + timedelta(days=1))
    ladders = lambda: [Due.objects.get(key=visit.due_key).ladder for visit in (early, late)]
    assert [told[0] for told in ladders()] == [tan, tan]
    leave = away(cast, DAY + timedelta(days=1), DAY + timedelta(days=1), until_noon=True)
    before, after = ladders()
    assert tan not in before and before and after[0] == tan
    assert ladder_for(street_id=cast.street.pk, elder_id=cast.shen.pk, on=leave.first_day)[0] == tan
    knot = next(k for k in net_on(scope=Scope.system(cast.street.pk), day=leave.first_day).knots if k.elder == cast.shen)
    assert not knot.is_hole, "she is there for half of it"
    care.cancel_absence(absence_id=leave.pk, now=NOON)
    assert [told[0] for told in ladders()] == [tan, tan]


def test_the_desk_writes_half_a_day_down_and_sees_it(cast, client):
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(NOON):
        page, address = f"/carers/{cast.tan.pk}/", f"/carers/{cast.tan.pk}/absences/"
        same = {"kind": "personal", "first_day": str(DAY), "last_day": str(DAY)}
        wrong = client.post(address, same | {"from_noon": "1", "until_noon": "1"}, follow=True)
        assert "起止之间没有时间" in wrong.content.decode() and not cast.tan.absences.exists()
        client.post(address, same | {"from_noon": "1", "until_noon": ""})
        said = client.get(page).content.decode()
        assert "今天下午不在岗" in said and f"{DAY} 下午" in said and "今天下午不在岗" in client.get("/carers/").content.decode()
        client.force_login(cast.outsider, backend=BACKEND)
        assert client.post(address, same | {"until_noon": "1"}).status_code == 404 and cast.tan.absences.count() == 1
        client.logout()
        assert client.post(address, same).status_code == 302 and cast.tan.absences.count() == 1


def test_a_night_shift_is_written_as_people_write_it_with_its_break(cast, client):
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(NOON):
        address, same = f"/carers/{cast.tan.pk}/shifts/", {"since": str(DAY), "break_minutes": "45"}
        clash = client.post(address, same | {"day1": "20:00-6:00", "day2": "5:00-9:00"})
        assert clash.status_code == 422 and "重叠" in clash.content.decode()
        assert client.post(address, same | {"break_minutes": "121"}).status_code == 422
        assert client.post(address, same | {"day1": "20:00-6:00", "day2": "9:00-9:30", "day7": "22:00-6:00"}).status_code == 302
        rows = Shift.objects.filter(carer=cast.tan, until=None)
        assert [(s.weekday, s.starts.hour, s.ends.hour, s.break_minutes, s.over_midnight) for s in rows] == [(1, 20, 6, 45, True), (2, 9, 9, 0, False), (7, 22, 6, 45, True)]
        said = client.get(f"/carers/{cast.tan.pk}/").content.decode()
        assert "20:00–次日 6:00" in said and "休息 45 分" in said
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.filter(carer=cast.tan, weekday=1).update(ends=time(20))


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(0, 1439)), max_size=5))
def test_spans_clash_where_they_share_a_minute_of_the_week(spans):
    """The model counts minutes of the week, round from Sunday to Monday."""
    at = lambda minute: time(minute // 60, minute % 60)
    week = [(day, at(start), at(end)) for day, start, end in spans]
    minutes = [((day - 1) * 1440 + start + n) % 10080 for day, start, end in spans for n in range((end - start) % 1440)]
    empty = any(start == end for _, start, end in spans)
    assert (clashing(week) is not None) == (empty or len(set(minutes)) < len(minutes))
    assert all(length(start, end) == (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % 1440 for _, start, end in week)


def test_a_leave_over_days_counts_its_halves():
    first = date(2026, 11, 24)
    assert days_in(first, first + timedelta(days=2), True, True) == 2 and days_in(first, first, False, True) == 0.5
