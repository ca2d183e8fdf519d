"""A person with a row in every declared table, and a value of its own in every declared column that has room for one.

Rows are made from the models themselves, so a new table is filled without a word here; only where the database asks for more than types
say (a check, two keys that must agree) a line in SPECIAL helps.
"""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from qianshou.access.models import Committee, Street, User
from qianshou.people import vault
from qianshou.people.models import Paper, Person
from qianshou.people.operations import keep_paper
from qianshou.people.personal import OTHERS, Table, model_of, table_of, tables
from tests.cast import DAY, LONG_AGO, NOON

ROOM = 9  # characters of a mark


class Marks:
    """Marks that stand nowhere else: Zq00017x. `where` says which column each was written to."""

    def __init__(self) -> None:
        self.where: dict[str, str] = {}
        self._numbers = itertools.count(1)

    def new(self, where: str) -> str:
        mark = f"Zq{next(self._numbers):05d}x"
        self.where[mark] = where
        return mark


SPECIAL: dict[str, dict] = {
    "people.ElderFile": {"living": "alone", "status": "active", "meal_days": [1, 2], "diet_unclear": False},
    "people.Person": {"sex": "f", "birth_precision": "day", "merged_into": None, "birth_date": date(1938, 3, 5)},
    "people.PersonKey": None,  # made by sealing
    "people.SealedRow": None,
    "people.Paper": None,  # made by keep_paper
    "people.Erasure": None,
    "care.PlanItem": {"window_end": time(11), "weekdays": [1]},
    "care.Shift": {"ends": time(11)},
    "care.Carer": {"left_on": LONG_AGO, "joined_on": LONG_AGO},
    "care.Link": {"until": LONG_AGO},
    "care.IntakeDecision": {"outcome": "refused", "ground": "check"},
    "care.PointCredit": {"points": 0},
    "merit.AttendanceCorrection": {"came": time(8)},
    "merit.LeaveRequest": {"state": "refused", "answered_at": NOON},
    "merit.MonthClosing": {"month": DAY.replace(day=1)},
    "merit.Election": {"nominate_from": NOON - timedelta(days=3), "nominate_until": NOON - timedelta(days=2), "vote_from": NOON - timedelta(days=1)},
    "booklets.PrintRun": None,  # of a list of people
    "meals.Arrangement": {"weekdays": [1]},
    "meals.Order": {"day": LONG_AGO},
    "watch.Concern": {"state": "answered"},
    "venues.Course": {"ends": time(11), "fee_fen": 6000},
    "venues.Booking": {"period": DateTimeTZRange(NOON, NOON + timedelta(hours=1))},
    "venues.Enrolment": {"seat": None},
    "venues.Arrival": {"number": 1, "sex": "f", "hour": 12, "corrects": None},
    "venues.Equipment": {"repair_by": None},
    "people.RightsRequest": {"state": "open", "kind": "access"},
    "ledger.Account": None,  # the books are kept by postings
    "ledger.Month": None,
    "ledger.Posting": None,
    "ledger.Transaction": None,
    "ledger.Receipt": None,  # numbered with the money
    "people.Grant": {"why": "link", "source": "link:1"},
    "access.LogEntry": None,
    "access.User": None,
    "access.RoleAssignment": None,
    "access.Device": None,
    "access.QrCard": None,
    "sessions.Session": None,
    "axes.AccessAttempt": None,
    "axes.AccessFailureLog": None,
    "axes.AccessLog": None,
    "notify.Notice": None,
    "association.TimebankMember": {"heir": None},
    "acts.Act": None,
    "acts.ActConflict": None,
    "acts.UnreadableAct": None,
}


