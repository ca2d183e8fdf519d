"""Who holds which office: a term begins, ends, is taken back. That two do not hold one seat at one time is kept by the database."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused

from ..models import Group, Member, OfficeTerm, Seat
from ..queries.pack import rules_of


@transaction.atomic
def elect(
    *, street_id: int, office: str, member_id: int, since: date, until: date | None = None, seat: int = 1, group_id: int | None = None, now: datetime, by_id: int
) -> OfficeTerm:
    """A member holds a seat of an office from a day on (until a day, where that is known).

    Refused "office" for one that the pack does not have or a seat beyond its number, "member" for one who was no member then, "span", "held" where somebody
    holds the seat on one of these days.
    """
    street = Street.objects.get(pk=street_id)
    rule = rules_of(street, since, "office", "group" if group_id else "association").get(office)
    if rule is None or not 1 <= seat <= rule.number:
        raise Refused("office")
    if group_id and not Group.objects.filter(pk=group_id, street_id=street_id).exists():
        raise Refused("office")
    if until is not None and until < since:
        raise Refused("span")
    member = Member.objects.filter(pk=member_id, street_id=street_id, left__isnull=True, joined__lte=since).first()
    if member is None:
        raise Refused("member")
    chair, _made = Seat.objects.get_or_create(street=street, office=office, number=seat, group_id=group_id)
    try:
        with transaction.atomic():
            row = OfficeTerm.objects.create(seat=chair, member=member, since=since, until=until, made_at=now, made_by_id=by_id)
    except IntegrityError as error:
        raise Refused("held") from error
    log(act="office.taken", now=now, by_id=by_id, street_id=street_id, target="office_term", target_id=row.pk, office=office, member=member.pk)
    return row


@transaction.atomic
def step_down(*, term_id: int, until: date, now: datetime, by_id: int) -> OfficeTerm:
    """The term ends on a day. Refused "span" before it began, "held" where a later end meets the next one's term."""
    row = OfficeTerm.objects.select_for_update(of=("self",)).select_related("seat").get(pk=term_id, taken_back_at__isnull=True)
    if until < row.since:
        raise Refused("span")
    try:
        with transaction.atomic():
            OfficeTerm.objects.filter(pk=row.pk).update(until=until)
    except IntegrityError as error:
        raise Refused("held") from error
    log(act="office.ended", now=now, by_id=by_id, street_id=row.seat.street_id, target="office_term", target_id=row.pk)
    row.until = until
    return row


@transaction.atomic
def take_back_term(*, term_id: int, now: datetime, by_id: int) -> bool:
    """It was entered by mistake. False when it was taken back before."""
    row = OfficeTerm.objects.select_related("seat").get(pk=term_id)
    done = OfficeTerm.objects.filter(pk=row.pk, taken_back_at__isnull=True).update(taken_back_at=now)
    if done:
        log(act="office.taken_back", now=now, by_id=by_id, street_id=row.seat.street_id, target="office_term", target_id=row.pk)
    return bool(done)
