"""What a phone sends is kept first, once; what does not fit is kept too, and a person is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from qianshou.access.operations.devices import revoke_device
from qianshou.access.scope import scope_of
from qianshou.acts import operations, queries
from qianshou.acts.models import Act, ActConflict, UnreadableAct
from qianshou.acts.operations import NotApplicableError
from qianshou.acts.rules import content_hash
from tests.cast import DAY, NOON
from tests.field.phone import bound

SOON = NOON + timedelta(minutes=1)


def scope(user):
    return scope_of(user, DAY)


@pytest.fixture
def phone(cast):
    return bound(cast.tan.person.user, by=cast.officer, now=NOON)


def store(phone, *batch, at=SOON):
    answers = operations.store(device=phone.device, batch=list(batch), received_at=at)
    return [(a.answer, a.act and a.act.state, (a.reason or (a.act.reason if a.act else {})).get("code")) for a in answers]


def test_stored_then_repeated(phone):
    tap = phone.act("clock_in", made_at=NOON, offset_ms=2000)
    assert store(phone, tap, tap) == [("stored", "stored", None), ("repeated", "stored", None)]
    kept = Act.objects.get()
    assert kept.body == tap and kept.content_hash == tap["hash"]
    assert kept.made_at == NOON + timedelta(seconds=2) and kept.received_at == SOON


def test_other_content_under_one_id_is_kept_and_asked_about(phone, cast):
    tap = phone.act("done", {"visit": 1}, made_at=NOON)
    other = {**tap, "payload": {"visit": 2}}
    other["hash"] = content_hash(other)
    words = [(answer, reason) for answer, _state, reason in store(phone, tap, other, other, tap)]
    assert words == [("stored", None), ("conflict", "other_content"), ("conflict", "other_content"), ("repeated", None)]
    conflict = ActConflict.objects.get()
    assert conflict.body == other and conflict.act.body == tap
    here, elsewhere = scope(cast.officer), scope(cast.outsider)
    assert list(queries.open_conflicts(scope=here)) == [conflict] and not queries.open_conflicts(scope=elsewhere)
    assert operations.settle_conflict(conflict=conflict, choice="first", by=cast.officer, now=SOON)
    assert not operations.settle_conflict(conflict=conflict, choice="second", by=cast.officer, now=SOON)
    assert not queries.open_conflicts(scope=here)


def test_a_damaged_item_costs_its_neighbours_nothing(phone, cast):
    before, after = phone.act("clock_in", made_at=NOON), phone.act("clock_out", made_at=NOON)
    spoilt = {**phone.act("note", {"visit": 1, "text": "x"}, made_at=NOON), "hash": "0" * 64}
    words = [answer for answer, *_ in store(phone, before, spoilt, "\x00\ud800", None, after)]
    assert words == ["stored", "broken", "broken", "broken", "stored"]
    assert Act.objects.count() == 2 and UnreadableAct.objects.count() == 3
    store(phone, spoilt)
    assert UnreadableAct.objects.count() == 3
    item = queries.unreadable(scope=scope(cast.officer)).first()
    assert not queries.unreadable(scope=scope(cast.outsider))
    assert operations.settle_unreadable(item=item, by=cast.officer, now=SOON)
    assert queries.unreadable(scope=scope(cast.officer)).count() == 2


def test_a_phone_signed_off_is_heard_but_held(phone, cast):
    revoke_device(device=phone.device, now=NOON, by=cast.officer)
    phone.device.refresh_from_db()
    assert store(phone, phone.act("clock_in", made_at=NOON)) == [("stored", "held", "device_revoked")]


def test_thirty_days_without_pin(phone):
    late = NOON + timedelta(days=31)
    assert store(phone, phone.act("clock_in", made_at=late), at=late) == [("stored", "held", "device_stale")]
    assert store(phone, phone.act("clock_in", made_at=late), at=NOON + timedelta(days=29))[0][1] == "stored"


def test_acts_made_under_another_binding(phone, cast):
    second = bound(cast.tan.person.user, by=cast.officer, now=NOON)
    assert store(phone, second.act("clock_in", made_at=NOON))[0][1:] == ("stored", None)  # the same person's other phone
    stranger = bound(cast.shao.person.user, by=cast.officer, now=NOON)
    assert store(phone, stranger.act("clock_in", made_at=NOON))[0][1:] == ("held", "other_device")


def test_applied_once(phone):
    tap = phone.act("clock_in", made_at=NOON)
    act = operations.store(device=phone.device, batch=[tap], received_at=SOON)[0].act
    done = []

    def work(one):
        done.append(one.pk)
        return {"n": 1}

    assert operations.apply(act_id=act.pk, work=work, now=SOON).state == "applied"
    assert operations.apply(act_id=act.pk, work=work, now=SOON) is None
    assert done == [act.pk] and Act.objects.get().effect == {"n": 1}


def test_what_cannot_be_applied_is_held_and_can_be_tried_again(phone, cast):
    act = operations.store(device=phone.device, batch=[phone.act("done", {"visit": 1}, made_at=NOON)], received_at=SOON)[0].act

    def refuse(one):
        Act.objects.filter(pk=one.pk).update(effect={"half": True})
        raise NotApplicableError("unknown_visit", visit=1)

    held = operations.apply(act_id=act.pk, work=refuse, now=SOON)
    assert (held.state, held.reason) == ("held", {"code": "unknown_visit", "params": {"visit": 1}})
    assert Act.objects.get().effect == {}  # what it had begun is undone
    here = scope(cast.officer)
    assert queries.count_for_office(scope=here) == 1 and not queries.held(scope=scope(cast.outsider))
    assert operations.release(act=held, by=cast.officer, now=SOON)
    assert queries.waiting_ids() == [act.pk]
    operations.apply(act_id=act.pk, work=refuse, now=SOON)
    assert operations.settle(act=held, note="entered by hand", by=cast.officer, now=SOON)
    assert not operations.settle(act=held, note="again", by=cast.officer, now=SOON)
    assert queries.count_for_office(scope=here) == 0


def test_a_fault_of_ours_is_tried_five_times_then_shown(phone):
    act = operations.store(device=phone.device, batch=[phone.act("clock_in", made_at=NOON)], received_at=SOON)[0].act

    def fail(one):
        raise RuntimeError("a fault")

    states = [operations.apply(act_id=act.pk, work=fail, now=SOON).state for _ in range(5)]
    assert states == ["stored"] * 4 + ["held"]
    assert Act.objects.get().reason == {"code": "error", "params": {"tries": 5}}


def test_the_content_of_an_act_never_changes(phone):
    operations.store(device=phone.device, batch=[phone.act("clock_in", made_at=NOON)], received_at=SOON)
    for change in (lambda: Act.objects.update(payload={"x": 1}), lambda: Act.objects.update(body={}), lambda: Act.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
