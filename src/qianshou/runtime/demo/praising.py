"""The demo's appraisal of last month: call-backs, spot visits, a training, praise and complaints, talks, signatures; and two honours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.care.models import Carer
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Appraisal, CallBack, CallBackDraw, Honour
from qianshou.merit.operations import appraisal_calls as calls
from qianshou.merit.operations import appraisal_records as records
from qianshou.merit.operations import appraisal_talk as talks
from qianshou.merit.operations import honours
from qianshou.merit.operations.appraisal import open_month
from qianshou.packs.loader import load

PRAISE = ("冬天接送洗浴，手脚轻", "陪我去医院配药，排队两小时没怨言", "每次都把被子晒好", "聊天聊得拢，盼着她来", "门口台阶结冰，她先扫干净再扶我")
COMPLAINTS = (("来晚了半小时，没打招呼", "justified", "查明公交改道，已提醒先打电话，当面道歉"), ("说话声音大", "unfounded", "老人耳背，家属说明是误会"))
OFFICE = ("上门准时，老人反映好；凭证要记得扫码。", "难户多，不容易；情况报得及时。", "本月有两户晚到，请提前半小时出门。")
CARER = ("雨天路滑，希望换双防滑鞋。", "想学量血压。", "楼层高的两户排在上午更好。")
GOALS = ("下月扫码率九成以上", "参加急救培训", "晚到先打电话")
OPEN_TALKS = 4  # this many are left for whoever opens the program
WAITING = 3  # call-backs that are still to be rung


def praise(*, street: Street, officer: User, second: User, now: datetime, rng: Random) -> dict[str, int]:
    """Write it all down, for last month. Once."""
    month = (clock.local_date(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    if Appraisal.objects.filter(street=street).exists():
        return {"appraisals": 0, "honours": 0}
    act = {"now": now, "by_id": officer.pk}
    carers = list(Carer.objects.filter(street=street, left_on__isnull=True).order_by("number"))
    _ring(street, month, act, rng)
    _notes(street, carers, month, act, rng)
    opened = open_month(street_id=street.pk, month=month, **act)
    rows = list(Appraisal.objects.filter(street=street, month=month).order_by("carer__number"))
    for row in rows[:-OPEN_TALKS]:
        said = {"said_by_office": rng.choice(OFFICE), "said_by_carer": rng.choice(CARER), "goals": rng.choice(GOALS)}
        talks.note_talk(appraisal_id=row.pk, on=clock.local_date(now), **said, **act)
        for who in ("carer", "officer"):
            talks.sign(appraisal_id=row.pk, who=who, how="paper", **act)
    talks.object_to(appraisal_id=rows[1].pk, part="done", text="十二号那天老人临时去女儿家，我到了才知道", **act)
    for row in rows[2:-OPEN_TALKS]:
        talks.close(appraisal_id=row.pk, **act)
    return {"appraisals": opened, "honours": _honour(street, officer, second, now)}


def _ring(street: Street, month: date, act: dict, rng: Random) -> None:
    """Draw, and ring up all but a few."""
    try:
        calls.draw_callbacks(street_id=street.pk, month=month, seed=f"{rng.randint(0, 10**8 - 1):08d}", **act)
    except Refused:
        return
    asked = [q.code for q in load(street.pack, month).appraisal_questions.values() if q.asked == "call"]
    for row in list(CallBack.objects.filter(draw=CallBackDraw.objects.get(street=street, month=month)).order_by("pk"))[:-WAITING]:
        luck = rng.random()
        if luck < 0.05:
            calls.refuse_call(callback_id=row.pk, never=luck < 0.02, **act)
            continue
        said = {code: rng.choices(calls.ANSWERS, (80, 16, 4))[0] for code in asked}
        calls.answer_call(callback_id=row.pk, answers=said, note=rng.choice(("", "", "很满意", "希望下午来", "夸她细心")), **act)


def _notes(street: Street, carers: list[Carer], month: date, act: dict, rng: Random) -> None:
    """Spot visits at half of the carers, one training, some praise, two complaints."""
    points = [q.code for q in load(street.pack, month).appraisal_questions.values() if q.asked == "spot"]
    for carer in carers[::2]:
        checks = {code: rng.choices(records.CHECKS, (86, 6, 8))[0] for code in points} | {points[0]: "yes"}
        records.note_spot(carer_id=carer.pk, on=month + timedelta(days=rng.randint(2, 25)), checks=checks, note="", batch=_uuid(rng), **act)
    seats = {carer.pk: rng.choices(("present", "excused", "absent"), (85, 10, 5))[0] for carer in carers}
    records.note_training(street_id=street.pk, on=month + timedelta(days=17), title="冬季防跌倒与急救", minutes=120, seats=seats, batch=_uuid(rng), **act)
    for n, text in enumerate(PRAISE):
        _word(carers[n * 2 % len(carers)], "praise", text, month, act, rng)
    for n, (text, finding, settled) in enumerate(COMPLAINTS):
        row = _word(carers[(n * 3 + 1) % len(carers)], "complaint", text, month, act, rng)
        records.settle_feedback(feedback_id=row.pk, finding=finding, settled=settled, **act)


def _word(carer: Carer, kind: str, text: str, month: date, act: dict, rng: Random):
    on = month + timedelta(days=rng.randint(1, 26))
    return records.note_feedback(carer_id=carer.pk, kind=kind, on=on, source=rng.choice(("elder", "family", "neighbour")), source_name="", text=text, batch=_uuid(rng), **act)


def _honour(street: Street, officer: User, second: User, now: datetime) -> int:
    """Two that were reached: one confirmed with its certificate, one approved; what else was reached stays proposed."""
    honours.propose_honours(street_id=street.pk, now=now, by_id=officer.pk)
    rows = list(Honour.objects.filter(street=street).order_by("-threshold", "carer__number")[:2])
    for row in rows:
        honours.decide_honour(honour_id=row.pk, approve=True, reason="长期服务困难老人，无一投诉", now=now, by_id=officer.pk)
    for row in rows[:1]:
        honours.confirm_honour(honour_id=row.pk, given_on=clock.local_date(now), now=now, by_id=second.pk)
    return Honour.objects.filter(street=street).count()


def _uuid(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
