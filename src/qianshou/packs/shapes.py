"""What a pack holds once it is read: plain frozen values with a name in Chinese and in English."""

from dataclasses import dataclass
from datetime import date, time

from .intake_shapes import IntakePaper, IntakeRule, IntakeStep, Level, LevelService, LevelSubsidy
from .named import CERTAINTIES, Named

__all__ = ["CERTAINTIES", "Named"]  # others take them from here

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
    """One of the eight no-worries (八无忧). The source does not list them: a name stays empty until the district writes it."""

    number: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient(Named):
    """What may be in a dish, as far as somebody must not eat it. `allergen`: one of the eight kinds of GB 7718.

    names     how a register says it after 忌 or before 过敏; in_names: parts of a dish's name that make the program propose the mark
    """

    allergen: bool = False
    names: tuple[str, ...] = ()
    in_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DietKind(Named):
    """What a person must not ("hard") or will not ("soft") eat, and with what in a dish that clashes.

    target    "ingredient" (a code of the ingredients or a word), "dish" (a word in a dish's name), "none"
    textures  only a dish that can be made in one of them fits; empty: any
    salt_most, sugar_most  the highest grade (0–3) that fits; 9: does not matter
    words     what a register calls it, as a whole word
    """

    strength: str
    target: str = "none"
    contains: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    textures: tuple[str, ...] = ()
    salt_most: int = 9
    sugar_most: int = 9
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuRule(Named):
    """What a good menu keeps; the note is its reason.

    rule  "needs" `least` dishes of each category, "once" a day, "apart" by `days`, "variety" of meat after `days`, "budget" in `fen`
    """

    rule: str
    categories: tuple[str, ...] = ()
    least: int = 0
    days: int = 0
    fen: int = 0
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MealTime(Named):
    """One meal of the day.

    cut_off         until when orders may change without a reason, `days_before` days before the meal (0: the same day)
    window          at the doors, (start, end); dine_in: at the meal point
    hot_minutes     longest time in the cart
    hot_celsius     least core temperature at hand-over; cooked_celsius: when it leaves the stove
    sample_grams    kept of each dish, for `sample_hours` (GB 31654-2021)
    """

    cut_off: time
    days_before: int = 0
    window: tuple[time, time]
    dine_in: tuple[time, time]
    hot_minutes: int = 45
    hot_celsius: int = 60
    cooked_celsius: int = 70
    sample_grams: int = 125
    sample_hours: int = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class MealPrice(Named):
    """What one portion of a meal costs at a place ("any", "delivered", "dine_in"), in whole fen."""

    meal: str
    place: str = "any"
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MealSubsidy(Named):
    """What the street pays towards one portion, in whole fen, for whoever meets every condition (an empty one is met by all).

    how  "best": only the largest of these counts; "adds": comes on top
    """

    fen: int
    age_from: int = 0
    hardship: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
    living: tuple[str, ...] = ()
    how: str = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRule(Named):
    """What is asked of the reusable boxes.

    code     "still_out": after more than `days` days at a home a box is asked for; "heat", "chemical": ways to disinfect
    celsius, minutes  the least that counts as clean; celsius 0: not asked
    """

    days: int = 0
    celsius: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Talent(Named):
    """A talent or interest, and the words that people use for it."""

    synonyms: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for it, its own name first."""
        return tuple(dict.fromkeys((self.zh, *self.synonyms)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCadence(Named):
    """Every how many months somebody in the net has a review: "key" elders, or those whom a carer answers for ("linked")."""

    months: int


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
    intake_steps: dict[str, IntakeStep]
    intake_rules: dict[str, IntakeRule]
    intake_papers: dict[str, IntakePaper]
    levels: dict[str, Level]
    level_services: dict[str, LevelService]
    level_subsidies: dict[str, LevelSubsidy]

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
