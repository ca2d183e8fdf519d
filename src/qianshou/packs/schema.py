"""The tables of a pack: which keys each has, and how each is read."""

from . import fields as f
from .fields import Field
from .shapes import Form, Holiday, Safeguard, Service, Skill, Tier
from .shapes_file import Purpose, ReviewCadence, Talent
from .shapes_intake import IntakePaper, IntakeRule, IntakeStep, Level, LevelService, LevelSubsidy
from .shapes_records import BASES, COUNTED_FROM, RIGHTS, RecordClass, RequestLead
from .tables import HEAD, NAMED, SYNONYMS, Table
from .tables_meals import MEALS
from .tables_merit import MERIT

__all__ = ["HEAD", "TABLES", "Table"]

RISKS = ("key", "linked")  # how much the net must hold somebody, as the program tells them apart
STEPS = ("check", "assess", "decide", "plan", "consent", "booklet", "net")  # of an intake: states of its machine (care.rules.intake)
RANKS = ("primary", "backup")


TABLES: dict[str, Table] = {
    "skills": Table("skill", Skill, NAMED | SYNONYMS),
    "tiers": Table(
        "tier",
        Tier,
        NAMED
        | SYNONYMS
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
        NAMED
        | SYNONYMS
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
        NAMED | {"zh": Field(f.words, ""), "en": Field(f.words, ""), "number": Field(f.whole(1, 8)), "lead_days": Field(f.whole(1, 365), 30)},
    ),
    "forms": Table(
        "form",
        Form,
        NAMED
        | {
            "owner": Field(f.one_of("elder", "carer")),
            "every": Field(f.one_of("once", "change", "month")),
            "bound": Field(f.truth, False),
        },
    ),
    "holidays": Table("holiday", Holiday, NAMED | {"on": Field(f.day), "off": Field(f.truth, True)}, may_be_empty=True),
    "talents": Table("talent", Talent, NAMED | SYNONYMS),
    "purposes": Table(
        "purpose",
        Purpose,
        NAMED | {"sensitive": Field(f.truth)} | {f"{what}_{language}": Field(f.text) for what in ("data", "why", "who") for language in ("zh", "en")},
    ),
    "retention": Table(
        "class",
        RecordClass,
        NAMED
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
    "request_leads": Table("request", RequestLead, NAMED | {"code": Field(f.one_of(*RIGHTS)), "days": Field(f.whole(1, 60))}),
    "review_cadences": Table("cadence", ReviewCadence, NAMED | {"code": Field(f.one_of(*RISKS)), "months": Field(f.whole(1, 24))}),
    "intake_steps": Table(
        "step",
        IntakeStep,
        NAMED
        | {
            "code": Field(f.one_of(*STEPS)),
            "days": Field(f.whole(0, 365)),
            "roles": Field(f.many(f.code)),
            "instruments": Field(f.many(f.code), ()),
        },
    ),
    "intake_rules": Table("rule", IntakeRule, NAMED | {"number": Field(f.whole(0, 1000), 0), "on": Field(f.truth, True)}),
    "intake_papers": Table("paper", IntakePaper, NAMED | {"needed": Field(f.truth, False)}),
    "levels": Table(
        "level",
        Level,
        NAMED | {"level": Field(f.whole(0, 9)), "risk": Field(f.one_of(*RISKS, ""), ""), "links": Field(f.many(f.one_of(*RANKS)), ())},
    ),
    "level_services": Table(
        "line",
        LevelService,
        NAMED
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
        NAMED
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
    **MEALS,
    **MERIT,
}
