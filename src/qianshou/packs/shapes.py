"""What a pack holds once it is read: plain frozen values with a name in Chinese and in English."""

from dataclasses import dataclass
from datetime import date, time

from .named import Named
from .shapes_association import AssociationRule
from .shapes_attendance import AttendanceRule, LeaveKind
from .shapes_file import Purpose, ReviewCadence, Talent
from .shapes_hours import TimeBankLine, TimeBankRule
from .shapes_intake import IntakePaper, IntakeRule, IntakeStep, Level, LevelService, LevelSubsidy
from .shapes_meals import BoxRule, DietKind, Ingredient, MealPrice, MealSubsidy, MealTime, MenuRule
from .shapes_merit import ElectionEntry, PointRule
from .shapes_praise import AppraisalItem, AppraisalMark, AppraisalQuestion, HonourRule
from .shapes_records import RecordClass, RequestLead
from .shapes_venues import EquipmentSort, RoomSort


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Named):
    """Something a carer can do. `synonyms` are the words that registers use for it."""

    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Named):
    """One of the four kinds of carer.

    link_limit  how many key elders one carer of this tier may be the first helper of (and, apart from that, the backup of)
    prefix      how employee numbers of this tier begin
    """

    synonyms: tuple[str, ...] = ()
    prefix: str = ""
    part_time: bool = True
    may_be_primary: bool = False
    may_be_backup: bool = False
    link_limit: int = 0
    hours_per_week: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Named):
    """One kind of help at home.

    group    "ten_helps" (十助) or "local" (what old lane houses ask for)
    minutes  usual length of one visit
    tiers    who may give it; skills: the carer needs at least one of them (none named: anybody of those tiers)
    season   months 1–12 in which it is given; empty is all year
    carers   how many must be there at the same time
    window   usual time of day, (start, end)
    grace    minutes after the window before silence is an alert
    points   what the carer earns for it
    """

    group: str
    minutes: int
    tiers: tuple[str, ...]
    skills: tuple[str, ...] = ()
    season: tuple[int, ...] = ()
    carers: int = 1
    window: tuple[time, time]
    grace: int = 30
    points: int = 0
    synonyms: tuple[str, ...] = ()

    def in_season(self, on: date) -> bool:
        """Whether the service is given on a day."""
        return not self.season or on.month in self.season


@dataclass(frozen=True, slots=True, kw_only=True)
class Safeguard(Named):
    """One of the eight no-worries (八无忧). The source does not list them: a name stays empty until the district writes it.

    `lead_days`: so long before the end of a cover its renewal is owed.
    """

    number: int
    lead_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Named):
    """A paper form that each file or carer has. `every`: once, month or change; `bound`: goes into the month's volume."""

    owner: str
    every: str
    bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday(Named):
    """A day that the office has off, or works although it is a weekend: corrects the calendar that ships with the program."""

    on: date
    off: bool = True


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the pack: from which day it holds, where it comes from, and how sure that is."""

    kind: str
    file: str
    holds_from: date
    certainty: str
    source_zh: str
    source_en: str

    def source(self, language: str | None) -> str:
        """Where the file comes from, in the reader's language."""
        return self.source_en if (language or "").startswith("en") else self.source_zh


@dataclass(frozen=True, slots=True)
class Pack:
    """The data of one place as it holds on a day. The mappings are by code and in the order of the files."""

    name: str
    files: tuple[SourceFile, ...]
    services: dict[str, Service]
    tiers: dict[str, Tier]
    skills: dict[str, Skill]
    safeguards: dict[str, Safeguard]
    forms: dict[str, Form]
    holidays: dict[str, Holiday]
    allergens: dict[str, Ingredient]
    diets: dict[str, DietKind]
    menu_rules: dict[str, MenuRule]
    meal_times: dict[str, MealTime]
    meal_prices: dict[str, MealPrice]
    meal_subsidies: dict[str, MealSubsidy]
    box_rules: dict[str, BoxRule]
    review_cadences: dict[str, ReviewCadence]
    talents: dict[str, Talent]
    purposes: dict[str, Purpose]
    intake_steps: dict[str, IntakeStep]
    intake_rules: dict[str, IntakeRule]
    intake_papers: dict[str, IntakePaper]
    levels: dict[str, Level]
    level_services: dict[str, LevelService]
    level_subsidies: dict[str, LevelSubsidy]
    retention: dict[str, RecordClass]
    request_leads: dict[str, RequestLead]
    point_rules: dict[str, PointRule]
    attendance_rules: dict[str, AttendanceRule]
    leave_kinds: dict[str, LeaveKind]
    appraisal: dict[str, AppraisalItem]
    appraisal_marks: dict[str, AppraisalMark]
    appraisal_questions: dict[str, AppraisalQuestion]
    honours: dict[str, HonourRule]
    time_bank: dict[str, TimeBankRule]
    time_bank_lines: dict[str, TimeBankLine]
    elections: dict[str, ElectionEntry]
    association: dict[str, AssociationRule]
    rooms: dict[str, RoomSort]
    equipment: dict[str, EquipmentSort]

    @property
    def holds_from(self) -> date:
        """The version: the day on which the newest of its files came into force."""
        return max(file.holds_from for file in self.files)

    @property
    def version(self) -> str:
        """Name and day, as records keep it: "yangpu@2026-01-01"."""
        return f"{self.name}@{self.holds_from.isoformat()}"

    def skill_of(self, word: str) -> str | None:
        """The code of a skill as a register writes it ("相谈" → "talking"); None for a word nobody knows."""
        return _code_of(self.skills, word)

    def tier_of(self, word: str) -> str | None:
        """The code of a tier as a register writes it ("专职关爱员" → "full_time"); None for a word nobody knows."""
        return _code_of(self.tiers, word)

    def service_of(self, word: str) -> str | None:
        """The code of a service by its name, code or synonym; None for a word nobody knows."""
        return _code_of(self.services, word)


def _code_of(table: dict[str, Skill] | dict[str, Tier] | dict[str, Service], word: str) -> str | None:
    word = word.strip()
    for code, one in table.items():
        if word in (code, one.zh) or word.casefold() == one.en.casefold() or word in one.synonyms:
            return code
    return None
