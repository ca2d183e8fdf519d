"""The whole record has every value that is kept of a person, opened, and no secret of the program."""

import json

import pytest

from qianshou.exchange.records import FORMAT, paper_of, record_of
from qianshou.exchange.records.whole import LEFT_OUT
from qianshou.packs.loader import load
from qianshou.people.models import Person
from qianshou.people.personal import OTHERS, model_of, tables
from qianshou.people.personal.words import column_words, table_words
from tests.cast import NOON
from tests.rights.past import NUMBER, PHONE
from tests.rights.traces import marks_in

pytestmark = pytest.mark.django_db(transaction=True)

# Written to rows of others (their notes, their words about the person), to what is no data of the person, or taken over by a merge.
NOT_THEIRS = {"note of another's contact", "sessions.Session"}


@pytest.fixture
def record(past):
    return record_of(Person.objects.select_related("street").get(pk=past.person.pk), now=NOON)


def test_every_value_that_is_kept_is_in_it(past, record):
    text = json.dumps(record, ensure_ascii=False)
    there = marks_in(text.encode())
    missing = {where for mark, where in past.marks.where.items() if mark not in there}
    left_out = {where for where in missing if where.rpartition(".")[2] in LEFT_OUT or where in NOT_THEIRS}
    assert missing - left_out == {"bytes of a paper"}
    assert past.marks.where and record["papers"][0]["base64"]


def test_numbers_are_opened_and_secrets_are_not_in_it(past, record):
    text = json.dumps(record, ensure_ascii=False)
    assert NUMBER in text and PHONE in text
    assert "pbkdf2" not in text and "md5$" not in text and '"password"' not in text


def test_the_shape(record):
    assert (record["format"], record["version"]) == (FORMAT, 1) and record["merged"]
    assert {part["table"] for part in record["tables"]} >= {"people.Person", "care.Visit", "meals.Order", "assessment.Assessment", "exchange.ImportRow"}
    assert all(set(part) == {"table", "class", "rows"} for part in record["tables"])
    assert record["history"] == sorted(record["history"], key=lambda one: one["at"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_paper_can_be_read(record, language):
    paper = paper_of(record, classes=load("yangpu").retention, language=language)
    assert [part["name"] for part in paper["parts"]][:2] == (["老人档案", "健康与评估"] if language == "zh" else ["The elder's file", "Health and assessments"])
    lines = [line for part in paper["parts"] for table in part["tables"] for line in table["rows"]]
    assert lines and all(label and text for line in lines for label, text in line)


@pytest.mark.parametrize("table", [t for t in tables() if t.how is not OTHERS], ids=lambda t: t.label)
def test_every_table_and_personal_column_has_a_word(table):
    for language in ("zh", "en"):
        assert table_words(table.label, language) != table.label
        columns = [f.name for f in model_of(table)._meta.concrete_fields if f.name in table.kinds and not f.is_relation]
        assert not [name for name in columns if not column_words(name, language)]


def test_classes_of_the_declaration_are_in_the_pack():
    known = load("yangpu").retention
    assert {table.record for table in tables()} <= set(known)
    assert {one.consent for one in known.values() if one.consent} <= set(load("yangpu").purposes)
