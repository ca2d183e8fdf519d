"""The night as a page shows it: which streets the user sees, how far each is, who works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateWorker

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import Visit

from ..models import NightRun, RoundDay, RoundVersion
from ..night import is_silent

ALIVE = timedelta(seconds=35)  # workers say every 10 s that they live


@dataclass(frozen=True, slots=True)
class StreetNight:
    """One street in one night: its run (None: nobody asked), and whether its worker is no longer heard from."""

    street: Street
    run: NightRun | None
    silent: bool

    @property
    def again(self) -> bool:
        """Is there something to try again?"""
        return self.run is not None and (self.run.state == NightRun.State.FAILED or self.silent)


def streets_of(scope: Scope) -> QuerySet[Street]:
    """The streets whose nights a user sees and may ask for: an administrator all, a district its own, an office its own."""
    rows = Street.objects.order_by("district_id", "pk")
    if scope.everything or "administrator" in scope.roles:
        return rows
    return rows.filter(Q(pk__in=scope.street_ids) | Q(district_id__in=scope.district_ids))


def night_of(*, scope: Scope, day: date, now: datetime) -> list[StreetNight]:
    """Every street that the user sees, with its run for the day."""
    streets = list(streets_of(scope))
    runs = {r.street_id: r for r in NightRun.objects.filter(day=day, street__in=streets).select_related("asked_by")}
    return [_of(s, runs.get(s.pk), now) for s in streets]


def _of(street: Street, run: NightRun | None, now: datetime) -> StreetNight:
    gone = run is not None and run.state == NightRun.State.PLANNING and is_silent(run.seen_at, now)
    return StreetNight(street, run, gone)


def street_in(*, scope: Scope, street_id: int) -> Street:
    """One street that the user may ask a night for; Street.DoesNotExist for any other."""
    return streets_of(scope).get(pk=street_id)


def workers_alive(now: datetime) -> int:
    """How many workers have been heard from just now. With none, whatever is asked for waits."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - ALIVE).count()


def reason_to_leave(*, street_id: int, day: date, today: date) -> dict | None:
    """Why the night must not plan this day, as {"code", "params"}: past, no_visits, published, being_planned, planned, changed. None: go on.

    Only an empty day, or one as an earlier night left it, is planned: whatever a person has planned or changed stays.
    """
    if day < today:
        return {"code": "past", "params": {}}
    if not Visit.objects.filter(street_id=street_id, day=day).exclude(state="cancelled").exists():
        return {"code": "no_visits", "params": {}}
    row = RoundDay.objects.filter(street_id=street_id, day=day).select_related("planned_by").first()
    if row is None:
        return None
    if row.published_at:
        return {"code": "published", "params": {}}
    if row.planning:
        return {"code": "being_planned", "params": {}}
    if row.state == RoundDay.State.EMPTY:
        return None
    last = last_change(row)
    if last is not None and last.change.get("code") == "night":
        return None
    by = last.made_by if last is not None else row.planned_by
    code = "planned" if last is None or last.change.get("code") in ("planned", "without") else "changed"
    return {"code": code, "params": {"by": str(by or "")}}


def last_change(row: RoundDay) -> RoundVersion | None:
    """The last change of a day that was not taken back."""
    rows = RoundVersion.objects.filter(round_day=row).select_related("made_by")
    return next((v for v in rows if v.change.get("code") != "undone" and not v.change.get("undone")), None)
