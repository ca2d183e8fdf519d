"""Frozen months and what is heard later: the sheet and its adjustments together always say what the record says; JSON there and back is the same."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from qianshou.merit.rules.adjusting import NUMBERS, Adjustment, adjustments, numbers_of
from qianshou.merit.rules.attendance import Span, attendance_month
from qianshou.merit.rules.frozen import checksum, month_of, plain
from qianshou.merit.rules.leave import Leave
from qianshou.merit.rules.workday import HOLIDAY, REST, WORK, DayFacts, Numbers

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 11, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(4)]
AFTER = datetime(2026, 12, 1, tzinfo=ZONE)


def at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(minutes=minute)


@st.composite
def months(draw):
    spans, facts, leaves, visits = [], {}, [], {}
    for day in DAYS:
        ends = sorted(draw(st.lists(st.integers(0, 1439), max_size=4, unique=True)))
        spans += [Span(day, at(day, a), at(day, b)) for a, b in zip(*[iter(ends)] * 2, strict=False)]
        kind = draw(st.sampled_from([WORK, REST, HOLIDAY]))
        facts[day] = DayFacts(kind=kind, planned=((at(day, 480), at(day, 1020)),) if kind == WORK else (), hours=draw(st.booleans()),
                              breaks=(draw(st.sampled_from([0, 60])),) if kind == WORK else ())  # fmt: skip
        visits[day] = draw(st.integers(0, 2))
        if draw(st.booleans()):
            half = draw(st.sampled_from([(False, False), (True, False), (False, True)]))
            leaves.append(Leave(day, day, draw(st.sampled_from(["sick", "annual"])), *half))
    return attendance_month(DAYS, spans, visits, leaves, facts=facts, numbers=Numbers(10, 30), now=AFTER)


@given(months())
def test_json_there_and_back_is_the_same_month(month):
    again = month_of(json.loads(json.dumps(plain(month))))
    assert again == month and checksum(plain(again)) == checksum(plain(month))


def sums(month) -> dict[date, dict]:
    return {day.day: numbers_of(day) for day in month.days}


@given(st.lists(months(), min_size=1, max_size=5))
def test_the_frozen_sheet_and_its_adjustments_say_what_the_record_says(versions):
    """Each later version of the record is taken up by the closing of one more month."""
    frozen, taken = versions[0], []
    for now in versions[1:]:
        found = adjustments(frozen, now, taken)
        taken += [Adjustment.of(json.loads(json.dumps(one.plain()))) for one in found]
        assert adjustments(frozen, now, taken) == [], "taken up once"
        told = sums(frozen)
        leaves = {day.day: day.leave for day in frozen.days}
        for one in taken:
            told[one.day] = {key: told[one.day][key] + one.numbers.get(key, 0) for key in NUMBERS}
            leaves[one.day] = leaves[one.day] if one.leave is None else one.leave
        assert told == sums(now) and leaves == {day.day: day.leave for day in now.days}


def test_a_carer_who_had_no_sheet_has_all_of_it_as_adjustment():
    month = attendance_month(DAYS, [Span(FIRST, at(FIRST, 480), at(FIRST, 600))], {}, [], facts={}, now=AFTER)
    assert [(one.day, one.numbers) for one in adjustments(None, month, [])] == [(FIRST, {"minutes": 120})]
