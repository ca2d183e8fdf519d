"""A time bank with something on every page: for the walk through all pages."""

from datetime import timedelta
from uuid import uuid4

from qianshou.association.models import TimebankTransfer
from qianshou.association.operations import timebank_asks, timebank_giving, timebank_hours, timebank_members
from tests.association.timebank_street import asks, founds, helps, joins, logs
from tests.cast import DAY, NOON


def time_bank(cast) -> None:
    """Shen and Lu ask, Qiu was asked to go; hours wait, are late, doubted and confirmed; somebody left; another street offers hours."""
    by = {"now": NOON, "by_id": cast.officer.pk}
    founds(cast, 6000)
    qiu, feng = joins(cast, cast.volunteer.person, services=["talking"], days=[2, 4]), joins(cast, cast.feng.person, kind="group", group="常青志愿者工作室")
    lu, gone = joins(cast, cast.lu), joins(cast, cast.shao.person)
    helps(cast, qiu, cast.shen, 90, on=DAY - timedelta(days=2))
    helps(cast, feng, cast.shen, 60, on=DAY - timedelta(days=1))
    helps(cast, gone, cast.lu, 45)
    logs(cast, lu, cast.shen, 30, on=DAY - timedelta(days=9))
    logs(cast, qiu, cast.lu, 60)
    doubted = logs(cast, lu, cast.shen, 120)
    timebank_hours.dispute_hours(hours_id=doubted.pk, why="老人说只来了一小时", **by)
    ask = asks(cast, cast.shen, 60, service="talking", note="想听越剧")
    timebank_asks.propose_member(ask_id=ask.pk, member_id=qiu.pk, reasons=[("before", "", -15)], **by)
    asks(cast, cast.lu, 45, part="morning", on=DAY + timedelta(days=2))
    timebank_members.name_heir(member_id=qiu.pk, heir_id=cast.lu.pk, **by)
    timebank_members.leave_timebank(member_id=gone.pk, to="pot", reason="搬走", on=DAY, batch=uuid4(), **by)
    timebank_giving.give_hours(person_id=qiu.person_id, street_id=cast.street.pk, minutes=15, reason="捐给老人", batch=uuid4(), **by)
    sent = {"person": cast.stranger, "street": cast.elsewhere, "to_street": cast.street, "minutes": 120, "reason": "搬到平凉", "offered_at": NOON}
    TimebankTransfer.objects.create(name="单国栋", batch=uuid4(), **sent)
