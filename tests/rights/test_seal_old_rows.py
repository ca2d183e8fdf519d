"""Old rows and raw rows go under the key of the person they are about, and are read as before."""

import pytest

from qianshou.exchange import operations as exchange
from qianshou.exchange.models import Batch, ImportRow
from qianshou.exchange.queries.sealed import opened
from qianshou.people.models import Contact, PersonKey, SealedRow
from qianshou.people.operations import ContactEntry, set_contacts, set_phones, update_file
from qianshou.people.operations.keys import destroy_key
from qianshou.people.operations.sealing import seal_history
from qianshou.people.personal import OTHERS, history_of, model_of, tables
from qianshou.people.queries import changes_of
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(cast):
    """Shen's file with a past."""
    values = {"name": "沈毓芳", "door": "16号", "health": ["高血压"], "status": "hospital", "status_since": DAY}
    update_file(person=cast.shen, version=1, values=values, now=NOON, by_id=cast.officer.pk, id_number="310110194001011510")
    cast.shen.refresh_from_db()
    set_contacts(person=cast.shen, version=cast.shen.version, contacts=[ContactEntry("沈亮", "侄子", "13900000002")], now=NOON)
    cast.shen.refresh_from_db()
    set_phones(person=cast.shen, version=cast.shen.version, numbers=["13800000009"], now=NOON)
    cast.shen.refresh_from_db()
    return cast.shen


def open_rows() -> int:
    """Old rows of people that still lie open."""
    return sum(history_of(model_of(t)).objects.count() for t in tables() if t.how is not OTHERS and t.of and history_of(model_of(t)))


def test_what_changed_is_said_alike_before_and_after(changed):
    before = changes_of(changed)
    assert len(before) > 5 and open_rows() > 3
    assert seal_history(now=NOON) == open_rows() + SealedRow.objects.count()
    assert open_rows() == 0
    assert [repr(c) for c in changes_of(changed)] == [repr(c) for c in before]


def test_sealing_twice_seals_once(changed):
    number = seal_history(now=NOON)
    assert number and seal_history(now=NOON) == 0 and SealedRow.objects.count() == number


def test_nothing_of_a_sealed_row_can_be_read(changed):
    seal_history(now=NOON)
    kept = b"".join(bytes(row.sealed) for row in SealedRow.objects.all())
    assert "沈玉芳".encode() not in kept and "沈明".encode() not in kept


def test_without_the_key_there_is_no_past(changed, cast):
    seal_history(now=NOON)
    destroy_key(person=changed, now=NOON, by_id=cast.officer.pk)
    assert changes_of(changed) == []


def test_an_old_row_of_somebody_without_a_key_stays_open(changed, cast):
    destroy_key(person=changed, now=NOON, by_id=None)
    assert seal_history(now=NOON) == 0 and open_rows() > 3


def test_home_from_hospital_is_still_known(changed, cast):
    from qianshou.assessment.queries.events import events_of

    update_file(person=changed, version=changed.version, values={"status": "active"}, now=NOON)
    asked = {"street_id": cast.street.pk, "person_ids": [changed.pk], "until": DAY.replace(year=2027)}
    before = events_of(**asked)
    seal_history(now=NOON)
    assert before[changed.pk] and events_of(**asked) == before


def test_raw_rows_are_read_as_before(cast):
    batch = Batch.objects.create(street=cast.street, kind="register", file_name="x", path="x", sha256="0", uploaded_at=NOON, state="done")
    raw = ["7", "沈玉芳", {"sealed": "QTE="}, "怀德路454弄"]
    ImportRow.objects.create(batch=batch, row=7, outcome="ok", raw=raw, understood={"name": "沈玉芳"}, person=cast.shen)
    ImportRow.objects.create(batch=batch, row=8, outcome="skip", raw=["合计"])
    assert exchange.seal_rows(now=NOON) == 1 and exchange.seal_rows(now=NOON) == 0
    kept = ImportRow.objects.get(row=7)
    assert "沈" not in str(kept.raw) and kept.understood == {}
    [row] = opened([kept])
    assert row.raw == raw and row.understood == {"name": "沈玉芳"}
    destroy_key(person=cast.shen, now=NOON, by_id=None)
    assert opened([ImportRow.objects.get(row=7)])[0].raw == []


def test_a_workbook_still_looked_at_is_left(cast):
    batch = Batch.objects.create(street=cast.street, kind="register", file_name="x", path="x", sha256="0", uploaded_at=NOON, state="read")
    ImportRow.objects.create(batch=batch, row=7, outcome="ok", raw=["沈玉芳"], person=cast.shen)
    assert exchange.seal_rows(now=NOON) == 0


def test_one_key_a_person(changed):
    Contact.objects.filter(elder=changed).update(note="x")
    seal_history(now=NOON)
    assert PersonKey.objects.filter(person=changed).count() == 1
