"""Who must be assessed again is owed it, as everything else is owed: by a day, with a ladder, loud when it is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.queries import ladder_of_roles
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument
from qianshou.people.models import Status
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from qianshou.watch.rules import NewDue

from ..models import Assessment
from ..queries.events import events_of
from ..queries.instruments import instruments_for
from ..rules.reassessment import AFTER_EVENT, Owed, owed_again

KIND = "assessment"
REVIEW = "review"  # owed by care, which knows the net; met here
OPENS = timedelta(days=30)  # how long before its day it stands in the list
LADDER = ("assessor", "street_officer", "duty_desk")
OPEN_STATES = ("open", "late")


@transaction.atomic
def owe_reassessments(*, street_id: int, now: datetime) -> int:
    """Owe every assessment whose time comes within the next month; returns how many dues were new. Run each hour.

    Of the finished forms that stand the newest of each person and instrument counts. Nobody who has died or moved away is owed one.
    """
    street = Street.objects.get(pk=street_id)
    today = clock.local_date(now)
    known = {code: one for code, one in instruments_for(street, today).items() if one.most}
    rows = (
        Assessment.objects.filter(street=street, state=Assessment.State.DONE, replaced=False, instrument__in=known)
        .exclude(person__file__status__in=[Status.DEAD, Status.MOVED])
        .order_by("person_id", "instrument", "-made_on", "-pk")
        .distinct("person_id", "instrument")
    )
    newest = list(rows.only("person_id", "instrument", "made_on", "level"))
    events = events_of(street_id=street_id, person_ids={row.person_id for row in newest}, until=today)
    owed = []
    for row in newest:
        one = known[row.instrument]
        # After hospital and after a fall the one that names levels of ability is asked again, not every scale.
        wanted = owed_again(last=row.made_on, months=months_of(one, row.level), events=events[row.person_id] if one.changes else ())
        if wanted and wanted.by - OPENS <= today:
            owed.append((row, one, wanted))
    return watch.owe_many(dues=_dues(street_id, owed, today), now=now)


def months_of(one: Instrument, level: int | None) -> int:
    """Months until it is asked again: those of the level, else the instrument's."""
    band = one.band(level) if level is not None else None
    return band.months or one.months if band else one.months


def _dues(street_id: int, owed: Iterable[tuple[Assessment, Instrument, Owed]], today: date) -> Iterable[NewDue]:
    ladder = ladder_of_roles(street_id=street_id, roles=LADDER, on=today)
    for row, one, wanted in owed:
        # What ran out before anybody could know of it is owed from now on: a new program must not begin with a hundred alarms.
        by_at = clock.day_bounds(max(wanted.by, today + AFTER_EVENT))[1] - timedelta(minutes=1)
        yield NewDue(
            street_id=street_id, key=due_key(row.person_id, one.code, wanted), kind=KIND, person_id=row.person_id,
            title={"code": KIND, "params": {"instrument": one.zh}}, opens_at=clock.day_bounds(min(wanted.by - OPENS, today))[0], by_at=by_at, ladder=ladder,
            ref={"instrument": one.code, "why": wanted.why, "since": wanted.since.isoformat()},
        )  # fmt: skip


def due_key(person_id: int, code: str, owed: Owed) -> str:
    """Named after its reason and day: the same reason is owed once, whenever it is looked at again."""
    return f"assess:{person_id}:{code}:{owed.why}:{owed.since.isoformat()}"[:80]


@dataclass(frozen=True, slots=True)
class Heard:
    """When a form was finished and when that was heard, and by what: `grade` as in `watch` ("desk", or "tap" from a phone)."""

    made_at: datetime
    received_at: datetime
    grade: str = "desk"


def settle_owed(*, done: Assessment, instrument: Instrument, heard: Heard, by_id: int | None) -> int:
    """A finished form meets what was owed of its instrument, in the caller's transaction. Returns how many dues it met.

    A form of a day before the reason (she fell after it) meets nothing that the reason asks for.
    """
    met = 0
    for due in Due.objects.filter(street_id=done.street_id, person_id=done.person_id, kind=KIND, state__in=OPEN_STATES, ref__instrument=instrument.code):
        if done.made_on < date.fromisoformat(due.ref["since"]):
            continue
        evidence = {"assessment": done.pk, "level": done.level}
        _meet(due, heard, evidence, by_id)
        met += 1
    if done.month:
        met += _meet_review(done, heard, by_id)
    return met


def _meet_review(done: Assessment, heard: Heard, by_id: int | None) -> int:
    """The form of a month meets the review that was owed of it, if one was."""
    due = Due.objects.filter(street_id=done.street_id, person_id=done.person_id, kind=REVIEW, ref__month=f"{done.month:%Y-%m}").first()
    if due is None or due.state not in OPEN_STATES:
        return 0
    _meet(due, heard, {"assessment": done.pk}, by_id)
    return 1


def _meet(due: Due, heard: Heard, evidence: dict, by_id: int | None) -> None:
    watch.meet(
        street_id=due.street_id, key=due.key, made_at=heard.made_at, received_at=heard.received_at, grade=heard.grade, evidence=evidence, by_id=by_id
    )  # fmt: skip
