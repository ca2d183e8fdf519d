"""A restriction is decided on a request, lifted by an act of its own and shown on the file; it goes along when files merge and move."""

import pytest
from django.db import transaction
from django.urls import reverse

from qianshou.access.models import LogEntry
from qianshou.care.models import Visit
from qianshou.exchange import operations as exchange
from qianshou.exchange.operations.moving import offer_file, take_file
from qianshou.exchange.operations.rights import NotRecorded, answer_request
from qianshou.exchange.records import record_of
from qianshou.kernel import clock
from qianshou.merit.models import CallBack
from qianshou.people.models import Restriction, RightsRequest
from qianshou.people.operations.moving import NewHome
from qianshou.people.operations.restrictions import NotRestricted, hold_again, lift_restriction
from qianshou.people.queries.restrictions import allowed, holding_of, restricted, restricted_among
from qianshou.people.rules.restrictions import PURPOSES
from qianshou.watch.models import Due
from tests.cast import DAY, NOON, elder, user
from tests.exchange.twins import doubt
from tests.rights.places import to_be_rung
from tests.rights.test_restricted_places import restricts

pytestmark = pytest.mark.django_db
ASKS = {"kind": "restriction", "identity": "身份证已看", "words": "照片不要再用", "asked_on": "2026-11-23"}


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer)
    with clock.frozen(NOON):
        yield client


def page(client, name, *args, **get):
    answer = client.get(reverse(name, args=args), get)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def lifts(cast, row, why="asked"):
    return lift_restriction(restriction_id=row.pk, why=why, reason="本人来电", now=NOON, by_id=cast.officer.pk)


def test_decided_shown_lifted_and_put_back(desk, cast):
    desk.post(reverse("rights-ask", args=[cast.shen.pk]), ASKS)
    asked = RightsRequest.objects.get()
    form = page(desk, "rights-request", asked.pk)
    assert all(f'name="purpose" value="{one}"' in form for one in PURPOSES) and "照常进行的事" in form
    desk.post(reverse("rights-request", args=[asked.pk]), {"state": "done", "answer": "本人不愿意", "purpose": ["photos", "passing_on"]})
    first, second = Restriction.objects.order_by("pk")
    assert (first.purpose, second.purpose, first.reason, first.decided_by) == ("passing_on", "photos", "本人不愿意", cast.officer)
    assert Due.objects.get(key=asked.due_key).state == "met"
    for name in ("people-file", "rights-person", "consents-person"):
        assert "这份档案已限制处理" in page(desk, name, cast.shen.pk), name
    assert "这份档案已限制处理" not in page(desk, "people-file", cast.lu.pk)
    assert page(desk, "rights-restrictions").count("沈玉芳") == 2 and page(desk, "rights-restrictions", purpose="photos").count("沈玉芳") == 1
    assert "因此限制的事项" in page(desk, "rights-request", asked.pk)
    here = reverse("rights-restriction", args=[second.pk])
    assert "本人不愿意" in page(desk, "rights-restriction", second.pk)
    for missing in ({"why": "asked", "reason": " "}, {"why": "", "reason": "x"}, {"why": "whim", "reason": "x"}):
        assert desk.post(here, missing).status_code == 422 and not allowed(cast.shen.pk, "photos")
    assert desk.post(here, {"why": "asked", "reason": "本人来电同意"}).status_code == 302
    assert allowed(cast.shen.pk, "photos") and not allowed(cast.shen.pk, "passing_on")
    assert desk.post(here, {"why": "asked", "reason": "再来一次"}).status_code == 422
    assert "本人来电同意" in page(desk, "rights-restriction", second.pk) and page(desk, "rights-restrictions", state="lifted").count("沈玉芳") == 1
    back = desk.post(reverse("rights-restriction-again", args=[second.pk]))
    assert not allowed(cast.shen.pk, "photos") and back.url != here, "a row of its own: that it was lifted stays written down"
    desk.post(reverse("rights-restriction-again", args=[second.pk]))
    assert Restriction.objects.filter(purpose="photos").count() == 2
    acts = LogEntry.objects.filter(act__startswith="restriction").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["restriction.decided", "restriction.lifted", "restriction.held_again"]
    assert desk.get(reverse("rights-restrictions"), {"format": "xlsx"}).status_code == 200


