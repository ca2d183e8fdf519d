"""People are found the way offices look for them."""

import pytest

from qianshou.access.scope import Scope, scope_of
from qianshou.people import vault
from qianshou.people.models import Grant, Person
from qianshou.people.operations import register_person, set_phones
from qianshou.people.queries import people_seen, search
from tests.cast import DAY, LONG_AGO, NOON


@pytest.fixture
def officer(cast) -> Scope:
    return scope_of(cast.officer, DAY)


def names(scope, text):
    return [p.name for p in search(scope=scope, text=text, today=DAY).people]


@pytest.mark.parametrize(
    "text", ["沈玉芳", "玉芳", "沈", "shenyufang", "Shen Yu Fang", "shenyu", "syf", "ＳＹＦ", "怀德路454弄15号", "454弄", "二楼前楼", "沈玉芳454弄", "沈玉芳 454弄15号", "shen 454", "yf", "syf454弄", "15号"]
)
def test_find_by_what_people_type(cast, officer, text):
    assert "沈玉芳" in names(officer, text)


def test_any_reading_of_a_surname(cast, officer):
    person = register_person(street_id=cast.street.pk, name="单国栋", opened_on=DAY, now=NOON)
    for text in ("shanguodong", "danguodong", "sgd", "dgd", "chanyu"):
        assert (person.name in names(officer, text)) is (text != "chanyu")


def test_exact_numbers(cast, officer):
    set_phones(person=cast.lu, version=1, numbers=["13817009999"], now=NOON)
    assert names(officer, "310110193803052563") == ["沈玉芳"]
    assert names(officer, "138 1700 9999") == ["陆根宝"]
    assert names(officer, "9999") == names(officer, "陆 9999") == ["陆根宝"]
    assert names(officer, "13917005678") == ["沈玉芳"], "the number of her son finds her file"
    assert names(officer, "13900000000") == []


def test_a_lane_is_that_lane(cast, officer):
    assert "陆根宝" in names(officer, "怀德路20弄") == names(officer, "20弄") and "沈玉芳" in names(officer, "454弄")
    for text in ("怀德路0弄", "54弄", "怀德路5弄", "4弄"):
        assert names(officer, text) == [], "454弄 is another lane"


def test_nothing_to_search_by(cast, officer):
    for text in ("", "   ", "!!", "？？", "x" * 500):
        assert names(officer, text) == []


def test_outsiders_find_nobody(cast):
    outsider, worker = scope_of(cast.outsider, DAY), scope_of(cast.committee_worker, DAY)
    for text in ("沈玉芳", "syf", "310110193803052563", "13817001234", "13917005678"):
        assert names(outsider, text) == []
        assert names(scope_of(cast.district_officer, DAY), text) == []
    assert names(worker, "沈玉芳") == ["沈玉芳"] and names(worker, "陆根宝") == [], "a committee worker sees her committee only"


def test_carers_see_whom_they_were_granted(cast):
    scope = scope_of(cast.tan.person.user, DAY)
    assert not people_seen(scope, DAY).exists()
    Grant.objects.create(user=cast.tan.person.user, person=cast.shen, street=cast.street, since=DAY, why="link", source="link:1")
    Grant.objects.create(user=cast.tan.person.user, person=cast.lu, street=cast.street, since=LONG_AGO, until=LONG_AGO, why="link", source="link:2")
    assert list(people_seen(scope, DAY)) == [cast.shen]


def test_merged_files_are_not_found(cast, officer):
    Person.objects.filter(pk=cast.lu.pk).update(merged_into=cast.shen)
    assert names(officer, "陆根宝") == []


def test_the_number_is_sealed(cast):
    assert vault.id_number(cast.shen) == "310110193803052563"
    assert vault.masked_id_number(cast.shen) == "310110********2563"
