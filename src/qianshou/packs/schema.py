"""The tables of a pack: which keys each has, and how each is read."""

from dataclasses import dataclass

from . import fields as f
from .fields import Field
from .named import CERTAINTIES, Named
from .shapes import Form, Holiday, Safeguard, Service, Skill, Tier
from .shapes_association import AssociationRule
from .shapes_attendance import AttendanceRule, LeaveKind
from .shapes_file import Purpose, ReviewCadence, Talent
from .shapes_hours import CODES, UNITS, TimeBankLine, TimeBankRule
from .shapes_intake import IntakePaper, IntakeRule, IntakeStep, Level, LevelService, LevelSubsidy
from .shapes_meals import BoxRule, DietKind, Ingredient, MealPrice, MealSubsidy, MealTime, MenuRule
from .shapes_merit import ElectionEntry, PointRule
from .shapes_records import BASES, COUNTED_FROM, RIGHTS, RecordClass, RequestLead
from .shapes_venues import EquipmentSort, RoomSort
from .tables_praise import PRAISE

_NAMED = {
    "code": Field(f.code),
    "zh": Field(f.text),
    "en": Field(f.text),
    "certainty": Field(f.one_of(*CERTAINTIES), "unverified"),
    "note_zh": Field(f.words, ""),
    "note_en": Field(f.words, ""),
}
# Kinds of dish and textures are columns of the meals' tables; a pack may not invent others.
CATEGORIES = ("big_meat", "small_meat", "vegetable", "soup", "staple")
RISKS = ("key", "linked")  # how much the net must hold somebody, as the program tells them apart
STEPS = ("check", "assess", "decide", "plan", "consent", "booklet", "net")  # of an intake: states of its machine (care.rules.intake)
ATTENDANCE = ("late_grace", "overtime_least", "rate_work", "rate_rest", "rate_holiday")  # numbers that the sheet is worked out with
LEAVES = ("leave", "annual", "personal", "sick", "injury", "marriage", "maternity", "mourning", "in_lieu", "training", "other")  # kinds of absence that there are
RANKS = ("primary", "backup")
TEXTURES = ("normal", "soft", "minced", "liquid")
_SYNONYMS = {"synonyms": Field(f.many(f.text), ())}


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of file: the name of its array of tables, what a row becomes, and its keys."""

    array: str
    shape: type[Named]
    fields: dict[str, Field]
    may_be_empty: bool = False


HEAD = {
    "holds_from": Field(f.day),
    "certainty": Field(f.one_of(*CERTAINTIES)),
    "source_zh": Field(f.text),
    "source_en": Field(f.text),
}

TABLES: dict[str, Table] = {
    "skills": Table("skill", Skill, _NAMED | _SYNONYMS),
    "tiers": Table(
        "tier",
        Tier,
        _NAMED
        | _SYNONYMS
        | {
            "prefix": Field(f.words, ""),
            "part_time": Field(f.truth),
            "may_be_primary": Field(f.truth, False),
            "may_be_backup": Field(f.truth, False),
            "link_limit": Field(f.whole(0, 50), 0),
            "hours_per_week": Field(f.whole(0, 60), 0),
        },
    ),
    "services": Table(
        "service",
        Service,
        _NAMED
        | _SYNONYMS
        | {
            "group": Field(f.one_of("ten_helps", "local")),
            "minutes": Field(f.whole(5, 480)),
            "tiers": Field(f.many(f.code)),
            "skills": Field(f.many(f.code), ()),
            "season": Field(f.many(f.whole(1, 12)), ()),
            "carers": Field(f.whole(1, 4), 1),
            "window": Field(f.window),
            "grace": Field(f.whole(0, 1440), 30),
            "points": Field(f.whole(0, 1000), 0),
        },
    ),
    "safeguards": Table(
        "safeguard",
        Safeguard,
        _NAMED | {"zh": Field(f.words, ""), "en": Field(f.words, ""), "number": Field(f.whole(1, 8)), "lead_days": Field(f.whole(1, 365), 30)},
    ),
    "forms": Table(
        "form",
        Form,
        _NAMED
        | {
            "owner": Field(f.one_of("elder", "carer")),
            "every": Field(f.one_of("once", "change", "month")),
            "bound": Field(f.truth, False),
        },
    ),
    "holidays": Table("holiday", Holiday, _NAMED | {"on": Field(f.day), "off": Field(f.truth, True)}, may_be_empty=True),
    "allergens": Table(
        "ingredient",
        Ingredient,
        _NAMED | {"allergen": Field(f.truth, False), "names": Field(f.many(f.text), ()), "in_names": Field(f.many(f.text), ())},
    ),
    "diets": Table(
        "diet",
        DietKind,
        _NAMED
        | {
            "strength": Field(f.one_of("hard", "soft")),
            "target": Field(f.one_of("none", "ingredient", "dish"), "none"),
            "contains": Field(f.many(f.code), ()),
            "categories": Field(f.many(f.one_of(*CATEGORIES)), ()),
            "textures": Field(f.many(f.one_of(*TEXTURES)), ()),
            "salt_most": Field(f.whole(0, 9), 9),
            "sugar_most": Field(f.whole(0, 9), 9),
            "words": Field(f.many(f.text), ()),
        },
    ),
    "menu_rules": Table(
        "menu_rule",
        MenuRule,
        _NAMED
        | {
            "rule": Field(f.one_of("needs", "once", "apart", "variety", "budget")),
            "categories": Field(f.many(f.one_of(*CATEGORIES)), ()),
            "least": Field(f.whole(0, 9), 0),
            "days": Field(f.whole(0, 31), 0),
            "fen": Field(f.whole(0, 100_000), 0),
            "on": Field(f.truth, True),
        },
    ),
    "meal_times": Table(
        "meal",
        MealTime,
        _NAMED
        | {
            "cut_off": Field(f.clock_time),
            "days_before": Field(f.whole(0, 7), 0),
            "window": Field(f.window),
            "dine_in": Field(f.window),
            "hot_minutes": Field(f.whole(5, 240), 45),
            "hot_celsius": Field(f.whole(40, 100), 60),
            "cooked_celsius": Field(f.whole(40, 100), 70),
            "sample_grams": Field(f.whole(1, 1000), 125),
            "sample_hours": Field(f.whole(1, 240), 48),
        },
    ),
    "meal_prices": Table(
        "price",
        MealPrice,
        _NAMED | {"meal": Field(f.code), "place": Field(f.one_of("any", "delivered", "dine_in"), "any"), "fen": Field(f.whole(0, 100_000))},
    ),
    "meal_subsidies": Table(
        "subsidy",
        MealSubsidy,
        _NAMED
        | {
            "fen": Field(f.whole(0, 100_000)),
            "age_from": Field(f.whole(0, 120), 0),
            "hardship": Field(f.many(f.text), ()),
            "health": Field(f.many(f.text), ()),
            "living": Field(f.many(f.code), ()),
            "how": Field(f.one_of("best", "adds"), "best"),
        },
        may_be_empty=True,
    ),
    "box_rules": Table(
        "box_rule",
        BoxRule,
        _NAMED | {"days": Field(f.whole(0, 90), 0), "celsius": Field(f.whole(0, 200), 0), "minutes": Field(f.whole(0, 240), 0)},
    ),
    "talents": Table("talent", Talent, _NAMED | _SYNONYMS),
    "point_rules": Table(
        "point_rule",
        PointRule,
        _NAMED
        | {
            "kind": Field(f.one_of("adds", "cap")),
            "points": Field(f.whole(1, 1000)),
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
    "attendance_rules": Table("attendance_rule", AttendanceRule, _NAMED | {"code": Field(f.one_of(*ATTENDANCE)), "number": Field(f.whole(0, 1000))}),
    "leave_kinds": Table(
        "leave_kind", LeaveKind, _NAMED | {"code": Field(f.one_of(*LEAVES)), "paper_from": Field(f.whole(0, 365), 0), "unclear": Field(f.truth, False)}
    ),
    "time_bank": Table(
        "rule",
        TimeBankRule,
        _NAMED
        | {"code": Field(f.one_of(*CODES)), "value": Field(f.whole(0, 100_000)), "unit": Field(f.one_of(*UNITS)), "services": Field(f.many(f.code), ())},
    ),
    "time_bank_lines": Table(
        "line",
        TimeBankLine,
        _NAMED
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
        _NAMED
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
        _NAMED
        | {
            "weekdays": Field(f.many(f.whole(1, 7))),
            "windows": Field(f.many(f.window)),
            "open_on_holidays": Field(f.truth, False),
            "capacity": Field(f.whole(1, 2000), 30),
        },
    ),
    "equipment": Table("equipment", EquipmentSort, _NAMED | {"check_months": Field(f.whole(0, 60), 0), "repair_days": Field(f.whole(1, 365), 14)}),
    "purposes": Table(
        "purpose",
        Purpose,
        _NAMED | {"sensitive": Field(f.truth)} | {f"{what}_{language}": Field(f.text) for what in ("data", "why", "who") for language in ("zh", "en")},
    ),
    "retention": Table(
        "class",
        RecordClass,
        _NAMED
        | {
            "purpose_zh": Field(f.text),
            "purpose_en": Field(f.text),
            "basis": Field(f.one_of(*BASES)),
            "years": Field(f.whole(0, 100)),
            "counted": Field(f.one_of(*COUNTED_FROM), "end"),
            "consent": Field(f.words, ""),
            "seen_by": Field(f.words, ""),
        },
    ),
    "request_leads": Table("request", RequestLead, _NAMED | {"code": Field(f.one_of(*RIGHTS)), "days": Field(f.whole(1, 60))}),
    "review_cadences": Table("cadence", ReviewCadence, _NAMED | {"code": Field(f.one_of(*RISKS)), "months": Field(f.whole(1, 24))}),
    "intake_steps": Table(
        "step",
        IntakeStep,
        _NAMED
        | {
            "code": Field(f.one_of(*STEPS)),
            "days": Field(f.whole(0, 365)),
            "roles": Field(f.many(f.code)),
            "instruments": Field(f.many(f.code), ()),
        },
    ),
    "intake_rules": Table("rule", IntakeRule, _NAMED | {"number": Field(f.whole(0, 1000), 0), "on": Field(f.truth, True)}),
    "intake_papers": Table("paper", IntakePaper, _NAMED | {"needed": Field(f.truth, False)}),
    "levels": Table(
        "level",
        Level,
        _NAMED | {"level": Field(f.whole(0, 9)), "risk": Field(f.one_of(*RISKS, ""), ""), "links": Field(f.many(f.one_of(*RANKS)), ())},
    ),
    "level_services": Table(
        "line",
        LevelService,
        _NAMED
        | {
            "service": Field(f.code),
            "levels": Field(f.many(f.whole(0, 9))),
            "times_per_week": Field(f.whole(1, 7)),
            "when": Field(f.one_of("always", "alone", "wish"), "always"),
            "tier": Field(f.words, ""),
        },
    ),
    "level_subsidies": Table(
        "subsidy",
        LevelSubsidy,
        _NAMED
        | {
            "levels": Field(f.many(f.whole(0, 9))),
            "per": Field(f.one_of("once", "month", "year")),
            "fen": Field(f.whole(0, 10_000_000), None),
            "age_from": Field(f.whole(0, 120), 0),
            "hardship": Field(f.many(f.text), ()),
            "living": Field(f.many(f.code), ()),
        },
        may_be_empty=True,
    ),
    **{kind: Table(array, shape, _NAMED | own) for kind, (array, shape, own) in PRAISE.items()},
    "association": Table(
        "rule",
        AssociationRule,
        _NAMED
        | {
            "kind": Field(f.one_of("office", "quorum", "activity", "step")),
            "number": Field(f.whole(0, 365), 0),
            "of": Field(f.one_of("association", "group"), "association"),
            "roles": Field(f.many(f.code), ()),
        },
    ),
}
