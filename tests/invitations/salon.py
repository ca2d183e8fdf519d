"""A dancing salon with few places, for tests of invitations."""

from datetime import time, timedelta
from uuid import uuid4

from qianshou.care.models import Occasion
from qianshou.care.operations import invitations, occasions
from qianshou.care.operations.occasions import Plan
from tests.cast import DAY, NOON, Cast, elder

TEXT = "一起跳舞，有茶水。"


def plan(**more) -> Plan:
    values = {"name": "舞蹈沙龙", "on": DAY + timedelta(days=3), "starts": time(14), "ends": time(16), "where": "平凉活动室", "organiser": "平凉路街道", "text": TEXT}
    return Plan(**values | more)


def salon(cast: Cast, places: int | None = 2, committee=None, question: str = "", **more) -> Occasion:
    return occasions.plan_occasion(
        street_id=cast.street.pk, committee_id=committee and committee.pk, plan=plan(places=places, **more), question=question, now=NOON, by_id=cast.officer.pk
    )


def dancers(cast: Cast, count: int = 4) -> list:
    """So many more elders at home in the lane, born 1944 to 1956."""
    return [
        elder(cast.street, cast.huaide, f"舞{'甲乙丙丁戊己庚辛壬癸'[n]}", cast.lane, f"{n + 1}号", DAY.replace(year=1950 + n % 6), "", NOON)
        for n in range(count)
    ]


def ask(cast: Cast, occasion: Occasion, *people) -> list:
    made, _left = invitations.invite(occasion_id=occasion.pk, person_ids=[p.pk for p in people], now=NOON, by_id=cast.officer.pk)
    return made


def say(cast: Cast, invitation, kind: str, batch=None, **more):
    return invitations.answer(invitation_id=invitation.pk, kind=kind, batch=batch or uuid4(), now=NOON, by_id=cast.officer.pk, **more)
