"""Files written by the thousand say what was given, whatever signs it holds: tabs, backslashes, quotes, line ends, NUL."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.models import Street
from qianshou.kernel.copying import json_text
from qianshou.kernel.sealing import Nonces
from qianshou.people.models import Contact, ElderFile, Person, Phone
from qianshou.people.operations.bulk import upsert_files
from qianshou.people.rules.rows import FileRow
from tests.cast import DAY, NOON

SIGNS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(['\\', '\\N', '\\.', '\t', '\n', '\r', '"', "'", "{}", ",", "\\u0000", "\x1f", '"}', "王\t秀"])

NUMBERS = count()


def plain(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\0", "")


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=SIGNS, door=SIGNS, remarks=SIGNS, words=st.lists(SIGNS, max_size=3), raw=st.dictionaries(SIGNS, SIGNS, max_size=3), secret=st.binary(max_size=40))
def test_what_is_written_is_what_was_given(cast, name, door, remarks, words, raw, secret):
    street = Street.objects.get(code="pingliang")
    name = f"甲{next(NUMBERS)}{name}"  # nobody is met twice
    row = FileRow(
        name=name, name_key="jia", door=door, remarks=remarks, interests=tuple(words), health=tuple(words), raw=json_text(raw), id_sealed=secret,
        phones=(("mobile", secret, secret[:16]),), contacts=((name, door, secret, secret[:16]),),
    )  # fmt: skip
    (written,) = upsert_files(street_id=street.pk, rows=[row], opened_on=DAY, now=NOON)
    person, file = Person.objects.get(pk=written.person_id), ElderFile.objects.get(pk=written.person_id)
    assert written.change == "created"
    assert (person.name, person.door, person.interests) == (plain(name), plain(door), [plain(word) for word in words])
    assert (file.remarks, file.health, bytes(person.id_sealed)) == (plain(remarks), [plain(word) for word in words], secret)
    assert file.raw == {plain(key): plain(value) for key, value in raw.items()}
    phone, contact = Phone.objects.get(person=person), Contact.objects.get(elder=person)
    assert (bytes(phone.sealed), contact.name, contact.relation, bytes(contact.sealed)) == (secret, plain(name), plain(door), secret)


def test_no_nonce_comes_twice():
    nonces = Nonces()
    taken = [nonces.take() for _ in range(2000)]
    assert len(set(taken)) == 2000 and {len(nonce) for nonce in taken} == {12}
