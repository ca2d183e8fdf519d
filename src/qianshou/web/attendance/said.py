"""Attendance in words: what a day is, what is open, why something was refused, what was adjusted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.models import Absence, CalendarDay
from qianshou.care.operations.errors import Refused
from qianshou.care.rules.absences import AFTERNOON, MORNING
from qianshou.merit.queries.sheets import Sheet
from qianshou.merit.rules.adjusting import Adjustment
from qianshou.merit.rules.attendance import NO_IN, NO_OUT, ON_DUTY, AttendanceDay, hours_text
from qianshou.merit.rules.closing import ABSENT, BOTH, LEAVE, PAPER, UNCLEAR, UNPUBLISHED, UNSAID, UNTAPPED, WAITING
from qianshou.merit.rules.leave import DayLeave
from qianshou.merit.rules.workday import HOLIDAY, REST, WORK

from ..templatetags.shell import listed

FLAGS = {NO_OUT: gettext_lazy("no sign-out"), NO_IN: gettext_lazy("no sign-in"), ON_DUTY: gettext_lazy("on duty")}
OPEN = {
    WAITING: gettext_lazy("Corrections that wait for an answer"), LEAVE: gettext_lazy("Leave that waits for an answer"), ON_DUTY: gettext_lazy("Still at work"), NO_IN: gettext_lazy("Sign-ins that are missing"),
    NO_OUT: gettext_lazy("Sign-outs that are missing"), UNTAPPED: gettext_lazy("Visits made, but neither came nor went"),
    BOTH: gettext_lazy("On leave, and tapped all the same"), ABSENT: gettext_lazy("Not there, and no leave"), PAPER: gettext_lazy("Leave without its paper"), UNCLEAR: gettext_lazy("Leave that does not say which"),
    UNSAID: gettext_lazy("Worked weekends without working hours"), UNPUBLISHED: gettext_lazy("The days of the year are not known yet"),
}  # fmt: skip
REFUSALS = {
    "text": gettext_lazy("Write why the times are others."),
    "times": gettext_lazy("Give at least one time: when she came, or when she went."),
    "future": gettext_lazy("That time is still to come."),
    "correction_open": gettext_lazy("A correction of this day waits for its answer already."),
    "answer": gettext_lazy("Write an answer that she understands."),
    "answered": gettext_lazy("Somebody has answered it already."),
    "taken_back": gettext_lazy("She has taken it back meanwhile."),
    "leave_answer": gettext_lazy("Write why it is refused, so that she understands."),
    "closed_month": gettext_lazy("The attendance of %(month)s is closed: refuse it with a word, or have a second officer open the month first."),
    "absent_already": gettext_lazy("She is away on some of these days already."),
    "absence_days": gettext_lazy("Choose what kind of leave it is."),
    "early": gettext_lazy("The month is not over yet."),
    "closed": gettext_lazy("The month is closed already."),
    "nobody": gettext_lazy("There are no carers in this month."),
    "held_up": gettext_lazy("%(n)s things hold it up: answer the corrections and the leave that wait, and let everybody sign out."),
    "open": gettext_lazy("%(n)s things are open. Mend them, or write why they stay open."),
    "unsigned": gettext_lazy("Sign the sheets first."),
    "changed": gettext_lazy("The sheets are others than those that were signed: look at them and sign again."),
    "not_closed": gettext_lazy("The month is not closed."),
    "why": gettext_lazy("Write why it is opened again."),
    "same": gettext_lazy("A second officer opens it again, not the one who signed or closed it."),
    "later": gettext_lazy("A later month is closed already: what has changed stands on the next sheet as late news."),
    "days": gettext_lazy("The days are the wrong way round, or more than a month."),
    "kind": gettext_lazy("Choose what the day is."),
    "source": gettext_lazy("Write where it stands: the notice and its date."),
    "weekday": gettext_lazy("Hours of another weekday are only for a weekend that is worked."),
    "stand_in": gettext_lazy("Choose another carer of this street."),
    "replaced": gettext_lazy("Somebody stands in for her on one of these days already."),
}
NUMBER_WORDS = {
    "minutes": gettext_lazy("worked %(n)s min"), "visits": gettext_lazy("visits %(n)s"), "late": gettext_lazy("late %(n)s min"), "early": gettext_lazy("left early %(n)s min"),
    "between": gettext_lazy("away between %(n)s min"), "absent": gettext_lazy("not there %(n)s min"), "overtime_work": gettext_lazy("overtime on working days %(n)s min"),
    "overtime_rest": gettext_lazy("overtime on days off %(n)s min"), "overtime_holiday": gettext_lazy("overtime on public holidays %(n)s min"),
}  # fmt: skip


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % error.params


def kind_word(kind: str) -> str:
    """Working day, day off, public holiday; as published for none."""
    return str(dict(CalendarDay.Kind.choices).get(kind, gettext_lazy("as published")))


HALF_WORDS = {MORNING: gettext_lazy("in the morning"), AFTERNOON: gettext_lazy("in the afternoon")}


def leave_words(leave: DayLeave) -> str:
    """The leave of a day in words: "sick", "sick (in the morning)", or both halves one after the other."""
    kinds = dict(Absence.Kind.choices)
    told = [(str(kinds.get(kind, kind)), HALF_WORDS.get(half)) for kind, half in leave.told]
    return listed([_("%(kind)s (%(half)s)") % {"kind": kind, "half": half} if half else kind for kind, half in told])


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a sheet in words."""

    day: date
    times: list[tuple[str, str, str]]  # in, out, what is missing
    hours: str
    visits: int
    leave: str
    rest: bool
    shift: str
    overtime: str
    notes: list[tuple[str, str]]  # state of the pill, word
    kind: str  # what the day is, where that is not what its weekday says


