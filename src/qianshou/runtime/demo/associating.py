"""The demo's association: 250 members, three groups, offices, two meetings with minutes and one to come, ideas at every step, an exhibition with its report."""

from __future__ import annotations

import struct
import zlib
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.association.models import AgendaItem, Idea, Meeting, Member
from qianshou.association.operations import activities, costs, ideas, meeting_tasks, meeting_votes, meetings, members, offices, photos
from qianshou.association.operations.activities import Line, Sheet
from qianshou.care.models import Carer
from qianshou.care.operations import attending
from qianshou.kernel import clock
from qianshou.people.models import Person, Status
from qianshou.people.operations.humans import register_human

MEMBERS, CAME = 250, 64
GROUPS = (("长青志愿者工作坊", 2004, "协会由它起步：上门陪聊、结对", 40), ("平凉书画组", 2011, "每周三下午写字画画", 18), ("沪剧越剧队", 2008, "排练、到养老机构演出", 22))
OFFICES = (("president", 1), ("vice_president", 1), ("vice_president", 2), ("secretary", 1), ("treasurer", 1))
# title, in words, who brought it when no member did
IDEAS = (
    ("书法展", "把书画组一年里写的字挂出来，请邻里来看。", ""), ("冬至包汤圆", "请独居老人一起到活动中心包汤圆、吃汤圆。", ""),
    ("智能手机讲座", "教老人用手机挂号、付车费，一人配一名志愿者。", ""), ("春节慰问独居老人", "年前给三十位重点老人送春联和年货。", ""),
    ("编织义卖", "编织组的围巾帽子义卖，钱给困难老人。", ""), ("弄堂露天电影", "夏天在弄堂里放老电影。", "怀德路居民"), ("坐船游黄浦江", "组织会员坐船看夜景。", ""),
)  # fmt: skip


def associate(*, street: Street, officer: User, secretary: User, now: datetime, rng: Random) -> dict[str, int]:
    """Make it all, once."""
    if Member.objects.filter(street=street).exists():
        return {"members": 0}
    today = clock.local_date(now)
    first, second = today - timedelta(days=58), (today.replace(day=1) - timedelta(days=1)).replace(day=14)
    made = _members(street, secretary, now, rng)
    _without_a_file(street, made, secretary, now)
    _groups(street, secretary, made, now)
    costs.receive(street_id=street.pk, fen=300_000, receipt="2026-017", batch=_id(rng), now=now - timedelta(days=60), by_id=secretary.pk)
    calligraphy = _idea(street, secretary, made[0], IDEAS[0], clock.at(first - timedelta(days=3), time(10)))
    past = _meeting(street, secretary, made, first, "季度会议", rng)
    _vote(past, calligraphy, secretary, 58, 1, "大家赞成，书画组负责布展，放在活动中心二楼。")
    meetings.close_minutes(meeting_id=past.pk, now=clock.at(first, time(11)), by_id=secretary.pk)
    _exhibition(calligraphy, officer, secretary, made, first, rng)
    _last_month(street, officer, secretary, made, second, rng)
    _this_month(street, officer, secretary, made, today - timedelta(days=6), now, rng)
    meetings.plan_meeting(
        street_id=street.pk, title="下月例会", on=today + timedelta(days=22), starts=time(9, 30), where="平凉社区活动中心大厅", chair_id=made[0].pk, now=now, by_id=secretary.pk
    )
    return {"members": len(made), "ideas": len(IDEAS), "meetings": 4}


def _id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _members(street: Street, secretary: User, now: datetime, rng: Random) -> list[Member]:
    """Carers and volunteers first, then elders who are well."""
    ours = list(Person.objects.filter(pk__in=Carer.objects.filter(street=street, left_on__isnull=True).values("person_id")).order_by("pk"))
    elders = list(Person.objects.filter(street=street, merged_into__isnull=True, file__status=Status.ACTIVE).exclude(pk__in=[p.pk for p in ours]).order_by("pk"))
    chosen = (rng.sample(ours, len(ours)) + rng.sample(elders, min(len(elders), MEMBERS)))[:MEMBERS]
    today = clock.local_date(now)
    return [members.join(person_id=one.pk, joined=today - timedelta(days=rng.randint(200, 4_000)), now=now, by_id=secretary.pk) for one in chosen]


