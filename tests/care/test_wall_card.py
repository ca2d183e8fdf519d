"""The card by the door: scanned it is the best proof, and only at the door where it hangs."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from qianshou.access.models import LogEntry
from qianshou.care.models import VisitEvent
from qianshou.care.operations import visits
from qianshou.people.models import Person, WallCode
from qianshou.people.operations.wall_codes import end_wall_code, wall_codes
from qianshou.people.queries.wall_codes import standing_codes
from qianshou.people.rules.wall import code_in, square_text
from tests.care.test_visit_acts import act, due_of, visit  # noqa: F401
from tests.cast import NOON


def card(person) -> str:
    """What the square by somebody's door says."""
    return square_text(wall_codes(person_ids=[person.pk], now=NOON)[person.pk], "https://qs.example.cn")


def test_scanned_at_the_door_is_the_best_proof(cast, visit):  # noqa: F811
    act(visits.complete, visit, cast.tan, scan=card(cast.shen))
    assert (due_of(visit).state, due_of(visit).grade) == ("met", "scan")


def test_scanned_on_arrival_counts_for_what_she_did_there(cast, visit):  # noqa: F811
    act(visits.arrive, visit, cast.tan, scan=card(cast.shen))
    act(visits.complete, visit, cast.tan, minutes=30)
    assert due_of(visit).grade == "scan"


@pytest.mark.parametrize("scan", ["https://qs.example.cn/field/#door=ABCDEFGH2345", "QS/MEAL/7", "x", ""])
def test_a_square_of_another_kind_is_a_tap_like_any_other(cast, visit, scan):  # noqa: F811
    act(visits.complete, visit, cast.tan, scan=scan)
    assert (due_of(visit).state, due_of(visit).grade) == ("met", "tap")


def test_the_card_of_another_door_proves_nothing_here(cast, visit):  # noqa: F811
    act(visits.complete, visit, cast.tan, scan=card(cast.lu))
    assert due_of(visit).grade == "tap"
    act(visits.note, visit, cast.tan, text="x", scan=card(cast.stranger))
    assert VisitEvent.objects.get(kind="note").grade == "tap", "nor does one of another street"


def test_her_colleagues_scan_is_not_hers(cast, visit):  # noqa: F811
    act(visits.arrive, visit, cast.shao, scan=card(cast.shen))
    act(visits.complete, visit, cast.tan, minutes=30)
    assert due_of(visit).grade == "tap"


def test_printed_again_the_card_is_the_same_until_it_is_ended(cast, visit):  # noqa: F811
    old = card(cast.shen)
    assert card(cast.shen) == old
    with pytest.raises(ValueError, match="reason"):
        end_wall_code(person_id=cast.shen.pk, why=" ", now=NOON, by_id=cast.officer.pk)
    assert end_wall_code(person_id=cast.shen.pk, why="被拍了照", now=NOON, by_id=cast.officer.pk)
    assert not end_wall_code(person_id=cast.shen.pk, why="再点一次", now=NOON, by_id=cast.officer.pk)
    assert card(cast.shen) != old and LogEntry.objects.filter(act="wall_card.ended").count() == 1
    act(visits.complete, visit, cast.tan, scan=old)
    assert due_of(visit).grade == "tap"


def test_the_card_of_a_file_that_was_merged_still_counts(cast, visit):  # noqa: F811
    twin = Person.objects.create(street=cast.street, committee=cast.huaide, name="沈玉芳", created_at=NOON, updated_at=NOON, merged_into=cast.shen)
    scan = card(twin)
    assert standing_codes([cast.shen.pk]) == {cast.shen.pk: [code_in(scan)]}
    act(visits.complete, visit, cast.tan, scan=scan)
    assert due_of(visit).grade == "scan"


@pytest.mark.django_db(transaction=True)
def test_printed_by_eight_at_once_it_is_one_card(cast):
    start, found = Barrier(8), []

    def print_it():
        start.wait()
        found.append(wall_codes(person_ids=[cast.shen.pk, cast.lu.pk], now=NOON))
        connection.close()

    threads = [Thread(target=print_it) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 8 and all(one == found[0] for one in found) and WallCode.objects.count() == 2


def test_ended_on_the_page_by_an_officer_of_the_street_alone(cast, client):
    old, address = card(cast.shen), reverse("booklet-card-end", args=[cast.shen.pk])
    assert client.post(address, {"why": "丢了"}).status_code == 302 and WallCode.objects.filter(ended_at=None).exists()
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    assert client.post(address, {"why": "丢了"}).status_code == 404
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    client.post(address, {"why": ""})
    assert WallCode.objects.filter(ended_at=None).exists()
    client.post(address, {"why": "丢了"})
    row = WallCode.objects.get(code=code_in(old))
    assert (row.ended_by, row.ended_why) == (cast.officer, "丢了") and row.ended_at - NOON > timedelta(0)
