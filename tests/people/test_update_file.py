"""Opening and changing a file."""

import pytest

from qianshou.access.models import LogEntry
from qianshou.access.scope import scope_of
from qianshou.kernel.names import search_text
from qianshou.people import vault
from qianshou.people.models import Contact, Person, SpareKey
from qianshou.people.operations import (
    ContactEntry,
    Stale,
    end_spare_key,
    register_person,
    set_contacts,
    set_phones,
    set_spare_key,
    update_file,
)
from qianshou.people.queries import changes_of, file_of, search
from tests.cast import DAY, NOON


def test_register_a_person(cast):
    made = register_person(street_id=cast.street.pk, name=" 顾阿妹 ", opened_on=DAY, now=NOON, by_id=cast.officer.pk,
                           id_number="310110194001011510", values={"living": "alone", "place_id": cast.lane.pk, "door": "1号"})  # fmt: skip
    person = Person.objects.get(pk=made.pk)
    assert (person.name, person.file.living, person.file.opened_on) == ("顾阿妹", "alone", DAY)
    assert person.found_as == search_text(name="顾阿妹", lane="怀德路454弄", door="1号") and b"31011019" not in bytes(person.id_sealed)
    assert LogEntry.objects.get(act="file.opened").user_id == cast.officer.pk


def test_a_file_needs_a_name_and_known_fields(cast):
    for values, name in (({}, "  "), ({"colour": "red"}, "顾阿妹")):
        with pytest.raises(ValueError):
            register_person(street_id=cast.street.pk, name=name, opened_on=DAY, now=NOON, values=values)


def test_change_a_file(cast):
    names = update_file(person=cast.shen, version=1, values={"name": "沈毓芳", "living": "empty_nest", "door": cast.shen.door}, now=NOON, by_id=cast.officer.pk)
    shen = file_of(scope_of(cast.officer, DAY), cast.shen.pk, DAY)
    assert names == ["name", "living"] and shen.version == 2 and shen.file.by_hand == ["living", "name"]
    assert [p.pk for p in search(scope=scope_of(cast.officer, DAY), text="沈毓芳", today=DAY).people] == [shen.pk], "the search keys follow the name"
    assert {(c.table, c.field, c.before, c.after) for c in changes_of(shen)} >= {("person", "name", "沈玉芳", "沈毓芳"), ("file", "living", "alone", "empty_nest")}


def test_nothing_changed_writes_nothing(cast):
    assert update_file(person=cast.shen, version=1, values={"name": "沈玉芳"}, now=NOON) == []
    assert Person.objects.get(pk=cast.shen.pk).version == 1


def test_the_second_of_two_editors_is_told(cast):
    update_file(person=cast.shen, version=1, values={"door": "16号"}, now=NOON)
    for write in (
        lambda: update_file(person=cast.shen, version=1, values={"door": "17号"}, now=NOON),
        lambda: set_contacts(person=cast.shen, version=1, contacts=[], now=NOON),
        lambda: set_spare_key(person=cast.shen, version=1, holder_name="周", since=DAY, now=NOON),
    ):
        with pytest.raises(Stale):
            write()
    assert Person.objects.get(pk=cast.shen.pk).door == "16号"


def test_id_number_changes_without_being_shown(cast):
    update_file(person=cast.shen, version=1, values={}, id_number="310110194001011510", now=NOON)
    shen = Person.objects.get(pk=cast.shen.pk)
    assert vault.id_number(shen) == "310110194001011510"
    secret = [c for c in changes_of(shen) if c.secret]
    assert [(c.field, c.before, c.after) for c in secret] == [("id_sealed", None, None)]


def test_contacts_in_order(cast):
    first = Contact.objects.get(elder=cast.shen)
    entries = [ContactEntry("沈兰", "女儿", "13917000001"), ContactEntry(first.name, first.relation, "13917005678", id=first.pk)]
    set_contacts(person=cast.shen, version=1, contacts=entries, now=NOON)
    rows = list(Contact.objects.filter(elder=cast.shen))
    assert [(r.name, vault.phone(r)) for r in rows] == [("沈兰", "13917000001"), ("沈明", "13917005678")]
    assert rows[1].pk == first.pk, "a contact that only moved is the same row"
    set_contacts(person=cast.shen, version=2, contacts=[], now=NOON)
    removed = [c for c in changes_of(Person.objects.get(pk=cast.shen.pk)) if c.removed]
    assert {c.before for c in removed} == {"沈兰 女儿", "沈明 儿子"}


def test_phones(cast):
    set_phones(person=cast.shen, version=1, numbers=["02155190127", "13817001234", "02155190127"], now=NOON)
    shen = Person.objects.get(pk=cast.shen.pk)
    assert [(vault.phone(p), p.kind) for p in shen.phones.all()] == [("02155190127", "landline"), ("13817001234", "mobile")]
    assert "#1234" in shen.found_as
    with pytest.raises(ValueError):
        set_phones(person=shen, version=2, numbers=["12"], now=NOON)


def test_the_key_changes_hands(cast):
    set_spare_key(person=cast.shen, version=1, holder_name="李师傅", phone="13817007777", since=DAY, now=NOON)
    held, before = SpareKey.objects.filter(elder=cast.shen)
    assert (held.holder_name, held.until, vault.phone(held), before.until) == ("李师傅", None, "13817007777", DAY)
    end_spare_key(person=cast.shen, version=2, on=DAY, now=NOON)
    assert not SpareKey.objects.filter(elder=cast.shen, until__isnull=True).exists()


def test_outsiders_get_no_file(cast):
    for user in (cast.outsider, cast.district_officer, cast.family, cast.kitchen):
        with pytest.raises(Person.DoesNotExist):
            file_of(scope_of(user, DAY), cast.shen.pk, DAY)
    with pytest.raises(Person.DoesNotExist):
        file_of(scope_of(cast.committee_worker, DAY), cast.lu.pk, DAY)