def _without_a_file(street: Street, made: list[Member], secretary: User, now: datetime) -> None:
    """One was written down by hand although the street has her file: the office finds it on her page."""
    known = set(Member.objects.filter(street=street).values_list("person", flat=True))
    file = Person.objects.filter(street=street, merged_into__isnull=True, file__status=Status.ACTIVE, birth_precision="day").exclude(pk__in=known).order_by("pk").first()
    if file:
        values = {"birth_date": file.birth_date, "birth_precision": "day", "sex": file.sex}
        person = register_human(street_id=street.pk, name=file.name, now=now, values=values)
        made.append(members.join(person_id=person.pk, joined=clock.local_date(now) - timedelta(days=400), now=now, by_id=secretary.pk))


def _groups(street: Street, secretary: User, made: list[Member], now: datetime) -> None:
    by, since, start = {"now": now, "by_id": secretary.pk}, clock.local_date(now).replace(month=1, day=1), 0
    for name, year, purpose, size in GROUPS:
        group = members.found_group(street_id=street.pk, name=name, begun=year, purpose=purpose, **by)
        for one in made[start : start + size]:
            members.enter_group(group_id=group.pk, member_id=one.pk, since=max(one.joined, date(2020, 1, 1)), **by)
        if made[start:]:
            offices.elect(street_id=street.pk, office="leader", member_id=made[start].pk, since=max(since, made[start].joined), group_id=group.pk, **by)
        start += size - 4  # some belong to two
    old = [one for one in made if one.joined <= since.replace(year=since.year - 3)]
    for n, (office, seat) in enumerate(OFFICES):
        offices.elect(street_id=street.pk, office=office, seat=seat, member_id=made[n].pk, since=max(since, made[n].joined), **by)
    if old:
        offices.elect(street_id=street.pk, office="president", member_id=old[-1].pk, since=since.replace(year=since.year - 3), until=since - timedelta(days=1), **by)


def _idea(street: Street, secretary: User, member: Member, said: tuple[str, str, str], at: datetime) -> Idea:
    title, text, who = said
    source = Idea.Source.RESIDENT if who else Idea.Source.MEMBER
    return ideas.bring_idea(street_id=street.pk, title=title, text=text, source=source, member_id=None if who else member.pk, who=who, now=at, by_id=secretary.pk)


def _meeting(street: Street, secretary: User, made: list[Member], on: date, title: str, rng: Random) -> Meeting:
    row = meetings.plan_meeting(
        street_id=street.pk, title=title, on=on, starts=time(9, 30), where="平凉社区活动中心大厅", chair_id=made[0].pk, now=clock.at(on - timedelta(days=2), time(15)), by_id=secretary.pk
    )
    for n, one in enumerate(rng.sample(made, min(CAME, len(made)))):
        how = "scan" if n % 3 == 0 else "card" if n % 3 == 1 else "tick"
        meeting_votes.come(meeting_id=row.pk, member_id=one.pk, how=how, now=clock.at(on, time(9, 10 + n % 40)), by_id=None if how == "scan" else secretary.pk)
    return row


def _vote(row: Meeting, idea: Idea, secretary: User, ayes: int, noes: int, said: str) -> None:
    item, at = AgendaItem.objects.get(meeting=row, idea=idea), clock.at(row.on, time(10, 20))
    row.refresh_from_db()
    meetings.write_minutes(meeting_id=row.pk, said={item.pk: said}, minutes=row.minutes, version=row.version, now=at, by_id=secretary.pk)
    if ayes:
        meeting_votes.count_hands(item_id=item.pk, question=f"是否举办{idea.title}", ayes=ayes, noes=noes, abstained=1, now=at, by_id=secretary.pk)


