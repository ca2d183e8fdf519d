"""The accounts by themselves: first out, first back; what nobody wrote out is never hidden."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from qianshou.kernel.clock import local_date
from qianshou.meals.models import BoxMove
from qianshou.meals.rules.boxes import WAYS, days_out, home, overdue_limit, stand, still_out_days, wash_faults, way
from qianshou.packs.loader import load
from tests.cast import DAY, NOON

DAYS = timedelta(days=1)
RULES = load().box_rules


@dataclass
class Said:
    kind: str
    boxes: int
    made_at: datetime = NOON
    pk: int = 0


def test_first_out_is_first_back():
    account = home([Said("out", 2, NOON - 5 * DAYS), Said("out", 1, NOON - 2 * DAYS), Said("returned", 1, NOON - DAYS)])
    assert list(account.layers) == [(NOON - 5 * DAYS, 1), (NOON - 2 * DAYS, 1)]
    assert account.since == NOON - 5 * DAYS
    assert home([Said("out", 2, NOON - 5 * DAYS), Said("out", 1, NOON - 2 * DAYS), Said("returned", 2)]).since == NOON - 2 * DAYS


def test_box_taken_back_at_the_door_is_not_the_one_that_was_just_handed_over():
    account = home([Said("out", 1, NOON - DAYS, 1), Said("out", 1, NOON, 2), Said("returned", 1, NOON, 3)])
    assert (account.still, account.since, account.unexplained) == (1, NOON, 0)


def test_box_that_nobody_wrote_out_is_shown_and_eats_up_no_later_one():
    account = home([Said("returned", 2, NOON - 2 * DAYS), Said("out", 1)])
    assert (account.still, account.unexplained, account.first_unexplained) == (1, 2, NOON - 2 * DAYS)
    assert account.out == account.back + account.lost + account.still - account.unexplained


def test_what_is_heard_late_takes_its_place_in_time():
    late = [Said("returned", 1, NOON - DAYS, 1), Said("out", 1, NOON - 2 * DAYS, 2)]  # the phone of the day before was off the net
    assert home(late).unexplained == 0


def test_more_than_three_days_are_days_of_the_calendar():
    limit = overdue_limit(DAY, still_out_days(RULES))
    assert local_date(limit) == DAY - 3 * DAYS
    assert days_out(limit, DAY) == 3 and days_out(limit - timedelta(seconds=1), DAY) == 4
    assert home([Said("out", 1, limit)]).overdue(limit) == 0
    assert home([Said("out", 1, limit - timedelta(seconds=1))]).overdue(limit) == 1


def test_every_kind_of_move_goes_from_one_place_to_another():
    assert set(WAYS) == set(BoxMove.Kind.values)
    assert way("lost", of_person=True) == ("homes", "lost") and way("lost", of_person=False) == ("sink", "lost")


def test_places_below_nothing_are_named():
    found = stand([("bought", False, 5), ("out", True, 8), ("washing", False, 2)])
    assert found.below == {"shelf": 3, "sink": 2} and found.adds_up
    assert stand([("bought", False, 5), ("out", True, 5)]).below == {}


@pytest.mark.parametrize(
    ("method", "celsius", "minutes", "faults"),
    [
        ("heat", 100, 10, []), ("heat", 99, 10, ["too_cold"]), ("heat", 121, 9, ["too_short"]), ("heat", 60, 5, ["too_cold", "too_short"]),
        ("heat", None, 10, ["too_cold"]), ("heat", 121, None, ["minutes"]), ("chemical", None, 5, []), ("chemical", None, 4, ["too_short"]),
    ],
)  # fmt: skip
def test_clean_is_what_had_its_heat_and_its_minutes(method, celsius, minutes, faults):
    assert [code for code, _least in wash_faults(method=method, celsius=celsius, minutes=minutes, rules=RULES)] == faults


def test_pack_without_rules_of_boxes_still_asks_after_three_days():
    assert still_out_days({}) == 3
    assert wash_faults(method="heat", celsius=None, minutes=1, rules={}) == []


def test_values_of_others_are_marked_as_to_be_checked():
    assert {RULES["heat"].certainty, RULES["chemical"].certainty, RULES["still_out"].certainty} <= {"second_hand", "unverified"}
    assert {file.kind: file.certainty for file in load().files}["box_rules"] == "second_hand"
