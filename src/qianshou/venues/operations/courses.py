"""A class is planned with its sessions, changed, ended with what came of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log

from ..models import Course, Venue
from ..rules.fees import MOST_FEN
from ..rules.places import MOST_PLACES
from .bookings import Weekly, Wish, book, book_weekly
from .errors import Refused
from .fees import anybody_paid
from .locks import held_course
from .seating import seat_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePlan:
    """What a class is; its weekday is that of `since`."""

    name: str
    teacher: str
    since: date
    until: date
    starts: time
    ends: time
    places: int
    note: str = ""
    fee_fen: int = 0  # for the whole term; 0: free
    overrule: str = ""  # why its sessions may lie outside the opening hours

    def words(self) -> dict:
        """Name, teacher and note as columns. Refused "name", "teacher" where one is empty."""
        values = {"name": self.name.strip()[:60], "teacher": self.teacher.strip()[:60], "note": self.note.strip()[:300]}
        for key in ("name", "teacher"):
            if not values[key]:
                raise Refused(key)
        return values


@transaction.atomic
def plan_course(*, venue_id: int, plan: CoursePlan, now: datetime, by_id: int) -> tuple[Course, Weekly]:
    """A class with its sessions booked each week; dates that clash are said and left out. Refused "name", "teacher", "places", "over_capacity", "fee", and as
    `book_weekly`."""
    venue = Venue.objects.get(pk=venue_id)
    values = plan.words()
    _check_places(plan.places, venue)
    _check_fee(plan.fee_fen)
    if plan.ends <= plan.starts:
        raise Refused("ends")
    if plan.until < plan.since:
        raise Refused("until")
    times = {"since": plan.since, "until": plan.until, "starts": plan.starts, "ends": plan.ends, "places": plan.places, "fee_fen": plan.fee_fen}
    row = Course.objects.create(venue=venue, street_id=venue.street_id, committee_id=venue.committee_id, made_at=now, made_by_id=by_id, **values, **times)
    booked = book_weekly(wish=_wish(row, plan.since, plan.overrule), until=plan.until, course_id=row.pk, now=now, by_id=by_id)
    _log("class.planned", row, now, by_id, name=row.name, sessions=len(booked.made))
    return row, booked


@transaction.atomic
def add_session(*, course_id: int, day: date, starts: time, ends: time, venue_id: int, overrule: str = "", now: datetime, by_id: int):
    """One more session, in place of one that clashed. Refused as `book`, "ended", "room" for another street's."""
    row = held_course(course_id)
    if not Venue.objects.filter(pk=venue_id, street_id=row.street_id).exists():
        raise Refused("room")
    wish = replace(_wish(row, day, overrule), starts=starts, ends=ends, venue_id=venue_id)
    return book(wish=wish, course_id=row.pk, now=now, by_id=by_id)


@transaction.atomic
def change_course(*, course_id: int, name: str, teacher: str, places: int, note: str, fee_fen: int | None = None, version: int, now: datetime, by_id: int) -> Course:
    """Its name, teacher, places, note; sessions are moved one by one. More places move up those who wait. Refused "name", "teacher", "places",
    "over_capacity", "stale", "ended", "seated" for fewer places than were given, "fee", "fee_paid" for another fee when somebody has paid. `fee_fen` None: it stays."""
    row = held_course(course_id)
    if row.version != version:
        raise Refused("stale")
    values = CoursePlan(name=name, teacher=teacher, note=note, since=row.since, until=row.until, starts=row.starts, ends=row.ends, places=places).words()
    _check_places(places, row.venue)
    seated = row.enrolments.filter(seat__isnull=False).count()
    if seated > places:
        raise Refused("seated", seated=seated)
    fee = row.fee_fen if fee_fen is None else fee_fen
    _check_fee(fee)
    if fee != row.fee_fen and anybody_paid(row.pk):
        raise Refused("fee_paid")
    Course.objects.filter(pk=row.pk).update(places=places, fee_fen=fee, version=F("version") + 1, **values)
    row.refresh_from_db()
    seat_everybody(row, now=now)
    _log("class.changed", row, now, by_id)
    return row


@transaction.atomic
def end_course(*, course_id: int, result: str, now: datetime, by_id: int) -> Course:
    """The term is over: what came of it. Refused "ended"."""
    row = held_course(course_id)
    Course.objects.filter(pk=row.pk).update(ended_at=now, result=result.strip()[:1000], version=F("version") + 1)
    _log("class.ended", row, now, by_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def reopen_course(*, course_id: int, now: datetime, by_id: int) -> bool:
    """Ending it was a mistake. False when it runs."""
    row = held_course(course_id, ended_too=True)
    if row.ended_at is None:
        return False
    Course.objects.filter(pk=row.pk).update(ended_at=None, version=F("version") + 1)
    seat_everybody(row, now=now)
    _log("class.reopened", row, now, by_id)
    return True


def _check_places(places: int, venue: Venue) -> None:
    if not 1 <= places <= MOST_PLACES:
        raise Refused("places", most=MOST_PLACES)
    if venue.capacity and places > venue.capacity:
        raise Refused("over_capacity", capacity=venue.capacity)


def _check_fee(fen: int) -> None:
    if not 0 <= fen <= MOST_FEN:
        raise Refused("fee", most=MOST_FEN // 100)


def _wish(row: Course, day: date, overrule: str) -> Wish:
    return Wish(
        venue_id=row.venue_id, day=day, starts=row.starts, ends=row.ends, title=row.name, booker=row.teacher, people=row.places, open_to_all=True, overrule=overrule
    )


def _log(act: str, row: Course, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="course", target_id=row.pk, **more)
