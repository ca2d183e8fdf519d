"""The desk sees what was said at a door, writes down what was told by telephone, and takes it back; and whoever must not."""

import pytest
from django.urls import reverse

from qianshou.acts.models import Act
from qianshou.kernel import clock
from qianshou.meals.models import DeliveryEvent
from qianshou.watch.models import Alert
from tests.cast import DAY, NOON
from tests.field.phone import bound
from tests.meals.round import at, lunch

pytestmark = pytest.mark.django_db
BACKEND = "qianshou.access.backends.PasswordBackend"
LIST = f"/orders/{DAY}/"


@pytest.fixture
def day(cast):
    return lunch(cast)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(NOON):
        yield client


def form(**fields) -> dict:
    return {"kind": "handed", "at": "11:05", "boxes_back": "0", "text": "", "known": "送餐员打来电话", "batch": "b1", **fields}


def page(day) -> str:
    return reverse("orders-door", args=[day.shen.pk])


def test_the_days_list_says_what_became_of_each_box(officer, day):
    day.say("neighbour", day.shen, at(11, 2), text="隔壁周阿姨")
    day.say("nobody", day.lu, at(11, 21))
    text = officer.get(LIST).content.decode()
    for words in ("交邻居代收", "隔壁周阿姨", "无人应答", "11:02"):
        assert words in text
    sheet = officer.get(f"{LIST}?format=xlsx")
    assert sheet.status_code == 200


def test_the_persons_page_says_that_nobody_has_seen_her(officer, day, cast):
    day.say("neighbour", day.shen, at(11, 2), text="隔壁周阿姨")
    text = officer.get(reverse("orders-person", args=[cast.shen.pk])).content.decode()
    assert "没有见到老人" in text and "隔壁周阿姨" in text


def test_a_word_by_telephone_is_written_down_once(officer, day, cast):
    assert officer.post(page(day), form(boxes_back="2")).status_code == 302
    officer.post(page(day), form(boxes_back="2"))  # Enter pressed twice
    event = DeliveryEvent.objects.get()
    assert (event.kind, event.grade, event.by, event.made_at, event.boxes_back) == ("handed", "desk", cast.officer, at(11, 5), 2)
    assert day.due(day.shen).state == "met" and "送餐员打来电话" in officer.get(page(day)).content.decode()


def test_nobody_answers_told_by_telephone_is_an_alert(officer, day):
    officer.post(page(day), form(kind="nobody"))
    assert Alert.objects.get().why == "nobody"


@pytest.mark.parametrize(("fields", "words"), [
    ({"known": " "}, "怎么知道的"), ({"kind": "eaten"}, "请选"), ({"at": "12:01"}, "还没到"), ({"at": "x"}, "什么时候"), ({"boxes_back": "-1"}, "空盒数"),
])  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(officer, day, fields, words):
    answer = officer.post(page(day), form(text="周阿姨", **fields))
    assert answer.status_code == 422 and words in answer.content.decode() and "周阿姨" in answer.content.decode()
    assert not DeliveryEvent.objects.exists()


def test_the_desk_takes_its_own_word_back_and_a_drivers_with_a_reason(officer, day):
    officer.post(page(day), form())
    own = DeliveryEvent.objects.get()
    officer.post(reverse("orders-door-undo", args=[own.pk]))
    assert day.delivery(day.shen).state == "planned" and DeliveryEvent.objects.get(takes_back=own).grade == "desk"
    said = day.say("handed", day.shen, at(11, 30))
    undo = reverse("orders-door-undo", args=[said["event"]])
    officer.post(undo)
    assert day.delivery(day.shen).state == "handed"
    officer.post(undo, {"reason": "送错了门"})
    assert (day.delivery(day.shen).state, day.due(day.shen).state) == ("planned", "open")
    text = officer.get(page(day)).content.decode()
    assert "送错了门" in text and "<s>" in text


def test_a_held_taking_back_is_undone_by_the_office(officer, day, cast):
    driver = bound(cast.driver, by=cast.officer, now=NOON)
    with clock.frozen(at(11, 30)):
        tap = driver.act("meal_handed", {"order": day.shen.pk}, made_at=at(11, 30))
        driver.answers(tap)
    with clock.frozen(clock.at(DAY.replace(day=DAY.day + 1), at(9, 0).time())):
        later = clock.now()
        back = driver.act("retract", {"act": tap["id"]}, made_at=later)
        assert driver.answers(back)[0]["reason"] == "retract_late"
        assert "沈玉芳" in officer.get(reverse("acts-held")).content.decode()
        officer.post(reverse("acts-undo", args=[back["id"]]), {"note": "送餐员说点错了"})
    assert (day.delivery(day.shen).state, day.due(day.shen).state, Act.objects.get(pk=back["id"]).state) == ("planned", "late", "settled")


def test_whoever_must_not(client, day, cast):
    said = day.say("handed", day.shen, at(11, 2))
    undo = reverse("orders-door-undo", args=[said["event"]])
    for user, status in ((cast.outsider, 404), (cast.driver, 403), (cast.tan.person.user, 403)):
        client.force_login(user, backend=BACKEND)
        assert client.get(page(day)).status_code == status
        assert client.post(page(day), form()).status_code == status
        assert client.post(undo, {"reason": "x"}).status_code == status
    client.logout()
    assert client.get(page(day)).status_code == 302 and client.post(undo, {"reason": "x"}).status_code == 302
    assert day.delivery(day.shen).state == "handed" and DeliveryEvent.objects.count() == 1
