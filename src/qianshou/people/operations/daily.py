"""Medicines written down, changed and stopped; habits as short notes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Habit, Medicine, Person


class DailyRefused(ValueError):
    """`code`: name (a medicine without one) | reason (stopped without one) | stopped (it was stopped before) | known (she takes it already)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class MedicineEntry:
    """A medicine as somebody says it."""

    name: str
    dose: str = ""
    times: str = ""
    since: date | None = None
    prescribed_by: str = ""
    note: str = ""

    def checked(self) -> dict:
        """As columns. DailyRefused "name"."""
        if not self.name.strip():
            raise DailyRefused("name")
        texts = {"name": 60, "dose": 40, "times": 60, "prescribed_by": 60, "note": 200}
        return {key: value.strip()[: texts[key]] if key in texts else value for key, value in asdict(self).items()}


@transaction.atomic
def add_medicine(*, person_id: int, entry: MedicineEntry, now: datetime, by_id: int | None) -> Medicine:
    """A person takes this medicine. DailyRefused "name"; "known" where one of that name and dose is taken already."""
    person, values = Person.objects.select_for_update().get(pk=person_id, merged_into__isnull=True), entry.checked()
    if Medicine.objects.filter(person=person, name=values["name"], dose=values["dose"], stopped_on__isnull=True).exists():
        raise DailyRefused("known")
    row = Medicine.objects.create(person=person, street_id=person.street_id, written_at=now, written_by_id=by_id, **values)
    log(act="medicine.added", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, medicine=row.pk)
    return row


@transaction.atomic
def stop_medicine(*, medicine_id: int, on: date, reason: str, now: datetime, by_id: int | None) -> Medicine:
    """She takes it no more. DailyRefused "reason", "stopped"."""
    if not reason.strip():
        raise DailyRefused("reason")
    row = Medicine.objects.get(pk=medicine_id)
    values = {"stopped_on": on, "stopped_reason": reason.strip()[:200]}
    if not Medicine.objects.filter(pk=row.pk, stopped_on__isnull=True).update(**values):
        raise DailyRefused("stopped")
    log(act="medicine.stopped", now=now, by_id=by_id, street_id=row.street_id, target="person", target_id=row.person_id, medicine=row.pk)
    return row


@transaction.atomic
def resume_medicine(*, medicine_id: int, now: datetime, by_id: int | None) -> bool:
    """It was not stopped after all. False when she takes it."""
    row = Medicine.objects.get(pk=medicine_id)
    done = Medicine.objects.filter(pk=row.pk, stopped_on__isnull=False).update(stopped_on=None, stopped_reason="")
    if done:
        log(act="medicine.resumed", now=now, by_id=by_id, street_id=row.street_id, target="person", target_id=row.person_id, medicine=row.pk)
    return bool(done)


@transaction.atomic
def set_habits(*, person_id: int, notes: Mapping[str, str], now: datetime, by_id: int | None) -> list[str]:
    """The notes of the kinds that are given; "" takes one away. Returns the kinds that changed."""
    person = Person.objects.select_for_update().get(pk=person_id, merged_into__isnull=True)
    held = {row.kind: row for row in Habit.objects.filter(person=person)}
    changed = []
    for kind in Habit.Kind.values:
        text, row = " ".join(notes.get(kind, held[kind].text if kind in held else "").split())[:200], held.get(kind)
        if row is None and text:
            Habit.objects.create(person=person, street_id=person.street_id, kind=kind, text=text, written_at=now, written_by_id=by_id)
        elif row is not None and row.text != text:
            Habit.objects.filter(pk=row.pk).update(text=text, written_at=now, written_by_id=by_id)
        else:
            continue
        changed.append(kind)
    if changed:
        log(act="habits.changed", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, kinds=changed)
    return changed
