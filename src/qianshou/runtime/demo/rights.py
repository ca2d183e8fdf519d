"""The demo's data rights: some requests, one answered, one late, a restricted file; a file that waits for a second officer; and who read files lately."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from qianshou.access.models import Street, User
from qianshou.access.scope import scope_of
from qianshou.exchange.operations import ask_erasure
from qianshou.exchange.operations.rights import answer_request, record_request
from qianshou.kernel import clock
from qianshou.people.models import ElderFile, Living, RightsRequest, Status
from qianshou.people.operations.reads import record_reads
from qianshou.people.operations.restrictions import lift_restriction
from qianshou.people.rules.restrictions import CALLS, PASSING_ON, PHOTOS

ASKED = (
    ("correction", 3, "身份证已看", "门牌写错了，应该是16号", "", ""),
    ("access", 12, "女儿身份证已看，有委托书", "要一份全部记录", "陈芳", "女儿"),
    ("objection", 33, "本人来电，核对了生日", "不想再收到活动邀请", "", ""),
    ("restriction", 9, "身份证已看，本人到窗口", "名字和电话不要再给别人，手册上不要放照片", "", ""),
    ("correction", 20, "身份证已看", "名字里的“毓”写成了“玉”", "", ""),
)
PAGES = (("people-file", "search"), ("people-file", "list"), ("net-elder", "page"), ("people-contacts", "page"), ("assessments-person", "page"))
READS = 240


def ask(*, street: Street, officer: User, readers: list[User], now: datetime, rng: Random) -> dict[str, int]:
    """Write requests down, answer one, ask for one erasure, tell of some reads. Once."""
    if RightsRequest.objects.filter(street=street).exists():
        return {"requests": 0, "reads": 0}
    today = clock.local_date(now)
    files = ElderFile.objects.filter(street=street, status=Status.ACTIVE, living=Living.ALONE).order_by("person__name_key", "pk")
    people = list(files.values_list("pk", flat=True)[:40])
    made = {}
    for pk, (kind, days, identity, words, by_name, relation) in zip(people[3:], ASKED, strict=False):
        asked_on = today - timedelta(days=days)
        made[kind] = record_request(
            person_id=pk, kind=kind, identity=identity, words=words, asked_on=asked_on, by_name=by_name, by_relation=relation, now=now, by_id=officer.pk
        )
    by = {"state": "done", "now": now, "by_id": officer.pk}
    answer_request(request_id=made["correction"].pk, answer="已按身份证更正", changed=["姓名"], **by)
    answer_request(request_id=made["restriction"].pk, answer="核实本人身份，按本人要求限制", purposes=[PASSING_ON, PHOTOS, CALLS], **by)
    rung = made["restriction"].restrictions.get(purpose=CALLS)
    lift_restriction(restriction_id=rung.pk, why="asked", reason="本人来电：回访可以打", now=now, by_id=officer.pk)
    away = ElderFile.objects.filter(street=street, status=Status.MOVED).order_by("pk").values_list("pk", flat=True).first()
    if away:
        ask_erasure(person_id=away, reason="purpose", now=now, by_id=officer.pk)
    told = 0
    for minutes in sorted((rng.randrange(30 * 9 * 60) for _ in range(READS)), reverse=True):
        day, minute = divmod(minutes, 9 * 60)
        at = clock.day_bounds(today - timedelta(days=day + 1))[0] + timedelta(hours=8, minutes=minute)
        page, way = rng.choice(PAGES)
        told += record_reads(scope=scope_of(rng.choice(readers), today), person_ids=[rng.choice(people)], page=page, now=at, way=way)
    return {"requests": len(ASKED), "reads": told}
