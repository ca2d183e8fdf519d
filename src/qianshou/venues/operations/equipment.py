"""Equipment is put into a room, checked, found faulty, repaired, taken away. What is owed to it is owed in the watch, to the office."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from qianshou.access.operations import log
from qianshou.access.queries import ladder_of_roles
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from qianshou.watch.rules import NewDue

from ..models import Equipment, EquipmentEntry, Venue
from .errors import Refused

CHECK, REPAIR = "room_check", "room_repair"
LADDER = ("street_officer",)
BY = time(17)  # while the office is there
OPENS = timedelta(days=7)


@transaction.atomic
def add_equipment(*, venue_id: int, sort: str, name: str, count: int, check_by: date | None = None, now: datetime, by_id: int) -> Equipment:
    """Put it in. Without `check_by` the first check is as long away as the pack says for its sort. Refused "sort", "count"."""
    venue = Venue.objects.select_related("street").get(pk=venue_id)
    kind = load(venue.street.pack).equipment.get(sort)
    if kind is None:
        raise Refused("sort")
    if not 1 <= count <= 999:
        raise Refused("count")
    today = clock.local_date(now)
    check_by = check_by or (months_on(today, kind.check_months) if kind.check_months else None)
    row = Equipment.objects.create(venue=venue, street_id=venue.street_id, sort=sort, name=name.strip()[:60] or kind.zh, count=count, check_by=check_by, made_at=now)
    if check_by:
        _owe(row, CHECK, check_by, now, 0)
    _log("equipment.added", row, now, by_id)
    return row


@transaction.atomic
def say_equipment(*, equipment_id: int, act: str, note: str = "", now: datetime, by_id: int) -> EquipmentEntry:
    """What was seen or done. "checked" and "repaired" put it in order and set the next check, "fault" owes its repair, "gone" ends what is owed. Refused "act",
    "note" for a fault without words, "gone" when it is not there any more."""
    row = Equipment.objects.select_for_update(of=("self",), no_key=True).select_related("venue__street").get(pk=equipment_id)
    if act not in EquipmentEntry.Act.values:
        raise Refused("act")
    if row.state == Equipment.State.GONE:
        raise Refused("gone")
    if act == EquipmentEntry.Act.FAULT and not note.strip():
        raise Refused("note")
    entry = EquipmentEntry.objects.create(equipment=row, act=act, note=note.strip()[:200], at=now, by_id=by_id)
    kind = load(row.venue.street.pack).equipment.get(row.sort)
    today = clock.local_date(now)
    if act == EquipmentEntry.Act.GONE:
        _gone(row, note, now, by_id)
    elif act == EquipmentEntry.Act.FAULT:
        _faulty(row, today + timedelta(days=kind.repair_days if kind else 14), now, entry.pk)
    else:
        _in_order(row, months_on(today, kind.check_months) if kind and kind.check_months else None, now, by_id, entry.pk)
    _log(f"equipment.{act}", row, now, by_id)
    return entry


def months_on(day: date, months: int) -> date:
    """So many months later, on the same day of the month or the last one before it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _in_order(row: Equipment, next_check: date | None, now: datetime, by_id: int, entry_id: int) -> None:
    _meet(row, now, by_id)
    Equipment.objects.filter(pk=row.pk).update(state=Equipment.State.GOOD, check_by=next_check, repair_by=None)
    if next_check:
        _owe(row, CHECK, next_check, now, entry_id)


def _faulty(row: Equipment, by: date, now: datetime, entry_id: int) -> None:
    if row.state == Equipment.State.FAULTY:  # what is broken may be found broken again: the first day still holds
        return
    Equipment.objects.filter(pk=row.pk).update(state=Equipment.State.FAULTY, repair_by=by)
    _owe(row, REPAIR, by, now, entry_id)


def _gone(row: Equipment, note: str, now: datetime, by_id: int) -> None:
    Equipment.objects.filter(pk=row.pk).update(state=Equipment.State.GONE, check_by=None, repair_by=None)
    keys = list(_pending(row).values_list("key", flat=True))
    watch.cancel(street_id=row.street_id, keys=keys, by_id=by_id, reason=note.strip() or EquipmentEntry.Act.GONE.value, now=now)


def _pending(row: Equipment):
    return Due.objects.filter(street_id=row.street_id, kind__in=[CHECK, REPAIR], ref__equipment=row.pk, state__in=["open", "late"])


def _meet(row: Equipment, now: datetime, by_id: int) -> None:
    for key in list(_pending(row).order_by("pk").values_list("key", flat=True)):
        watch.meet(street_id=row.street_id, key=key, made_at=now, received_at=now, grade="desk", evidence={}, by_id=by_id)


def _owe(row: Equipment, kind: str, by: date, now: datetime, entry_id: int) -> None:
    by_at = max(clock.at(by, BY), now)
    title = {"code": kind, "params": {"what": row.name, "room": row.venue.name}}
    ladder = ladder_of_roles(street_id=row.street_id, roles=LADDER, on=clock.local_date(now))
    due = NewDue(
        street_id=row.street_id, key=f"{kind}:{row.pk}:{entry_id}", kind=kind, person_id=None, title=title, opens_at=min(by_at, max(now, by_at - OPENS)), by_at=by_at,
        ladder=ladder, ref={"equipment": row.pk, "venue": row.venue_id},
    )  # fmt: skip
    watch.owe_many(dues=[due], now=now)


def _log(act: str, row: Equipment, now: datetime, by_id: int) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="equipment", target_id=row.pk)
