"""Consents on the person's page: answered with proof, taken back with effect at once; never asked is not a no."""

import base64
from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qianshou.access.models import LogEntry
from qianshou.access.scope import scope_of
from qianshou.care import operations as care
from qianshou.care.models import Visit, VisitEvent
from qianshou.care.operations import company, visits
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.company import waiting
from qianshou.care.queries.finding import find
from qianshou.care.rules.finding import Wanted
from qianshou.field.day_page import day_body
from qianshou.meals.models import Delivery, DeliveryEvent, Order
from qianshou.meals.operations.doors import say
from qianshou.people.models import Consent, FamilyLink, Paper
from qianshou.people.operations import answer_consent, keep_paper, withdraw_consent
from qianshou.people.queries import paper_of
from qianshou.people.queries.asked import STATES, asked_counts, asked_of
from qianshou.rounds import operations as rounds
from tests.cast import DAY, NOON
from tests.family.street import BACKEND, MINUTE, agree, link_for
from tests.rounds.days import MORNING

PDF = b"%PDF-1.4 scan"
PNG = b"\x89PNG\r\n\x1a\n drawn"
HERE = {"lon": 121.5, "lat": 31.2, "accuracy_m": 10}


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    return client


def refuse(cast, purpose, person=None):
    return answer_consent(person_id=(person or cast.shen).pk, purpose=purpose, given=False, how="paper", now=NOON, by_id=None)


def send(desk, cast, **post):
    return desk.post(reverse("consents-answer", args=[cast.shen.pk]), post)


def held(cast) -> dict[str, bool]:
    return dict(Consent.objects.filter(person=cast.shen, ended_at=None).values_list("purpose", "given"))


def test_several_purposes_are_answered_with_one_paper(desk, cast):
    scan = SimpleUploadedFile("同意书.pdf", PDF, "application/pdf")
    answer = send(
        desk,
        cast,
        **{
            "answer-health": "yes",
            "answer-place": "no",
            "answer-talents": "",
            "how": "paper",
            "scan": scan,
            "by_name": "沈明",
            "by_relation": "儿子",
        },
    )
    assert answer.status_code == 302 and held(cast) == {"health": True, "place": False}
    paper = Paper.objects.get(person=cast.shen)
    row = Consent.objects.get(purpose="health")
    assert (row.paper, row.by_name, row.by_relation, row.how, paper.kind) == (paper, "沈明", "儿子", "paper", "scan")
    page = desk.get(reverse("consents-person", args=[cast.shen.pk])).content.decode()
    assert reverse("paper", args=[paper.pk]) in page and "沈明" in page


def test_a_signature_is_drawn_on_the_screen(desk, cast):
    drawn = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert send(desk, cast, **{"answer-photos": "yes", "how": "signed", "signature": drawn}).status_code == 302
    assert Paper.objects.get().kind == "signature" and held(cast) == {"photos": True}


def test_said_aloud_before_a_witness(desk, cast):
    assert send(desk, cast, **{"answer-talents": "yes", "how": "spoken", "witness": "周阿姨"}).status_code == 302
    assert Consent.objects.get().witness == "周阿姨"


