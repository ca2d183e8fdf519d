"""Who opened whose file, when, and by what right: each page, file and phone's day is written down, and only those."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from qianshou.access.scope import Scope, scope_of
from qianshou.kernel import clock
from qianshou.people.models import Grant, ReadEntry
from qianshou.people.operations.reads import record_reads
from qianshou.web.reads import NOBODY, PERSON_OF
from tests.cast import DAY, NOON
from tests.family.street import enter, link_for, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer)
    with clock.frozen(NOON):
        yield client


def entries():
    return list(ReadEntry.objects.order_by("pk").values_list("person_id", "user_id", "page", "ground", "way"))


def names_in(patterns) -> set[str]:
    found = set()
    for pattern in patterns:
        found |= set(re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)))
        found |= names_in(pattern.url_patterns) if hasattr(pattern, "url_patterns") else set()
    return found


def test_every_parameter_of_an_address_is_decided():
    wrong = names_in(get_resolver().url_patterns) - set(PERSON_OF) - NOBODY
    assert not wrong, f"say in web/reads.py whom these lead to: {sorted(wrong)}"


def test_opening_a_file_is_written_down(desk, cast):
    desk.get(reverse("people-file", args=[cast.shen.pk]))
    assert entries() == [(cast.shen.pk, cast.officer.pk, "people-file", "street", "direct")]


def test_a_page_of_another_room_too(desk, cast):
    desk.get(reverse("net-elder", args=[cast.shen.pk]))
    desk.get(reverse("assessments-person", args=[cast.shen.pk]))
    assert [page for _, _, page, _, _ in entries()] == ["net-elder", "assessments-person"]


@pytest.mark.parametrize(
    ("came", "way"), [("/people/?q=%E6%B2%88", "search"), ("/people/", "list"), ("/find/?q=x", "search"), ("/", "page"), ("", "direct")]
)
def test_how_it_was_come_upon(desk, cast, came, way):
    desk.get(reverse("people-file", args=[cast.shen.pk]), headers={"referer": f"http://testserver{came}"} if came else {})
    assert entries()[0][4] == way


def test_again_at_once_is_one_read(desk, cast):
    for _ in range(3):
        desk.get(reverse("people-file", args=[cast.shen.pk]))
    assert len(entries()) == 1
    with clock.frozen(NOON + timedelta(minutes=5)):
        desk.get(reverse("people-file", args=[cast.shen.pk]))
    assert len(entries()) == 2


def test_who_is_refused_has_read_nothing(client, cast):
    client.force_login(cast.outsider)
    with clock.frozen(NOON):
        assert client.get(reverse("people-file", args=[cast.shen.pk])).status_code == 404
    client.logout()
    assert client.get(reverse("people-file", args=[cast.shen.pk])).status_code == 302
    assert entries() == []


def test_a_list_that_is_taken_away_is_a_read_of_each(desk, cast):
    desk.get(reverse("people-list"))
    assert entries() == []
    desk.get(reverse("people-list"), {"format": "xlsx"})
    assert {person for person, *_ in entries()} == {cast.shen.pk, cast.lu.pk, cast.bao.pk} and {way for *_, way in entries()} == {"export"}


def test_an_id_number_shown_is_a_read(desk, cast):
    desk.post(reverse("people-id-number", args=[cast.shen.pk]))
    assert [page for _, _, page, _, _ in entries()] == ["people-id-number"]


def test_by_what_right(cast):
    record_reads(scope=scope_of(cast.committee_worker, DAY), person_ids=[cast.shen.pk], page="a", now=NOON)
    Grant.objects.create(user=cast.tan.person.user, person=cast.shen, street=cast.street, since=DAY, why="link", source="link:9")
    record_reads(scope=scope_of(cast.tan.person.user, DAY), person_ids=[cast.shen.pk], page="a", now=NOON)
    record_reads(scope=Scope.system(cast.street.pk), person_ids=[cast.shen.pk], page="a", now=NOON)
    assert [ground for _, _, _, ground, _ in entries()] == ["committee", "link", "program"]


def test_what_the_family_saw_stands_beside_it(desk, cast):
    with clock.frozen(NOON):
        link, keys = link_for(cast)
        client = Client()
        enter(client, keys, code=wrong(keys))
        enter(client, keys)
    shown = desk.get(reverse("people-reads", args=[cast.shen.pk])).content.decode()
    assert link.name in shown and shown.count(f"<b>{link.name}</b>") == 1, "a wrong code read nothing"
    assert link.name not in desk.get(reverse("people-reads", args=[cast.lu.pk])).content.decode()


def test_an_entry_cannot_be_changed_or_taken_out(cast):
    record_reads(scope=scope_of(cast.officer, DAY), person_ids=[cast.shen.pk], page="a", now=NOON)
    for statement in ("UPDATE people_readentry SET page = 'b'", "DELETE FROM people_readentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nobody_points_at_a_read():
    assert not list(ReadEntry._meta.related_objects)
