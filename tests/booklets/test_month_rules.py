"""What a form says, from plain data: counts, reasons, the days at a glance, remarks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.booklets.rules import (
    AHEAD,
    DONE,
    EXCUSED,
    MISSED,
    NOTHING,
    WHY_LENGTH,
    Note,
    Owed,
    days_of,
    glance,
    next_month,
    remarks,
    service_lines,
    state_of,
)  # fmt: skip
from qianshou.booklets.sheets import Binding, Facts, Month, forms_volume
from qianshou.booklets.words import chinese_number, list_of_days, month_words, words

MONTH = date(2026, 11, 1)
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def owed(day: int, state: str, why: str = "", remedy: str = "", service: str = "相谈") -> Owed:
    return Owed(MONTH.replace(day=day), service, 1, state, why, remedy)


def test_month_in_chinese_numerals():
    assert month_words(MONTH, "zh") == "二〇二六年十一月"
    assert month_words(date(2030, 10, 1), "zh") == "二〇三〇年十月"
    assert month_words(MONTH, "en") == "November 2026"
    assert [chinese_number(n) for n in (0, 10, 20, 31)] == ["〇", "十", "二十", "三十一"]


def test_months_follow_each_other():
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert len(days_of(date(2028, 2, 5))) == 29


@pytest.mark.parametrize(
    ("watched", "said"), [("met", DONE), ("met_late", DONE), ("met_heard_late", DONE), ("excused", EXCUSED), ("late", MISSED)]
)
def test_state_of_a_due_on_paper(watched, said):
    assert state_of(watched, NOW, NOW) == said


def test_an_open_due_is_ahead_until_its_deadline_and_missed_after():
    assert state_of("open", NOW + timedelta(seconds=1), NOW) == AHEAD
    assert state_of("open", NOW, NOW) == MISSED


def test_a_line_counts_due_done_missed_and_leaves_out_what_is_ahead():
    (line,) = service_lines([owed(2, DONE), owed(4, MISSED, "未应门"), owed(6, EXCUSED, "住院"), owed(27, AHEAD)], "zh")
    assert (line.due, line.done, line.missed) == (3, 1, 2)
    assert line.why == "11月4日 未应门；11月6日 住院"


def test_days_with_one_reason_share_it():
    (line,) = service_lines([owed(day, EXCUSED, "住院") for day in (3, 4, 5)], "zh")
    assert line.why == "11月3日、4日、5日 住院"
    (line,) = service_lines([owed(day, EXCUSED, "住院") for day in range(3, 15)], "zh")
    assert line.why == "11月3日、4日、5日、6日等 12 次 住院"
    assert list_of_days([MONTH, MONTH.replace(day=9)], "en") == "1, 9 Nov"


def test_done_late_is_done_and_says_so():
    (line,) = service_lines([owed(2, DONE, "晚于约定时间做到")], "zh")
    assert (line.done, line.missed, line.why) == (1, 0, "11月2日 晚于约定时间做到")


def test_the_strip_shows_the_worst_of_a_day():
    strip = glance([owed(2, DONE), owed(2, MISSED), owed(3, DONE), owed(4, EXCUSED), owed(4, DONE), owed(30, AHEAD)], MONTH)
    assert len(strip) == 30
    assert (strip[1], strip[2], strip[3], strip[29], strip[0]) == (MISSED, DONE, EXCUSED, AHEAD, NOTHING)


def test_remarks_are_sorted_and_the_newest_come_first():
    said = remarks([Note(MONTH, "血压平稳。"), Note(MONTH.replace(day=9), "右膝疼"), Note(MONTH, "很开心"), Note(MONTH, "要装扶手"), Note(MONTH, "学会视频通话"),
                    Note(MONTH, "门口堆物", "need")], "zh")  # fmt: skip
    assert said["body"] == "右膝疼（9日）；血压平稳（1日）"
    assert said["mood"] == "很开心（1日）"
    assert said["need"] == "门口堆物（1日）；要装扶手（1日）"
    assert said["word"] == "学会视频通话（1日）"


def test_nothing_written_leaves_lines_for_the_pen():
    data = forms_volume([Month(Facts(1, "PL-1", "沈玉芳"))], Binding(MONTH, "平凉路街道", "怀德居委会", MONTH))
    assert all(remark["text"] == "" and remark["lines"] >= 2 for remark in data["forms"][0]["remarks"])
    assert data["forms"][0]["note"] == words("zh")["nothing"]


def test_both_languages_have_the_same_words():
    def shape(value):
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items()}
        return [len(value)] if isinstance(value, list) else type(value)

    assert shape(words("zh")) == shape(words("en"))


dues = st.lists(st.builds(owed, st.integers(1, 30), st.sampled_from([DONE, MISSED, EXCUSED, AHEAD]), st.text(max_size=40), st.text(max_size=40),
                          st.sampled_from(["相谈", "助洁", "助餐"])), max_size=60)  # fmt: skip


@given(dues)
def test_every_due_is_counted_once(items):
    lines = service_lines(items, "zh")
    assert sum(line.due for line in lines) == sum(item.state != AHEAD for item in items)
    assert sum(line.done for line in lines) == sum(item.state == DONE for item in items)
    assert all(line.due == line.done + line.missed and len(line.why) <= WHY_LENGTH for line in lines)
    assert sum(state != NOTHING for state in glance(items, MONTH)) == len({item.day for item in items})
