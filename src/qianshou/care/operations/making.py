"""Making visits for the days ahead from the care plans, each with what the watch is owed for it."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from qianshou.access.models import Street
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people.models import Status
from qianshou.watch import operations as watch
from qianshou.watch.rules import NewDue

from ..models import PlanItem, Visit
from ..queries.ladders import ladders_of
from ..queries.plan import days_of_item
from ..rules.visits import moments
from .locks import lock_street

HORIZON_DAYS = 14  # how far ahead visits stand in the book


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made: new visits, new dues, and how many items rest because their elder is not at home."""

    visits: int = 0
    dues: int = 0
    resting: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@transaction.atomic
def make_visits(
    *, street_id: int, first: date, days: int, now: datetime, elder_ids: Collection[int] | None = None, catch_up: bool = True
) -> Made:
    """Make the visits of `days` days from `first`, and their dues. Doing it again makes nothing new; two runs at once make no double.

    Dead, moved, away and in-hospital people get none. `catch_up`: also visits of today whose time has passed, which then count as late;
    a plan that was written at noon passes False, for nobody failed the morning before it.
    """
    lock_street(street_id)
    last = first + timedelta(days=days - 1)
    items = PlanItem.objects.filter(street_id=street_id, since__lte=last).filter(Q(until__isnull=True) | Q(until__gte=first))
    if elder_ids is not None:
        items = items.filter(elder_id__in=elder_ids)
    items = list(items.select_related("elder__file").order_by("pk"))
    visited = [item for item in items if _is_visited(item)]
    pack = load(Street.objects.only("pack").get(pk=street_id).pack)
    held = Visit.objects.filter(street_id=street_id, withdrawn=False, item__isnull=False)
    held = held.filter(Q(day__range=(first, last)) | Q(instead_of__range=(first, last))).values_list("item_id", "day", "instead_of")
    standing = {(item, day) for item, *days in held for day in days if day}
    rows = [row for item in visited for row in _rows(item, first, last, pack, now, catch_up) if (row.item_id, row.day) not in standing]
    Visit.objects.bulk_create(rows, batch_size=2000)
    return Made(len(rows), owe_visits(street_id=street_id, visits=rows, now=now), len(items) - len(visited))


def owe_visits(*, street_id: int, visits: Collection[Visit], now: datetime) -> int:
    """Owe the dues of visits that were just written, each with the ladder of its day. Returns how many are new."""
    if not visits:
        return 0
    pack = load(Street.objects.only("pack").get(pk=street_id).pack)
    elders = {visit.elder_id for visit in visits}
    ladders = ladders_of(street_id=street_id, elder_ids=elders, first=min(v.day for v in visits), last=max(v.day for v in visits))
    return watch.owe_many(dues=(new_due(visit, ladders.of(visit.elder_id, visit.day, visit.window_end), pack) for visit in visits), now=now)


def new_due(visit: Visit, ladder: list[int], pack: Pack) -> NewDue:
    """What the watch is owed for a visit: done by its latest start plus its minutes."""
    return NewDue(
        street_id=visit.street_id,
        key=visit.due_key,
        kind="visit",
        person_id=visit.elder_id,
        title=title_of(visit),
        opens_at=visit.window_start,
        by_at=visit.window_end + timedelta(minutes=visit.minutes),
        grace=grace_of(visit.service, pack),
        ladder=ladder,
        ref={"visit": visit.pk},
    )


def title_of(visit: Visit) -> dict:
    """The due's title as data: put into words when shown."""
    return {"code": "visit", "service": visit.service}


def grace_of(service: str, pack: Pack) -> timedelta:
    """How long after the window silence becomes an alert."""
    known = pack.services.get(service)
    return timedelta(minutes=known.grace if known else 30)


def _is_visited(item: PlanItem) -> bool:
    file = getattr(item.elder, "file", None)
    return item.elder.merged_into_id is None and (file is None or file.status == Status.ACTIVE)


def _rows(item: PlanItem, first: date, last: date, pack: Pack, now: datetime, catch_up: bool) -> Iterator[Visit]:
    for day in days_of_item(item, first, last, pack):
        when = moments(day, item.window_start, item.window_end, item.minutes)
        if not catch_up and when.latest_start <= now:
            continue
        yield Visit(
            street_id=item.street_id,
            committee_id=item.elder.committee_id,
            elder_id=item.elder_id,
            item=item,
            service=item.service,
            day=day,
            window_start=when.starts,
            window_end=when.latest_start,
            minutes=item.minutes,
            carers_needed=item.carers_needed,
            note=item.note,
            made_at=now,
        )
