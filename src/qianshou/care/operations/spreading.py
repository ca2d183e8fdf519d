"""Visits owed so many times a week, put on other days of their week."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from qianshou.access.models import Street
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.watch.operations import set_ladders
from qianshou.watch.operations.retiming import NewTimes, retime

from ..models import Visit
from ..queries.ladders import ladders_of
from ..rules.visits import PLANNED, moments
from .errors import Refused
from .locks import lock_street
from .making import grace_of


@transaction.atomic
def spread_visits(*, street_id: int, days: Mapping[int, date], now: datetime) -> dict[int, date]:
    """Put visits on other days, at the same hours, their dues and ladders with them. Returns visit -> the day it had, of those that moved.

    Who calls logs the act. Refused "visit_begun" for a visit that has begun, is cancelled, belongs to no plan item, or whose old or new
    day is not after today; "day_taken" where its item has another visit that day. All move or none.
    """
    lock_street(street_id)
    today = clock.local_date(now)
    rows = list(Visit.objects.select_for_update().select_related("elder").filter(street_id=street_id, pk__in=days).order_by("pk"))
    moving = [v for v in rows if v.day != days[v.pk]]
    if len(rows) != len(days) or any(v.state != PLANNED or v.item_id is None or min(v.day, days[v.pk]) <= today for v in moving):
        raise Refused("visit_begun")
    taken = Visit.objects.filter(item__in=[v.item_id for v in moving], withdrawn=False).exclude(pk__in=[v.pk for v in moving])
    if set(taken.values_list("item_id", "day")) & {(v.item_id, days[v.pk]) for v in moving}:
        raise Refused("day_taken")
    before = {v.pk: v.day for v in moving}
    # Two visits of one item may change places: both step aside first, so that neither finds its new day taken.
    Visit.objects.filter(pk__in=before).update(withdrawn=True)
    for visit in moving:
        _put(visit, days[visit.pk])
    _follow(street_id, moving, now)
    return before


def _put(visit: Visit, day: date) -> None:
    """The visit on its new day. Back on the day of its plan item it is an ordinary visit again."""
    own = visit.instead_of or visit.day
    when = moments(day, *_clock(visit), visit.minutes)
    visit.day, visit.instead_of, visit.window_start, visit.window_end = day, None if day == own else own, when.starts, when.latest_start
    Visit.objects.filter(pk=visit.pk).update(
        day=day, instead_of=visit.instead_of, window_start=when.starts, window_end=when.latest_start, withdrawn=False, version=F("version") + 1,
    )  # fmt: skip


def _follow(street_id: int, visits: list[Visit], now: datetime) -> None:
    """Dues at their new times, each with the ladder of its new day."""
    if not visits:
        return
    pack = load(Street.objects.only("pack").get(pk=street_id).pack)
    days = [v.day for v in visits]
    ladders = ladders_of(street_id=street_id, elder_ids={v.elder_id for v in visits}, first=min(days), last=max(days))
    times = [
        NewTimes(key=v.due_key, opens_at=v.window_start, by_at=moments(v.day, *_clock(v), v.minutes).by, grace=grace_of(v.service, pack))
        for v in visits
    ]  # fmt: skip
    retime(street_id=street_id, times=times)
    set_ladders(street_id=street_id, ladders={v.due_key: ladders.of(v.elder_id, v.day, v.window_end) for v in visits}, now=now)


def _clock(visit: Visit) -> tuple[time, time]:
    """The hours agreed, as the office's clock shows them."""
    return visit.window_start.astimezone(clock.ZONE).time(), visit.window_end.astimezone(clock.ZONE).time()
