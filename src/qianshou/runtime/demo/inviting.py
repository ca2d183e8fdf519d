"""The demo's invitations: a dancing salon in three days with a waiting list and calls still to make, and a calligraphy hour last week that is over."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.access.scope import Scope
from qianshou.care.models import Occasion
from qianshou.care.operations import attending, invitations, occasions
from qianshou.care.operations.finding import keep_search
from qianshou.care.operations.occasions import Plan
from qianshou.care.operations.vocabulary import explain_word
from qianshou.care.queries.finding import read_question
from qianshou.care.queries.invitations import candidates
from qianshou.care.queries.vocabulary import Speech
from qianshou.kernel import clock

QUESTION, PAST = "会唱歌、戏曲或跳舞的 85岁以下", "书法、绘画"
PLACES, ASKED = 8, 24
SAID = ("yes", "yes", "no", "yes", "unreached", "yes", "yes", "again", "yes", "yes", "yes", "no", "yes", "yes")
NOTES = {"no": "那天要去医院", "again": "要和女儿商量", "unreached": "没人接", "yes": ""}
TEXT = "请您来听曲、唱歌、活动活动身体。现场有茶水，会跳的教不会的。\n腿脚不便的，可以请关爱员来接。"


def invite(*, street: Street, officer: User, now: datetime, rng: Random) -> dict[str, int]:
    """Plan both, ask, write answers down. Once."""
    if Occasion.objects.filter(street=street).exists():
        return {"occasions": 0}
    today, by = clock.local_date(now), {"now": now, "by_id": officer.pk}
    keep_search(street_id=street.pk, name="文艺爱好者", text=QUESTION, **by)
    past = _occasion(street, officer, PAST, Plan("书法绘画交流", today - timedelta(days=6), time(9, 30), "平凉社区活动中心二楼", str(street), ends=time(11), places=12), now - timedelta(days=12))
    for one in past[:9]:
        _say(one, "yes", now - timedelta(days=10), officer, rng)
    for one in past[:7]:
        attending.sign_in(occasion_id=one.occasion_id, person_id=one.person_id, now=now - timedelta(days=6), by_id=officer.pk)
    if past:
        occasions.close(occasion_id=past[0].occasion_id, result="写了二十多幅字，留了三幅挂在活动室。", now=now - timedelta(days=5), by_id=officer.pk)
    plan = Plan("越剧沙龙", today + timedelta(days=3), time(14), "平凉社区活动中心大厅", str(street), ends=time(16), places=PLACES, telephone=street.telephone, text=TEXT, answer_by=today + timedelta(days=2))
    asked = _occasion(street, officer, QUESTION, plan, now - timedelta(days=1))
    for one, kind in zip(asked, SAID, strict=False):
        _say(one, kind, now - timedelta(hours=3), officer, rng)
    if len(asked) > len(SAID):
        _say(asked[0], "no", now - timedelta(hours=1), officer, rng)  # her place went to the first who waited
    explain_word(street_id=street.pk, word="看电视", meaning="none", on=today, **by)
    return {"occasions": 2, "asked": len(asked) + len(past)}


def _occasion(street: Street, officer: User, question: str, plan: Plan, at: datetime) -> list:
    """An occasion with whom its question finds."""
    speech = Speech(street, clock.local_date(at))
    wanted = read_question(street=street, text=question, speech=speech)
    found = candidates(scope=Scope.system(street.pk), street=street, wanted=wanted, today=speech.on, speech=speech)
    row = occasions.plan_occasion(street_id=street.pk, plan=plan, question=question, now=at, by_id=officer.pk)
    made, _left = invitations.invite(occasion_id=row.pk, person_ids=[p.pk for p in found.people][:ASKED], now=at, by_id=officer.pk)
    return made


def _say(one, kind: str, at: datetime, officer: User, rng: Random) -> None:
    invitations.answer(invitation_id=one.pk, kind=kind, note=NOTES[kind], batch=UUID(int=rng.getrandbits(128), version=4), now=at, by_id=officer.pk)
