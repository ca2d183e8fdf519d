"""Lost posts, lost answers, the same post twice and eight at once: hours that a phone sent count once, and a card moves them once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qianshou.access.models import Device
from qianshou.acts import operations as acts
from qianshou.acts.models import Act
from qianshou.association.models import TimebankHours
from qianshou.field import inbox
from qianshou.people.operations.wall_codes import wall_codes
from tests.association.test_timebank_together import HANDS, together
from tests.association.timebank_street import asks, balance, founds, joins
from tests.association.timebank_street import timebank_asks as desk
from tests.cast import DAY, NOON
from tests.field.phone import Phone, bound
from tests.ledger.books import audit

POT = 3000
# What she does: hours of so many minutes, the card held up for the n-th of them; and what becomes of a post.
STEPS = st.lists(
    st.one_of(st.tuples(st.just("hours"), st.sampled_from((15, 30, 60))), st.tuples(st.just("card"), st.integers(0, 5)), st.tuples(st.just("post"), st.sampled_from(("lost", "unheard", "half", "heard")))),
    min_size=4, max_size=24,
)  # fmt: skip


@pytest.fixture
def hers(cast) -> Phone:
    """Qiu's phone; she takes part, and agreed to go to Shen."""
    founds(cast, POT)
    member, ask = joins(cast, cast.volunteer.person), asks(cast, cast.shen)
    by = {"now": NOON, "by_id": cast.officer.pk}
    desk.agree_to_go(match_id=desk.propose_member(ask_id=ask.pk, member_id=member.pk, **by).pk, **by)
    return bound(cast.volunteer.person.user, by=cast.officer, now=NOON)


def post(device: Device, batch: list[dict]) -> dict[str, str]:
    """As the address for posts does it: store all, apply each; id → state."""
    answers = acts.store(device=device, batch=batch, received_at=NOON)
    inbox.apply_all([one.act.pk for one in answers if one.act], now=NOON)
    return dict(Act.objects.filter(pk__in=[one["id"] for one in batch]).values_list("pk", "state"))


class PlainPhone:
    """Her outbox and what must have come of it: acts in order, those answered, and which hours and cards the office has."""

    def __init__(self, phone: Phone, code: str):
        self.phone, self.code, self.acts, self.heard, self.arrived = phone, code, [], set(), set()

    def hours(self, person_id: int, minutes: int) -> None:
        n = sum(one["kind"] == "timebank_hours" for one in self.acts)
        payload = {"person": person_id, "day": (DAY - timedelta(days=n % 24)).isoformat(), "minutes": minutes, "service": "talking", "text": ""}
        self.acts.append(self.phone.act("timebank_hours", payload, made_at=NOON))

    def card(self, n: int) -> None:
        written = [one["id"] for one in self.acts if one["kind"] == "timebank_hours"]
        if written:
            self.acts.append(self.phone.act("timebank_confirm", {"hours": written[n % len(written)], "scan": self.code}, made_at=NOON))

    def post(self, fate: str) -> None:
        batch = [one for one in self.acts if one["id"] not in self.heard]
        batch = batch[: len(batch) // 2] if fate == "half" else batch
        if fate == "lost":
            return
        post(self.phone.device, batch)
        self.arrived |= {one["id"] for one in batch}
        if fate == "heard" or fate == "half":
            self.heard |= {one["id"] for one in batch}

    @property
    def given(self) -> dict[str, int]:
        return {one["id"]: one["payload"]["minutes"] for one in self.acts if one["kind"] == "timebank_hours" and one["id"] in self.arrived}

    @property
    def confirmed(self) -> set[str]:
        return {one["payload"]["hours"] for one in self.acts if one["kind"] == "timebank_confirm" and one["id"] in self.arrived}


@pytest.mark.django_db
def test_however_posts_and_answers_are_lost_hours_count_once(cast, hers, noon):
    code = wall_codes(person_ids=[cast.shen.pk], now=NOON)[cast.shen.pk]

    @settings(max_examples=25, deadline=None, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def storm(steps):
        with transaction.atomic():
            plain = PlainPhone(Phone(hers.device, hers.token, seq=0), code)
            for what, how in [*steps, ("post", "unheard"), ("post", "heard")]:
                {"hours": lambda n: plain.hours(cast.shen.pk, n), "card": plain.card, "post": plain.post}[what](how)
                rows = {str(row.batch): row for row in TimebankHours.objects.all()}
                assert {key: row.minutes for key, row in rows.items()} == plain.given
                assert {key for key, row in rows.items() if row.state == "confirmed"} == plain.confirmed
                moved = sum(plain.given[key] for key in plain.confirmed)
                assert (balance(cast, cast.volunteer.person), balance(cast, "pot")) == (moved, POT - moved)
            assert Act.objects.count() == len(plain.acts), "each act is kept once"
            twice = sum(one["kind"] == "timebank_confirm" for one in plain.acts) - len(plain.confirmed)
            assert list(Act.objects.filter(state="held").values_list("reason__code", flat=True)) == ["hours_again"] * twice
            assert audit() == []
            transaction.set_rollback(True)

    storm()


@pytest.mark.django_db(transaction=True)
def test_eight_posts_of_the_same_acts_at_once_are_one(cast, hers, noon):
    plain = PlainPhone(hers, wall_codes(person_ids=[cast.shen.pk], now=NOON)[cast.shen.pk])
    for minutes in (60, 30):
        plain.hours(cast.shen.pk, minutes)
    plain.card(0)
    found, no = together([lambda: post(hers.device, plain.acts)] * HANDS)
    post(hers.device, plain.acts)  # what another hand held just then is taken up by the next post, or by the worker
    inbox.apply_waiting(now=NOON)
    assert len(found) == HANDS and not no and TimebankHours.objects.count() == 2 and Act.objects.count() == 3
    assert balance(cast, cast.volunteer.person) == 60 and audit() == []
