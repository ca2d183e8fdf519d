"""The watch of the demo street: duty roster, concerns raised and answered, a campaign, the daily greeting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from qianshou.access.models import Street, User
from qianshou.care.models import KeyElder, VisitEvent
from qianshou.kernel import clock
from qianshou.watch.models import Campaign, Due
from qianshou.watch.operations import answer_call, answer_concern, assign_duty, launch_campaign, owe_greetings, report_concern

CONCERNS = (
    (1, "home", "灶间的灯坏了，楼梯很暗", "已请物业换灯，居委小李看过"),
    (2, "body", "这几天胃口不好，人瘦了", "已陪去社区医院，开了药，下周复查"),
    (2, "mood", "一直讲老伴，眼泪汪汪", "请心理志愿者每周来两次，女儿也通了电话"),
    (1, "money", "收到陌生人电话要她转账，没有转", "社区民警上门讲了防骗，贴了提醒卡"),
    (2, "home", "煤气灶老是打不着，闻到一点味道", "燃气公司当天检修，换了皮管"),
    (2, "body", "脚肿，鞋子穿不上", "家庭医生上门，调了药"),
    (1, "family", "儿子下月回国，她很高兴", "记进档案"),
    (2, "body", "早上有点糊涂，叫错了名字", ""),
    (1, "home", "阳台窗关不拢，夜里冷", ""),
)


def keep_roster(*, street: Street, staff: dict[str, User], today: date, now: datetime) -> None:
    """This week and the next: the desk by day, officers in turn in the evening and at night. One night of next week has nobody yet."""
    monday = today - timedelta(days=today.weekday())
    officers = [staff["wang"], staff["zhou"]]
    for offset in range(14):
        day = monday + timedelta(days=offset)
        assign_duty(street_id=street.pk, user_id=staff["zhiban"].pk, day=day, slot="day", by_id=staff["wang"].pk, now=now)
        assign_duty(street_id=street.pk, user_id=officers[offset % 2].pk, day=day, slot="evening", by_id=staff["wang"].pk, now=now)
        if offset != 9:
            assign_duty(street_id=street.pk, user_id=officers[(offset + 1) % 2].pk, day=day, slot="night", by_id=staff["wang"].pk, now=now)


def raise_concerns(*, street: Street, officer: User, now: datetime, rng: Random) -> None:
    """Carers noticed things at the door. The older ones are answered; the last two wait for somebody."""
    seen = VisitEvent.objects.filter(visit__street=street, kind="done", made_at__lt=now).select_related("visit", "carer__person")
    recent = list(seen.filter(made_at__gt=now - timedelta(days=26)).order_by("made_at"))
    for index, (severity, category, text, answer) in enumerate(CONCERNS):
        if not recent:
            return
        event = recent[min(len(recent) - 1, round((index + 0.5) * len(recent) / len(CONCERNS)))]
        concern = report_concern(street_id=street.pk, person_id=event.visit.elder_id, by_id=event.carer.person.user_id, text=text,
                                 severity=severity, category=category, made_at=event.made_at, received_at=event.made_at,
                                 now=event.made_at, ref=f"demo:{index}")  # fmt: skip
        if answer:
            answered = min(event.made_at + timedelta(hours=rng.randint(2, 7)), now)
            answer_concern(concern=concern, user=officer, answer=answer, now=answered)


def launch(*, street: Street, officer: User, now: datetime) -> list[Campaign]:
    """The daily greeting for the oldest, and a cold wave by tomorrow afternoon for all who live alone and are key elders."""
    tomorrow = clock.today() + timedelta(days=1)
    before = clock.at(clock.today() - timedelta(days=1), time(15))
    greeting = launch_campaign(street_id=street.pk, by=officer, title="每日电话问候", query={"living_alone": True, "min_age": 90},
                               by_at=clock.at(clock.today(), time(11, 30)), now=before, kind="greeting")  # fmt: skip
    keys = list(KeyElder.objects.filter(street=street, until__isnull=True).values_list("elder_id", flat=True))
    cold = launch_campaign(street_id=street.pk, by=officer, title="寒潮：确认取暖和被褥", query={"living_alone": True}, among=keys, kind="cold",
                           by_at=clock.at(tomorrow, time(17)), now=min(now, before + timedelta(hours=1)))  # fmt: skip
    return [greeting, cold]


def greet(*, desk: User, now: datetime, rng: Random) -> int:
    """Calls that the desk has made by now: from half past eight on, one every two minutes. Returns how many."""
    owe_greetings(day=clock.today(), now=now)
    opens = clock.at(clock.today(), time(8, 30))
    calls = Due.objects.filter(kind="call", day=clock.today(), state="open", opens_at__lte=now).order_by("by_at", "pk")
    reached = 0
    for index, due in enumerate(calls):
        at = opens + timedelta(minutes=2 * index)
        if at > now:
            break
        answer_call(due_id=due.pk, by=desk, outcome="well" if rng.random() < 0.85 else "no_answer", now=at)
        reached += 1
    return reached
