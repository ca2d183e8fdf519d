"""Random years of a time bank against a plain-Python model: balances, ceiling, pot, never below the least, every minute is somewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from qianshou.association.operations import timebank_giving, timebank_hours, timebank_members, timebank_transfers
from qianshou.association.operations.timebank_errors import Refused
from qianshou.people.operations.humans import register_human
from tests.association.timebank_street import CEILING, POT_MONTH, balance, confirms, joins, logs
from tests.cast import DAY, LONG_AGO, NOON
from tests.ledger.books import audit, settle

MINUTES = st.integers(15, 240)
FIRST = ("shen",)  # 88, alone; Lu's file says that he lives with his family
GIVERS = {"qiu": "own", "lu": "own", "tan": "own", "feng": "group"}
ELDERS = ("shen", "lu")


@dataclass
class PlainBank:
    """What everybody has, in minutes; `log` is every confirmed help: giver, elder, minutes, from the pot, donated, taken back."""

    has: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("qiu", "lu", "tan", "feng", "shen"), 0))
    pot: int = 0
    way: int = 0
    founded: int = 0
    gone: int = 0
    log: list[dict] = field(default_factory=list)

    def helps(self, giver: str, elder: str, minutes: int) -> bool:
        """Whether the minutes could be paid; then they moved."""
        own = min(minutes, self.has[elder])
        month = sum(one["pot"] for one in self.log if one["elder"] == elder and not one["back"])
        from_pot = minutes - own
        if from_pot > (min(self.pot, POT_MONTH - month) if elder in FIRST else 0):
            return False
        given = minutes if GIVERS[giver] == "group" else max(0, self.has[giver] + minutes - CEILING)
        self.has[elder] -= own
        self.pot += given - from_pot
        self.has[giver] += minutes - given
        self.log.append({"giver": giver, "elder": elder, "minutes": minutes, "own": own, "pot": from_pot, "given": given, "back": False})
        return True

    def takes_back(self, one: dict) -> bool:
        kept = one["minutes"] - one["given"]
        if self.pot < one["given"] or self.has[one["giver"]] < kept:
            return False
        self.pot += one["pot"] - one["given"]
        self.has[one["giver"]] -= kept
        self.has[one["elder"]] += one["own"]
        one["back"] = True
        return True


class Bank(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None
    confirm = staticmethod(confirms)

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.plain, self.rows, self.offers, self.there = PlainBank(), [], [], None

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def everybody_takes_part(self):
        cast = self.cast
        cast.lu.file.living = "with_family"
        cast.lu.file.save()
        self.people = {"qiu": cast.volunteer.person, "lu": cast.lu, "tan": cast.tan.person, "feng": cast.feng.person, "shen": cast.shen}
        self.members = {name: joins(cast, self.people[name], kind=kind, group="x") for name, kind in GIVERS.items()}
        self.there = register_human(street_id=cast.elsewhere.pk, name="裘惠芬", now=NOON)
        self.by = {"now": NOON, "by_id": cast.officer.pk}

    def _tries(self, act, *args, **kwargs):
        """The act's answer, None where it was refused; the database has its say at once."""
        try:
            with transaction.atomic():
                found = act(*args, **kwargs)
                settle()
                return found
        except Refused:
            return None

    @rule(minutes=st.integers(1, 300))
    def the_street_founds(self, minutes):
        assert self._tries(timebank_giving.found_pot, street_id=self.cast.street.pk, minutes=minutes, reason="x", batch=uuid4(), **self.by)
        self.plain.pot += minutes
        self.plain.founded += minutes

    @rule(giver=st.sampled_from(list(GIVERS)), elder=st.sampled_from(ELDERS), minutes=MINUTES, days=st.integers(0, 20))
    def helps(self, giver, elder, minutes, days):
        row = self._tries(logs, self.cast, self.members[giver], self.people[elder], minutes, on=DAY - timedelta(days=days))
        if row is None:
            return  # herself, or too much for the day: nothing moves
        done, could = self._tries(type(self).confirm, self.cast, row), self.plain.helps(giver, elder, minutes)
        assert (done is not None) == could
        if done:
            self.rows.append(row)
            last = self.plain.log[-1]
            assert (done.own, done.pot, done.given) == (last["own"], last["pot"], last["given"])
        else:
            timebank_hours.drop_hours(hours_id=row.pk, why="x", **self.by)

    @precondition(lambda self: self.rows)
    @rule(choice=st.integers(0, 99))
    def takes_back(self, choice):
        n = choice % len(self.rows)
        if self.plain.log[n]["back"]:
            return
        done = self._tries(timebank_hours.take_back_hours, hours_id=self.rows[n].pk, why="x", **self.by)
        assert (done is not None) == self.plain.takes_back(self.plain.log[n])

    @rule(frm=st.sampled_from(list(GIVERS)), to=st.sampled_from(["pot", "lu", "shen", "tan"]), minutes=st.integers(1, 200))
    def gives(self, frm, to, minutes):
        values = {"street_id": self.cast.street.pk, "minutes": minutes, "reason": "x", "batch": uuid4(), **self.by}
        to_person = None if to == "pot" else self.people[to].pk
        done = self._tries(timebank_giving.give_hours, person_id=self.people[frm].pk, to_person_id=to_person, **values)
        could = minutes <= self.plain.has[frm] and frm != to and (to == "pot" or self.plain.has[to] + minutes <= CEILING)
        assert (done is not None) == could
        if could:
            self.plain.has[frm] -= minutes
            if to == "pot":
                self.plain.pot += minutes
            else:
                self.plain.has[to] += minutes

    @rule(who=st.sampled_from(list(GIVERS)), heir=st.sampled_from([None, "lu", "tan"]))
    def leaves_and_joins_again(self, who, heir):
        to = {"to": "person", "to_person_id": self.people[heir].pk} if heir else {"to": "pot"}
        member = self.members[who]
        done = self._tries(timebank_members.leave_timebank, member_id=member.pk, reason="x", on=DAY, batch=uuid4(), **to, **self.by)
        assert (done is not None) == (heir != who)
        if done:
            left, passed = self.plain.has[who], min(self.plain.has[who], CEILING - self.plain.has[heir]) if heir else 0
            self.plain.has[who] = 0
            if heir:
                self.plain.has[heir] += passed
            self.plain.pot += left - passed
            offer = timebank_members.Offer(kind=GIVERS[who], group="x")
            self.members[who] = timebank_members.join_timebank(person_id=member.person_id, offer=offer, since=LONG_AGO, **self.by)

    @rule(who=st.sampled_from(list(GIVERS)), minutes=st.integers(1, 200))
    def sends(self, who, minutes):
        values = {"street_id": self.cast.street.pk, "to_street_id": self.cast.elsewhere.pk, "reason": "x", "batch": uuid4(), **self.by}
        row = self._tries(timebank_transfers.offer_hours, person_id=self.people[who].pk, minutes=minutes, **values)
        assert (row is not None) == (minutes <= self.plain.has[who])
        if row:
            self.plain.has[who] -= minutes
            self.plain.way += minutes
            self.offers.append((row, who))

    @precondition(lambda self: self.offers)
    @rule(choice=st.integers(0, 9), how=st.sampled_from(["take", "refuse", "withdraw"]))
    def answers(self, choice, how):
        row, who = self.offers.pop(choice % len(self.offers))
        self.plain.way -= row.minutes
        if how == "take":
            timebank_transfers.take_hours(transfer_id=row.pk, person_id=self.there.pk, **self.by)
            self.plain.gone += row.minutes
            return
        if how == "refuse":
            timebank_transfers.refuse_hours(transfer_id=row.pk, reason="x", **self.by)
        else:
            timebank_transfers.withdraw_hours(transfer_id=row.pk, **self.by)
        self.plain.has[who] += row.minutes

    @invariant()
    def every_minute_is_somewhere(self):
        if not self.there:
            return
        cast, plain = self.cast, self.plain
        assert {name: balance(cast, person) for name, person in self.people.items()} == plain.has
        assert (balance(cast, "pot"), balance(cast, "on_the_way")) == (plain.pot, plain.way)
        assert sum(plain.has.values()) + plain.pot + plain.way + plain.gone == plain.founded, "hours are made by the street alone"
        there, beyond = balance(cast, self.there, cast.elsewhere), balance(cast, "pot", cast.elsewhere)
        assert there + beyond == plain.gone and there <= CEILING
        assert min(*plain.has.values(), plain.pot, plain.way) >= 0
        assert audit() == []


QUICK = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
# Whether it fails is all we ask of the control: the same examples each time, and no shrinking.
FIRST_FAILURE = settings(QUICK, max_examples=300, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.mark.long
@pytest.mark.django_db
def test_the_bank_is_what_was_given(small):
    run_state_machine_as_test(type("Sound", (Bank,), {"cast": small}), settings=QUICK)


def confirms_twice(cast, row):
    """The negative control: a word that is heard twice moves the minutes twice."""
    done = confirms(cast, row)
    again = logs(cast, done.member, done.elder, done.minutes, on=done.on)
    confirms(cast, again)
    return done


@pytest.mark.django_db
def test_the_machine_finds_hours_that_move_twice(small):
    with pytest.raises(AssertionError):
        run_state_machine_as_test(type("Broken", (Bank,), {"cast": small, "confirm": staticmethod(confirms_twice)}), settings=FIRST_FAILURE)