def _exhibition(idea: Idea, officer: User, secretary: User, made: list[Member], first: date, rng: Random) -> None:
    """The calligraphy exhibition, from the street's yes to the report."""
    by = lambda days, hour=10: {"now": clock.at(first + timedelta(days=days), time(hour)), "by_id": secretary.pk}
    ideas.decide(idea_id=idea.pk, outcome="approved", reason="丰富老人精神生活，场地由社区活动中心提供。", street_fen=150_000, now=by(4)["now"], by_id=officer.pk)
    on, leader = first + timedelta(days=21), made[36 % len(made)].person.name
    lines = (
        Line("material", "宣纸", 100, 30_000, "书画组"), Line("material", "展板", 12, 60_000, "社区活动中心"), Line("gift", "毛笔", 40, 48_000, "秘书处"), Line("gift", "茶点", 60, 24_000, "秘书处"),
        Line("duty", "布展", who=leader), Line("duty", "签到、引导", who="长青志愿者工作坊"), Line("duty", "拍照", who="秘书处"), Line("risk", "楼梯上下", who="二人扶送，备轮椅"), Line("risk", "突发不适", who="备急救箱，联系社区医生"),
    )  # fmt: skip
    sheet = Sheet(kind="exhibition", name="平凉老人书法展", purpose="展示会员书画作品，让邻里看到老人的才艺，也请独居老人出门走走。", venue="平凉社区活动中心二楼", on=on, starts=time(9, 30),
                  ends=time(11, 30), places=30, for_whom="会员、爱好书画的老人", responsible=leader, telephone="021-65000000", lines=lines)  # fmt: skip
    plan = activities.plan_activity(idea_id=idea.pk, sheet=sheet, **by(9))
    occasion = activities.open_sign_up(idea_id=idea.pk, **by(10))
    guests = [one.person_id for one in made if hasattr(one.person, "file")][:36]
    for n, who in enumerate(guests):
        activities.sign_up(activity_id=plan.pk, person_id=who, batch=_id(rng), **by(12 + n % 5))
    for who in guests[:27]:
        attending.sign_in(occasion_id=occasion.pk, person_id=who, **by(21, 9))
    pks = list(plan.lines.order_by("pk").values_list("pk", flat=True))
    activities.hold_day(idea_id=idea.pk, used={pks[0]: 88, pks[1]: 12, pks[2]: 34, pks[3]: 52}, note="来的人比想的多，展到下午才撤。", **by(21, 14))
    for what, street_fen, own_fen, receipt, line in (("宣纸、墨", 28_600, 0, "0031877", 0), ("展板租用", 60_000, 0, "0031902", 1), ("毛笔", 30_000, 10_800, "0032011", 2), ("茶点", 0, 20_800, "0032044", 3)):
        costs.spend(activity_id=plan.pk, what=what, street_fen=street_fen, own_fen=own_fen, receipt=receipt, line_id=pks[line], batch=_id(rng), **by(22))
    _picture(plan.pk, made[1], "展厅一角", by(22))
    said = "“教了一辈子书，退休后第一次有人看我的字。”\n“下次想带孙子来写春联。”"
    activities.write_report(idea_id=idea.pk, result="展出作品六十二幅，其中独居老人作品九幅。\n现场写字赠送邻里三十四幅，三幅留在活动室。", said=said, used={}, done=True, **by(25))


def _picture(activity_id: int, member: Member, caption: str, by: dict) -> None:
    photos.keep_photo(activity_id=activity_id, person_ids=[], taken_by_id=member.person_id, caption=caption, data=wall_of_scrolls(), **by)


