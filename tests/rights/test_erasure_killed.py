"""An erasure killed at any statement is as if it had not begun; killed after its rows are gone it comes to its end. Done once either way."""

import os

import pytest
from django.db import connection

from qianshou.access.models import LogEntry
from qianshou.exchange import operations as exchange
from qianshou.exchange.operations import erasing
from qianshou.exchange.queries.erasing import mentions
from qianshou.people.models import Erasure
from tests.cast import NOON
from tests.rights.traces import dumped, marks_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


class Killed(BaseException):
    """The process is gone."""


class At:
    """Kills at the statement of this number, once."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.number:
            raise Killed
        return execute(sql, params, many, context)


@pytest.fixture
def asked(past, cast):
    return exchange.ask_erasure(person_id=past.person.pk, reason="request", now=NOON, by_id=cast.officer.pk)


def chosen(past):
    return [(m.table, m.row, m.column) for m in mentions(past.person)]


def found() -> frozenset[str]:
    return frozenset(marks_in(dumped(os.environ["DATABASE_OWNER_URL"])))


def killed_at(number: int, work) -> bool:
    """Whether it was killed; False when it came to its end before."""
    at = At(number)
    try:
        with connection.execute_wrapper(at):
            work()
    except Killed:
        return True
    return False


def test_killed_at_any_statement_and_run_again(past, second, asked):
    whole, names = found(), chosen(past)
    work = lambda: exchange.erase(erasure_id=asked.pk, mentions=names, now=NOON, by_id=second.pk)
    number, tried = 1, 0
    while killed_at(number, work):
        tried += 1
        state = Erasure.objects.get(pk=asked.pk).state
        if state != Erasure.State.ASKED:
            break  # the rows are gone: the rest is below
        if tried % 5 == 1:
            assert found() == whole, number
        number += 11
    exchange.finish_waiting(now=NOON)
    assert tried > 20 and Erasure.objects.get(pk=asked.pk).state == Erasure.State.DONE
    assert found() == frozenset()
    assert LogEntry.objects.filter(act="file.erased").count() == 1
    with pytest.raises(exchange.NotErasable):
        work()


def test_killed_between_rows_and_files(past, second, asked, tmp_path, monkeypatch):
    monkeypatch.setattr(erasing, "sweep_tables", lambda labels: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        exchange.erase(erasure_id=asked.pk, mentions=chosen(past), now=NOON, by_id=second.pk)
    waiting = Erasure.objects.get(pk=asked.pk)
    assert waiting.state == Erasure.State.GOING and waiting.to_remove
    monkeypatch.undo()
    assert exchange.finish_waiting(now=NOON) == 1 and exchange.finish_waiting(now=NOON) == 0
    assert not [path for path in waiting.to_remove if (tmp_path / path).exists()]


def test_without_the_one_transaction_half_would_be_left(past, second, asked):
    """The negative control: the same statements, each for itself."""
    whole, names = found(), chosen(past)
    assert killed_at(150, lambda: erasing._erase_rows(asked, names, NOON, second.pk))
    assert frozenset() < found() < whole
