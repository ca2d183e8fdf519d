"""A changed plan moves the visits that have not begun, and nothing else."""

from datetime import time, timedelta

import pytest

from qianshou.care import operations as care
from qianshou.care.models import Visit
from qianshou.care.operations import visits
from qianshou.kernel import clock
from qianshou.people.models import ElderFile
from qianshou.watch.models import Due
from tests.cast import DAY, NOON

from .conftest import WEEKDAYS


def standing() -> list[Visit]:
    return list(Visit.objects.exclude(state="cancelled").order_by("day"))


def change(cast, item, **values):
    return care.change_item(item_id=item.pk, version=item.version, values=values, now=NOON, by_id=cast.officer.pk)


def test_other_weekdays_withdraw_excuse_and_make(cast, item):
    change(cast, item, weekdays=[2, 6])
    assert {v.day.isoweekday() for v in standing()} == {2, 6}
    gone = Visit.objects.filter(state="cancelled")
    assert {(v.reason, v.withdrawn) for v in gone} == {("plan changed", True)}
    excused = Due.objects.filter(state="excused")
    assert excused.count() == gone.count()
    assert {(d.excuse, d.excused_by_id) for d in excused} == {("plan changed", cast.officer.pk)}


def test_days_that_come_back_are_made_anew(cast, item):
    item = change(cast, item, weekdays=[2])
    change(cast, item, weekdays=[1, 2, 3, 4, 5])
    assert len(standing()) == 10
    assert Due.objects.filter(state="open").count() == 10


def test_another_time_moves_visit_and_due_without_an_excuse(cast, item):
    change(cast, item, window_start=time(15), window_end=time(17), minutes=45)
    visit = standing()[0]
    due = Due.objects.get(key=visit.due_key)
    assert due.state == "open"
    assert due.opens_at == visit.window_start
    assert due.by_at == visit.window_end + timedelta(minutes=45)
    assert not Due.objects.filter(state="excused").exists()


def test_a_visit_that_has_begun_stays_as_it_is(cast, item):
    visit = standing()[0]
    visits.arrive(visit_id=visit.pk, carer_id=cast.tan.pk, made_at=NOON, received_at=NOON, now=NOON)
    change(cast, item, weekdays=[7])
    visit.refresh_from_db()
    assert visit.state == "arrived"


def test_ending_withdraws_what_comes_after(cast, item):
    care.end_item(item_id=item.pk, last_day=DAY + timedelta(days=2), now=NOON, by_id=cast.officer.pk)
    assert [v.day for v in standing()] == [DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]
    assert care.make_visits(street_id=cast.street.pk, first=DAY, days=14, now=NOON).visits == 0


def test_two_officers_do_not_overwrite_each_other(cast, item):
    change(cast, item, weekdays=[2])
    with pytest.raises(care.Refused) as caught:
        change(cast, item, weekdays=[3])
    assert caught.value.code == "stale"


@pytest.mark.parametrize(
    ("values", "code"),
    [({"service": "flying"}, "unknown_service"), ({"weekdays": []}, "one_way"), ({"times_per_week": 3}, "one_way"), ({"weekdays": [8]}, "weekdays"),
     ({"window_end": time(14)}, "window"), ({"minutes": 1}, "minutes"), ({"carers_needed": 3}, "carers_needed"),
     ({"until": DAY - timedelta(days=1)}, "span")],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(cast, values, code):
    with pytest.raises(care.Refused) as caught:
        care.add_item(elder_id=cast.shen.pk, values=WEEKDAYS | values, now=NOON, by_id=cast.officer.pk)
    assert caught.value.code == code
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("status", "reason"), [("dead", "died"), ("moved", "moved"), ("hospital", "hospital")])
def test_a_death_a_move_or_the_hospital_withdraws_what_is_to_come(cast, item, status, reason):
    ElderFile.objects.filter(pk=cast.shen.pk).update(status=status)
    done = care.status_changed(elder_id=cast.shen.pk, now=NOON, by_id=cast.officer.pk)
    assert done == {"withdrawn": 10, "made": 0}
    assert set(Due.objects.values_list("state", "excuse")) == {("excused", reason)}


def test_home_from_hospital_is_visited_again(cast, item):
    ElderFile.objects.filter(pk=cast.shen.pk).update(status="hospital")
    care.status_changed(elder_id=cast.shen.pk, now=NOON, by_id=cast.officer.pk)
    ElderFile.objects.filter(pk=cast.shen.pk).update(status="active")
    assert care.status_changed(elder_id=cast.shen.pk, now=NOON, by_id=cast.officer.pk) == {"withdrawn": 0, "made": 10}


def test_many_statuses_at_once(cast, item):
    ElderFile.objects.filter(pk=cast.shen.pk).update(status="moved")
    done = care.statuses_changed(street_id=cast.street.pk, elder_ids=[cast.shen.pk, cast.lu.pk], now=NOON, by_id=cast.officer.pk)
    assert done == {"withdrawn": 10, "made": 0}


def test_moving_one_visit_puts_one_in_its_place(cast, item):
    old = standing()[0]
    day = DAY + timedelta(days=4)
    new = care.move_visit(visit_id=old.pk, day=day, start=time(9), end=time(10), reason="要去看病", now=NOON, by_id=cast.officer.pk)
    old.refresh_from_db()
    assert (old.state, old.moved_to_id, old.withdrawn) == ("cancelled", new.pk, False)
    assert Due.objects.get(key=old.due_key).excuse == "要去看病"
    assert Due.objects.get(key=new.due_key).state == "open"
    assert care.make_visits(street_id=cast.street.pk, first=DAY, days=14, now=NOON).visits == 0


def test_a_visit_cannot_be_cancelled_without_a_reason_or_after_it_was_done(cast, item):
    visit = standing()[0]
    with pytest.raises(care.Refused, match="reason"):
        care.cancel_visit(visit_id=visit.pk, reason=" ", now=NOON, by_id=cast.officer.pk)
    visits.complete(visit_id=visit.pk, carer_id=cast.tan.pk, made_at=NOON, received_at=NOON, now=NOON)
    with pytest.raises(care.Refused, match="visit_begun"):
        care.cancel_visit(visit_id=visit.pk, reason="不用了", now=NOON, by_id=cast.officer.pk)


def test_without_anybody_signed_in_the_streets_officer_signs(cast, item):
    ElderFile.objects.filter(pk=cast.shen.pk).update(status="dead")
    assert care.statuses_changed(street_id=cast.street.pk, now=NOON, by_id=None)["withdrawn"] == 10
    assert set(Due.objects.values_list("excused_by_id", flat=True)) == {cast.officer.pk}


def test_the_file_page_withdraws_visits_when_the_status_changes(cast, client, item):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    url = f"/people/{cast.shen.pk}/edit/"
    with clock.frozen(NOON):
        page = client.get(url)
        data = {
            name: ("、".join(v) if isinstance(v, list) and name != "meal_days" else v)
            for name, v in page.context["form"].initial.items()
            if v not in (None, False)
        }
        assert client.post(url, data | {"base": page.context["base"], "status": "hospital"}).status_code == 302
    assert not standing()