def wall_of_scrolls(width: int = 480, height: int = 300) -> bytes:
    """A drawn picture of scrolls on a wall, as PNG: nobody is on it."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            within, ink = x % 96, (x // 7 * 13 + y // 11 * 29) % 5 == 0
            paper = 20 < within < 76 and 40 < y < 250
            rows += bytes((250, 247, 238) if paper and not (ink and 34 < within < 62 and 60 < y < 225) else (40, 36, 30) if paper else (196, 178, 150) if y < 265 else (120, 96, 74))
    part = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + part(b"IDAT", zlib.compress(bytes(rows), 9)) + part(b"IEND", b"")


def _last_month(street: Street, officer: User, secretary: User, made: list[Member], on: date, rng: Random) -> None:
    """Last month's meeting: one idea carried and approved, one talked about, one that the street did not approve; a task that was answered."""
    dumplings, knitting, boat = (_idea(street, secretary, made[n], IDEAS[n], clock.at(on - timedelta(days=4), time(10))) for n in (1, 4, 6))
    row = _meeting(street, secretary, made, on, "上月例会", rng)
    _vote(row, dumplings, secretary, 60, 0, "冬至前请独居老人，名额二十四个，志愿者接送。")
    _vote(row, knitting, secretary, 0, 0, "先问编织组一个冬天能织多少，下次再表决。")
    _vote(row, boat, secretary, 40, 18, "有人担心上下船不安全。")
    by = lambda days, hour=14: {"now": clock.at(on + timedelta(days=days), time(hour)), "by_id": secretary.pk}
    done = meeting_tasks.give_task(meeting_id=row.pk, what="与活动中心商定包汤圆的场地", member_id=made[2].pk, by_on=on + timedelta(days=7), **by(0, 11))
    meetings.close_minutes(meeting_id=row.pk, **by(0, 12))
    meeting_tasks.answer_task(task_id=done.pk, answer="大厅可用，厨房同意借锅", **by(5))
    street_by = {"now": by(3)["now"], "by_id": officer.pk}
    ideas.decide(idea_id=boat.pk, outcome="refused", reason="冬季江上风大，上下船有风险，明年春天再议。", **street_by)
    ideas.decide(idea_id=dumplings.pk, outcome="approved", reason="独居老人冬至有人陪，街道承担食材。", street_fen=80_000, **street_by)
    _dumplings(dumplings, secretary, made, by(8)["now"], rng)


def _this_month(street: Street, officer: User, secretary: User, made: list[Member], on: date, now: datetime, rng: Random) -> None:
    """A week ago: one idea waits for the street, one for its plan; the minutes are still to be closed, two tasks are open."""
    phone, spring = (_idea(street, secretary, made[n], IDEAS[n], clock.at(on - timedelta(days=2), time(10))) for n in (2, 3))
    row = _meeting(street, secretary, made, on, "本月例会", rng)
    _vote(row, phone, secretary, 55, 3, "请电信营业厅来讲，志愿者一对一教。")
    _vote(row, spring, secretary, 62, 0, "名单由关爱员提供，春联由书画组写。")
    today, by = clock.local_date(now), {"now": clock.at(on, time(11)), "by_id": secretary.pk}
    meeting_tasks.give_task(meeting_id=row.pk, what="统计编织组一个冬天的产量", member_id=made[5 % len(made)].pk, by_on=today + timedelta(days=4), **by)
    meeting_tasks.give_task(meeting_id=row.pk, what="写三十副春联", who="书画组", by_on=today + timedelta(days=20), **by)
    ideas.decide(idea_id=phone.pk, outcome="approved", reason="和智慧养老工作结合，请电信部门支持。", street_fen=20_000, now=now - timedelta(days=2), by_id=officer.pk)
    _idea(street, secretary, made[7 % len(made)], IDEAS[5], now - timedelta(days=1))


def _dumplings(idea: Idea, secretary: User, made: list[Member], now: datetime, rng: Random) -> None:
    """Sign-up is open, and more would like to come than there are places; the day is still to come."""
    by, on = {"now": now, "by_id": secretary.pk}, clock.local_date(now) + timedelta(days=45)
    lines = (Line("material", "糯米粉、馅料", 24, 48_000, "秘书处"), Line("gift", "围巾", 24, 36_000, "编织组"), Line("duty", "接送老人", who="长青志愿者工作坊"), Line("risk", "烫伤、噎食", who="志愿者分锅，汤圆切小"))
    sheet = Sheet(kind="salon", name="冬至包汤圆", purpose="请独居老人一起过冬至，包汤圆、吃汤圆。", venue="平凉社区活动中心大厅", on=on, starts=time(14), ends=time(16), places=24, for_whom="独居老人",
                  responsible=made[2].person.name, lines=lines)  # fmt: skip
    plan = activities.plan_activity(idea_id=idea.pk, sheet=sheet, **by)
    activities.open_sign_up(idea_id=idea.pk, **by)
    guests = [one.person_id for one in made if hasattr(one.person, "file")][40:68]
    for who in guests:
        activities.sign_up(activity_id=plan.pk, person_id=who, batch=_id(rng), now=now + timedelta(days=4), by_id=secretary.pk)