def test_nothing_chosen_is_no_restriction_and_nothing_is_written(desk, cast):
    desk.post(reverse("rights-ask", args=[cast.shen.pk]), ASKS)
    asked = RightsRequest.objects.get()
    here = reverse("rights-request", args=[asked.pk])
    for given in ({}, {"purpose": ["safety"]}):
        assert 'role="alert"' in desk.post(here, {"state": "done", "answer": "好"} | given).content.decode()
    assert RightsRequest.objects.get().state == "open" and not Restriction.objects.exists() and Due.objects.get(key=asked.due_key).state == "open"
    desk.post(here, {"state": "refused", "answer": "只有上门一项，不能停", "purpose": ["photos"]})
    assert RightsRequest.objects.get().state == "refused" and not Restriction.objects.exists()


def test_an_objection_may_restrict_a_correction_may_not(cast):
    assert len(restricts(cast, "talents", kind="objection")) == 1
    assert restricts(cast, kind="objection") == []
    with pytest.raises(NotRecorded, match="purposes"), transaction.atomic():
        restricts(cast, "photos", kind="correction")


def test_two_requests_hold_each_by_itself(cast):
    (mine,), (hers,) = restricts(cast, "photos"), restricts(cast, "photos")
    lifts(cast, mine)
    assert not allowed(cast.shen.pk, "photos")
    lifts(cast, hers)
    assert allowed(cast.shen.pk, "photos")
    hold_again(restriction_id=mine.pk, now=NOON, by_id=cast.officer.pk)
    with pytest.raises(NotRestricted, match="state"):
        hold_again(restriction_id=mine.pk, now=NOON, by_id=cast.officer.pk)


def test_lists_ask_once_however_long(cast, django_assert_num_queries):
    people = [elder(cast.street, cast.huaide, f"阿婆{n}", cast.lane, f"{n}号", DAY.replace(year=1940), "", NOON) for n in range(12)]
    for one in people[:5]:
        restricts(cast, "passing_on", person=one)
    with django_assert_num_queries(1):
        assert restricted_among([one.pk for one in people], "passing_on") == {one.pk for one in people[:5]}
    with django_assert_num_queries(0):
        assert restricted_among([], "passing_on") == set()
    assert {row["person_id"] for row in restricted([cast.street.pk], "passing_on")} == {one.pk for one in people[:5]}
    assert not restricted([cast.elsewhere.pk], "passing_on").exists()


def test_a_list_says_how_many_are_left_out_and_not_who(desk, cast):
    restricts(cast, "passing_on")
    for form in ("text", "print"):
        said = page(desk, "people-list", format=form)
        assert "应本人要求未列入本表：1人" in said and "沈玉芳" not in said and "陆根宝" in said


def test_whoever_was_still_to_be_rung_is_not_and_the_next_takes_the_place(cast):
    call = to_be_rung(cast)
    before = set(CallBack.objects.filter(draw=call.draw).values_list("elder_id", flat=True))
    restricts(cast, "callbacks")
    call.refresh_from_db()
    now = set(CallBack.objects.filter(draw=call.draw, state="to_call").values_list("elder_id", flat=True))
    assert call.state == "refused" and cast.shen.pk not in now and len(now) == len(before)


def test_what_keeps_her_safe_goes_on(desk, cast):
    """All that can be restricted is; the file opens, visits stay planned, her record can be taken."""
    visits = Visit.objects.filter(elder=cast.shen).count()
    dues = Due.objects.filter(person=cast.shen).exclude(kind="rights").count()
    restricts(cast, *PURPOSES)
    assert Visit.objects.filter(elder=cast.shen, withdrawn=False).count() == visits
    assert Due.objects.filter(person=cast.shen).exclude(kind="rights").count() == dues
    for name in ("people-file", "net-elder", "orders-person", "diets-person", "assessments-person", "booklet-person", "family-links", "booklet-photo"):
        page(desk, name, cast.shen.pk)
    assert "沈玉芳" in page(desk, "people-list")
    found = record_of(cast.shen, now=NOON)
    assert "按本人要求限制" in str(found)
    assert desk.post(reverse("rights-record", args=[cast.shen.pk]), {"format": "pdf", "why": "本人要求"}).content.startswith(b"%PDF")


