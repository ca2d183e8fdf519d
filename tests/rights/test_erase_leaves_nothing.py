"""A person with a mark in every column and file is erased: a dump of the database and the data directory then hold none of the marks."""

import os
from dataclasses import replace

import pytest

from qianshou.access.models import LogEntry
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_waiting, bind_year_waiting
from qianshou.exchange import operations as exchange
from qianshou.exchange.models import ImportRow
from qianshou.exchange.queries.erasing import mentions
from qianshou.ledger.models import Account
from qianshou.people import vault
from qianshou.people.models import Contact, ElderFile, Erasure, Person
from qianshou.people.personal import history_of, model_of, register, tables
from tests.cast import DAY, NOON
from tests.rights.past import NUMBER, PHONE
from tests.rights.traces import dumped, marks_in_dump, marks_in_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


# Where marks lie enciphered or signed: a dump cannot show them.
SEALED = {"bytes of a paper", "sessions.Session"}


def erase(past, second, chosen=None):
    asked = exchange.ask_erasure(person_id=past.person.pk, reason="request", now=NOON, by_id=past.cast.officer.pk)
    found = [(m.table, m.row, m.column) for m in mentions(past.person)] if chosen is None else chosen
    done = exchange.erase(erasure_id=asked.pk, mentions=found, now=NOON, by_id=second.pk)
    bind_waiting(street_id=past.cast.street.pk, month=DAY.replace(day=1), language="zh-hans", now=NOON)
    bind_year_waiting(street_id=past.cast.street.pk, year=DAY, language="zh-hans", now=NOON)
    return done


def left(past, cluster, folder) -> dict[str, str]:
    """Mark → where it had been written, of those still found."""
    found = marks_in_dump(cluster.url("super", os.environ["DATABASE_URL"].rsplit("/", 1)[-1].split("?")[0]))
    found |= set().union(*marks_in_files(folder).values(), set())
    return {mark: past.marks.where.get(mark, "?") for mark in sorted(found)}


def test_the_marks_are_there_to_be_found(past, cluster, tmp_path):
    there = set(left(past, cluster, tmp_path).values())
    unseen = set(past.marks.where.values()) - there
    hidden = {where for where in unseen if where in SEALED or "sealed" in where}
    kept = {f"{model_of(t).__name__}" for t in tables() if history_of(model_of(t))}
    assert {where for where in unseen - hidden if where.split(".")[1] not in kept} == set(), "what lies open must be found, or nothing is proved"
    assert len(there) > 80


def test_nothing_is_left(past, second, cluster, tmp_path):
    blinds = [vault.blind(NUMBER), vault.blind(PHONE)]
    done = erase(past, second)
    assert left(past, cluster, tmp_path) == {}
    assert done.state == Erasure.State.DONE and done.to_remove == []
    dump = dumped(os.environ["DATABASE_OWNER_URL"])
    assert not [blind for blind in blinds if blind.hex().encode() in dump]


def test_a_column_left_out_is_found(past, second, cluster, tmp_path, monkeypatch):
    """The negative control: what nobody declared stays, and the search above sees it."""
    whole = register._tables["watch.Call"]
    monkeypatch.setitem(register._tables, "watch.Call", replace(whole, personal={}, plain="outcome note"))
    erase(past, second)
    assert set(left(past, cluster, tmp_path).values()) == {"watch.Call.note"}


def test_the_stub_and_what_counts_stay(past, second, cast):
    balance = Account.objects.get(pk=past.mine.pk).balance
    erase(past, second)
    stub = Person.objects.get(pk=past.person.pk)
    assert (stub.name, stub.door, stub.birth_date, bytes(stub.id_sealed), stub.found_as) == ("（已删除）", "", None, b"", "")
    erasure = Erasure.objects.get(person=stub)
    assert (erasure.street, erasure.asked_by, erasure.done_by, erasure.reason) == (cast.street, cast.officer, second, "request")
    assert Account.objects.get(pk=past.mine.pk).balance == balance == 900
    assert LogEntry.objects.filter(act="file.erased", target_id=str(stub.pk)).count() == 1
    assert not ElderFile.objects.filter(person__in=[past.person, past.twin]).exists()


def test_others_keep_what_is_theirs(past, second, cast):
    erase(past, second)
    names = list(Contact.objects.filter(elder=cast.lu).values_list("name", "person"))
    assert ("▇▇", None) in names
    assert cast.lu.concerns.get().text == "和▇▇吵架"
    assert ImportRow.objects.filter(batch=past.batch, row=3).exists()
    assert Volume.objects.filter(kind="forms", state="bound").exists()


def test_a_name_that_stays_by_decision_stays(past, second, cast):
    erase(past, second, chosen=[])
    assert cast.lu.concerns.get().text == f"和{past.name}吵架"
