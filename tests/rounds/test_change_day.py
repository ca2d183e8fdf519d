"""Change a day by hand: other carer, other order, insisted, pinned, undone; two officers do not overwrite each other."""

from __future__ import annotations

from datetime import time

import pytest

from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, RoundVersion, Stop
from qianshou.rounds.rules import DayChanged, DayRefused
from tests.cast import DAY

from .days import MORNING, absent, six, visit

pytestmark = pytest.mark.django_db


class Desk:
    """An officer at the page: knows the version she last saw."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.base = {"street_id": cast.street.pk, "day": DAY, "by_id": cast.officer.pk, "now": MORNING}
        self.version = operations.plan_day(**self.base, moves=150, seed=1)["version"]

    def do(self, act, **more):
        outcome = act(**self.base, version=self.version, **more)
        self.version = outcome.version
        return outcome

    def carer_of(self, visit) -> int:
        return Stop.objects.filter(visit=visit).order_by("carer_id").first().carer_id


@pytest.fixture
def visits(cast):
    return six(cast)


@pytest.fixture
def desk(cast, visits) -> Desk:
    return Desk(cast)


def other(cast, carer_id: int):
    return cast.shao if carer_id == cast.tan.pk else cast.tan


def test_give_a_visit_to_another_carer(cast, desk, visits):
    before = desk.carer_of(visits["walk"])
    taker = other(cast, before)
    outcome = desk.do(operations.reassign_visit, visit_id=visits["walk"].pk, from_carer_id=before, to_carer_id=taker.pk)
    assert outcome.applied
    stop = Stop.objects.get(visit=visits["walk"])
    assert stop.carer_id == taker.pk and stop.pinned_carer
    positions = list(Stop.objects.filter(carer=taker).order_by("position").values_list("position", flat=True))
    assert positions == list(range(len(positions)))
    starts = list(Stop.objects.filter(carer=taker).order_by("position").values_list("starts_at", flat=True))
    assert starts == sorted(starts)


def test_change_the_order(cast, desk, visits):
    for s in (visits["clean"], visits["chat"]):
        carer = desk.carer_of(s)
        if carer != cast.feng.pk:
            desk.do(operations.reassign_visit, visit_id=s.pk, from_carer_id=carer, to_carer_id=cast.feng.pk)
    order = list(Stop.objects.filter(carer=cast.feng).order_by("position").values_list("visit_id", flat=True))
    desk.do(operations.move_stop, visit_id=order[0], carer_id=cast.feng.pk, to_carer_id=cast.feng.pk, position=1)
    assert list(Stop.objects.filter(carer=cast.feng).order_by("position").values_list("visit_id", flat=True))[:2] == order[:2][::-1]


def test_what_breaks_a_rule_is_asked_back_and_may_be_insisted_on(cast, desk, visits):
    clean = visits["clean"]
    before = desk.carer_of(clean)
    ask = {"visit_id": clean.pk, "from_carer_id": before, "to_carer_id": cast.volunteer.pk}
    outcome = desk.do(operations.reassign_visit, **ask)
    assert not outcome.applied and {c["code"] for c in outcome.complaints} >= {"tier"}
    assert desk.carer_of(clean) == before
    outcome = desk.do(operations.reassign_visit, **ask, why="裘阿姨是邻居，说好了")
    assert outcome.applied
    stop = Stop.objects.get(visit=clean)
    assert stop.carer == cast.volunteer and "tier" in stop.insisted and stop.insisted_why == "裘阿姨是邻居，说好了"
    assert RoundDay.objects.get(street=cast.street, day=DAY).complaints == []
    operations.plan_day(**desk.base, moves=150, seed=5)
    assert Stop.objects.get(visit=clean).carer == cast.volunteer


def test_nobody_may_insist_on_what_cannot_be(cast, desk, visits):
    absent(cast, cast.feng)
    before = desk.carer_of(visits["walk"])
    outcome = desk.do(operations.reassign_visit, visit_id=visits["walk"].pk, from_carer_id=before, to_carer_id=cast.feng.pk, why="还是她去")
    assert not outcome.applied and "absent" in {c["code"] for c in outcome.complaints}
    taken = Stop.objects.filter(visit=visits["pair"]).values_list("carer_id", flat=True)
    with pytest.raises(DayRefused) as e:
        desk.do(operations.reassign_visit, visit_id=visits["pair"].pk, from_carer_id=taken[0], to_carer_id=taken[1])
    assert e.value.code == "twice"


def test_give_an_unserved_visit(cast, desk, visits):
    late = visit(cast, cast.lu, "walking", time(9), time(15))
    outcome = desk.do(operations.give_visit, visit_id=late.pk, carer_ids=[cast.shao.pk])
    assert outcome.applied and Stop.objects.get(visit=late).carer == cast.shao
    pair = visit(cast, cast.lu, "walking", time(9), time(15), carers=2)
    assert not desk.do(operations.give_visit, visit_id=pair.pk, carer_ids=[cast.shao.pk]).applied
    assert desk.do(operations.give_visit, visit_id=pair.pk, carer_ids=[cast.shao.pk, cast.tan.pk]).applied
    assert len({s.starts_at for s in Stop.objects.filter(visit=pair)}) == 1
    assert desk.do(operations.take_out, visit_id=pair.pk).applied
    assert not Stop.objects.filter(visit=pair).exists()


def test_undo_goes_back_step_by_step(cast, desk, visits):
    def picture():
        return list(Stop.objects.order_by("carer_id", "position").values_list("carer_id", "visit_id", "starts_at", "pinned_carer"))

    planned = picture()
    for name in ("walk", "chat"):
        before = desk.carer_of(visits[name])
        assert desk.do(operations.reassign_visit, visit_id=visits[name].pk, from_carer_id=before, to_carer_id=other(cast, before).pk).applied
    desk.do(operations.undo_change)
    desk.do(operations.undo_change)
    assert picture() == planned
    desk.do(operations.undo_change)
    assert picture() == [] and RoundDay.objects.get(street=cast.street, day=DAY).state == "empty"
    with pytest.raises(DayRefused) as e:
        desk.do(operations.undo_change)
    assert e.value.code == "nothing_to_undo"
    assert RoundVersion.objects.count() == 6


def test_pin_and_let_go_twice_is_once(cast, desk, visits):
    pin = {"visit_id": visits["walk"].pk, "carer_id": desk.carer_of(visits["walk"]), "what": "order"}
    first = desk.do(operations.pin_stop, **pin, on=True)
    assert desk.do(operations.pin_stop, **pin, on=True).version == first.version
    stop = Stop.objects.get(visit=visits["walk"])
    assert stop.pinned_carer and stop.pinned_order
    desk.do(operations.pin_stop, **pin, on=False)
    desk.do(operations.pin_stop, **(pin | {"what": "carer"}), on=False)
    stop.refresh_from_db()
    assert not stop.pinned_carer and not stop.pinned_order


def test_two_officers_at_one_day(cast, desk, visits):
    seen = desk.version
    before = desk.carer_of(visits["walk"])
    desk.do(operations.reassign_visit, visit_id=visits["walk"].pk, from_carer_id=before, to_carer_id=other(cast, before).pk)
    with pytest.raises(DayChanged) as e:
        operations.reassign_visit(
            street_id=cast.street.pk, day=DAY, visit_id=visits["chat"].pk, from_carer_id=desk.carer_of(visits["chat"]),
            to_carer_id=cast.tan.pk, version=seen, by_id=cast.admin.pk, now=MORNING,
        )  # fmt: skip
    assert e.value.by == "王敏" and e.value.change["code"] == "reassigned" and e.value.version == desk.version


def test_what_has_begun_is_not_moved(cast, desk, visits):
    type(visits["walk"]).objects.filter(pk=visits["walk"].pk).update(state="arrived")
    before = desk.carer_of(visits["walk"])
    with pytest.raises(DayRefused) as e:
        desk.do(operations.reassign_visit, visit_id=visits["walk"].pk, from_carer_id=before, to_carer_id=other(cast, before).pk)
    assert e.value.code == "begun"


def test_a_visit_of_another_street_is_not_given(cast, desk):
    foreign = visit(cast, cast.stranger, "talking", time(9), time(15))
    with pytest.raises(DayRefused) as e:
        desk.do(operations.give_visit, visit_id=foreign.pk, carer_ids=[cast.tan.pk])
    assert e.value.code == "no_visit"
    mine = visit(cast, cast.lu, "talking", time(9), time(15))
    with pytest.raises(DayRefused) as e:
        desk.do(operations.give_visit, visit_id=mine.pk, carer_ids=[cast.outsider_carer.pk])
    assert e.value.code == "no_carer"
