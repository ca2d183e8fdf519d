"""The list of files and its filters; lanes and pins."""

import pytest

from qianshou.access.scope import scope_of
from qianshou.kernel.place import Place as Point
from qianshou.people.models import Place
from qianshou.people.operations import Stale, add_place, place_lane
from qianshou.people.queries import Filters, counts, elders, inhabited, place_of, unplaced
from tests.cast import DAY, NOON


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"沈玉芳", "陆根宝", "鲍秀英"}),
        ({"status": "hospital"}, {"鲍秀英"}),
        ({"status": "all", "sex": "m"}, {"陆根宝"}),
        ({"age_from": "88"}, {"沈玉芳", "鲍秀英"}),
        ({"age_from": "86", "age_to": "88"}, {"沈玉芳"}),
        ({"word": "编织"}, {"沈玉芳", "鲍秀英"}),
        ({"missing": "phone"}, {"陆根宝", "鲍秀英"}),
        ({"missing": "contact"}, {"陆根宝", "鲍秀英"}),
        ({"living": "alone_any", "status": "active"}, {"沈玉芳", "陆根宝"}),
        ({"status": "nonsense", "age_from": "-1", "committee": "x"}, {"沈玉芳", "陆根宝", "鲍秀英"}),
        ({"review": "1"}, set()),
    ],
)
def test_filters(cast, asked, found):
    rows = elders(scope_of(cast.officer, DAY), Filters.read(asked), DAY)
    assert {p.name for p in rows} == found


def test_pinyin_order_and_counts(cast):
    scope = scope_of(cast.officer, DAY)
    assert [p.name for p in elders(scope, Filters(), DAY)] == ["鲍秀英", "陆根宝", "沈玉芳"]
    assert counts(scope) == {"active": 2, "hospital": 1, "away": 0, "moved": 0, "dead": 0, "review": 0}


def test_everyone_sees_only_their_own(cast):
    assert {p.name for p in elders(scope_of(cast.committee_worker, DAY), Filters(), DAY)} == {"沈玉芳", "鲍秀英"}
    assert {p.name for p in elders(scope_of(cast.outsider, DAY), Filters(), DAY)} == {"单国栋"}
    assert not elders(scope_of(cast.district_officer, DAY), Filters(), DAY)
    assert counts(scope_of(cast.committee_worker, DAY))["active"] == 1


def test_pin_a_lane(cast):
    scope = scope_of(cast.officer, DAY)
    assert [p.name for p in unplaced(scope)] == ["霍山路899弄"]
    assert {p.name: p.elders for p in inhabited(scope)} == {"怀德路20弄": 1, "怀德路454弄": 2, "霍山路899弄": 0}
    assert {p.name: p.elders for p in inhabited(scope_of(cast.committee_worker, DAY))} == {"怀德路454弄": 2}
    assert place_of(scope, cast.lane.pk).elders == 2 and inhabited(scope_of(cast.outsider, DAY)) == []
    place_lane(place=cast.lane_unplaced, version=1, point=Point(121.53, 31.26), now=NOON, by_id=cast.officer.pk)
    assert not unplaced(scope)
    assert Place.objects.get(pk=cast.lane_unplaced.pk).placed_by == "hand"
    with pytest.raises(Stale):
        place_lane(place=cast.lane_unplaced, version=1, point=None, now=NOON)
    place_lane(place=cast.lane_unplaced, version=2, point=None, now=NOON)
    assert unplaced(scope)


def test_a_lane_once(cast):
    assert add_place(street_id=cast.street.pk, name=" 怀德路454弄 ", now=NOON) == (cast.lane, False)


def test_outsider_sees_no_lane(cast):
    with pytest.raises(Place.DoesNotExist):
        place_of(scope_of(cast.outsider, DAY), cast.lane.pk)
