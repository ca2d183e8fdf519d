"""The tables of carers, volunteers and the association: points, attendance, the time bank, elections, activity rooms."""

from . import fields as f
from .fields import Field
from .shapes_association import AssociationRule
from .shapes_attendance import AttendanceRule, LeaveKind
from .shapes_hours import CODES, UNITS, TimeBankLine, TimeBankRule
from .shapes_merit import POINT_TASKS, ElectionEntry, PointRule
from .shapes_venues import EquipmentSort, RoomSort
from .tables import NAMED, Table
from .tables_praise import PRAISE

ATTENDANCE = ("late_grace", "overtime_least", "break_from", "rate_work", "rate_rest", "rate_holiday")  # numbers that the sheet is worked out with
LEAVES = ("leave", "annual", "personal", "sick", "injury", "marriage", "maternity", "mourning", "in_lieu", "training", "other")  # kinds of absence that there are

MERIT: dict[str, Table] = {
    "point_rules": Table(
        "point_rule",
        PointRule,
        NAMED
        | {
            "kind": Field(f.one_of("earns", "adds", "cap")),
            "points": Field(f.whole(1, 1000)),
            "tasks": Field(f.many(f.one_of(*POINT_TASKS)), ()),
            "services": Field(f.many(f.code), ()),
            "tiers": Field(f.many(f.code), ()),
            "months": Field(f.many(f.whole(1, 12)), ()),
            "days": Field(f.one_of("any", "off"), "any"),
            "window": Field(f.window, None),
            "proof": Field(f.one_of("", "scan"), ""),
            "carers": Field(f.whole(0, 2), 0),
        },
        may_be_empty=True,
    ),
    "attendance_rules": Table("attendance_rule", AttendanceRule, NAMED | {"code": Field(f.one_of(*ATTENDANCE)), "number": Field(f.whole(0, 1000))}),
    "leave_kinds": Table(
        "leave_kind", LeaveKind, NAMED | {"code": Field(f.one_of(*LEAVES)), "paper_from": Field(f.whole(0, 365), 0), "unclear": Field(f.truth, False)}
    ),
    "time_bank": Table(
        "rule",
        TimeBankRule,
        NAMED
        | {"code": Field(f.one_of(*CODES)), "value": Field(f.whole(0, 100_000)), "unit": Field(f.one_of(*UNITS)), "services": Field(f.many(f.code), ())},
    ),
    "time_bank_lines": Table(
        "line",
        TimeBankLine,
        NAMED
        | {
            "age_from": Field(f.whole(0, 120), 0),
            "age_to": Field(f.whole(0, 120), 0),
            "living": Field(f.many(f.code), ()),
            "hardship": Field(f.many(f.text), ()),
            "health": Field(f.many(f.text), ()),
        },
        may_be_empty=True,
    ),
    "elections": Table(
        "entry",
        ElectionEntry,
        NAMED
        | {
            "kind": Field(f.one_of("category", "check", "voters", "number")),
            "number": Field(f.whole(0, 1000), 0),
            "choices": Field(f.whole(0, 100), 0),
            "tiers": Field(f.many(f.code), ()),
            "rule": Field(f.one_of("", "in_post", "months", "points", "visits", "hours", "by_hand"), ""),
        },
    ),
    "rooms": Table(
        "room",
        RoomSort,
        NAMED
        | {
            "weekdays": Field(f.many(f.whole(1, 7))),
            "windows": Field(f.many(f.window)),
            "open_on_holidays": Field(f.truth, False),
            "capacity": Field(f.whole(1, 2000), 30),
        },
    ),
    "equipment": Table("equipment", EquipmentSort, NAMED | {"check_months": Field(f.whole(0, 60), 0), "repair_days": Field(f.whole(1, 365), 14)}),
    "association": Table(
        "rule",
        AssociationRule,
        NAMED
        | {
            "kind": Field(f.one_of("office", "quorum", "activity", "step")),
            "number": Field(f.whole(0, 365), 0),
            "of": Field(f.one_of("association", "group"), "association"),
            "roles": Field(f.many(f.code), ()),
        },
    ),
    **{kind: Table(array, shape, NAMED | own) for kind, (array, shape, own) in PRAISE.items()},
}
