"""A day against its shift: minute by minute the same as a plain model, nothing counted twice, what is missing not judged."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from qianshou.care.rules.working_days import (
    BY_LAW,
    HOLIDAY,
    PACK,
    PUBLISHED,
    REST,
    SET,
    WORK,
    DayKind,
    is_published,
    kind_of,
    known,
    unpublished_years,
)
from qianshou.merit.rules.leave import NO_LEAVE, DayLeave
from qianshou.merit.rules.workday import DayFacts, Numbers, planned_on, reckon

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)  # a Tuesday
AFTER = datetime(2026, 12, 1, tzinfo=ZONE)
SHIFT = ((8, 17),)
SICK = DayLeave.whole_day("sick")


def at(minute: int) -> datetime:
    return datetime(2026, 11, 24, tzinfo=ZONE) + timedelta(minutes=minute)


def day(*spans, plan=SHIFT, visits=0, leave=NO_LEAVE, now=AFTER, grace=10, least=30, kind=WORK, hours=True, breaks=()):
    planned = tuple((at(a * 60), at(b * 60)) for a, b in plan)
    seen = [(None if a is None else at(a), None if b is None else at(b)) for a, b in spans]
    facts = DayFacts(kind=kind, planned=planned, hours=hours, breaks=breaks)
    return reckon(facts, seen, visits=visits, leave=leave, now=now, numbers=Numbers(grace, least))


def test_late_early_and_away_between_are_told_apart():
    done = day((500, 720), (780, 1000))
    assert (done.planned, done.covered, done.late, done.early, done.between) == (540, 440, 20, 20, 60)
    assert day((485, 1015)).late == 0 == day((485, 1015)).early, "within the grace"


def test_absent_only_without_taps_visits_or_leave_and_only_when_the_shift_is_over():
    assert (day().absent, day(leave=SICK).absent, day(now=at(17 * 60 - 1)).absent, day(plan=()).absent) == (540, 0, 0, 0)
    made = day(visits=2)
    assert (made.absent, made.untapped) == (0, True), "who made visits was there: the taps are asked for"


def test_what_hangs_on_a_missing_tap_is_not_judged():
    assert day((None, 1000)).late == 0 and day((None, 1000)).early == 20
    done = day((600, None))
    assert (done.late, done.early, done.between, done.covered) == (120, 0, 0, 0)


def test_overtime_is_what_lies_outside_the_shift_from_the_least_on():
    assert [day((480, 1020 + more)).overtime for more in (29, 30, 95)] == [0, 30, 95]
    assert day((540, 900), plan=(), kind=REST).overtime == 360
    assert day((540, 900), plan=(), hours=False).overtime == 0, "without working hours nothing is over them"


def test_the_week_makes_the_shift_of_a_day():
    week = [(1, time(8), time(12), 0), (2, time(8), time(17), 0), (6, time(9), time(11), 0)]
    sunday, saturday = date(2026, 11, 29), date(2026, 11, 28)
    hours = lambda day, kind, as_weekday=None: [(a.hour, b.hour) for a, b, _pause in planned_on(day, kind, as_weekday, week, ZONE)[0]]
    assert hours(DAY, WORK) == [(8, 17)] and hours(DAY, HOLIDAY) == [] == hours(DAY, REST), "a weekday off owes nothing"
    assert hours(saturday, REST) == [(9, 11)], "her own weekend shift holds"
    assert planned_on(sunday, WORK, None, week, ZONE) == ((), True), "a worked weekend: nobody has said whose hours"
    assert hours(sunday, WORK, 1) == [(8, 12)] and planned_on(sunday, WORK, None, [], ZONE) == ((), False)


minute = st.integers(0, 1439)
spans_of_a_day = st.lists(minute, max_size=8, unique=True).map(lambda found: list(zip(*[iter(sorted(found))] * 2, strict=False)))


@given(spans_of_a_day, spans_of_a_day, st.sampled_from([WORK, REST, HOLIDAY]), st.integers(0, 40))
def test_minute_by_minute_it_is_the_same(worked, planned, kind, grace):
    done = reckon(
        DayFacts(kind=kind, planned=tuple((at(a), at(b)) for a, b in planned), hours=True), [(at(a), at(b)) for a, b in worked],
        visits=0, now=AFTER, numbers=Numbers(grace, 30),
    )  # fmt: skip
    there = {m for a, b in worked for m in range(a, b)}
    owed = {m for a, b in planned for m in range(a, b)}
    assert (done.planned, done.covered) == (len(owed), len(owed & there))
    extra = len(there - owed)
    assert done.overtime == (extra if extra >= 30 else 0)
    if not worked or not owed:
        assert done.absent == len(owed) and not (done.late or done.early or done.between)
        return
    first, last = worked[0][0], worked[-1][1]
    late, early = len([m for m in owed if m < first]), len([m for m in owed if m >= last])
    assert done.late == (late if late > grace else 0) and done.early == (early if early > grace else 0)
    assert done.between == len(owed - there) - late - early
    assert 0 <= done.planned - done.covered - done.late - done.early - done.between <= 2 * grace


def test_a_night_shift_is_of_the_day_on_which_it_begins():
    week = [(2, time(20), time(6), 60), (3, time(8), time(12), 0)]
    (start, end, pause), = planned_on(DAY, WORK, None, week, ZONE)[0]
    assert (start, end, pause) == (at(20 * 60), at(30 * 60), 60)
    assert planned_on(DAY, HOLIDAY, None, week, ZONE) == ((), False), "a holiday owes none that begins on it"
    done = day((19 * 60 + 55, 30 * 60 + 40), plan=((20, 30),), breaks=(60,))
    assert (done.planned, done.covered, done.pause, done.off, done.overtime) == (600, 540, 60, 60, 45), "the end after midnight is no other day's"


def test_the_break_is_taken_off_once_and_not_from_a_short_stay():
    whole = day((480, 1020), breaks=(60,))
    assert (whole.covered, whole.pause, whole.off, whole.between) == (480, 60, 60, 0)
    gone = day((480, 720), (770, 1020), breaks=(60,))
    assert (gone.covered, gone.off, gone.between) == (480, 10, 0), "she signed out for 50 minutes of it"
    long = day((480, 720), (800, 1020), breaks=(60,))
    assert (long.covered, long.off, long.between) == (460, 0, 20)
    assert day((480, 830), breaks=(60,)).off == 0 and day(breaks=(60,)).absent == 480


def test_half_a_day_of_leave_leaves_the_other_half_to_be_worked():
    sick = DayLeave("sick", "")
    done = day((715, 1020), leave=sick)
    assert (done.planned, done.covered, done.leave, done.late, done.both) == (540, 305, 235, 0, 0)
    assert day((760, 1020), leave=sick).late == 40 and day(leave=sick).absent == 300
    assert day((480, 1020), leave=sick).both == 240, "on leave, and there all the same"
    assert day((480, 720), leave=DayLeave("", "annual")).early == 0 and day(leave=DayLeave("sick", "annual")).absent == 0
    night = day((20 * 60, 30 * 60), plan=((20, 30),), leave=sick)
    assert (night.leave, night.both, night.covered) == (0, 0, 600), "the morning's leave takes nothing of a night"
    assert day(plan=((20, 30),), leave=DayLeave("", "sick")).leave == 600, "the afternoon's takes all of it, also after midnight"


def some_spans(last: int, most: int):
    ends = st.lists(st.integers(0, last), max_size=most, unique=True).map(sorted)
    return ends.map(lambda found: [(a, b) for a, b in zip(*[iter(found)] * 2, strict=False) if a < 1440])


@given(
    some_spans(2400, 6), some_spans(2400, 4), st.lists(st.sampled_from([0, 30, 60, 120]), min_size=2, max_size=2),
    st.tuples(st.sampled_from(["", "sick"]), st.sampled_from(["", "annual"])), st.sampled_from([0, 240, 360]),
)  # fmt: skip
def test_over_midnight_with_breaks_and_half_days_the_parts_make_the_whole(worked, planned, breaks, leave, least):
    """The model counts minutes of two days one by one."""
    facts = DayFacts(planned=tuple((at(a), at(b)) for a, b in planned), hours=True, breaks=tuple(breaks[: len(planned)]))
    seen = [(at(a), at(b)) for a, b in worked]
    done = reckon(facts, seen, visits=0, leave=DayLeave(*leave), now=AFTER, numbers=Numbers(0, 1, least))
    there, shift = {m for a, b in worked for m in range(a, b)}, {m for a, b in planned for m in range(a, b)}
    free = {m for m in range(2401) if leave[m >= 720]}
    owed = shift - free
    rest, off = 0, 0
    for (a, b), pause in zip(planned, breaks, strict=False):
        own = owed & set(range(a, b))
        here = sorted(own & there)
        stay = here[-1] - here[0] + 1 if here else len(own) if not worked else 0
        rest += (due := pause if stay >= max(least, pause) else 0)
        off += max(due - (stay - len(here)), 0) if here else 0
    assert (done.planned, done.covered, done.off) == (len(shift), len(shift & there) - off, off)
    assert done.leave == len((shift & free) - there) and done.overtime == len(there - shift - free)
    assert done.planned == done.covered + done.late + done.early + done.between + done.absent + done.leave + done.pause
    assert done.pause == (rest if owed else 0) and min(done.covered, done.late, done.early, done.between, done.absent, done.leave, len(there) - done.off) >= 0


def test_the_calendar_tells_holidays_days_off_and_worked_weekends_apart():
    assert known(date(2026, 10, 1)).kind == HOLIDAY and known(date(2026, 10, 6)).kind == REST, "a bridge is a day off and no holiday"
    assert known(date(2026, 10, 10)) == DayKind(WORK, PUBLISHED, "National Day") and known(DAY).kind == WORK and known(date(2026, 11, 28)).kind == REST
    later = date(2031, 10, 1)
    assert not is_published(2031) and known(later) == DayKind(HOLIDAY, BY_LAW) and unpublished_years([DAY, later]) == [2031]


@given(st.dates(date(2026, 1, 1), date(2032, 12, 31)), st.booleans(), st.booleans(), st.sampled_from([WORK, REST, HOLIDAY]))
def test_an_officers_word_beats_the_pack_and_the_pack_beats_the_calendar(on, is_set, in_pack, kind):
    own, pack = {on: DayKind(kind, SET)} if is_set else {}, {on: True} if in_pack else {}
    found = kind_of(on, own=own, pack=pack)
    assert found == (own[on] if is_set else DayKind(REST, PACK) if in_pack else known(on))
