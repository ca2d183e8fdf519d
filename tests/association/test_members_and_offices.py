"""Who joins, leaves and comes back; who holds which office, and that no two hold one seat at one time, from two desks at once."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from qianshou.association.models import GroupMember, Member, OfficeTerm, Seat
from qianshou.association.operations import members, offices
from qianshou.care.operations.errors import Refused
from qianshou.exchange.operations.merging import merge, unmerge
from tests.association.club import by, elect, gathered, member, some
from tests.cast import DAY, LONG_AGO, NOON, elder, make
from tests.exchange.twins import doubt


def refuses(code: str, act, *args, **kwargs) -> None:
    with pytest.raises(Refused) as error:
        act(*args, **kwargs)
    assert error.value.code == code


@pytest.mark.django_db
def test_cards_are_numbered_and_nobody_joins_twice(cast):
    first, second, *_ = some(cast)
    assert (first.card, second.card) == ("0001", "0002") and member(cast, cast.shen) == first
    refuses("card", member, cast, cast.bao, card="0002")
    refuses("day", members.join, person_id=cast.bao.pk, joined=DAY + timedelta(days=1), **by(cast))
    new = members.join_new(street_id=cast.street.pk, name="钱桂珍", phone="13817009999", joined=DAY, **by(cast))
    assert new.card == "0005" and new.person.name == "钱桂珍"


@pytest.mark.django_db
def test_whoever_leaves_leaves_group_and_office_and_an_undo_gives_them_back(cast):
    first, _second, *_ = some(cast)
    group = members.found_group(street_id=cast.street.pk, name="长青志愿者工作坊", begun=2004, **by(cast))
    members.enter_group(group_id=group.pk, member_id=first.pk, since=LONG_AGO, **by(cast))
    term = elect(cast, first)
    assert members.leave(member_id=first.pk, left=DAY, reason="搬家", **by(cast)) and not members.leave(member_id=first.pk, left=DAY, **by(cast))
    term.refresh_from_db()
    assert term.until == DAY and not GroupMember.objects.filter(until=None).exists()
    refuses("member", elect, cast, first, office="secretary")
    assert members.come_back(member_id=first.pk, **by(cast))
    term.refresh_from_db()
    assert term.until is None and GroupMember.objects.filter(until=None).count() == 1
    members.leave(member_id=first.pk, left=DAY, **by(cast))
    again = members.join(person_id=cast.shen.pk, joined=DAY, **by(cast))
    assert again.card != first.card
    refuses("twice", members.come_back, member_id=first.pk, **by(cast))


@pytest.mark.django_db
def test_offices_follow_the_pack_and_do_not_overlap(cast):
    first, second, *_ = some(cast)
    elect(cast, first, until=date(2026, 6, 30))
    refuses("held", elect, cast, second, since=date(2026, 6, 30))
    elect(cast, second, since=date(2026, 7, 1))
    refuses("office", elect, cast, second, seat=2)  # one president
    refuses("office", elect, cast, second, office="king")
    elect(cast, second, office="vice_president", seat=3)  # somebody may hold two offices
    term = OfficeTerm.objects.get(member=first)
    refuses("held", offices.step_down, term_id=term.pk, until=date(2026, 7, 1), **by(cast))
    with pytest.raises(IntegrityError), transaction.atomic():  # by the database, whoever writes
        OfficeTerm.objects.create(seat=term.seat, member=first, since=date(2026, 8, 1), made_at=NOON)
    assert offices.take_back_term(term_id=OfficeTerm.objects.get(member=second, seat__office="president").pk, **by(cast))
    elect(cast, first, since=date(2026, 7, 1))


@pytest.mark.django_db
def test_a_groups_leader_is_of_that_group_only(cast):
    first, *_ = some(cast)
    one, two = (members.found_group(street_id=cast.street.pk, name=name, **by(cast)) for name in ("合唱队", "编织组"))
    elect(cast, first, office="leader", group_id=one.pk)
    elect(cast, first, office="leader", group_id=two.pk)
    refuses("held", elect, cast, first, office="leader", group_id=one.pk)
    assert Seat.objects.filter(office="leader").count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_that_elect_at_once_one_is_refused(db):
    cast = make()
    people = some(cast)
    elect(cast, people[0], since=LONG_AGO, until=LONG_AGO)  # the seat is there
    barrier, said = threading.Barrier(4), []

    def desk(one):
        try:
            barrier.wait(timeout=20)
            elect(cast, one, since=date(2026, 3, 1))
            said.append("yes")
        except Refused as error:
            said.append(error.code)
        finally:
            connections.close_all()

    desks = [threading.Thread(target=desk, args=(one,)) for one in people]
    for one in desks:
        one.start()
    for one in desks:
        one.join(timeout=30)
    assert sorted(said) == ["held", "held", "held", "yes"]
    assert OfficeTerm.objects.filter(since=date(2026, 3, 1)).count() == 1


@pytest.mark.django_db
def test_two_files_of_one_member_become_one_membership_and_two_again(cast):
    twin = elder(cast.street, cast.huolan, "沈玉芳", cast.lane_unplaced, "3号", date(1938, 3, 5), "", NOON)
    mine, other = member(cast, cast.shen), member(cast, twin)
    gathered(cast, other)
    undo = merge(person=twin, into=cast.shen, take=[], case_id=doubt(cast, twin, cast.shen, "same").pk, now=NOON, by_id=cast.officer.pk)
    assert list(Member.objects.filter(person=cast.shen, left=None)) == [mine] and Member.objects.filter(person=cast.shen).count() == 2
    unmerge(person=twin, undo=undo, now=NOON, by_id=cast.officer.pk)
    other.refresh_from_db()
    assert (other.person, other.left) == (twin, None)
