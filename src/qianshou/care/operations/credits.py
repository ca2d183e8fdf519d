"""Points follow from acts: worked out when a task is done or taken back, posted in the same transaction, corrected by reversal."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Account
from qianshou.ledger.rules.points import Earned, work_out
from qianshou.packs.loader import load

from ..models import STANDING, Carer, PointCredit, VisitEvent
from ..queries.credits import VISIT, tasks_between
from .locks import lock_points

UNIT, OWN, GIVEN = "points", "care.points", "care.points_given"
OWN_NAME, GIVEN_NAME = gettext_noop("Points of a carer"), gettext_noop("Points given out")
EARNED = gettext_noop("Task done")
HAND = "hand"  # the reason that is no rule: an officer's word


@transaction.atomic
def credit_visit(*, visit_id: int, carer_id: int, days: Collection[date], now: datetime, by_id: int | None = None, reason: str = "") -> int:
    """Work out the days on which a carer's part of this visit counts or counted: `days`, and those of her other words about it."""
    said = VisitEvent.objects.filter(STANDING, visit_id=visit_id, carer_id=carer_id, kind="done").values_list("made_at", flat=True)
    held = PointCredit.objects.filter(carer_id=carer_id, task=f"{VISIT}{visit_id}").values_list("day", flat=True)
    return credit_days(carer_id=carer_id, days={*days, *(clock.local_date(at) for at in said), *held}, now=now, by_id=by_id, reason=reason)


@transaction.atomic
def credit_days(*, carer_id: int, days: Collection[date], now: datetime, by_id: int | None = None, reason: str = "") -> int:
    """Work out these days of one carer from what stands, and let the books follow. Again: changes nothing. Returns how many tasks changed.

    What stood before is reversed and posted anew, both dated today: a month that was printed stays as printed. `reason` is why it is worked out.
    """
    lock_points([carer_id])
    carer = Carer.objects.select_related("street").get(pk=carer_id)
    changed = 0
    for day in sorted(set(days)):
        tasks = tasks_between({carer.pk: carer}, day, day)
        changed += len(_settle(carer, day, _earned(carer, day, tasks.get((carer.pk, day), [])), now, by_id, reason))
    return changed


@transaction.atomic
def credit_street(*, street_id: int, first: date, last: date, now: datetime, by_id: int | None = None, reason: str = "") -> int:
    """The same for all carers of a street and a span of days: after the rules were changed, or for acts from before there were points.

    Returns how many tasks changed. New tasks are posted together.
    """
    carers = {one.pk: one for one in Carer.objects.filter(street_id=street_id).select_related("street")}
    lock_points(carers)
    tasks = tasks_between(carers, first, last)
    there = set(PointCredit.objects.filter(street_id=street_id, day__range=(first, last)).values_list("carer_id", "day"))
    new: list[tuple[Carer, Earned]] = []
    changed = 0
    for carer_id, day in sorted({*tasks, *there}):
        earned = _earned(carers[carer_id], day, tasks.get((carer_id, day), []))
        if (carer_id, day) in there:
            changed += len(_settle(carers[carer_id], day, earned, now, by_id, reason))
        else:
            new += [(carers[carer_id], one) for one in earned]
    changed += _post_new(street_id, new, now)
    if changed:
        log(act="points.worked_out", now=now, by_id=by_id, street_id=street_id, target="street", target_id=street_id, tasks=changed, reason=reason)
    return changed


@transaction.atomic
def credit_by_hand(*, carer_id: int, task: str, day: date, points: int, now: datetime, by_id: int) -> PointCredit:
    """Points that an officer gives because no act can show what was done. `task` ("objection:7") says for what; given once."""
    lock_points([carer_id])
    carer = Carer.objects.select_related("street").get(pk=carer_id)
    if held := PointCredit.objects.filter(carer=carer, task=task).first():
        return held
    row = PointCredit(street_id=carer.street_id, carer=carer, task=task, service="", day=day, made_at=now, points=0, reasons=[],
                      pack=load(carer.street.pack, day).version, revision=0, updated_at=now)  # fmt: skip
    _write(row, points, [[HAND, points]], clock.at(day, time(12)), now, by_id, "")
    log(act="points.by_hand", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, points=points, task=task)
    return row


def _earned(carer: Carer, day: date, tasks: list) -> list[Earned]:
    pack = load(carer.street.pack, day)
    return work_out(tasks, services=pack.services, rules=pack.point_rules.values())


