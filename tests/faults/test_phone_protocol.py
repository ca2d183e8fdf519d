"""The outbox protocol against the real endpoint: answers lost, requests lost, repeats, reorder, other content, damage, a restored server.

A plain-Python phone (the rules of outbox.js) talks to the server through a bad line. Whatever happens on the way, in the end
every tap is kept once and applied once. Two sabotaged pairs must fail: a server that does not recognise a repeat, and a phone
that forgets an act when it is sent instead of when it is answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from qianshou.access.models import District, Street
from qianshou.acts import operations
from qianshou.acts.models import Act, ActConflict, UnreadableAct
from qianshou.acts.operations import new_epoch
from qianshou.acts.rules import content_hash
from qianshou.care.models import ClockEvent
from qianshou.kernel import clock
from qianshou.kernel.ids import uuid7
from tests import cast as people
from tests.cast import NOON
from tests.field.phone import Phone, bound

FATES = st.sampled_from(["answered", "answered", "answer lost", "request lost"])


@dataclass
class Record:
    """One act on the phone, as outbox.js keeps it."""

    act: dict
    received: bool = False
    epoch: str | None = None
    verdict: str = ""


class Outbox:
    """What the phone does with acts and answers; see outbox.js."""

    def __init__(self, phone: Phone):
        self.phone = phone
        self.records: dict[str, Record] = {}
        self.epoch: str | None = None

    def tap(self, kind: str, at) -> None:
        act = self.phone.act(kind, made_at=at)
        self.records[act["id"]] = Record(act)

    def due(self) -> list[Record]:
        return [r for r in self.records.values() if not r.received or r.epoch != self.epoch]

    def sent(self, batch: list[Record]) -> None:
        """Nothing is forgotten by sending."""

    def take(self, answer: dict) -> None:
        self.epoch = answer["epoch"]
        for item in answer["answers"]:
            if record := self.records.get(item["id"]):
                record.received, record.epoch, record.verdict = True, self.epoch, item["answer"]


class ForgetfulOutbox(Outbox):
    """Sabotage: believes that what was sent has arrived."""

    def sent(self, batch: list[Record]) -> None:
        for record in batch:
            record.received, record.epoch = True, self.epoch


class Protocol(RuleBasedStateMachine):
    """One example is one savepoint, undone at its end: acts cannot be deleted."""

    outbox_type: type[Outbox] = Outbox

    def __init__(self):
        super().__init__()
        self.now = NOON
        self.undo = transaction.atomic()
        self.undo.__enter__()

    @initialize()
    def begin(self):
        district = District.objects.create(code="d", name="区")
        street = Street.objects.create(district=district, code="s", name="街道")
        officer = people.user("o", "王敏", "street_officer", NOON, street_id=street.pk)
        carer = people.carer(street, "专001", "谭美华", "full_time", None, NOON, skills=[])
        self.phone = bound(carer.person.user, by=officer, now=NOON)
        self.outbox = self.outbox_type(self.phone)
        self.backup: str | None = None
        self.others = self.damaged = 0

    def teardown(self):
        try:
            if hasattr(self, "outbox"):
                self.settle()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def pass_time(self):
        self.now += timedelta(seconds=1)

    @rule(kind=st.sampled_from(["clock_in", "clock_out"]))
    def tap(self, kind):
        self.pass_time()
        self.outbox.tap(kind, self.now)

    @precondition(lambda self: self.outbox.due())
    @rule(fate=FATES, data=st.data())
    def flush(self, fate, data):
        """Send what is due, perhaps in another order, perhaps some twice."""
        batch = data.draw(st.permutations(self.outbox.due()), label="order")
        twice = data.draw(st.sampled_from([[], batch[:1]]), label="twice")
        self.send([*batch, *twice], fate)

    def send(self, batch: list[Record], fate: str):
        self.pass_time()
        if fate != "request lost":
            with clock.frozen(self.now):
                response = self.phone.post(*[record.act for record in batch])
            assert response.status_code == 200, response.content
        self.outbox.sent(batch)
        if fate == "answered":
            self.outbox.take(response.json())

    @precondition(lambda self: any(r.received and r.epoch == self.outbox.epoch for r in self.outbox.records.values()))
    @rule(data=st.data())
    def other_content_under_a_known_id(self, data):
        """A phone restored from its own backup may use an id again for something else."""
        known = [r for r in self.outbox.records.values() if r.received and r.epoch == self.outbox.epoch]
        first = data.draw(st.sampled_from(known), label="which").act
        other = {**first, "kind": "clock_out" if first["kind"] == "clock_in" else "clock_in"}
        other["hash"] = content_hash(other)
        self.pass_time()
        with clock.frozen(self.now):
            assert self.phone.answers(other)[0]["answer"] == "conflict"
        self.others += 1

    @precondition(lambda self: self.outbox.due())
    @rule(data=st.data())
    def damage_on_the_way(self, data):
        """An item arrives damaged between two sound ones: it is answered, they are kept."""
        record = data.draw(st.sampled_from(self.outbox.due()), label="which")
        self.pass_time()
        with clock.frozen(self.now):
            answers = self.phone.answers({**record.act, "seq": record.act["seq"] + 1}, record.act)
        assert answers[0]["answer"] == "broken" and answers[1]["answer"] in ("stored", "repeated")

    @rule()
    def back_up(self):
        self.backup = transaction.savepoint()

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self):
        """The server comes back as it was at the backup, under another epoch."""
        transaction.savepoint_rollback(self.backup)
        self.backup = transaction.savepoint()
        self.pass_time()
        new_epoch(now=self.now)
        with clock.frozen(self.now):
            self.outbox.epoch = self.phone.post().json()["epoch"]  # any answer tells the epoch; asking for the day does

    def settle(self):
        """The line is good again: after one flush everything is there, once."""
        self.pass_time()
        with clock.frozen(self.now):
            self.outbox.epoch = self.phone.post().json()["epoch"]
        if batch := self.outbox.due():
            self.send(batch, "answered")
        assert not self.outbox.due()
        ids = set(self.outbox.records)
        kept = {str(act.pk): act for act in Act.objects.all()}
        assert set(kept) == ids, "an act is missing or was made up"
        assert {act.state for act in kept.values()} <= {"applied"}
        assert ClockEvent.objects.count() == len(ids), "not each tap exactly once"
        assert all(kept[i].body == r.act for i, r in self.outbox.records.items())
        assert ActConflict.objects.count() <= self.others
        assert not connection.needs_rollback


QUICK = settings(
    max_examples=25, stateful_step_count=16, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


# A control stops at the first example that fails; that it finds one must not hang on luck.
UNTIL_CAUGHT = settings(QUICK, max_examples=300)


@pytest.fixture(autouse=True)
def quick_pins(settings):
    """Binding a phone a hundred times should not cost a hundred slow hashes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.long
@pytest.mark.django_db
def test_every_tap_once_whatever_the_line_does():
    run_state_machine_as_test(Protocol, settings=QUICK)
    assert not UnreadableAct.objects.exists()  # every example was undone


@pytest.mark.django_db
def test_control_a_server_that_knows_no_repeat_is_caught():
    keep = operations._keep

    def keep_again(device, raw, received_at):
        """Sabotage: a repeat is taken for news."""
        if isinstance(raw, dict) and Act.objects.filter(pk=raw["id"]).exists():
            known, raw = raw["id"], {**raw, "id": str(uuid7(received_at))}
            raw["hash"] = content_hash(raw)
            return replace(keep(device, raw, received_at), id=known)
        return keep(device, raw, received_at)

    with patch.object(operations, "_keep", keep_again), pytest.raises((AssertionError, BaseExceptionGroup)):
        run_state_machine_as_test(Protocol, settings=UNTIL_CAUGHT)


@pytest.mark.django_db
def test_control_a_phone_that_forgets_by_sending_is_caught():
    class Forgetful(Protocol):
        outbox_type = ForgetfulOutbox

    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run_state_machine_as_test(Forgetful, settings=UNTIL_CAUGHT)
