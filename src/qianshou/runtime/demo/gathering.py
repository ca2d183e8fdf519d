"""The demo's activity rooms: three rooms, a full week, three classes of which one has a waiting list and one is to begin, and the visits of the past four weeks, counted one by one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.kernel import clock
from qianshou.people.models import Person, Place
from qianshou.venues.models import Booking, Course, Enrolment, Venue
from qianshou.venues.operations import bookings, counting, courses, enrolments, equipment, fees, goals, hours, marks
from qianshou.venues.operations.bookings import Wish
from qianshou.venues.operations.courses import CoursePlan
from qianshou.venues.operations.rooms import RoomPlan, add_room
from qianshou.venues.queries.goals import done_in
from qianshou.venues.queries.hours import Hours
from qianshou.venues.rules.goals import WHATS

WEEKS_BACK, WEEKS_AHEAD = 4, 6
CENTRE, LANE, READING = range(3)
ROOMS = (
    RoomPlan("平凉活动中心", "street", "平凉路1398号二楼", capacity=60, note="有电梯，厕所在走廊尽头。"),
    RoomPlan("怀德居民区活动室", "lane", "怀德路454弄1号", capacity=25, note="钥匙在居委会，门口有两级台阶。"),
    RoomPlan("霍兰阅览室", "reading", "霍山路899弄底楼", capacity=20),
)
# room, ISO weekday, from, to, what for, who, how many, open to all
WEEK = (
    (CENTRE, 1, time(9), time(11), "合唱队排练", "长青合唱队", 30, True), (CENTRE, 1, time(14), time(16), "乒乓球", "乒乓球队", 12, True),
    (CENTRE, 2, time(8, 30), time(9, 45), "太极拳", "太极拳队", 25, True), (CENTRE, 2, time(13, 30), time(15, 30), "志愿者例会", "长青志愿者工作坊", 40, False),
    (CENTRE, 3, time(9), time(10, 30), "健康讲座", "社区卫生中心", 50, True), (CENTRE, 4, time(13, 30), time(16), "沪剧沙龙", "戏曲队", 30, True),
    (CENTRE, 5, time(13), time(14, 30), "手机课堂", "大学生志愿者", 20, True), (CENTRE, 6, time(9), time(11, 30), "象棋赛", "棋友会", 16, True),
    (LANE, 1, time(9), time(10), "读报", "怀德居委会", 15, True), (LANE, 2, time(13, 30), time(15, 30), "编织小组", "编织组", 12, True),
    (LANE, 3, time(8, 30), time(10), "量血压", "社区卫生站", 20, True), (LANE, 4, time(13), time(16), "棋牌", "棋友会", 16, True), (LANE, 5, time(9), time(10, 30), "居民议事会", "怀德居委会", 20, False),
    (READING, 3, time(13), time(15), "读书会", "读书小组", 12, True), (READING, 7, time(10), time(11, 30), "讲故事", "退休教师小组", 15, True),
)  # fmt: skip
CLASSES = (  # room, ISO weekday, from, to, what, teacher, places, how many enrol, fee in fen
    (CENTRE, 5, time(9), time(10, 30), "书法班", "顾老师", 10, 13, 6_000, "自带毛笔，纸墨由活动室提供。"),
    (LANE, 1, time(13, 30), time(15), "编织班", "陈阿姨", 8, 6, 4_500, "毛线自备，棒针可借。"),  # begins later: see _early
    (CENTRE, 3, time(14), time(15, 30), "舞蹈班", "曹老师", 16, 11, 0, "穿软底鞋。"),
)
THINGS = ((CENTRE, "extinguisher", "", 4), (CENTRE, "sound", "音响", 1), (CENTRE, "air_conditioner", "", 3), (LANE, "water", "", 1), (LANE, "blood_pressure", "", 2), (LANE, "extinguisher", "", 1),
          (READING, "furniture", "阅览桌椅", 20))  # fmt: skip
BUSY = (14, 9, 6)  # visits of an ordinary day, by room
SHARE = (95, 112, 160, 100)  # goals as per cent of what is reached: some reached, some on their way, one behind


def gather(*, street: Street, officer: User, now: datetime, rng: Random) -> dict[str, int]:
    """Open the rooms, book, teach, count. Once."""
    if Venue.objects.filter(street=street).exists():
        return {"rooms": 0}
    today = clock.local_date(now)
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS_BACK)
    start = {"now": clock.at(monday, time(7)) - timedelta(days=3), "by_id": officer.pk}
    place = Place.objects.filter(street=street, name__startswith="怀德路").order_by("pk").first()
    rooms = []
    for plan in ROOMS:
        where = place.pk if place and plan.sort == "lane" else None
        made = RoomPlan(plan.name, plan.sort, plan.address, where, None, plan.capacity, street.telephone, plan.note)
        rooms.append(add_room(street_id=street.pk, plan=made, opened_on=date(monday.year, 1, 1), **start))
    last = monday + timedelta(weeks=WEEKS_BACK + WEEKS_AHEAD) - timedelta(days=1)
    for room, weekday, starts, ends, title, who, people, open_to_all in WEEK:
        day = monday + timedelta(days=weekday - 1)
        wish = Wish(venue_id=rooms[room].pk, day=day, starts=starts, ends=ends, title=title, booker=who, people=people, open_to_all=open_to_all)
        bookings.book_weekly(wish=wish, until=last, **start)
    learners = _teach(street, rooms, monday, last, start, now, officer, rng)
    _furnish(rooms, now, officer)
    closed = today + timedelta(days=16)
    hours.differ(venue_id=rooms[LANE].pk, since=closed, until=closed, spans=[], reason="消毒保洁", now=now, by_id=officer.pk)
    arrivals = _count(street, rooms, monday, now, officer, rng)
    _set_goals(rooms, today.year, officer, now)
    return {"rooms": len(rooms), "bookings": Booking.objects.filter(street=street).count(), "learners": learners, "visits": arrivals}


def _teach(street: Street, rooms: list[Venue], monday: date, last: date, start: dict, now: datetime, officer: User, rng: Random) -> int:
    """Three classes; one who had a place has left it, so that one moved up and does not know it yet."""
    people = list(Person.objects.filter(street=street, file__status="active", merged_into__isnull=True).order_by("pk"))
    chosen = rng.sample(people, min(len(people), sum(one[7] for one in CLASSES)))
    by = {"now": now, "by_id": officer.pk}
    for room, weekday, starts, ends, name, teacher, places, many, fee, note in CLASSES:
        since = monday + timedelta(days=weekday - 1, weeks=WEEKS_BACK + 2 if room == LANE else 0)
        plan = CoursePlan(fee_fen=fee, name=name, teacher=teacher, since=since, until=last, starts=starts, ends=ends, places=places, note=note)
        klass, _ = courses.plan_course(venue_id=rooms[room].pk, plan=plan, **start)
        learners = [enrolments.enrol(course_id=klass.pk, person_id=p.pk, **start) for p in chosen[:many]]
        chosen = chosen[many:]
        if since > clock.local_date(now):
            _early(learners, now, officer, rng)
            continue
        for n, one in enumerate(learners[:8] if fee else []):
            fees.pay_fee(enrolment_id=one.pk, fen=fee // 2 if n > 5 else None, batch=_key(rng), **start)
        _attend(klass, now, officer, rng)
        if many > places and learners:
            enrolments.leave(enrolment_id=learners[2].pk, why="去外地女儿家住", **by)
    return Enrolment.objects.filter(street=street).count()


def _early(learners: list[Enrolment], now: datetime, officer: User, rng: Random) -> None:
    """A class that begins in two weeks: one paid in two parts, one has left and got half of it back, one left and waits for her money."""
    by = {"now": now, "by_id": officer.pk}
    for one, part in zip(learners[:3], (2_000, None, None), strict=False):
        fees.pay_fee(enrolment_id=one.pk, fen=part, batch=_key(rng), **by)
    for one in learners[:1]:
        fees.pay_fee(enrolment_id=one.pk, batch=_key(rng), **by)
    for one, part in zip(learners[1:3], (2_000, None), strict=False):
        enrolments.leave(enrolment_id=one.pk, why="要照看外孙", **by)
        if part:
            fees.repay_fee(enrolment_id=one.pk, fen=part, why="开课前退班", batch=_key(rng), **by)


def _attend(klass: Course, now: datetime, officer: User, rng: Random) -> None:
    """Sessions that are over: most came."""
    for session in Booking.objects.filter(course=klass).order_by("day"):
        if session.ends > now:
            return
        at = {"now": session.ends, "by_id": officer.pk}
        seated = list(Enrolment.objects.filter(course=klass, seat__isnull=False).order_by("seat"))
        for one, state in zip(rng.sample(seated, min(2, len(seated))), ("absent", "excused"), strict=False):
            marks.mark(session_id=session.pk, enrolment_id=one.pk, state=state, **at)
        marks.mark_the_rest(session_id=session.pk, **at)


def _furnish(rooms: list[Venue], now: datetime, officer: User) -> None:
    by = {"now": now, "by_id": officer.pk}
    made = {}
    for room, sort, name, count in THINGS:
        made[room, sort] = equipment.add_equipment(venue_id=rooms[room].pk, sort=sort, name=name, count=count, **by)
    equipment.say_equipment(equipment_id=made[CENTRE, "extinguisher"].pk, act="checked", note="压力正常", **by)
    equipment.say_equipment(equipment_id=made[CENTRE, "sound"].pk, act="fault", note="左边喇叭没有声音", **by)


def _count(street: Street, rooms: list[Venue], monday: date, now: datetime, officer: User, rng: Random) -> int:
    """Each who came, one by one, on the days on which a room was open; one press in fifty was a mistake and taken off."""
    today, made = clock.local_date(now), 0
    holds = Hours(street, rooms, monday, today)
    for n in range((today - monday).days + 1):
        day = monday + timedelta(days=n)
        for room, usual in zip(rooms, BUSY, strict=True):
            spans = holds.of(room.pk, day).spans
            for at in sorted(_moments(day, spans, rng.randint(usual // 2, usual * 3 // 2), rng)):
                if at > now:
                    break
                one = counting.count_one(venue_id=room.pk, sex=rng.choice("fffffmmm"), batch=_key(rng), now=at, by_id=officer.pk)
                made += 1
                if rng.random() < 0.02:
                    counting.take_off(arrival_id=one.pk, batch=_key(rng), now=at, by_id=officer.pk)
    return made


def _moments(day: date, spans, many: int, rng: Random) -> list[datetime]:
    minutes = [m for s in spans for m in range(s.starts.hour * 60 + s.starts.minute, s.ends.hour * 60 + s.ends.minute - 20)]
    return [clock.day_bounds(day)[0] + timedelta(minutes=rng.choice(minutes), seconds=rng.randint(0, 59)) for _ in range(many if minutes else 0)]


def _set_goals(rooms: list[Venue], year: int, officer: User, now: datetime) -> None:
    done = done_in([one.pk for one in rooms], year)
    for n, room in enumerate(rooms):
        for m, what in enumerate(WHATS):
            if reached := done[room.pk][what]:
                goals.set_goal(venue_id=room.pk, year=year, what=what, target=max(1, reached * SHARE[(n + m) % len(SHARE)] // 100), now=now, by_id=officer.pk)


def _key(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
