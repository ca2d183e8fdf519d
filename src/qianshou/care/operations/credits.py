"""Points follow from acts: worked out when tasks are done or taken back, posted in the same transaction, corrected by reversal."""

import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.kernel.copying import column, copy_lines, json_text
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Account
from qianshou.ledger.rules.points import Earned, kind_of, work_out
from qianshou.packs.loader import load
from qianshou.packs.shapes_merit import POINT_TASKS

from ..models import STANDING, Carer, PointCredit, PointsOwed, VisitEvent
from ..queries.company_tasks import silent
from ..queries.credits import VISIT, tasks_between
from .locks import lock_points

UNIT, OWN, GIVEN = "points", "care.points", "care.points_given"
OWN_NAME, GIVEN_NAME = gettext_noop("Points of a carer"), gettext_noop("Points given out")
EARNED = gettext_noop("Task done")
CREDITS = "care_pointcredit (street_id, carer_id, task, service, day, made_at, points, reasons, pack, revision, source, updated_at)"
_logger = logging.getLogger(__name__)
HAND = "hand"  # the reason that is no rule: an officer's word


def owe_points(*, visit_id: int, carer_id: int, day: date) -> None:
    """This carer said "done" of this visit: to be worked out (`credit_owed`). Written with the act, so that no fault in between can lose it."""
    PointsOwed.objects.create(carer_id=carer_id, task=f"{VISIT}{visit_id}", day=day)


@transaction.atomic
def credit_owed(*, carer_id: int, now: datetime) -> int:
    """Work out what is owed to this carer, all of it together, and let the books follow. Returns how many tasks changed."""
    lock_points([carer_id])
    owed = list(PointsOwed.objects.filter(carer_id=carer_id))
    if not owed:
        return 0
    changed = _credit_days(carer_id, _days_of({one.task for one in owed}, carer_id) | {one.day for one in owed}, now, None, "")
    PointsOwed.objects.filter(pk__in=[one.pk for one in owed]).delete()
    return changed


def credit_all_owed(*, now: datetime, carer_ids: Collection[int] | None = None) -> int:
    """`credit_owed` for these carers, or for all: each by itself, so that a fault with one leaves hers owed and the others credited.

    Returns for how many carers it was done.
    """
    owed = PointsOwed.objects.all() if carer_ids is None else PointsOwed.objects.filter(carer_id__in=carer_ids)
    done = 0
    for carer_id in sorted(set(owed.values_list("carer_id", flat=True))):
        try:
            credit_owed(carer_id=carer_id, now=now)
            done += 1
        except Exception:  # the acts stand; the points stay owed, and the next minute tries again
            _logger.exception("the points of carer %s could not be worked out", carer_id)
    return done


@transaction.atomic
def credit_visit(*, visit_id: int, carer_id: int, days: Collection[date], now: datetime, by_id: int | None = None, reason: str = "") -> int:
    """Work out at once the days on which a carer's part of this visit counts or counted: `days`, and those of her other words about it."""
    return _credit_days(carer_id, _days_of({f"{VISIT}{visit_id}"}, carer_id) | set(days), now, by_id, reason)


def _days_of(tasks: Collection[str], carer_id: int) -> set[date]:
    """The days on which she said "done" of these visits, or is credited for them."""
    visit_ids = [int(task.removeprefix(VISIT)) for task in tasks]
    said = VisitEvent.objects.filter(STANDING, visit_id__in=visit_ids, carer_id=carer_id, kind="done").values_list("made_at", flat=True)
    held = PointCredit.objects.filter(carer_id=carer_id, task__in=tasks).values_list("day", flat=True)
    return {*(clock.local_date(at) for at in said), *held}


@transaction.atomic
def credit_days(*, carer_id: int, days: Collection[date], now: datetime, by_id: int | None = None, reason: str = "") -> int:
    """Work out these days of one carer from what stands, and let the books follow. Again: changes nothing. Returns how many tasks changed.

    What stood before is reversed and posted anew, both dated today: a month that was printed stays as printed. `reason` is why it is worked out.
    """
    return _credit_days(carer_id, days, now, by_id, reason)


def _credit_days(carer_id: int, days: Collection[date], now: datetime, by_id: int | None, reason: str) -> int:
    lock_points([carer_id])
    carer = Carer.objects.select_related("street").get(pk=carer_id)
    days = sorted(set(days))
    worked = {day: _earned(carer, day, tasks_between({carer.pk: carer}, day, day).get((carer.pk, day), [])) for day in days}
    keys = [one.task.key for earned in worked.values() for one in earned]
    rows = PointCredit.objects.filter(Q(day__in=days) | Q(task__in=keys), carer=carer)
    held = {row.task: row for row in _spoken_of(rows, keys)}
    changed = 0
    for day, earned in worked.items():
        done, new = _settle(day, earned, held, now, by_id, reason)
        for one in new:
            row = held[one.task.key] = _row(carer, one, now)
            changed += _write(row, one.points, _plain(one), one.task.made_at, now, by_id, reason)
        changed += done
    return changed