class Filler:
    """Makes rows for one person."""

    def __init__(self, person: Person, street: Street, committee: Committee, officer: User, marks: Marks, elsewhere: Street) -> None:
        self.named = {"to_street": elsewhere}
        self.marks, self.made = marks, {Person: person, Street: street, Committee: committee, User: officer}

    def row(self, model: type[models.Model]) -> models.Model:
        """The person's row of a table, made when first asked for, with those it points to."""
        if model is Paper and model not in self.made:  # its key is a real one: what is sealed with it must open
            person = self.made[Person]
            self.made[model] = keep_paper(person_id=person.pk, kind="scan", name=self.marks.new("people.Paper.name"), data=b"%PDF-1.4 x", now=NOON, by_id=None)
        if model not in self.made:
            special = SPECIAL.get(model._meta.label) or {}
            declared = table_of(model)
            values = {f.name: special.get(f.name, _Missing) for f in model._meta.concrete_fields}
            for field in model._meta.concrete_fields:
                if values[field.name] is _Missing:
                    values[field.name] = self.value(field, declared)
            self.made[model] = model._default_manager.create(**{name: value for name, value in values.items() if value is not _Missing})
        return self.made[model]

    def value(self, field: models.Field, declared: Table | None) -> object:
        """A mark where the column is personal and has room; else something of its type; else what the table takes by itself."""
        if isinstance(field, models.AutoField | models.BigAutoField):
            return _Missing
        if field.name == "by_carer":  # nobody stands in for herself
            return field.related_model.objects.exclude(pk=self.row(field.related_model).pk).order_by("pk").first()
        if field.name in self.named:
            return self.named[field.name]
        if field.is_relation:
            wanted = not field.null or field.related_model is Person or self._leads_home(field, declared)
            return self.row(field.related_model) if wanted and field.related_model is not field.model else None
        if declared and field.name in declared.kinds and (marked := self.mark(field)) is not None:
            return marked
        return _Missing if field.has_default() else _plain(field)

    def mark(self, field: models.Field) -> object:
        """A mark in the shape of the column. In a row that belongs to nobody the person's name stands: that is what an officer is shown."""
        where = f"{field.model._meta.label}.{field.name}"
        declared = table_of(field.model)
        if declared is not None and declared.how is OTHERS:
            name = self.made[Person].name
            return [{"code": "x", "who": name}] if isinstance(field, models.JSONField) else name if _roomy(field) else None
        if isinstance(field, models.JSONField):
            return [{"code": "x", "params": {"name": self.marks.new(where)}}] if field.default is list else {"note": self.marks.new(where), "reason": self.marks.new(where)}
        if isinstance(field, ArrayField):
            return [self.marks.new(where)] if _roomy(field.base_field) else None
        if isinstance(field, models.BinaryField):
            mark = self.marks.new(where)
            return mark.encode() if "blind" in field.name else vault.seal(mark).sealed
        return self.marks.new(where) if _roomy(field) else None

    @staticmethod
    def _leads_home(field: models.Field, declared: Table | None) -> bool:
        """Whether this key is the way to the person."""
        return bool(declared and any(way.split("__")[0] == field.name for way in declared.of.split()))


class _Missing:
    """No value: the column's own default."""


def _roomy(field: models.Field) -> bool:
    return isinstance(field, models.TextField) or (isinstance(field, models.CharField) and (field.max_length or 0) >= ROOM and not field.choices)


def _plain(field: models.Field) -> object:
    if field.null:
        return None
    kind = field.get_internal_type()
    if field.blank and kind in ("CharField", "TextField"):
        return ""
    if field.choices:
        return field.choices[0][0]
    simple = {
        "CharField": "x", "TextField": "x", "SlugField": "x", "DateField": DAY, "DateTimeField": NOON, "TimeField": time(9), "UUIDField": uuid4(),
        "BooleanField": False, "JSONField": {}, "BinaryField": b"", "DecimalField": Decimal(1), "FloatField": 1.0, "ArrayField": [],
    }  # fmt: skip
    return simple.get(kind, 1)


def fill(filler: Filler) -> list[str]:
    """A row in every table that declares a way to a person. Returns the labels of tables left to the test itself."""
    left = []
    for table in reversed(tables()):
        if table.how is OTHERS:
            continue
        if table.label in SPECIAL and SPECIAL[table.label] is None:
            left.append(table.label)
        else:
            filler.row(model_of(table))
    return left