def line_of(day: AttendanceDay) -> DayLine:
    """A day as the page shows it."""
    times = [_times(span, day) for span in day.spans]
    usual = REST if day.day.weekday() >= 5 else WORK
    return DayLine(
        day.day, times, hours_text(day.minutes), day.visits, leave_words(day.leave), day.facts.kind != WORK if day.facts.hours else usual == REST,
        shift_text(day), hours_text(day.reckoned.overtime), notes_of(day), "" if day.facts.kind == usual else kind_word(day.facts.kind),
    )  # fmt: skip


def _times(span, day: AttendanceDay) -> tuple[str, str, str]:
    ends = ["" if at is None else _clock(at, day) for at in (span.start, span.end)]
    return ends[0], ends[1], str(FLAGS.get(span.flag, ""))


def _clock(at: datetime, day: AttendanceDay) -> str:
    shown = f"{at.hour}:{at.minute:02d}"
    return shown if at.date() == day.day else _("%(time)s next day") % {"time": shown}


def shift_text(day: AttendanceDay) -> str:
    """8:00–12:00, 13:00–17:00; 20:00–6:00 next day."""
    return ", ".join(f"{_clock(start, day)}–{_clock(end, day)}" for start, end in day.facts.planned)


def notes_of(day: AttendanceDay) -> list[tuple[str, str]]:
    """What is to be seen on a day, each with the state of its pill."""
    done, facts = day.reckoned, day.facts
    found = [("calm", _("%(name)s stands in") % {"name": name}) for name in facts.replaced_by]
    found += [("calm", _("for %(name)s") % {"name": name}) for name in facts.replacing]
    minutes = (("late", done.late, _("late %(n)s min")), ("late", done.early, _("left early %(n)s min")), ("due", done.between, _("away between %(n)s min")))
    found += [(state, word % {"n": n}) for state, n, word in minutes if n]
    found += [("late", _("not there"))] if done.absent else []
    found += [("hole", _("visits, no taps"))] if done.untapped else []
    found += [("hole", _("on leave, yet tapped"))] if day.both else []
    found += [("hole", _("working hours not said"))] if facts.unsaid else []
    return found


def adjusted_words(one: Adjustment) -> str:
    """What a day of a closed month is more or less by now."""
    said = [str(NUMBER_WORDS[key]) % {"n": f"{n:+d}"} for key, n in one.numbers.items()]
    return listed([*said, *([leave_words(one.leave) or _("no leave")] if one.leave is not None else [])])


def overtime_words(sheet: Sheet) -> list[tuple[str, str]]:
    """(kind of day, hours) of overtime that there is."""
    return [(kind_word(kind), hours_text(n)) for kind in (WORK, REST, HOLIDAY) if (n := sheet.month.overtime[kind])]


def to_check(sheet: Sheet) -> int:
    """How many days want a look: missing taps, not there, visits without taps."""
    return sum(len(day.flags) + day.both + bool(day.reckoned.absent) + day.reckoned.untapped for day in sheet.month.days)


def counted_words(rows: Iterable[Mapping]) -> list[tuple[str, int]]:
    """What a closing left open, in words."""
    return [(str(OPEN.get(row["code"], row["code"])), row["n"]) for row in rows]


def read_time(text: str) -> time | None:
    """8:05 or 08:05 from a form; None for nothing. Raises ValueError for something else."""
    text = text.strip().replace("：", ":")
    return datetime.strptime(text, "%H:%M").time() if text else None


def read_day(text: str) -> date | None:
    """A day from a form; None for nothing or something else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