def test_restrictions_of_both_files_hold_after_a_merge_and_part_again(cast):
    twin = elder(cast.street, cast.huolan, "沈玉芳", cast.lane_unplaced, "3号", DAY.replace(year=1938), "", NOON)
    restricts(cast, "photos", person=twin), restricts(cast, "photos", "family_page")
    case = doubt(cast, twin, cast.shen, "same")
    exchange.merge_files(case_id=case.pk, take_from_later=[], now=NOON, by_id=cast.officer.pk)
    held = holding_of(cast.shen.pk)
    assert sorted(one.purpose for one in held) == ["family_page", "photos", "photos"]
    lifts(cast, next(one for one in held if one.purpose == "photos"))
    assert not allowed(cast.shen.pk, "photos"), "the other file's holds"
    exchange.undo_case(case_id=case.pk, now=NOON, by_id=cast.officer.pk)
    assert {one.purpose for one in holding_of(cast.shen.pk)} | {one.purpose for one in holding_of(twin.pk)} == {"photos", "family_page"}
    assert not allowed(cast.shen.pk, "family_page") and allowed(twin.pk, "family_page")


def test_it_travels_with_the_file(client, cast):
    mover = elder(cast.street, cast.huaide, "汪阿宝", cast.lane, "8号", DAY.replace(year=1941), "", NOON)
    (held,) = restricts(cast, "passing_on", person=mover)
    asked = held.request_id
    move = offer_file(person_id=mover.pk, to_street_id=cast.elsewhere.pk, reason="搬家", now=NOON, by_id=cast.officer.pk)
    take_file(move_id=move.pk, home=NewHome(committee_id=cast.elsewhere_committee.pk, door="9号"), now=NOON, by_id=cast.outsider.pk)
    assert not allowed(mover.pk, "passing_on") and restricted([cast.elsewhere.pk], "passing_on").exists()
    client.force_login(cast.outsider)
    held.refresh_from_db()
    with clock.frozen(NOON):
        assert held.request is None and reverse("rights-request", args=[asked]) not in page(client, "rights-person", mover.pk), "her request stayed behind"
        assert "由原街道登记" in page(client, "rights-restriction", held.pk) and "汪阿宝" not in page(client, "people-list", format="text")
        assert client.post(reverse("rights-restriction", args=[held.pk]), {"why": "asked", "reason": "本人来"}).status_code == 302
        client.post(reverse("rights-restriction-again", args=[held.pk]))
    assert not allowed(mover.pk, "passing_on")
    client.force_login(cast.officer)
    assert client.get(reverse("rights-restriction", args=[held.pk])).status_code == 404


def test_an_erasure_leaves_no_word_of_it(past, cast):
    second = user("zhao", "赵科员", "street_officer", NOON, street_id=cast.street.pk)
    RightsRequest.objects.filter(person=cast.lu).delete()
    (held,) = restricts(cast, "photos", person=cast.lu)
    made = exchange.ask_erasure(person_id=cast.lu.pk, reason="request", now=NOON, by_id=cast.officer.pk)
    exchange.erase(erasure_id=made.pk, mentions=[], now=NOON, by_id=second.pk)
    held.refresh_from_db()
    assert held.lifted_at is not None and held.reason == "—" and not holding_of(cast.lu.pk)


def test_outsiders_do_not_get_in(client, cast):
    (held,) = restricts(cast, "photos")
    here, again = reverse("rights-restriction", args=[held.pk]), reverse("rights-restriction-again", args=[held.pk])
    client.force_login(cast.outsider)
    assert client.get(here).status_code == 404 and client.post(here, {"why": "asked", "reason": "x"}).status_code == 404 and client.post(again).status_code == 404
    assert "沈玉芳" not in page(client, "rights-restrictions", state="all")
    client.force_login(cast.committee_worker)
    assert client.get(here).status_code == 200
    client.force_login(cast.kitchen)
    assert client.get(here).status_code == 403
    client.logout()
    assert client.get(here).status_code == 302 and client.get(reverse("rights-restrictions")).status_code == 302
    assert not allowed(cast.shen.pk, "photos")


def test_an_answer_is_given_once(cast):
    (held,) = restricts(cast, "photos")
    with pytest.raises(NotRecorded, match="state"), transaction.atomic():
        answer_request(request_id=held.request_id, state="done", answer="又一次", purposes=["talents"], now=NOON, by_id=cast.officer.pk)
    assert allowed(cast.shen.pk, "talents")
