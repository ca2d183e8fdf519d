"""The demo's time bank: volunteers and elders who give hours, elders who ask, hours that wait for a word."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.access.scope import Scope
from qianshou.association.models import TimebankMember
from qianshou.association.operations import timebank_asks, timebank_giving, timebank_hours, timebank_members
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries.timebank_matching import queue
from qianshou.care.models import Carer
from qianshou.kernel import clock
from qianshou.people.models import ElderFile, Status

SERVICES = ("talking", "shopping", "walking", "leisure", "cleaning", "medical")
FIRST_MINUTES, WEEKS, ASKS = 200 * 60, 6, 12
GROUP = "常青志愿者工作室"


def give(*, street: Street, officer: User, secretary: User, now: datetime, rng: Random) -> dict[str, int]:
    """Fill a bank once: members, some weeks of hours, asks that wait."""
    if TimebankMember.objects.filter(street=street).exists():
        return {"members": 0, "hours": 0, "asks": 0}
    today, by = clock.local_date(now), {"now": now, "by_id": officer.pk}
    new = lambda: UUID(int=rng.getrandbits(128), version=4)
    timebank_giving.found_pot(street_id=street.pk, minutes=FIRST_MINUTES, reason="年度启动", batch=new(), **by)
    files = ElderFile.objects.filter(street=street, status=Status.ACTIVE, person__merged_into__isnull=True).order_by("person__name_key", "pk")
    young = list(files.filter(person__birth_date__gte=today.replace(year=today.year - 72, day=1)).values_list("pk", flat=True)[:10])
    helped = list(files.filter(person__birth_date__lt=today.replace(year=today.year - 82, day=1), living__in=("alone", "childless", "empty_nest")).values_list("pk", flat=True)[:30])
    volunteers = list(Carer.objects.filter(street=street, tier="volunteer", left_on__isnull=True).order_by("pk").values_list("person_id", flat=True)[:24])
    since, members = today - timedelta(weeks=WEEKS + 1), []
    for n, person_id in enumerate([*volunteers, *young]):
        offer = timebank_members.Offer(
            kind="group" if n % 6 == 5 else "own", group=GROUP, services=sorted(rng.sample(SERVICES, 3)) if n % 3 else (), days=sorted(rng.sample(range(1, 8), 4)),
            week_most=rng.choice((0, 180, 240)),
        )  # fmt: skip
        members.append(timebank_members.join_timebank(person_id=person_id, offer=offer, since=since, **by))
    if not members or not helped:
        return {"members": len(members), "hours": 0, "asks": 0}
    given = sum(_help(members, helped, today - timedelta(days=rng.randrange(1, 30)), n, secretary, now, rng, new()) for n in range(70))
    for n in range(ASKS):
        elder, on = helped[(7 * n) % len(helped)], today + timedelta(days=rng.randrange(0, 6))
        timebank_asks.ask_for_help(
            elder_id=elder, service=rng.choice(SERVICES), on=on, minutes=rng.choice((30, 45, 60, 90)), part=rng.choice(("", "morning", "afternoon")), batch=new(), **by
        )
    for line in queue(Scope.system(street.pk), today)[3:6]:
        if line.match:
            match = timebank_asks.propose_member(
                ask_id=line.ask.pk, member_id=line.match.giver, reasons=[(r.code, r.what, r.points) for r in line.match.reasons], **by
            )
            timebank_asks.agree_to_go(match_id=match.pk, **by)
    return {"members": len(members), "hours": given, "asks": ASKS}


def _help(members: list, helped: list[int], on, n: int, secretary: User, now: datetime, rng: Random, batch: UUID) -> int:
    """One help, told at the desk or written down on the giver's own phone; most are confirmed by the elder, some by her card, a few are doubted or wait."""
    member, elder = rng.choice(members), rng.choice(helped)
    entry = timebank_hours.NewHours(
        member_id=member.pk, elder_id=elder, service=rng.choice(SERVICES), on=on, minutes=rng.choice((30, 45, 60, 90, 120)), batch=batch
    )
    by, phone = {"now": now, "by_id": secretary.pk}, member.person.user_id if n % 3 else None
    try:
        row = timebank_hours.log_hours(entry=entry, now=now, by_id=phone or secretary.pk)
        if n % 5 == 0:
            return 1
        if n % 19 == 1:
            timebank_hours.dispute_hours(hours_id=row.pk, why="老人记得时间短一些", **by)
        elif phone and n % 4 < 2:
            timebank_hours.confirm_hours(hours_id=row.pk, said_by="card", now=now, by_id=phone)
        else:
            timebank_hours.confirm_hours(hours_id=row.pk, said_by="family" if n % 4 == 3 else "elder", **by)
    except Refused:  # the pot's month is used up for her, or the day is full
        return 0
    return 1
