"""Publish a day: phones, grants and ladders follow; changes go out at once; taking it back takes all of it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.people.models import Grant
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, Stop
from qianshou.rounds.queries import published_stops
from qianshou.rounds.rules import DayRefused
from qianshou.watch.models import Due
from qianshou.watch.operations import owe_many
from qianshou.watch.rules import NewDue
from tests.cast import DAY

from .days import MORNING, six

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(cast):
    visits = six(cast)
    owe_many(now=MORNING, dues=[
        NewDue(street_id=cast.street.pk, key=v.due_key, kind="visit", person_id=v.elder_id, title={"code": "visit", "params": {}},
               opens_at=v.window_start, by_at=v.window_end + timedelta(minutes=v.minutes), grace=timedelta(minutes=30), ladder=[], ref={})
        for v in visits.values()
    ])  # fmt: skip
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=cast.officer.pk)
    return visits


def publish(cast) -> dict:
    return operations.publish_day(street_id=cast.street.pk, day=DAY, by_id=cast.officer.pk, now=MORNING)


def test_carers_see_the_persons_of_their_round_and_nobody_else(cast, planned):
    assert not published_stops(carer_id=cast.tan.pk, days=[DAY]).exists()
    publish(cast)
    for stop in Stop.objects.select_related("carer__person", "visit"):
        assert Grant.objects.filter(user=stop.carer.person.user, person=stop.visit.elder_id, why="round", until=DAY).count() == 1
        assert published_stops(carer_id=stop.carer_id, days=[DAY]).filter(pk=stop.pk).exists()
    assert not Grant.objects.filter(why="round", person=cast.stranger).exists()
    assert not Grant.objects.filter(why="round", user=cast.outsider_carer.person.user).exists()


def test_whoever_is_sent_is_told_first(cast, planned):
    publish(cast)
    for stop in Stop.objects.exclude(visit=planned["pair"]).select_related("carer__person"):
        ladder = Due.objects.get(key=f"visit:{stop.visit_id}").ladder
        assert ladder[0] == stop.carer.person.user_id
        assert cast.officer.pk in ladder and len(ladder) == len(set(ladder))


def test_publishing_twice_is_publishing_once(cast, planned):
    first = publish(cast)
    grants = set(Grant.objects.values_list("pk", flat=True))
    assert publish(cast) == first
    assert set(Grant.objects.values_list("pk", flat=True)) == grants


def test_a_change_of_a_published_day_goes_out_at_once(cast, planned):
    version = publish(cast)["version"]
    stop = Stop.objects.get(visit=planned["walk"])
    taker = cast.shao if stop.carer_id == cast.tan.pk else cast.tan
    operations.reassign_visit(street_id=cast.street.pk, day=DAY, visit_id=planned["walk"].pk, from_carer_id=stop.carer_id,
                              to_carer_id=taker.pk, version=version, by_id=None, now=MORNING)  # fmt: skip
    assert Due.objects.get(key=f"visit:{planned['walk'].pk}").ladder[0] == taker.person.user_id
    assert Grant.objects.filter(user=taker.person.user, person=cast.lu, why="round").exists()
    if not Stop.objects.filter(carer_id=stop.carer_id, visit__elder=cast.lu).exists():
        assert not Grant.objects.filter(user=stop.carer.person.user, person=cast.lu, why="round").exists()


def test_taking_it_back(cast, planned):
    publish(cast)
    operations.unpublish_day(street_id=cast.street.pk, day=DAY, by_id=cast.officer.pk, now=MORNING)
    assert not Grant.objects.filter(why="round").exists()
    assert RoundDay.objects.get(street=cast.street, day=DAY).state == "draft"
    assert not published_stops(carer_id=cast.tan.pk, days=[DAY]).exists()
    assert Due.objects.get(key=f"visit:{planned['talk'].pk}").ladder[0] == cast.tan.person.user_id  # her link
    operations.unpublish_day(street_id=cast.street.pk, day=DAY, by_id=cast.officer.pk, now=MORNING)


def test_an_empty_day_is_not_published(cast):
    with pytest.raises(DayRefused) as e:
        publish(cast)
    assert e.value.code == "nothing_planned"


def test_a_day_with_open_complaints_is_not_published(cast, planned):
    RoundDay.objects.update(complaints=[{"code": "window", "carer": None, "visit": None, "params": {}}])
    with pytest.raises(DayRefused) as e:
        publish(cast)
    assert e.value.code == "complaints"


def test_phones_keep_the_day_while_it_is_planned_again(cast, planned):
    version = publish(cast)["version"]
    before = set(published_stops(carer_id=cast.tan.pk, days=[DAY]).values_list("visit_id", flat=True))
    operations.ask_plan(street_id=cast.street.pk, day=DAY, version=version, seconds=1, by_id=None, now=MORNING)
    row = RoundDay.objects.get(street=cast.street, day=DAY)
    assert row.planning and row.state == "published"
    assert set(published_stops(carer_id=cast.tan.pk, days=[DAY]).values_list("visit_id", flat=True)) == before
    operations.note_progress(street_id=cast.street.pk, day=DAY, percent=40, cost=1.0, unserved=0)
    row.refresh_from_db()
    assert row.progress["percent"] == 40
    operations.plan_failed(street_id=cast.street.pk, day=DAY, why="given_up", now=MORNING)
    row.refresh_from_db()
    assert not row.planning and row.state == "published"
