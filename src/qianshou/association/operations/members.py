"""Somebody joins, leaves, comes back; belongs to a group."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.operations.humans import register_human

from ..models import Group, GroupMember, Member, OfficeTerm


@transaction.atomic
def join(*, person_id: int, joined: date, card: str = "", now: datetime, by_id: int | None) -> Member:
    """A person becomes a member; one who is already stays as she is. `card`: the number on her card, the next free one where none is given.

    Refused "card" for a number that another card has, "day" for a day to come, "person" for a file that was merged away.
    """
    person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id, merged_into__isnull=True).first()
    if person is None:
        raise Refused("person")
    if joined > clock.local_date(now):
        raise Refused("day")
    if held := Member.objects.filter(person=person, street_id=person.street_id, left__isnull=True).first():
        return held
    number = card.strip()[:12] or next_card(person.street_id)
    try:
        with transaction.atomic():
            row = Member.objects.create(person=person, street_id=person.street_id, card=number, joined=joined, made_at=now, made_by_id=by_id)
    except IntegrityError as error:
        raise Refused("card", card=number) from error
    _log("member.joined", row, now, by_id)
    return row


def next_card(street_id: int) -> str:
    """The number after the highest that is a plain number: "0251"."""
    rows = Member.objects.filter(street_id=street_id, card__regex=r"^[0-9]{1,9}$")
    last = rows.aggregate(last=Max(Cast("card", IntegerField())))["last"] or 0
    return f"{last + 1:04d}"


@transaction.atomic
def join_new(*, street_id: int, name: str, phone: str = "", joined: date, card: str = "", now: datetime, by_id: int) -> Member:
    """Somebody of whom the program knows nothing yet becomes a member. Refused "name" without one, and as `join`."""
    if not name.strip():
        raise Refused("name")
    person = register_human(street_id=street_id, name=name.strip()[:60], now=now, phone=phone)
    return join(person_id=person.pk, joined=joined, card=card, now=now, by_id=by_id)


@transaction.atomic
def leave(*, member_id: int, left: date, reason: str = "", now: datetime, by_id: int | None) -> bool:
    """The membership ends on a day, with her groups and offices. False when it had ended. Refused "day" before she joined or to come."""
    row = Member.objects.select_for_update(of=("self",)).get(pk=member_id)
    if not row.joined <= left <= clock.local_date(now):
        raise Refused("day")
    if not Member.objects.filter(pk=row.pk, left__isnull=True).update(left=left, left_reason=reason.strip()[:200]):
        return False
    for held in GroupMember.objects.filter(member=row, until__isnull=True):
        GroupMember.objects.filter(pk=held.pk).update(until=max(left, held.since))
    for term in OfficeTerm.objects.filter(member=row, until__isnull=True, taken_back_at__isnull=True):
        OfficeTerm.objects.filter(pk=term.pk).update(until=max(left, term.since))
    _log("member.left", row, now, by_id)
    return True


@transaction.atomic
def come_back(*, member_id: int, now: datetime, by_id: int) -> bool:
    """Her leaving was a slip: the membership goes on, and what had ended on that day with it. False when it runs; Refused "twice" when she joined anew since."""
    row = Member.objects.select_for_update(of=("self",)).get(pk=member_id)
    if row.left is None:
        return False
    if Member.objects.filter(person_id=row.person_id, street_id=row.street_id, left__isnull=True).exists():
        raise Refused("twice")
    GroupMember.objects.filter(member=row, until=row.left).update(until=None)
    try:
        with transaction.atomic():
            OfficeTerm.objects.filter(member=row, until=row.left, taken_back_at__isnull=True).update(until=None)
    except IntegrityError:  # somebody else holds her seat since: it stays with her
        pass
    Member.objects.filter(pk=row.pk).update(left=None, left_reason="")
    _log("member.back", row, now, by_id)
    return True


@transaction.atomic
def found_group(*, street_id: int, name: str, begun: int | None = None, purpose: str = "", now: datetime, by_id: int) -> Group:
    """A group of that name; one that is there stays as it is. Refused "name" without one, "year" for one before 1900 or to come."""
    if not name.strip():
        raise Refused("name")
    if begun is not None and not 1900 <= begun <= clock.local_date(now).year:
        raise Refused("year")
    row, made = Group.objects.get_or_create(street_id=street_id, name=name.strip()[:60], defaults={"begun": begun, "purpose": purpose.strip()[:300]})
    if made:
        log(act="group.founded", now=now, by_id=by_id, street_id=street_id, target="group", target_id=row.pk)
    return row


@transaction.atomic
def enter_group(*, group_id: int, member_id: int, since: date, now: datetime, by_id: int) -> GroupMember:
    """A member belongs to a group. Twice is once. Refused "member" for one who has left or is of another street."""
    group = Group.objects.select_for_update().get(pk=group_id)
    member = Member.objects.filter(pk=member_id, street_id=group.street_id, left__isnull=True).first()
    if member is None:
        raise Refused("member")
    row, made = GroupMember.objects.get_or_create(group=group, member=member, until=None, defaults={"since": since})
    if made:
        log(act="group.entered", now=now, by_id=by_id, street_id=group.street_id, target="group", target_id=group.pk, member=member.pk)
    return row


@transaction.atomic
def quit_group(*, belonging_id: int, on: date, now: datetime, by_id: int) -> bool:
    """She belongs to the group no more. False when that was so."""
    row = GroupMember.objects.select_related("group").get(pk=belonging_id)
    done = GroupMember.objects.filter(pk=row.pk, until__isnull=True).update(until=max(on, row.since))
    if done:
        log(act="group.quit", now=now, by_id=by_id, street_id=row.group.street_id, target="group", target_id=row.group_id, member=row.member_id)
    return bool(done)


def _log(act: str, row: Member, now: datetime, by_id: int | None) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="member", target_id=row.pk, person=row.person_id)
