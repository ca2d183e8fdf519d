"""The demo's attendance: last month corrected, signed and closed, a tap that was heard only afterwards; this month a correction and leave that wait."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.access.scope import Scope
from qianshou.care.models import Absence, Carer
from qianshou.care.operations import presence
from qianshou.care.operations.attendance import clock as tap
from qianshou.kernel import clock
from qianshou.merit.models import MonthClosing
from qianshou.merit.operations.closing import close_month, sign_month
from qianshou.merit.operations.corrections import ask_correction, grant_correction, refuse_correction
from qianshou.merit.operations.leave import ask_leave
from qianshou.merit.operations.standing_in import replace_carer, see_paper
from qianshou.merit.queries.sheets import live_sheets
from qianshou.merit.rules.attendance import NO_OUT
from qianshou.rounds.models import Stop

WHY = ("手机没电了，下班忘了补", "陪老人去医院，直接回家了", "手机没带")
ANSWERS = ("问过组长，属实", "上门记录对得上")


def keep_attendance(*, street: Street, officer: User, month: date, now: datetime, rng: Random) -> dict[str, int]:
    """Write it all down, for `month` (over by `now`) and the month after. Once."""
    if MonthClosing.objects.filter(street=street).exists():
        return {"corrections": 0, "closed": 0, "leave": 0}
    by = {"now": now, "by_id": officer.pk}
    _away(street, month, by)
    missing = [(one.carer_id, day.day) for one in live_sheets(Scope.system(street.pk), month, now) for day in one.month.days if NO_OUT in day.flags]
    asked = missing[:3]
    for n, (carer_id, day) in enumerate(asked):
        row = ask_correction(carer_id=carer_id, day=day, came=None, went=time(17, 5 + n), text=WHY[n % len(WHY)], made_at=now, **by)
        if n < len(ANSWERS):
            grant_correction(correction_id=row.pk, came=None, went=row.went, instead=False, answer=ANSWERS[n], **by)
        else:
            refuse_correction(correction_id=row.pk, answer="那天下午没有上门记录，请先说明去了哪里", **by)
    sign_month(street_id=street.pk, month=month, left_open_why="其余漏打卡本人记不清，按缺时间处理，不计工时", **by)
    close_month(street_id=street.pk, month=month, **by)
    if late := missing[3:4]:
        carer_id, day = late[0]
        tap(carer_id=carer_id, direction="out", made_at=clock.at(day, time(17, 10)), received_at=now, now=now, act_id=UUID(int=rng.getrandbits(128), version=4))
    return {"corrections": len(asked) + _waiting(street, now), "closed": 1, "leave": _asks_for_leave(street, now)}


def _away(street: Street, month: date, by: dict) -> None:
    """Some were away on a day of theirs: one sick, and somebody stood in for her; one on annual leave; one at the doctor's in the morning and at home
    after noon, which are two leaves of half a day."""
    found = live_sheets(Scope.system(street.pk), month, by["now"])
    missed = [(one, day.day) for one in found for day in one.month.days if day.reckoned.absent and one.tier == "full_time"]
    for (one, day), kind in zip(missed, ("sick", "annual"), strict=False):
        if Absence.objects.filter(carer=one.carer_id, cancelled_at=None, first_day__lte=day, last_day__gte=day).exists():
            continue
        absence = presence.add_absence(carer_id=one.carer_id, kind=kind, first_day=day, last_day=day, **by)
        there = [other.carer_id for other in found if other.tier == one.tier and any(had.day == day and had.minutes for had in other.month.days)]
        if kind == "sick" and there:
            see_paper(absence_id=absence.pk, **by)
            replace_carer(carer_id=one.carer_id, by_carer_id=there[0], first_day=day, last_day=day, note="病假顶班", **by)
    for one, day in missed[2:3]:
        for kind, half in (("sick", "until_noon"), ("personal", "from_noon")):
            presence.add_absence(carer_id=one.carer_id, kind=kind, first_day=day, last_day=day, **{half: True}, **by)


def _waiting(street: Street, now: datetime) -> int:
    """A carer has asked for a correction of yesterday, from her phone."""
    carer = Carer.objects.filter(street=street, tier="full_time", left_on=None).order_by("-number").first()
    if carer is None:
        return 0
    day = clock.local_date(now) - timedelta(days=1)
    ask_correction(carer_id=carer.pk, day=day, came=None, went=time(17, 20), text="送老人回家，到家才想起没打卡", made_at=now, now=now, by_id=carer.person.user_id, source="demo:1")
    return 1


def _asks_for_leave(street: Street, now: datetime) -> int:
    """A carer asks on her phone for the last day on which she has a round, where there is one to come, else for tomorrow."""
    today = clock.local_date(now)
    stop = Stop.objects.filter(carer__street=street, round_day__day__gte=today, visit__state="planned").order_by("-round_day__day", "carer__number").select_related("carer__person", "round_day").first()
    carer = stop.carer if stop else Carer.objects.filter(street=street, left_on=None).select_related("person").order_by("number").first()
    if carer is None:
        return 0
    day = stop.round_day.day if stop else today + timedelta(days=1)
    said = {"kind": "personal", "first_day": day, "last_day": day + timedelta(days=1), "reason": "女儿结婚，回老家两天"}
    ask_leave(carer_id=carer.pk, **said, made_at=now - timedelta(hours=2), now=now, by_id=carer.person.user_id, source="demo:leave")
    return 1
