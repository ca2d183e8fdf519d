"""Random books against a plain-Python model: open, post, post again, reverse, refuse, balance at a date, statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from qianshou.access.scope import Scope
from qianshou.ledger import operations, queries
from qianshou.ledger.operations import BelowLeast, Differs, NotReversible
from tests.cast import NOON
from tests.ledger.books import audit, settle

FIRST = date(2026, 10, 20)
DAYS = st.integers(0, 45)  # over two ends of months
AMOUNTS = st.integers(1, 900)
CODES = ("a", "b", "c", "d")


@dataclass
class PlainBooks:
    """Everything that was entered, in order: (source, day, {account: amount}). Balances are added up anew each time."""

    least: dict[str, int | None] = field(default_factory=dict)
    entries: list[tuple[str, date, dict[str, int]]] = field(default_factory=list)
    reversed: set[str] = field(default_factory=set)

    def balance(self, account: str, until: date = date.max) -> int:
        return sum(lines.get(account, 0) for _, day, lines in self.entries if day <= until)

    def fits(self, lines: dict[str, int]) -> bool:
        return all(n > 0 or self.least[a] is None or self.balance(a) + n >= self.least[a] for a, n in lines.items())

    def find(self, source: str):
        return next((entry for entry in self.entries if entry[0] == source), None)


def post_twice(*, source: str, **more):
    """The negative control: a post that takes a source it knows for a new one."""
    from qianshou.ledger.models import Transaction

    number = Transaction.objects.filter(source__startswith=source).count()
    return operations.post(source=f"{source}#{number}" if number else source, **more)


class Ledger(RuleBasedStateMachine):
    """The program beside the model. One transaction for each run, rolled back at its end."""

    cast = None
    post = staticmethod(operations.post)

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.plain, self.ids = PlainBooks(), {}
        self.scope = Scope.system(self.cast.street.pk)

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def the_outside(self):
        self.opens("a", None)
        self.opens("b", 0)

    @rule(code=st.sampled_from(CODES), least=st.sampled_from([None, 0, 0, -300]))
    def opens(self, code, least):
        made = operations.open_account(street_id=self.cast.street.pk, unit="points", code=code, name=code, least=least, now=NOON)
        assert self.ids.setdefault(code, made.pk) == made.pk
        self.plain.least.setdefault(code, least)

    def _lines(self, frm: int, to: int, third: int, amount: int) -> dict[str, int]:
        """Two or three lines over the accounts that are open."""
        codes = sorted(self.ids)
        lines = {codes[frm % len(codes)]: -amount}
        other = codes[to % len(codes)]
        if other in lines:
            other = next(code for code in codes if code not in lines)
        lines[other] = amount
        last = codes[third % len(codes)]
        if last not in lines and amount > 1:
            lines[other], lines[last] = amount - 1, 1
        return lines

    @rule(number=st.integers(0, 12), frm=st.integers(0, 3), to=st.integers(0, 3), third=st.integers(0, 3), amount=AMOUNTS, days=DAYS)
    def posts(self, number, frm, to, third, amount, days):
        source, day, lines = f"order:{number:02d}", FIRST + timedelta(days), self._lines(frm, to, third, amount)
        self._post(source, day, lines)

    @precondition(lambda self: self.plain.entries)
    @rule(choice=st.integers(0, 99))
    def posts_again(self, choice):
        source, day, lines = self.plain.entries[choice % len(self.plain.entries)]
        self._post(source, day, lines)

    def _post(self, source, day, lines):
        held, fits = self.plain.find(source), self.plain.fits(lines)
        try:
            with transaction.atomic():
                type(self).post(source=source, lines=[(self.ids[a], n) for a, n in lines.items()], happened_on=day, text="", now=NOON)
                settle()
        except Differs:
            assert held and held[2] != lines
        except BelowLeast:
            assert not held and not fits
        else:
            assert held is None or held[2] == lines
            assert held or fits
            if not held:
                self.plain.entries.append((source, day, lines))

    @precondition(lambda self: self.plain.entries)
    @rule(choice=st.integers(0, 99), days=st.integers(-1, 20))
    def reverses(self, choice, days):
        source, day, lines = self.plain.entries[choice % len(self.plain.entries)]
        mirror = {a: -n for a, n in lines.items()}
        known = source in self.plain.reversed
        try:
            with transaction.atomic():
                operations.reverse(source=source, happened_on=day + timedelta(days), reason="wrong", now=NOON)
                settle()
        except NotReversible as error:
            assert error.code == ("reversal" if source.endswith("/reversed") else "earlier" if days < 0 else "")
        except BelowLeast:
            assert not known and not self.plain.fits(mirror)
        else:
            assert days >= 0 and not source.endswith("/reversed")
            if not known:
                assert self.plain.fits(mirror)
                self.plain.entries.append((f"{source}/reversed", day + timedelta(days), mirror))
                self.plain.reversed.add(source)

    @rule(choice=st.integers(0, 3), days=DAYS)
    def asks_for_a_balance(self, choice, days):
        code = sorted(self.ids)[choice % len(self.ids)]
        day = FIRST + timedelta(days)
        assert queries.balance_at(self.scope, self.ids[code], day) == self.plain.balance(code, day)

    @rule(choice=st.integers(0, 3), start=DAYS, length=st.integers(0, 50))
    def asks_for_a_statement(self, choice, start, length):
        code = sorted(self.ids)[choice % len(self.ids)]
        first = FIRST + timedelta(start)
        last = first + timedelta(length)
        found = queries.statement(self.scope, self.ids[code], first, last)
        own = [(day, lines[code]) for _, day, lines in self.plain.entries if code in lines and first <= day <= last]
        assert [(line.day, line.amount) for line in found.lines] == sorted(own, key=lambda line: line[0])
        assert found.opening == self.plain.balance(code, first - timedelta(1)) and found.closing == self.plain.balance(code, last)
        balance = found.opening
        for line in found.lines:
            balance += line.amount
            assert line.balance == balance
        assert balance == found.closing

    @invariant()
    def the_books_are_the_models(self):
        held = {one.code: one.balance for one in queries.accounts(self.scope)}
        assert held == {code: self.plain.balance(code) for code in self.ids}
        assert sum(held.values()) == 0 and audit() == []


QUICK = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
# Whether it fails is all we ask of the control: the same examples each time, and no shrinking.
FIRST_FAILURE = settings(QUICK, max_examples=500, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.mark.long
@pytest.mark.django_db
def test_the_books_are_what_was_entered(cast):
    run_state_machine_as_test(type("Sound", (Ledger,), {"cast": cast}), settings=QUICK)


@pytest.mark.django_db
def test_the_machine_finds_a_posting_made_twice(cast):
    with pytest.raises(AssertionError):
        run_state_machine_as_test(type("Broken", (Ledger,), {"cast": cast, "post": staticmethod(post_twice)}), settings=FIRST_FAILURE)
