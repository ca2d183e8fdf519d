"""Put visits of an item on other days of the week: all or none, dues and ladders with them, never made twice."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from qianshou.care import operations as care
from qianshou.care.models import PlanItem, Visit
from qianshou.watch.models import Due
from tests.cast import DAY, NOON, Cast

pytestmark = pytest.mark.django_db
TWICE = {"service": "talking", "times_per_week": 2, "window_start": time(14), "window_end": time(16), "minutes": 30, "since": DAY}


@pytest.fixture
def twice(cast: Cast) -> PlanItem:
    """Shen is talked to twice a week, on days that the program chose."""
    return care.add_item(elder_id=cast.shen.pk, values=TWICE, now=NOON, by_id=cast.officer.pk)


def ahead(item: PlanItem) -> list[Visit]:
    """Its visits of the week of the 30th of November."""
    return list(Visit.objects.filter(item=item, day__range=(date(2026, 11, 30), date(2026, 12, 6))).order_by("day"))


def spread(cast: Cast, days: dict[int, date]) -> dict[int, date]:
    return care.spread_visits(street_id=cast.street.pk, days=days, now=NOON)


def test_a_visit_goes_to_its_new_day_with_its_due(cast, twice):
    first = ahead(twice)[0]
    wednesday = date(2026, 12, 2)
    assert spread(cast, {first.pk: wednesday}) == {first.pk: first.day}
    moved = Visit.objects.get(pk=first.pk)
    assert (moved.day, moved.instead_of, moved.withdrawn, moved.version) == (wednesday, first.day, False, first.version + 1)
    assert moved.window_start - first.window_start == wednesday - first.day
    due = Due.objects.get(key=moved.due_key)
    assert (due.day, due.opens_at, due.state) == (wednesday, moved.window_start, "open")
    assert due.ladder == [cast.tan.person.user_id, cast.shao.person.user_id, cast.officer.pk, cast.desk.pk]


def test_back_on_its_own_day_it_is_an_ordinary_visit_again(cast, twice):
    first = ahead(twice)[0]
    before = spread(cast, {first.pk: date(2026, 12, 2)})
    spread(cast, before)
    moved = Visit.objects.get(pk=first.pk)
    assert (moved.day, moved.instead_of, moved.window_start) == (first.day, None, first.window_start)


def test_two_visits_may_change_places(cast, twice):
    one, two = ahead(twice)
    spread(cast, {one.pk: two.day, two.pk: one.day})
    assert [v.pk for v in ahead(twice)] == [two.pk, one.pk]
    assert care.make_visits(street_id=cast.street.pk, first=DAY, days=14, now=NOON, catch_up=False).visits == 0


def test_what_does_not_move_is_not_touched(cast, twice):
    first = ahead(twice)[0]
    assert spread(cast, {first.pk: first.day}) == {}
    assert Visit.objects.get(pk=first.pk).version == first.version


@pytest.mark.parametrize("state", ["arrived", "done", "cancelled"])
def test_one_that_has_begun_stays_and_so_do_the_others(cast, twice, state):
    one, two = ahead(twice)
    Visit.objects.filter(pk=two.pk).update(state=state)
    with pytest.raises(care.Refused, match="visit_begun"):
        spread(cast, {one.pk: one.day + timedelta(days=1), two.pk: two.day + timedelta(days=1)})
    assert Visit.objects.get(pk=one.pk).day == one.day


def test_today_and_the_past_are_no_days_to_move_to(cast, twice):
    one, _ = ahead(twice)
    with pytest.raises(care.Refused, match="visit_begun"):
        spread(cast, {one.pk: DAY})


def test_a_day_that_has_the_item_already_is_taken(cast, twice):
    one, two = ahead(twice)
    with pytest.raises(care.Refused, match="day_taken"):
        spread(cast, {one.pk: two.day})


def test_a_visit_of_another_street_is_not_found(cast, twice):
    one, _ = ahead(twice)
    with pytest.raises(care.Refused, match="visit_begun"):
        care.spread_visits(street_id=cast.elsewhere.pk, days={one.pk: one.day + timedelta(days=1)}, now=NOON)
