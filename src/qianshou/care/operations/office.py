"""What the office does to single visits, and what happens to visits when an elder's status changes."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Person, Status
from qianshou.watch import operations as watch

from ..models import Visit
from ..queries.ladders import officer_of
from ..rules.visits import CANCELLED, MAY_CANCEL, PLANNED, moments
from .errors import Refused
from .locks import lock_street
from .making import HORIZON_DAYS, make_visits, owe_visits
from .plan import withdraw

# Why a visit falls away when the elder is not at home: the same words as the outcomes of an alert.
STATUS_REASONS = {Status.DEAD: "died", Status.MOVED: "moved", Status.HOSPITAL: "hospital", Status.AWAY: "away"}


@transaction.atomic
def cancel_visit(*, visit_id: int, reason: str, now: datetime, by_id: int) -> Visit:
    """Not this time: the due is excused with the reason, and the nightly run does not make the visit again. Cancelling twice changes
    nothing. Refused without a reason, or when somebody is there or has been there."""
    if not reason.strip():
        raise Refused("reason")
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    if visit.state == CANCELLED:
        return visit
    if not Visit.objects.filter(pk=visit_id, state__in=MAY_CANCEL).update(
        state=CANCELLED, reason=reason.strip()[:200], withdrawn=False, version=F("version") + 1
    ):
        raise Refused("visit_begun", state=visit.state)
    watch.cancel(street_id=visit.street_id, keys=[visit.due_key], by_id=by_id, reason=reason, now=now)
    log(
        act="visit.cancelled",
        now=now,
        by_id=by_id,
        street_id=visit.street_id,
        target="visit",
        target_id=visit_id,
        reason=reason.strip()[:200],
    )
    visit.refresh_from_db()
    return visit


@transaction.atomic
def move_visit(*, visit_id: int, day: date, start: time, end: time, reason: str, now: datetime, by_id: int) -> Visit:
    """Another time, once: this visit is cancelled with the reason and one of its own stands in its place. Returns the new one.

    Refused as in `cancel_visit`, for a window the wrong way round, and for a time that has passed.
    """
    street_id = Visit.objects.values_list("street_id", flat=True).get(pk=visit_id)
    lock_street(street_id)
    old = Visit.objects.select_related("elder").get(pk=visit_id)
    if old.state == CANCELLED:
        raise Refused("visit_begun", state=old.state)
    if end <= start:
        raise Refused("window")
    when = moments(day, start, end, old.minutes)
    if when.latest_start <= now:
        raise Refused("past")
    cancel_visit(visit_id=visit_id, reason=reason, now=now, by_id=by_id)
    new = Visit.objects.create(
        street_id=street_id, committee_id=old.elder.committee_id, elder_id=old.elder_id, service=old.service, day=day,
        window_start=when.starts, window_end=when.latest_start, minutes=old.minutes, carers_needed=old.carers_needed, note=old.note, made_at=now,
    )  # fmt: skip
    Visit.objects.filter(pk=visit_id).update(moved_to=new)
    owe_visits(street_id=street_id, visits=[new], now=now)
    log(
        act="visit.moved",
        now=now,
        by_id=by_id,
        street_id=street_id,
        target="visit",
        target_id=visit_id,
        to=new.pk,
        reason=reason.strip()[:200],
    )
    return new


@transaction.atomic
def status_changed(*, elder_id: int, now: datetime, by_id: int) -> dict[str, int]:
    """Call it in the transaction that changed an elder's status. Dead, moved, away or in hospital: visits that have not begun are
    withdrawn and their dues excused. At home again: the visits of the next days are made. Returns {"withdrawn", "made"}."""
    elder = Person.objects.select_related("file").get(pk=elder_id)
    lock_street(elder.street_id)
    status = elder.file.status
    if reason := STATUS_REASONS.get(status):
        standing = list(Visit.objects.filter(elder_id=elder_id, state=PLANNED, window_end__gt=now).order_by("pk"))
        return {"withdrawn": withdraw(visits=standing, reason=reason, now=now, by_id=by_id), "made": 0}
    made = make_visits(
        street_id=elder.street_id, first=clock.local_date(now), days=HORIZON_DAYS, now=now, elder_ids=[elder_id], catch_up=False
    )
    return {"withdrawn": 0, "made": made.visits}


@transaction.atomic
def statuses_changed(*, street_id: int, now: datetime, by_id: int | None, elder_ids: list[int] | None = None) -> dict[str, int]:
    """`status_changed` for many elders of one street (None: all), as after an import; a fixed number of statements for each status.

    An excuse needs a named person. When nobody is signed in (the command line), it is the street's officer, who answers for the register;
    in a street without one the visits are withdrawn and their dues stay open, for somebody has to say so.
    """
    lock_street(street_id)
    signer = by_id or officer_of(street_id=street_id, on=clock.local_date(now))
    withdrawn = 0
    for status, reason in STATUS_REASONS.items():
        standing = Visit.objects.filter(street_id=street_id, elder__file__status=status, state=PLANNED, window_end__gt=now)
        if elder_ids is not None:
            standing = standing.filter(elder_id__in=elder_ids)
        withdrawn += withdraw(visits=list(standing.order_by("pk")), reason=reason, now=now, by_id=signer)
    first = clock.local_date(now)
    made = make_visits(street_id=street_id, first=first, days=HORIZON_DAYS, now=now, elder_ids=elder_ids, catch_up=False)
    return {"withdrawn": withdrawn, "made": made.visits}
