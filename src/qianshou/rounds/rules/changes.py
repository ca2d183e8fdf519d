"""What may become of a change by hand: done, asked back, refused, or somebody was faster."""

from dataclasses import dataclass, field


class DayRefused(ValueError):
    """A change that cannot be made; `code` and `params` say why, to be translated where it is shown."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class DayChanged(Exception):
    """Somebody else changed the day in between: nothing was done. Carries the version that holds now."""

    def __init__(self, version: int, by: str = "", change: dict | None = None) -> None:
        super().__init__(f"the day is at version {version}")
        self.version, self.by, self.change = version, by, change or {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change: done, or asked back with what it would break (then an officer may insist).

    `left`: visits that were to be given to others (their ids) and did not fit there: (visit, those carers).
    """

    applied: bool
    version: int
    complaints: tuple[dict, ...] = field(default=())
    left: tuple[tuple[int, tuple[int, ...]], ...] = ()
