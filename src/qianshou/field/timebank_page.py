"""What a giver's phone is told of the time bank, as plain JSON: what she has, where she agreed to go, for whom she may write, what she wrote down."""

from __future__ import annotations

from datetime import date, timedelta

from qianshou.access.models import Street, User
from qianshou.association.models import TimebankAsk, TimebankHours, TimebankMember
from qianshou.association.operations.timebank_accounts import numbers_of
from qianshou.association.queries.timebank_own import agreed_tasks, has_agreed, own_hours, own_member
from qianshou.association.rules.timebank import GROUP
from qianshou.care.models import Carer
from qianshou.care.queries.seen_by import elders_of
from qianshou.packs import loader
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person

from .queries import elders_at_stops, walls


def may_write_for(member: TimebankMember, carer: Carer | None, person_id: int, *, first: date, last: date) -> bool:
    """Whether a giver may write down hours for this elder by herself: she agreed to go there, or saw her as a carer on one of the days."""
    if has_agreed(member, person_id):
        return True
    if carer is None or carer.street_id != member.street_id:
        return False
    return person_id in elders_of(carer, first, last) or person_id in elders_at_stops(carer=carer, first=first, last=last)


def bank_body(*, user: User, carer: Carer | None, street: Street | None, today: date) -> dict | None:
    """Her part of the time bank; None for whoever takes no part (any more)."""
    member = own_member(user_id=user.pk, street_id=street.pk) if street else None
    if member is None or member.left_on is not None:
        return None
    numbers, pack = numbers_of(street, today), loader.load(street.pack, today)
    oldest = max(member.since, today - timedelta(days=numbers.late_days))
    tasks, rows = agreed_tasks(member, since=oldest), list(own_hours(member, since=oldest))
    people = _people(carer if carer and carer.street_id == street.pk else None, {ask.elder_id for ask in tasks} - {None}, member.person_id, today)
    codes = walls({*people, *(row.elder_id for row in rows if row.state == TimebankHours.State.LOGGED)})
    return {
        "balance": member.balance, "ceiling": numbers.ceiling, "saves": member.kind != GROUP or numbers.group_saves,
        "oldest": oldest.isoformat(), "least": numbers.least_help, "day_most": numbers.day_most,
        "services": [{"code": code, **_said(pack, code)} for code in pack.services if code in numbers.services],
        "tasks": [_task(ask, pack) for ask in tasks],
        "people": [{"id": person.pk, "name": person.name, "wall": codes.get(person.pk, [])} for person in people.values()],
        "hours": [_hours(row, pack, codes) for row in rows],
    }  # fmt: skip


def _people(carer: Carer | None, agreed: set[int], own_id: int, today: date) -> dict[int, Person]:
    """Those whom she sees now, by pinyin."""
    ids = set(agreed)
    if carer is not None:
        ids |= elders_of(carer, today, today) | elders_at_stops(carer=carer, first=today, last=today + timedelta(days=1))
    rows = Person.objects.filter(pk__in=ids - {own_id}, merged_into__isnull=True, file__isnull=False).order_by("name_key", "pk")
    return {person.pk: person for person in rows}


def _task(ask: TimebankAsk, pack: Pack) -> dict:
    return {
        "ask": ask.pk, "person": ask.elder_id, "name": ask.elder.name, "address": ask.elder.address, "on": ask.on.isoformat(), "part": ask.part,
        "service": {"code": ask.service, **_said(pack, ask.service)}, "minutes": ask.minutes, "note": ask.note,
    }  # fmt: skip


def _hours(row: TimebankHours, pack: Pack, codes: dict[int, list[str]]) -> dict:
    """An entry of hers; the codes of the door only while it waits. Why it is doubted is between the elder and the office."""
    waits = row.state == TimebankHours.State.LOGGED
    return {
        "id": str(row.batch), "person": row.elder_id, "name": row.elder.name, "on": row.on.isoformat(), "minutes": row.minutes, "service": _said(pack, row.service),
        "from": f"{row.from_time:%H:%M}" if row.from_time else "", "until": f"{row.until_time:%H:%M}" if row.until_time else "", "state": row.state, "said_by": row.said_by, "kept": row.kept, "given": row.given, "note": row.note, "wall": codes.get(row.elder_id, []) if waits else [],
    }  # fmt: skip


def _said(pack: Pack, code: str) -> dict:
    service = pack.services.get(code)
    return {"zh": service.zh, "en": service.en} if service else {"zh": code, "en": code}


def people_of(bank: dict | None) -> list[int]:
    """Whom her part of the bank tells of."""
    return sorted({row["id"] for row in bank["people"]} | {row["person"] for name in ("tasks", "hours") for row in bank[name]}) if bank else []