@pytest.mark.parametrize(
    "post, words",
    [
        ({"how": "paper"}, "至少要有一项"), ({"answer-health": "yes", "how": "paper"}, "要有屏幕签名或纸质扫描件"),
        ({"answer-health": "yes", "how": "spoken"}, "要有见证人"),
        ({"answer-health": "yes", "how": "by post"}, "请选择表示方式"),
        ({"answer-health": "yes", "how": "signed", "signature": "data:image/png;base64,####"}, "要有屏幕签名"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_down_says_how_to_mend_it(desk, cast, post, words):
    answer = send(desk, cast, **post)
    assert answer.status_code == 422 and words in answer.content.decode() and not Consent.objects.exists() and not Paper.objects.exists()


def test_bytes_that_are_no_paper_are_refused_and_nothing_is_kept(desk, cast):
    answer = send(
        desk, cast, **{"answer-health": "yes", "answer-place": "yes", "how": "paper", "scan": SimpleUploadedFile("x.pdf", b"MZ programme")}
    )
    assert answer.status_code == 422 and "只能保存图片" in answer.content.decode() and not Consent.objects.exists()


def test_a_no_needs_no_paper(desk, cast):
    assert send(desk, cast, **{"answer-health": "no", "how": "paper"}).status_code == 302 and held(cast) == {"health": False}


def test_taking_back_says_first_what_stops_and_then_does_it(desk, cast):
    link_for(cast)
    consent = Consent.objects.get(purpose="family_page", ended_at=None)
    page = desk.get(reverse("consents-withdraw", args=[consent.pk])).content.decode()
    assert "家人的全部链接立即关闭" in page and "现有1个链接打开着" in page and FamilyLink.objects.get().shut_at is None
    answer = desk.post(reverse("consents-withdraw", args=[consent.pk]), {"by_name": "沈明"}, follow=True)
    consent.refresh_from_db()
    assert consent.withdrawn and consent.withdrawn_by_name == "沈明" and FamilyLink.objects.get().shut_why == "consent"
    assert "已收回。家人的全部链接立即关闭" in answer.content.decode()
    again = desk.post(reverse("consents-withdraw", args=[consent.pk]), follow=True)
    assert "已经不再有效" in again.content.decode()


def test_the_form_on_paper(desk, cast):
    agree(cast, "health")
    for query in ("", "?blank=1", "?language=en"):
        answer = desk.get(reverse("consents-form-pdf", args=[cast.shen.pk]) + query)
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_the_list_has_everybody_once_in_one_state(desk, cast):
    agree(cast, "health")
    refuse(cast, "health", cast.lu)
    withdraw_consent(consent_id=agree(cast, "health", cast.bao).pk, reason="", now=NOON, by_id=None)
    scope = scope_of(cast.officer, DAY)
    found = {state: [p.pk for p in asked_of(scope=scope, purpose="health", state=state, today=DAY)] for state in STATES}
    assert found == {"not_asked": [], "given": [cast.shen.pk], "refused": [cast.lu.pk], "withdrawn": [cast.bao.pk]}
    counts = asked_counts(scope=scope, purposes=["health", "place"], today=DAY)
    assert [counts["health"].of(state) for state in STATES] == [0, 1, 1, 1] and counts["place"].not_asked == 3
    assert [p.pk for p in asked_of(scope=scope, purpose="place", state="not_asked", today=DAY, committee_id=cast.huolan.pk)] == [cast.lu.pk]
    assert not asked_of(scope=scope_of(cast.outsider, DAY), purpose="health", state="given", today=DAY).exists()
    page = desk.get(reverse("consents-list") + "?purpose=health&state=withdrawn").content.decode()
    assert "鲍秀英" in page and "沈玉芳" not in page
    assert desk.get(reverse("consents-list") + "?purpose=health&format=xlsx")["Content-Type"].endswith("sheet")


def test_said_no_to_talents_nobody_finds_or_pairs_her_and_never_asked_everybody_does(cast):
    scope, terms = scope_of(cast.officer, DAY), {"terms": company.Terms(), "on": DAY, "now": NOON, "by_id": cast.officer.pk}
    company.offer_company(carer_id=cast.volunteer.pk, most=2, **terms)
    company.wish_for_company(elder_id=cast.shen.pk, wanted=True, **terms)
    found = lambda: [p.pk for p in find(scope=scope, street=cast.street, wanted=Wanted(talents=("knitting",)), today=DAY)]
    asks = lambda: [w.elder_id for w in waiting(scope=scope, street=cast.street, today=DAY)]
    assert found() == [cast.shen.pk] and asks() == [cast.shen.pk]
    consent = agree(cast, "talents")
    assert found() == [cast.shen.pk]
    withdraw_consent(consent_id=consent.pk, reason="", now=NOON, by_id=None)
    assert found() == [] and asks() == []
    with pytest.raises(Refused, match="talents"):
        company.bring_together(elder_id=cast.shen.pk, carer_id=cast.volunteer.pk, since=DAY, now=NOON, by_id=cast.officer.pk)
    agree(cast, "talents", now=NOON + MINUTE)
    assert found() == [cast.shen.pk] and asks() == [cast.shen.pk]


def visit_of(cast) -> Visit:
    plan = {"service": "talking", "weekdays": [1, 2, 3, 4, 5], "window_start": time(9), "window_end": time(11), "minutes": 30, "since": DAY}
    care.add_item(elder_id=cast.shen.pk, values=plan, now=MORNING, by_id=cast.officer.pk)
    return Visit.objects.get(elder=cast.shen, day=DAY)


@pytest.mark.parametrize("no", [False, True])
def test_where_the_phone_was_is_kept_unless_she_said_no(cast, no):
    visit = visit_of(cast)
    order = Order.objects.create(person=cast.shen, street=cast.street, committee=cast.huaide, day=DAY, meal="lunch", portions=1, place="delivered", why="standing",
                                 price_fen=0, subsidy_fen=0, pack="", made_at=NOON)  # fmt: skip
    Delivery.objects.create(street=cast.street, order=order, day=DAY, meal="lunch", driver=cast.driver)
    if no:
        refuse(cast, "place")
    visits.arrive(visit_id=visit.pk, carer_id=cast.tan.pk, made_at=NOON, received_at=NOON, now=NOON, place=HERE)
    say("handed", order_id=order.pk, street_id=cast.street.pk, by_id=cast.driver.pk, made_at=NOON, received_at=NOON, now=NOON, place=HERE)
    for event in (VisitEvent.objects.get(), DeliveryEvent.objects.get()):
        assert (event.place, event.grade) == ((None, "tap") if no else (HERE, "tap_place"))


@pytest.mark.parametrize("no", [False, True])
def test_the_phone_is_told_of_no_illness_and_not_to_say_where_it_is_when_she_said_no(cast, no):
    cast.shen.file.health = ["高血压"]
    cast.shen.file.save()
    visit_of(cast)
    if no:
        for purpose in ("health", "place"):
            refuse(cast, purpose)
    rounds.plan_day(street_id=cast.street.pk, day=DAY, moves=60, now=MORNING, by_id=cast.officer.pk)
    rounds.publish_day(street_id=cast.street.pk, day=DAY, now=MORNING, by_id=cast.officer.pk)
    stops = [stop for carer in (cast.tan, cast.shao) for stop in day_body(user=carer.person.user, now=NOON)["days"][0]["stops"]]
    assert [(("高血压" in stop["elder"]["notes"]), stop["no_place"]) for stop in stops] == [(not no, no)]


def test_a_message_of_the_family_stands_at_the_door(cast):
    from uuid import uuid4

    from qianshou.care.operations.family import write_from_family
    from qianshou.people.queries.family import family_scope

    visit_of(cast)
    rounds.plan_day(street_id=cast.street.pk, day=DAY, moves=60, now=MORNING, by_id=cast.officer.pk)
    rounds.publish_day(street_id=cast.street.pk, day=DAY, now=MORNING, by_id=cast.officer.pk)
    link, _ = link_for(cast)
    for kind, text in (("message", "请提醒妈妈多喝水"), ("concern", "声音听起来没力气")):
        write_from_family(scope=family_scope(link, NOON), kind=kind, text=text, urgent=False, batch=uuid4(), now=NOON)
    said = [stop["family"] for carer in (cast.tan, cast.shao) for stop in day_body(user=carer.person.user, now=NOON)["days"][0]["stops"]]
    assert said == [["请提醒妈妈多喝水"]]
    later = [
        stop["family"]
        for carer in (cast.tan, cast.shao)
        for stop in day_body(user=carer.person.user, now=NOON + timedelta(days=8))["days"][0]["stops"]
    ]
    assert later in ([], [[]])


def test_a_photograph_is_not_shown_to_anybody_once_she_said_no(cast):
    scope = scope_of(cast.officer, DAY)
    photo = keep_paper(person_id=cast.shen.pk, kind="photo", name="", data=PNG, now=NOON, by_id=None)
    scan = keep_paper(person_id=cast.shen.pk, kind="scan", name="", data=PDF, now=NOON, by_id=None)
    assert paper_of(scope, photo.pk, DAY) == photo
    refuse(cast, "photos")
    with pytest.raises(Paper.DoesNotExist):
        paper_of(scope, photo.pk, DAY)
    assert paper_of(scope, scan.pk, DAY) == scan


def test_outsiders_read_and_write_no_consents(client, cast):
    consent = agree(cast, "health")
    pages = [("consents-person", cast.shen.pk), ("consents-form-pdf", cast.shen.pk), ("consents-withdraw", consent.pk)]
    client.force_login(cast.outsider, backend=BACKEND)
    assert [client.get(reverse(name, args=[pk])).status_code for name, pk in pages] == [404] * 3
    assert client.post(reverse("consents-withdraw", args=[consent.pk])).status_code == 404
    assert client.post(reverse("consents-answer", args=[cast.shen.pk]), {"answer-health": "no", "how": "paper"}).status_code == 404
    client.logout()
    assert all(client.get(reverse(name, args=[pk])).url.startswith("/login/") for name, pk in pages)
    assert held(cast) == {"health": True} and not LogEntry.objects.filter(act="consent.withdrawn").exists()
