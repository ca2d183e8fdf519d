"""The demo's list of members from Excel: read, not confirmed yet. Members who are there, somebody new, names that only a person can tell apart, rows to mend."""

from __future__ import annotations

from datetime import datetime

from qianshou.access.models import Street, User
from qianshou.association.models import Member
from qianshou.exchange.models import Batch
from qianshou.exchange.operations import preview_batch, receive_file
from qianshou.people.models import Person

HEAD = "姓名,电话,小组,职务,入会日期,会员证号"
NEW = ("鲁雪芳,13816620931,平凉书画组,,2026-05-10,", "凌国祥,13918823017,合唱组,组长,2026-06-01,", "阮秀珍,,沪剧越剧队,,2026-09-15,")
WRONG = ("宁建华,13564412870,,书记,2026-03-01,", "焦阿大,13761120985,,,明年春节,")


def hand_in(*, street: Street, officer: User, now: datetime) -> dict[str, int]:
    """Bring the list and have it read. Once."""
    if Batch.objects.filter(street=street, kind=Batch.Kind.MEMBERS).exists():
        return {"rows": 0}
    held = Member.objects.filter(street=street, left__isnull=True).select_related("person").order_by("card")[:4]
    known = [f"{one.person.name},,,,{one.joined:%Y-%m-%d},{one.card}" for one in held]
    members = Member.objects.filter(street=street, left__isnull=True)
    taken = members.values("person__name")
    elders = Person.objects.filter(street=street, file__status="active", merged_into__isnull=True).exclude(name__in=taken).order_by("pk")[:3]
    unclear = [f"{one.name},,长青志愿者工作坊,,2026-10-20," for one in elders]
    text = "\n".join([HEAD, *known, *NEW, *unclear, *WRONG]) + "\n"
    batch = receive_file(street_id=street.pk, kind="members", file_name="老年协会会员名单.csv", pieces=[text.encode()], now=now, by_id=officer.pk)
    return preview_batch(batch_id=batch.pk, now=now).counts
