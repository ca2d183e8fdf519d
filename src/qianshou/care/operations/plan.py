"""The care plan of an elder: items added, changed, ended; the visits in the book follow at once."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person
from qianshou.watch import operations as watch
from qianshou.watch.operations.retiming import NewTimes, retime

from ..models import PlanItem, Visit
from ..queries.plan import days_of_item, recurrence_of
from ..rules.visits import PLANNED, moments
from .errors import Refused
from .locks import lock_street
from .making import HORIZON_DAYS, grace_of, make_visits, title_of

PLAN_CHANGED = gettext_noop("plan changed")  # the excuse as it is stored; translated when shown
FIELDS = (
    "service", "weekdays", "times_per_week", "months", "window_start", "window_end", "minutes", "carers_needed", "since", "until",
    "skip_holidays", "note",
)  # fmt: skip


@transaction.atomic
def add_item(*, elder_id: int, values: Mapping[str, object], now: datetime, by_id: int) -> PlanItem:
    """Put a service into an elder's plan and make its visits of the next days. Refused with a code for what cannot be."""
    elder = Person.objects.select_related("street").get(pk=elder_id)
    lock_street(elder.street_id)
    item = PlanItem(elder=elder, street_id=elder.street_id, **_clean(values))
    _check(item, load(elder.street.pack))
    item.save()
    _make(item, now)
    log(
        act="plan.added",
        now=now,
        by_id=by_id,
        street_id=elder.street_id,
        target="person",
        target_id=elder.pk,
        item=item.pk,
        service=item.service,
    )
    return item


@transaction.atomic
def change_item(*, item_id: int, version: int, values: Mapping[str, object], now: datetime, by_id: int) -> PlanItem:
    """Change an item. Visits that have not begun follow: other days are withdrawn and their dues excused (PLAN_CHANGED), other times
    are moved, new days are made. Refused "stale" when somebody changed it since `version`."""
    street_id = PlanItem.objects.values_list("street_id", flat=True).get(pk=item_id)
    lock_street(street_id)
    item = PlanItem.objects.select_related("elder__street").get(pk=item_id)
    if item.version != version:
        raise Refused("stale")
    for key, value in _clean(values).items():
        setattr(item, key, value)
    pack = load(item.elder.street.pack)
    _check(item, pack)
    if not PlanItem.objects.filter(pk=item_id, version=version).update(version=F("version") + 1, **{f: getattr(item, f) for f in FIELDS}):
        raise Refused("stale")
    item.refresh_from_db()
    _follow(item, pack, now, by_id)
    _make(item, now)
    log(act="plan.changed", now=now, by_id=by_id, street_id=street_id, target="person", target_id=item.elder_id, item=item.pk)
    return item


@transaction.atomic
def end_item(*, item_id: int, last_day: date, now: datetime, by_id: int) -> PlanItem:
    """The item holds until this day; later visits are withdrawn. Ending it again moves the last day."""
    street_id = PlanItem.objects.values_list("street_id", flat=True).get(pk=item_id)
    lock_street(street_id)
    item = PlanItem.objects.select_related("elder__street").get(pk=item_id)
    # An item that never began is kept with one day on which nothing falls due any more: a plan is not deleted.
    item.until = max(last_day, item.since)
    PlanItem.objects.filter(pk=item_id).update(until=item.until, version=F("version") + 1)
    future = _not_begun(item, now).filter(day__gt=last_day)
    withdraw(visits=list(future), reason=PLAN_CHANGED, now=now, by_id=by_id)
    _make(item, now)
    log(
        act="plan.ended",
        now=now,
        by_id=by_id,
        street_id=street_id,
        target="person",
        target_id=item.elder_id,
        item=item.pk,
        last=str(item.until),
    )
    item.refresh_from_db()
    return item


def withdraw(*, visits: list[Visit], reason: str, now: datetime, by_id: int | None) -> int:
    """Cancel visits because plan or status changed (the days may be made anew) and excuse their dues. Returns how many."""
    if not visits:
        return 0
    ids = [visit.pk for visit in visits]
    Visit.objects.filter(pk__in=ids, state=PLANNED).update(state="cancelled", reason=reason, withdrawn=True, version=F("version") + 1)
    if by_id:
        watch.cancel(street_id=visits[0].street_id, keys=[f"visit:{pk}" for pk in ids], by_id=by_id, reason=reason, now=now)
    return len(ids)


def _clean(values: Mapping[str, object]) -> dict:
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
    clean = dict(values)
    if "weekdays" in clean:
        clean["weekdays"] = sorted(set(clean["weekdays"]))
    if "months" in clean:
        clean["months"] = sorted(set(clean["months"]))
    return clean


def _check(item: PlanItem, pack: Pack) -> None:
    if item.service not in pack.services:
        raise Refused("unknown_service", service=item.service)
    if faults := recurrence_of(item).faults():
        raise Refused(faults[0])
    if item.window_end <= item.window_start:
        raise Refused("window")
    if not 5 <= item.minutes <= 480:
        raise Refused("minutes")
    if item.carers_needed not in (1, 2):
        raise Refused("carers_needed")


def _not_begun(item: PlanItem, now: datetime):
    return Visit.objects.filter(item=item, state=PLANNED, window_start__gt=now).order_by("pk")


def _follow(item: PlanItem, pack: Pack, now: datetime, by_id: int) -> None:
    standing = list(_not_begun(item, now))
    if not standing:
        return
    # A visit that the week's plan put on another day stands for the day that the item alone would have had.
    own = {v.pk: v.instead_of or v.day for v in standing}
    wanted = set(days_of_item(item, min(own.values()), max(own.values()), pack))
    withdraw(visits=[v for v in standing if own[v.pk] not in wanted], reason=PLAN_CHANGED, now=now, by_id=by_id)
    moved = []
    for visit in (v for v in standing if own[v.pk] in wanted):
        when = moments(visit.day, item.window_start, item.window_end, item.minutes)
        visit.window_start, visit.window_end, visit.minutes, visit.service = when.starts, when.latest_start, item.minutes, item.service
        Visit.objects.filter(pk=visit.pk, state=PLANNED).update(
            window_start=when.starts, window_end=when.latest_start, minutes=item.minutes, carers_needed=item.carers_needed,
            service=item.service, note=item.note, version=F("version") + 1,
        )  # fmt: skip
        moved.append(
            NewTimes(key=visit.due_key, opens_at=when.starts, by_at=when.by, grace=grace_of(item.service, pack), title=title_of(visit))
        )
    retime(street_id=item.street_id, times=moved)


def _make(item: PlanItem, now: datetime) -> None:
    today = clock.local_date(now)
    last = today + timedelta(days=HORIZON_DAYS - 1)
    if item.since <= last and (item.until is None or item.until >= today):
        make_visits(street_id=item.street_id, first=today, days=HORIZON_DAYS, now=now, elder_ids=[item.elder_id], catch_up=False)
