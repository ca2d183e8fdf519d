"""Owing, meeting and excusing, in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qianshou.access.scope import Scope
from qianshou.watch import operations
from qianshou.watch.models import Alert, Due
from qianshou.watch.queries import dues as due_queries
from qianshou.watch.rules import NewDue
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def due(cast, key="visit:1", person=None, by=NOON + HOUR, **more) -> NewDue:
    person = person or cast.shen
    given = {
        "street_id": person.street_id, "key": key, "kind": "visit", "person_id": person.pk, "title": {"code": "visit", "params": {}},
        "opens_at": NOON - HOUR, "by_at": by, "grace": timedelta(minutes=15),
    }  # fmt: skip
    return NewDue(**(given | more))


def meet(cast, made, received=None, key="visit:1", grade="tap", **more):
    return operations.meet(
        street_id=cast.street.pk,
        key=key,
        made_at=made,
        received_at=received or made,
        grade=grade,
        evidence=more.pop("evidence", {}),
        **more,
    )


def test_owing_twice_creates_once_and_knows_the_committee(cast):
    assert operations.owe_many(dues=[due(cast), due(cast, "visit:2")], now=NOON) == 2
    assert operations.owe_many(dues=[due(cast), due(cast, "visit:3")], now=NOON) == 1
    row = Due.objects.get(key="visit:1")
    assert (row.committee_id, row.day, row.late_at) == (cast.huaide.pk, DAY, NOON + HOUR + timedelta(minutes=15))


def test_nobody_of_another_street_is_owed_anything(cast):
    foreign = due(cast, person=cast.stranger, street_id=cast.street.pk)
    assert operations.owe_many(dues=[foreign], now=NOON) == 0


def test_a_due_that_cannot_be_owed_writes_nothing(cast):
    with pytest.raises(ValueError, match="opens_after_by"):
        operations.owe_many(dues=[due(cast), due(cast, "visit:2", opens_at=NOON + 9 * HOUR)], now=NOON)
    assert not Due.objects.exists()


def test_met_in_time(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    assert meet(cast, NOON, by_id=cast.tan.person.user_id, evidence={"offset": 2}) == "met"
    row = Due.objects.get()
    assert (row.met_made_at, row.grade, row.evidence, row.met_by_id) == (NOON, "tap", {"offset": 2}, cast.tan.person.user_id)
    assert meet(cast, NOON + HOUR) == "met"
    assert Due.objects.get().met_made_at == NOON


def test_late_is_not_final(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    operations.sweep(now=NOON + 2 * HOUR)
    assert meet(cast, NOON + 3 * HOUR) == "met_late"
    assert meet(cast, NOON, NOON + 4 * HOUR) == "met_heard_late"
    row = Due.objects.get()
    assert (row.met_made_at, row.met_received_at) == (NOON, NOON + 4 * HOUR)
    assert row.evidence["before"]["state"] == "met_late"
    alert = Alert.objects.get()
    assert (alert.state, alert.outcome) == ("closed", "met")
    assert [s.kind for s in alert.steps.all()][-1] == "evidence"


def test_an_excuse_needs_a_named_person_and_a_reason(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    ask = {"street_id": cast.street.pk, "key": "visit:1", "now": NOON}
    for by_id, reason in ((cast.officer.pk, "  "), (None, "away")):
        with pytest.raises(ValueError, match="named person"):
            operations.excuse(by_id=by_id, reason=reason, **ask)
    assert operations.excuse(by_id=cast.officer.pk, reason="daughter's", **ask) == "excused"
    with pytest.raises(IntegrityError), transaction.atomic():
        Due.objects.update(excuse="")


def test_a_fact_beats_an_excuse_but_an_excuse_no_fact(cast):
    operations.owe_many(dues=[due(cast), due(cast, "visit:2")], now=NOON)
    ask = {"street_id": cast.street.pk, "by_id": cast.officer.pk, "reason": "away", "now": NOON}
    operations.excuse(key="visit:1", **ask)
    assert meet(cast, NOON) == "met"
    meet(cast, NOON, key="visit:2")
    assert operations.excuse(key="visit:2", **ask) == "met"


def test_evidence_for_another_streets_key_is_refused(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    with pytest.raises(Due.DoesNotExist):
        operations.meet(street_id=cast.elsewhere.pk, key="visit:1", made_at=NOON, received_at=NOON, grade="tap", evidence={})


def test_met_without_evidence_is_refused_by_the_database(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Due.objects.update(state="met")


def test_cancelling_excuses_only_what_is_pending(cast):
    operations.owe_many(dues=[due(cast), due(cast, "visit:2")], now=NOON)
    meet(cast, NOON)
    keys = ["visit:1", "visit:2", "visit:9"]
    assert operations.cancel(street_id=cast.street.pk, keys=keys, by_id=cast.officer.pk, reason="hospital", now=NOON) == 1


def test_ladders_follow_while_the_due_is_pending(cast):
    operations.owe_many(dues=[due(cast, ladder=[1]), due(cast, "visit:2", ladder=[1])], now=NOON)
    meet(cast, NOON, key="visit:2")
    ladders = {"visit:1": [5, 6, 5], "visit:2": [7], "visit:8": [1]}
    assert operations.set_ladders(street_id=cast.street.pk, ladders=ladders, now=NOON) == 1
    assert Due.objects.get(key="visit:1").ladder == [5, 6]


def test_outsiders_see_no_due(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    outsider = Scope(user_id=cast.outsider.pk, street_id=cast.elsewhere.pk, street_ids=frozenset({cast.elsewhere.pk}))
    neighbour = Scope(user_id=1, street_id=cast.street.pk, committee_ids=frozenset({cast.huolan.pk}))
    own = Scope(user_id=2, street_id=cast.street.pk, committee_ids=frozenset({cast.huaide.pk}))
    pk = Due.objects.get().pk
    for scope in (outsider, neighbour):
        assert not due_queries.dues(scope=scope).exists()
        with pytest.raises(Due.DoesNotExist):
            due_queries.due(scope=scope, due_id=pk)
    assert due_queries.due(scope=own, due_id=pk).key == "visit:1"


def test_not_heard_from_is_counted_apart_from_not_done(cast):
    operations.owe_many(dues=[due(cast), due(cast, "visit:2"), due(cast, "visit:3")], now=NOON)
    operations.note_sign(street_id=cast.street.pk, key="visit:2", at=NOON)
    meet(cast, NOON, key="visit:3")
    operations.sweep(now=NOON + 2 * HOUR)
    scope = Scope(user_id=2, street_id=cast.street.pk, street_ids=frozenset({cast.street.pk}))
    counts = due_queries.counts(found=due_queries.dues(scope=scope, first=DAY, last=DAY))
    assert (counts["late"], counts["unheard"], counts["notdone"], counts["done"], counts["all"]) == (2, 1, 1, 1, 3)


def test_what_was_excused_is_owed_again_and_alarms_when_its_moment_has_passed(cast):
    operations.owe_many(dues=[due(cast), due(cast, "visit:2")], now=NOON)
    for key in ("visit:1", "visit:2"):
        operations.excuse(street_id=cast.street.pk, key=key, by_id=cast.officer.pk, reason="女儿来了", now=NOON)
    assert operations.owe_again(street_id=cast.street.pk, key="visit:1", now=NOON) == "open"
    assert operations.owe_again(street_id=cast.street.pk, key="visit:1", now=NOON) == "open"
    assert operations.owe_again(street_id=cast.street.pk, key="visit:2", now=NOON + 2 * HOUR) == "late"
    assert Alert.objects.get().due.key == "visit:2"
    row = Due.objects.get(key="visit:1")
    assert (row.excused_by, row.excuse, row.evidence["excused_before"]["excuse"]) == (None, "", "女儿来了")
    meet(cast, NOON)
    assert operations.owe_again(street_id=cast.street.pk, key="visit:1", now=NOON) == "met"


def test_evidence_that_says_more_takes_the_place_of_what_was_kept(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    meet(cast, NOON, evidence={"event": 1, "seen": False})
    meet(cast, NOON + 2 * HOUR, evidence={"event": 2, "seen": True})
    assert Due.objects.get().evidence["event"] == 1
    meet(cast, NOON + 2 * HOUR, evidence={"event": 2, "seen": True}, says_more=True)
    row = Due.objects.get()
    assert (row.state, row.met_made_at, row.evidence["event"], row.evidence["before"]["event"]) == ("met", NOON, 2, 1)


def test_many_are_met_at_once_as_one_by_one(cast):
    """A list of dues, one of them late with an alert, one excused, one met: the same rows as `meet` writes."""
    keys = [f"visit:{n}" for n in range(1, 5)]
    operations.owe_many(dues=[due(cast, key, by=NOON - HOUR / 2 if key == "visit:2" else NOON + HOUR, opens_at=NOON - HOUR) for key in keys], now=NOON)
    operations.sweep(now=NOON + HOUR / 2)
    meet(cast, NOON, key="visit:3")
    operations.excuse(street_id=cast.street.pk, key="visit:4", by_id=cast.officer.pk, reason="住院", now=NOON)
    before = list(Due.objects.filter(key__in=("visit:3", "visit:4")).order_by("key").values())
    told = {"street_id": cast.street.pk, "made_at": NOON + HOUR / 2, "received_at": NOON + HOUR / 2, "grade": "desk", "by_id": cast.officer.pk}
    facts = lambda: list(Due.objects.filter(key__in=("visit:1", "visit:2")).order_by("key").values())
    with transaction.atomic():
        for key in ("visit:1", "visit:2"):
            operations.meet(key=key, evidence={"n": key}, **told)
        one_by_one, closed = facts(), list(Alert.objects.values_list("state", "outcome"))
        transaction.set_rollback(True)
    assert operations.meet_many(evidence={key: {"n": key} for key in keys}, **told) == 2
    assert facts() == one_by_one and list(Alert.objects.values_list("state", "outcome")) == closed == [("closed", "met")]
    assert list(Due.objects.filter(key__in=("visit:3", "visit:4")).order_by("key").values()) == before
    assert operations.meet_many(evidence={key: {} for key in keys}, **told) == 0
    with pytest.raises(ValueError, match="grade"):
        operations.meet_many(evidence={}, **(told | {"grade": "gossip"}))
