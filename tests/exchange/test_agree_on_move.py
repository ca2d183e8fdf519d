"""Two streets agree on a file: offered, taken back, refused, taken; what keeps it where it is; what each side and others see."""

import pytest
from django.urls import reverse

from qianshou.access.models import LogEntry
from qianshou.access.scope import scope_of
from qianshou.care.models import Carer, Visit
from qianshou.exchange.models import ReviewCase
from qianshou.exchange.operations.moving import refuse_file
from qianshou.kernel import clock
from qianshou.notify.models import Notice
from qianshou.people.models import FileMove, Person
from qianshou.people.operations.moving import MoveRefused, NewHome, withdraw_move
from qianshou.reports.queries import picture_of
from tests.cast import DAY, NOON
from tests.exchange.test_move_file import offer, rows_with_street, take
from tests.exchange.twins import hanging_on
from tests.family.street import BACKEND, MINUTE


def test_until_it_is_taken_nothing_changes_and_the_offer_can_be_taken_back(cast, mover, home):
    before, held = rows_with_street(), hanging_on(mover)
    move = offer(cast, mover)
    withdraw_move(move_id=move.pk, now=NOON + MINUTE, by_id=cast.officer.pk)
    with pytest.raises(MoveRefused, match="gone"):
        take(cast, move, home)
    with pytest.raises(MoveRefused, match="gone"):
        withdraw_move(move_id=move.pk, now=NOON, by_id=cast.officer.pk)
    left = rows_with_street()
    left["people.FileMove"] = before["people.FileMove"]
    assert left == before
    assert {k: v for k, v in hanging_on(mover).items() if k != "people.FileMove.person"} == held


def test_the_old_street_gets_404_and_the_new_one_reads_the_history(cast, mover, home, client):
    with clock.frozen(NOON + MINUTE):
        take(cast, offer(cast, mover), home)
        client.force_login(cast.officer, backend=BACKEND)
        assert client.get(reverse("people-file", args=[mover.pk])).status_code == 404
        stub = client.get(reverse("moves-list") + "?show=out").content.decode()
        assert "沈玉芳" in stub and "定海路街道" in stub and reverse("people-file", args=[mover.pk]) not in stub
        client.force_login(cast.outsider, backend=BACKEND)
        page = client.get(reverse("people-file", args=[mover.pk])).content.decode()
        assert "海州居委会" in page and "咳嗽" in page and "多喝水" in page
    picture = picture_of(scope=scope_of(cast.outsider, DAY), person=Person.objects.get(pk=mover.pk), now=NOON + MINUTE)
    assert picture.past and not picture.links and picture.key.street == cast.elsewhere
    assert Visit.objects.filter(elder=mover, street=cast.street, events__isnull=False).exists()  # who came when stays in the old books


def test_both_streets_have_it_in_their_log_and_the_offerer_is_told(cast, mover, home):
    take(cast, offer(cast, mover), home)
    acts = (
        LogEntry.objects.filter(target="person", target_id=str(mover.pk), act__startswith="move.")
        .order_by("pk")
        .values_list("act", "street_id", "user_id")
    )
    here, there = cast.street.pk, cast.elsewhere.pk
    assert list(acts) == [
        ("move.offered", here, cast.officer.pk),
        ("move.left", here, cast.outsider.pk),
        ("move.taken", there, cast.outsider.pk),
    ]
    assert Notice.objects.get(code="file_move").user == cast.officer


def test_refused_with_a_reason_it_stays(cast, mover, home):
    move = offer(cast, mover)
    with pytest.raises(MoveRefused, match="reason"):
        refuse_file(move_id=move.pk, reason=" ", now=NOON, by_id=cast.outsider.pk)
    refuse_file(move_id=move.pk, reason="不住在我们这里", now=NOON, by_id=cast.outsider.pk)
    with pytest.raises(MoveRefused, match="gone"):
        take(cast, move, home)
    assert Person.objects.get(pk=mover.pk).street == cast.street
    assert Notice.objects.get(code="file_move").params["state"] == "refused"
    assert offer(cast, mover).state == "offered"  # and can be offered again


@pytest.mark.parametrize("code", ["same", "street", "reason", "offered", "account", "carer", "doubt", "merged"])
def test_what_keeps_a_file_where_it_is(cast, mover, code):
    more = {"same": {"to_street_id": cast.street.pk}, "street": {"to_street_id": 0}, "reason": {"reason": " "}}.get(code, {})
    if code == "offered":
        offer(cast, mover)
    elif code == "account":
        Person.objects.filter(pk=mover.pk).update(user=cast.family)
    elif code == "carer":
        Carer.objects.create(person=mover, street=cast.street, number="志777", tier="volunteer")
    elif code == "doubt":
        ReviewCase.objects.create(street=cast.street, person=mover, fingerprint="x", reasons=[], made_at=NOON)
    elif code == "merged":
        Person.objects.filter(pk=mover.pk).update(merged_into=cast.shen)
    with pytest.raises(MoveRefused, match=code):
        offer(cast, mover, **more)


@pytest.mark.parametrize("field", ["committee_id", "place_id"])
def test_committee_and_lane_must_be_of_the_new_street_and_nothing_is_written_otherwise(cast, mover, home, field):
    foreign = {"committee_id": cast.huaide.pk, "place_id": cast.lane.pk}[field]
    values = {"committee_id": home.committee_id, field: foreign}
    move = offer(cast, mover)
    with pytest.raises(MoveRefused, match="home"):
        take(cast, move, NewHome(**values))
    move.refresh_from_db()
    assert move.state == "offered" and Person.objects.get(pk=mover.pk).street == cast.street


def test_pages_of_both_sides_and_the_outsider(cast, mover, client):
    with clock.frozen(NOON):
        client.force_login(cast.officer, backend=BACKEND)
        assert client.get(reverse("moves-offer", args=[mover.pk])).status_code == 200
        assert client.post(reverse("moves-offer", args=[mover.pk]), {"street": cast.elsewhere.pk, "reason": ""}).status_code == 422
        client.post(reverse("moves-offer", args=[mover.pk]), {"street": cast.elsewhere.pk, "reason": "搬家"})
        move = FileMove.objects.get()
        for name in ("moves-one", "moves-take", "moves-refuse"):  # the offering side may not answer for the other
            assert client.get(reverse(name, args=[move.pk])).status_code in (404, 405)
            assert client.post(reverse(name, args=[move.pk])).status_code == 404
        client.force_login(cast.outsider, backend=BACKEND)
        listed = client.get(reverse("moves-list")).content.decode()
        assert "沈玉芳" in listed and "怀德路" not in listed and "139000" not in listed
        assert client.get(reverse("people-file", args=[mover.pk])).status_code == 404  # not before it is taken
        assert client.post(reverse("moves-withdraw", args=[move.pk])).status_code == 404
        assert client.post(reverse("moves-take", args=[move.pk]), {"committee": cast.huaide.pk}).status_code == 422
        answer = client.post(reverse("moves-take", args=[move.pk]), {"committee": cast.elsewhere_committee.pk, "door": "1号"})
        assert answer.url == reverse("people-file", args=[mover.pk]) and client.get(answer.url).status_code == 200
        for user in (cast.committee_worker, cast.desk, cast.district_officer, cast.tan.person.user):
            client.force_login(user, backend=BACKEND)
            assert client.get(reverse("moves-list")).status_code == 403