def _settle(carer: Carer, day: date, earned: list[Earned], now: datetime, by_id: int | None, reason: str) -> list[PointCredit]:
    """Let the rows and the books of one carer's day follow what was worked out; the rows that changed."""
    keys = [one.task.key for one in earned]
    held = {row.task: row for row in PointCredit.objects.filter(carer=carer, task__in=keys)}
    gone = PointCredit.objects.filter(carer=carer, day=day, task__startswith=VISIT).exclude(task__in=keys).exclude(points=0)
    changed = [row for row in gone if _write(row, 0, [], row.made_at, now, by_id, reason)]
    for one in earned:
        row = held.get(one.task.key) or _row(carer, one, now)
        if _write(row, one.points, _plain(one), one.task.made_at, now, by_id, reason):
            changed.append(row)
    return changed


def _row(carer: Carer, one: Earned, now: datetime, version: str = "") -> PointCredit:
    """A row for a task that is new, not written yet. `version`: of the pack of its day, where the caller knows it."""
    version = version or load(carer.street.pack, one.task.made_at.date()).version
    return PointCredit(
        street_id=carer.street_id, carer=carer, task=one.task.key, service=one.task.service, day=one.task.made_at.date(), made_at=one.task.made_at,
        points=0, reasons=[], pack=version, revision=0, updated_at=now,
    )  # fmt: skip


def _plain(one: Earned) -> list:
    return [[reason.rule, reason.points] for reason in one.reasons]


def _write(row: PointCredit, points: int, reasons: list, made_at: datetime, now: datetime, by_id: int | None, reason: str) -> bool:
    """Let one row, and the books where the sum or the day changed, say this. Whether anything did."""
    day, today = made_at.date() if points else row.day, clock.local_date(now)
    same = row.points == points and row.day == day
    if row.pk and same and row.reasons == reasons:
        return False
    if row.pk:
        row.pack = load(Street.objects.get(pk=row.street_id).pack, day).version
    if not same or not row.pk:
        if row.source:
            ledger.reverse(source=row.source, happened_on=max(today, row.day), reason=reason or "acts", now=now, by_id=by_id)
        first, row.revision = row.revision == 0, row.revision + 1
        row.source = ""
        if points:
            row.source = _source(row)
            on = day if first else max(today, day)
            ledger.post(source=row.source, lines=_lines(row, points, now), happened_on=on, text=EARNED, params={"task": row.task}, now=now, by_id=by_id)
    row.day, row.made_at, row.points, row.reasons, row.updated_at = day, made_at, points, reasons, now
    row.save()
    return True


def _source(row: PointCredit) -> str:
    return f"points.{row.task}:{row.carer_id}:{row.revision}"


def _lines(row: PointCredit, points: int, now: datetime) -> list[tuple[int, int]]:
    """Into the carer's account, out of the street's."""
    return [(_own(row.carer, now).pk, points), (_given(row.street_id, now).pk, -points)]


def _own(carer: Carer, now: datetime) -> Account:
    return ledger.open_account(street_id=carer.street_id, unit=UNIT, code=OWN, name=OWN_NAME, person_id=carer.person_id, now=now)


def _given(street_id: int, now: datetime) -> Account:
    return ledger.open_account(street_id=street_id, unit=UNIT, code=GIVEN, name=GIVEN_NAME, now=now)


def _post_new(street_id: int, new: list[tuple[Carer, Earned]], now: datetime) -> int:
    """Rows and entries of tasks on days that had none: together."""
    if not new:
        return 0
    given = _given(street_id, now).pk
    own = {carer.pk: _own(carer, now).pk for carer in {carer.pk: carer for carer, _ in new}.values()}
    known = PointCredit.objects.filter(carer__in=list(own), task__in=[one.task.key for _, one in new])
    moved = {(row.carer_id, row.task): row for row in known}
    days = {(carer.street.pack, one.task.made_at.date()) for carer, one in new}
    versions = {(name, day): load(name, day).version for name, day in days}
    rows, entries = [], []
    for carer, one in new:
        if held := moved.get((carer.pk, one.task.key)):  # it stood on another day: what was posted there is reversed
            _write(held, one.points, _plain(one), one.task.made_at, now, None, "")
            continue
        row = _row(carer, one, now, versions[carer.street.pack, one.task.made_at.date()])
        row.points, row.reasons, row.revision = one.points, _plain(one), 1
        if one.points:
            row.source = _source(row)
            entries.append(ledger.Entry(row.source, [(own[carer.pk], one.points), (given, -one.points)], row.day, EARNED, {"task": row.task}))
        rows.append(row)
    ledger.post_many(entries=entries, now=now)
    PointCredit.objects.bulk_create(rows, batch_size=2000)
    return len(new)
