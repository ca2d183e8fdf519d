"""A large register goes by the worker and is read by a process of its own: the same rows as ever, and nothing lost when something dies."""

import os
import signal
from pathlib import Path

import pytest
from procrastinate.contrib.django import app

from qianshou.access.models import Street
from qianshou.exchange import apart, source
from qianshou.exchange.models import Batch, ImportRow
from qianshou.exchange.operations import apply_batch, applying, batches, receive_file
from qianshou.exchange.operations.jobs import ask_apply, ask_read
from qianshou.exchange.reading.refused import FileRefused
from qianshou.people.models import Person, Phone

from ..cast import DAY, NOON
from .test_import_register import state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def street(tmp_path, cast, settings):
    settings.DATA_DIR = tmp_path
    return Street.objects.get(code="pingliang")


def came_in(street, data_dir, name="register.xlsx") -> Batch:
    return receive_file(street_id=street.pk, kind="register", file_name=name, pieces=[(data_dir / name).read_bytes()], now=NOON)


def read_apart(monkeypatch):
    monkeypatch.setattr(source, "APART_BYTES", 0)
    monkeypatch.setattr(applying, "CHUNK", 300)


def outcomes(batch):
    return list(ImportRow.objects.filter(batch=batch).order_by("row").values_list("row", "outcome", "reasons", "understood", "change"))


def test_read_apart_it_says_the_same_of_every_row(street, data_dir, monkeypatch):
    before = Person.objects.count()
    read_apart(monkeypatch)
    first = apply_batch(batch_id=came_in(street, data_dir).pk, now=NOON)
    assert first.state == "done" and first.changes == {"created": 1013, "updated": 0, "unchanged": 0}
    assert Person.objects.count() == before + 1013 and Phone.objects.count() > 500
    written = state()
    monkeypatch.undo()
    second = apply_batch(batch_id=came_in(street, data_dir).pk, now=NOON)
    assert second.changes == {"created": 0, "updated": 0, "unchanged": 1013} and state() == written
    assert [row[:4] for row in outcomes(first)] == [row[:4] for row in outcomes(second)]


def test_the_reading_process_is_killed_and_the_job_is_run_again(street, data_dir, monkeypatch):
    before = Person.objects.count()
    batch = came_in(street, data_dir)
    read_apart(monkeypatch)
    killed = []

    def kill_it(results):
        if not killed:  # a list that had come by then is still written
            killed.append(reader_of_ours())
            os.kill(killed[0], signal.SIGKILL)

    with pytest.raises(apart.ReaderDied):
        apply_batch(batch_id=batch.pk, now=NOON, each=kill_it)
    batch.refresh_from_db()
    assert batch.state == "applying" and 0 < batch.done < 1032
    assert before < Person.objects.count() < before + 1013
    assert apply_batch(batch_id=batch.pk, now=NOON).state == "done"
    assert Person.objects.count() == before + 1013 and len(outcomes(batch)) == 1032


def reader_of_ours() -> int:
    """The process that reads for this one."""
    for entry in Path("/proc").iterdir():
        ours = entry.name.isdigit() and b"qianshou.exchange.apart" in (entry / "cmdline").read_bytes()
        if ours and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == os.getpid():
            return int(entry.name)
    raise AssertionError("nobody reads")


def test_what_is_refused_is_refused_apart_as_well(street, tmp_path, monkeypatch):
    read_apart(monkeypatch)
    batch = receive_file(street_id=street.pk, kind="register", file_name="a.xlsx", pieces=[b"PK\x03\x04 not a workbook"], now=NOON)
    found = apply_batch(batch_id=batch.pk, now=NOON)
    assert found.state == "failed" and found.error["code"] == "damaged"
    missing = source.Wanted(tmp_path / "gone.csv", "register", DAY, tmp_path)
    with pytest.raises(FileRefused, match="not_there"):
        apart.Apart(missing)


def test_by_the_worker_with_the_officers_page_free_meanwhile(street, cast, data_dir, monkeypatch):
    monkeypatch.setattr(batches, "READ_AT_ONCE_BYTES", 1000)
    read_apart(monkeypatch)
    batch = came_in(street, data_dir)
    ask_read(batch=batch, now=NOON)
    assert not ImportRow.objects.exists(), "the page does not wait for it"
    work()
    batch.refresh_from_db()
    assert batch.state == "read" and sum(batch.counts.values()) == 1032 and not Person.objects.filter(name="董素英").exists()
    assert ask_apply(batch=batch, now=NOON, by_id=cast.officer.pk)
    assert not ask_apply(batch=batch, now=NOON, by_id=cast.officer.pk), "a second click writes nothing twice"
    work()
    batch.refresh_from_db()
    assert batch.state == "done" and batch.changes["created"] == 1013


def work() -> None:
    """A real worker takes the jobs that wait."""
    with app.replace_connector(app.connector.get_worker_connector()) as runner:
        runner.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