@transaction.atomic
def credit_street(*, street_id: int, first: date, last: date, now: datetime, by_id: int | None = None, reason: str = "") -> int:
    """The same for all carers of a street and a span of days: after the rules were changed, or for acts from before there were points.

    Returns how many tasks changed. New tasks are posted together.
    """
    carers = {one.pk: one for one in Carer.objects.filter(street_id=street_id).select_related("street")}
    lock_points(carers)
    tasks = tasks_between(carers, first, last)
    keys = [task.key for day in tasks.values() for task in day]
    held: dict[int, dict[str, PointCredit]] = {pk: {} for pk in carers}
    rows = PointCredit.objects.filter(Q(day__range=(first, last)) | Q(task__in=keys), carer__in=list(carers)).select_related("carer")
    for row in _spoken_of(rows, keys):
        held[row.carer_id][row.task] = row
    there = {(pk, row.day) for pk, rows in held.items() for row in rows.values() if first <= row.day <= last}
    new: list[tuple[Carer, Earned]] = []
    changed = 0
    for carer_id, day in sorted({*tasks, *there}):
        carer = carers[carer_id]
        done, more = _settle(day, _earned(carer, day, tasks.get((carer_id, day), [])), held[carer_id], now, by_id, reason)
        changed += done
        new += [(carer, one) for one in more]
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


def _spoken_of(rows: Iterable[PointCredit], keys: Collection[str]) -> list[PointCredit]:
    """These rows but those of which no record says anything any more: they stay as they are. `keys`: tasks that were found."""
    rows, known = list(rows), set(keys)
    gone = silent({row.task for row in rows if row.points and row.task not in known})
    return [row for row in rows if row.task not in gone]


def _settle(
    day: date, earned: list[Earned], held: Mapping[str, PointCredit], now: datetime, by_id: int | None, reason: str
) -> tuple[int, list[Earned]]:
    """Let what is credited to a carer follow what was worked out for a day: how many tasks changed, and those that were never credited.

    `held`: task → her rows, of this day and of these tasks on any day.
    """
    keys = {one.task.key for one in earned}
    gone = [row for row in held.values() if row.day == day and row.points and kind_of(row.task) in POINT_TASKS and row.task not in keys]
    changed = sum(_write(row, 0, [], row.made_at, now, by_id, reason) for row in gone)
    known = [one for one in earned if one.task.key in held]
    changed += sum(_write(held[one.task.key], one.points, _plain(one), one.task.made_at, now, by_id, reason) for one in known)
    return changed, [one for one in earned if one.task.key not in held]


def _row(carer: Carer, one: Earned, now: datetime) -> PointCredit:
    """A row for a task that is new, not written yet."""
    day = one.task.made_at.date()
    return PointCredit(
        street_id=carer.street_id, carer=carer, task=one.task.key, service=one.task.service, day=day, made_at=one.task.made_at,
        points=0, reasons=[], pack=load(carer.street.pack, day).version, revision=0, updated_at=now,
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
            row.source = _source(row.task, row.carer_id, row.revision)
            on = day if first else max(today, day)
            ledger.post(source=row.source, lines=_lines(row, points, now), happened_on=on, text=EARNED, params={"task": row.task}, now=now, by_id=by_id)
    row.day, row.made_at, row.points, row.reasons, row.updated_at = day, made_at, points, reasons, now
    row.save()
    return True


def _source(task: str, carer_id: int, revision: int) -> str:
    return f"points.{task}:{carer_id}:{revision}"


def _lines(row: PointCredit, points: int, now: datetime) -> list[tuple[int, int]]:
    """Into the carer's account, out of the street's."""
    return [(_own(row.carer, now).pk, points), (_given(row.street_id, now).pk, -points)]


def _own(carer: Carer, now: datetime) -> Account:
    return ledger.open_account(street_id=carer.street_id, unit=UNIT, code=OWN, name=OWN_NAME, person_id=carer.person_id, now=now)


def _given(street_id: int, now: datetime) -> Account:
    return ledger.open_account(street_id=street_id, unit=UNIT, code=GIVEN, name=GIVEN_NAME, now=now)


def _post_new(street_id: int, new: list[tuple[Carer, Earned]], now: datetime) -> int:
    """Rows and entries of tasks that were never credited: together, by COPY."""
    if not new:
        return 0
    given = _given(street_id, now).pk
    own = {carer.pk: _own(carer, now).pk for carer in {carer.pk: carer for carer, _ in new}.values()}
    days = {(carer.street.pack, one.task.made_at.date()) for carer, one in new}
    versions = {(name, day): column(load(name, day).version) for name, day in days}
    at, rows, entries = now.isoformat(), [], []
    for carer, one in new:
        task, day, points, source = one.task, one.task.made_at.date(), one.points, ""
        if points:
            source = _source(task.key, carer.pk, 1)
            entries.append(ledger.Entry(source, ((own[carer.pk], points), (given, -points)), day, EARNED, {"task": task.key}))
        rows.append(
            f"{street_id}\t{carer.pk}\t{column(task.key)}\t{column(task.service)}\t{day}\t{task.made_at.isoformat()}\t{points}"
            f"\t{column(json_text(_plain(one)))}\t{versions[carer.street.pack, day]}\t1\t{column(source)}\t{at}\n"
        )
    with connection.wrap_database_errors, connection.cursor() as cursor:
        copy_lines(cursor, CREDITS, rows)
    ledger.post_many(entries=entries, now=now)
    return len(new)
