"""What a door's text says: the entrance, the floor, the lift. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.rounds.rules.carts import KNOCK, SERVICE, Box, stop_seconds, stops_of
from qianshou.rounds.rules.doors import read_door


@pytest.mark.parametrize(
    ("door", "building", "floor"),
    [
        ("15号二楼前楼", "15号", 2), ("5号302室", "5号", 3), ("12号3楼", "12号", 3), ("１３号３０４室", "13号", 3), ("8号底层", "8号", 1),
        ("24号底层后客堂", "24号", 1), ("21号亭子间", "21号", 2), ("3号灶披间楼上", "3号", 2), ("14号灶披间", "14号", 1), ("36号三层阁", "36号", 3),
        ("7号", "7号", 1), ("2号楼1204室", "2号楼", 12), ("5号楼2单元302室", "5号楼2单元", 3), ("3-1号201", "3-1号", 2), ("甲15号十二楼", "甲15号", 12), ("A座802室", "A座", 8), ("9号地下室", "9号", -1),
        ("", "", 1), ("门口小店旁", "门口小店旁", 1), ("6号 1 楼", "6号", 1), ("10号二十一层", "10号", 21),
    ],
)  # fmt: skip
def test_a_door_is_read(door, building, floor):
    read = read_door(door)
    assert (read.building, read.floor, read.lift) == (building, floor, False)


@pytest.mark.parametrize(
    ("note", "floor", "lift"),
    [("有电梯", 5, True), ("没有电梯，敲门重一点", 5, False), ("无电梯", 5, False), ("电梯坏了", 5, False), ("lift, knock long", 5, True), ("no lift", 5, False), ("狗凶", 5, False)],
)
def test_the_note_says_whether_there_is_a_lift(note, floor, lift):
    read = read_door("3号502室", note)
    assert (read.floor, read.lift) == (floor, lift)


def test_the_note_may_say_the_floor_where_the_door_does_not():
    assert read_door("3号", "住4楼").floor == 4 and read_door("3号2楼", "住4楼").floor == 2


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_is_too_strange(door, note):
    read = read_door(door, note)
    assert read.floor != 0 and len(read.building) <= 4 * len(door) + 4


def box(order: int, floor: int = 1, boxes: int = 1, *, bind: tuple | None = None, building: str = "15号", lift: bool = False) -> Box:
    return Box(order, 1, building, floor, lift, boxes, bind)


def test_one_entrance_is_one_stop_and_its_stairs_are_climbed_once():
    alone = stop_seconds([box(1, 5)])
    assert alone == SERVICE.door + SERVICE.box + 4 * SERVICE.floor
    assert stop_seconds([box(1, 5), box(2, 3, boxes=2)]) == alone + 2 * SERVICE.box + KNOCK


def test_a_lift_is_ridden_once():
    assert stop_seconds([box(1, 12, lift=True)]) == SERVICE.door + SERVICE.box + SERVICE.lift


boxes_of_a_street = st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["1号", "2号", "3号"]), st.sampled_from([None, None, ("pinned", 1, 0), ("pinned", 2, 0)])), max_size=40)


@given(boxes_of_a_street, st.integers(1, 60))
def test_stops_hold_every_box_once_and_never_more_than_a_cart(given_boxes, most):
    boxes = [box(k, boxes=n, building=where, bind=bind) for k, (n, where, bind) in enumerate(given_boxes)]
    stops = stops_of(boxes, most)
    assert sorted(b.order for stop in stops for b in stop) == list(range(len(boxes)))
    for stop in stops:
        assert len({(b.entrance, b.bind) for b in stop}) == 1
        assert stop[0].bind is not None or len(stop) == 1 or sum(b.boxes for b in stop) <= most
