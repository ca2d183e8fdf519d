"""What an intake keeps to, and what a level means: rows of a pack."""

from dataclasses import dataclass

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeStep(Named):
    """A step of an intake: owed within `days` calendar days, told to `roles` in turn when late.

    instruments  what is asked at the home visit before anybody decides (only of the step "assess")
    """

    days: int
    roles: tuple[str, ...]
    instruments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRule(Named):
    """One thing an intake keeps to: `number` where it counts something (years, days), `on` where it holds or not."""

    number: int = 0
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePaper(Named):
    """A paper asked for with an application; `needed`: the check is not passed without it."""

    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Named):
    """What a level of the ability assessment means for the net.

    risk   "key" (重点老人), "linked", or "" for nobody who answers: by this the reviews come (review_cadences)
    links  ranks of carers that must answer for the person
    """

    level: int
    risk: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelService(Named):
    """A service that comes with some levels, so many times a week, by a tier. `when`: "always", "alone" (lives alone), "wish"."""

    service: str
    levels: tuple[int, ...]
    times_per_week: int
    when: str = "always"
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSubsidy(Named):
    """A subsidy for whoever meets every condition (an empty one is met by all). `fen` None: nobody has set the amount."""

    levels: tuple[int, ...]
    per: str
    fen: int | None = None
    age_from: int = 0
    hardship: tuple[str, ...] = ()
    living: tuple[str, ...] = ()
