"""What a pack says of attendance: from how many minutes on something counts, what overtime is worth, which leave wants a paper."""

from dataclasses import dataclass

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRule(Named):
    """One number the sheet is worked out with: minutes (late_grace, overtime_least, break_from), or per cent of the usual pay (rate_…)."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveKind(Named):
    """One kind of leave: `code` is a kind of absence that the program knows.

    paper_from  from how many days on a paper is owed (a doctor's note, a certificate); 0: never
    unclear     it does not say yet which leave it is: asked about before a month is closed
    """

    paper_from: int = 0
    unclear: bool = False
