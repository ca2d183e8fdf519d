"""The pages of boxes: where they are, washing on a tablet, who has them for too long, one person; and whoever must not see them."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from qianshou.kernel import clock
from qianshou.meals.models import BoxMove, Cart, WashBatch
from qianshou.people.models import ElderFile
from tests.cast import NOON
from tests.meals_boxes.days import DAYS, buy, door, start, there

BACKEND = "qianshou.access.backends.PasswordBackend"
HOME = "/boxes/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON + timedelta(minutes=5)):
        yield


def sign_in(user) -> Client:
    one = Client()
    one.force_login(user, backend=BACKEND)
    return one


@pytest.fixture
def officer(cast):
    return sign_in(cast.officer)


@pytest.fixture
def kitchen(cast):
    return sign_in(cast.kitchen)


def text(client, path: str = HOME) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def send(client, path: str, **fields) -> str:
    """Post a form as the page makes it, and what the next page says at its foot."""
    fields.setdefault("key", uuid4())
    answer = client.post(path, fields, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def test_empty_book_says_what_to_do_next(officer, kitchen):
    assert "还没有登记过餐盒" in text(officer) and "登记新购" in text(officer)
    assert "还没有登记过餐盒" in text(kitchen) and "登记新购" not in text(kitchen)


def test_page_shows_where_the_boxes_are_and_what_carts_did(officer, cast):
    cart = Cart.objects.create(street=cast.street, name="1号车", boxes=60)
    buy(cast, 50)
    door(cast.lu, out=7, at=NOON - DAYS)
    door(cast.shen, out=3, cart=cart)
    door(cast.lu, back=5, full=1, cart=cart)
    answer = officer.get(HOME)
    found = answer.context["found"]
    assert (found.stand.shelf, found.still, found.stand.sink) == (39, 5, 6)
    assert [(c.name, c.out, c.back, c.full) for c in found.carts] == [("1号车", 3, 5, 1)]
    assert answer.context["flows"] == {"out": 3, "back": 6, "washing": 0, "washed": 0, "lost": 0}
    assert "1号车" in answer.content.decode()


def test_more_out_than_ever_bought_is_said_with_what_mends_it(officer, cast):
    door(cast.shen, out=3)
    assert "请补登漏记的采购" in text(officer)


def test_officer_buys_and_takes_back(officer, cast):
    key = uuid4()
    assert "新购" in send(officer, "/boxes/buy/", boxes="４０", note="新买", key=key)  # full-width digits
    assert send(officer, "/boxes/buy/", boxes="40", key=key) and there(cast) == {"shelf": 40}
    assert "已撤回" in send(officer, reverse("boxes-undo", args=[key]))
    assert there(cast) == {}
    assert "没有" in send(officer, reverse("boxes-undo", args=[key]))


@pytest.mark.parametrize("boxes", ["", "abc", "0", "-3", "99999999"])
def test_number_that_makes_no_sense_is_refused_in_words(officer, cast, boxes):
    assert "请填整数" in send(officer, "/boxes/buy/", boxes=boxes)
    assert not BoxMove.objects.exists()


def test_form_without_its_key_is_no_form_of_ours(officer):
    assert officer.post("/boxes/buy/", {"boxes": "3"}).status_code == 404
    assert officer.post("/boxes/buy/", {"boxes": "3", "key": "x"}).status_code == 404


def test_kitchen_washes_on_its_tablet(kitchen, cast):
    door(cast.shen, back=6)
    assert "开始一批" in text(kitchen)
    assert "只有 6 个" in send(kitchen, "/boxes/wash/", boxes="9", method="heat")
    send(kitchen, "/boxes/wash/", boxes="6", method="heat")
    batch = WashBatch.objects.get()
    assert "至少 100 ℃" in send(kitchen, f"/boxes/wash/{batch.pk}/end/", celsius="85", minutes="15")
    assert "已洗净上架" in send(kitchen, f"/boxes/wash/{batch.pk}/end/", celsius="121", minutes="15")
    assert there(cast) == {"homes": -6, "shelf": 6}
    assert "121 °C" in text(kitchen)


def test_failed_batch_is_on_the_board(officer, kitchen, cast):
    door(cast.shen, back=6)
    batch = start(cast, 6)
    assert "洗消未合格" not in text(officer, reverse("board"))
    send(kitchen, f"/boxes/wash/{batch.pk}/fail/", note="停电")
    assert "今天 1 批洗消未合格" in text(officer, reverse("board"))
    assert "停电" in text(kitchen)


def test_kitchen_counts_and_writes_off_and_nothing_else(kitchen, officer, cast):
    buy(cast, 10)
    assert "请再点一遍" in send(kitchen, "/boxes/count/", boxes="9")
    key = uuid4()
    send(kitchen, "/boxes/count/", boxes="9", note="少一个", key=key)
    assert there(cast) == {"shelf": 9, "lost": 1}
    for path in ("/boxes/buy/", "/boxes/lose/", "/boxes/find/", f"/boxes/person/{cast.shen.pk}/lose/"):
        assert kitchen.post(path, {"boxes": "1", "key": uuid4()}).status_code == 403
    assert kitchen.get(f"/boxes/person/{cast.shen.pk}/").status_code == 403
    bought = BoxMove.objects.get(kind="bought").source.removeprefix("desk:")
    assert kitchen.post(reverse("boxes-undo", args=[bought])).status_code == 404  # the office bought them
    assert "已撤回" in send(kitchen, reverse("boxes-undo", args=[key]))


def test_out_for_more_than_three_days_with_door_and_telephone(officer, kitchen, cast):
    buy(cast)
    door(cast.shen, out=2, at=NOON - 5 * DAYS)
    door(cast.lu, out=1, at=NOON - 3 * DAYS)
    page = text(officer)
    assert "沈玉芳" in page and "13817001234" in page.replace(" ", "") and "怀德路454弄15号二楼前楼" in page and "5 天" in page
    assert "陆根宝" not in page and "陆根宝" in text(officer, "/boxes/?show=all")
    seen = text(kitchen)
    assert "沈玉芳" in seen and "13817001234" not in seen.replace(" ", "")  # the kitchen knows nothing of files
    assert "2 个餐盒超期未回收" in text(officer, reverse("board"))


@pytest.mark.parametrize(("status", "word"), [("moved", "迁出"), ("dead", "去世"), ("hospital", "住院")])
def test_who_moved_died_or_is_in_hospital_stays_on_the_list_with_that_word(officer, cast, status, word):
    door(cast.shen, out=2, at=NOON - 5 * DAYS)
    ElderFile.objects.filter(pk=cast.shen.pk).update(status=status)
    rows = officer.get(HOME).context["rows"]
    assert [row["of"].person.file.status for row in rows] == [status]
    assert "沈玉芳" in text(officer)


def test_list_by_committee_and_as_workbook(officer, cast):
    door(cast.shen, out=2, at=NOON - 5 * DAYS)
    door(cast.lu, out=1, at=NOON - 4 * DAYS)
    assert [r["of"].person.name for r in officer.get(HOME).context["rows"]] == ["沈玉芳", "陆根宝"]
    assert [r["of"].person.name for r in officer.get(f"{HOME}?committee={cast.huolan.pk}").context["rows"]] == ["陆根宝"]
    assert "没有超期" in text(officer, f"{HOME}?committee=999999")
    sheet = openpyxl.load_workbook(BytesIO(officer.get(f"{HOME}?format=xlsx").content)).active
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert [(row[0], row[4], row[6]) for row in rows[1:]] == [("沈玉芳", 2, 5), ("陆根宝", 1, 4)]
    assert "13817001234" in str(rows[1][3]).replace(" ", "")
    assert "沈玉芳" in text(officer, f"{HOME}?format=print")


def test_list_leaves_the_house_only_with_those_who_may_take_it(kitchen, cast):
    door(cast.shen, out=2, at=NOON - 5 * DAYS)
    assert kitchen.get(f"{HOME}?format=xlsx").status_code == 403
    assert "format=xlsx" not in text(kitchen)


def test_committee_sees_its_own_people_only(cast):
    door(cast.shen, out=2, at=NOON - 5 * DAYS)
    door(cast.lu, out=1, at=NOON - 5 * DAYS)
    own = sign_in(cast.committee_worker)
    page = text(own, f"{HOME}?show=all")
    assert "沈玉芳" in page and "陆根宝" not in page
    assert own.get(f"/boxes/person/{cast.lu.pk}/").status_code == 404
    assert own.post("/boxes/buy/", {"boxes": 1, "key": uuid4()}).status_code == 403


def test_person_lost_found_and_explained(officer, cast):
    buy(cast)
    door(cast.shen, out=2, at=NOON - 5 * DAYS)
    path = f"/boxes/person/{cast.shen.pk}/"
    assert "5 天" in text(officer, path) and "送出 2 = 收回 0 + 遗失 0 + 仍在 2" in text(officer, path)
    assert "2 个餐盒在这家" in text(officer, f"/orders/person/{cast.shen.pk}/")
    assert "请写一句" in send(officer, f"{path}lose/", boxes="1")
    key = uuid4()
    send(officer, f"{path}lose/", boxes="1", note="摔碎了", key=key)
    assert "遗失了 1 个" in text(officer, path) and "摔碎了" in text(officer, path)
    send(officer, f"{path}find/", boxes="1")
    assert "遗失了 1 个" not in text(officer, path)
    door(cast.shen, back=3)
    assert "收回了 2 个没有登记送出的餐盒" in text(officer, path)
    assert "有 1 户收回的" in text(officer) and "沈玉芳" in text(officer, "/boxes/?show=differences")
    send(officer, f"{path}explain/", note="开账前送的")
    assert "没有登记送出的餐盒" not in text(officer, path)


def test_entries_of_the_day_can_be_taken_back_from_the_page(officer, cast):
    buy(cast, 7)
    key = BoxMove.objects.get().source.removeprefix("desk:")
    assert f"/boxes/undo/{key}/" in text(officer)
    send(officer, reverse("boxes-undo", args=[key]))
    assert f"/boxes/undo/{key}/" not in text(officer) and "<s>新购 7</s>" in text(officer)


def test_day_before_is_shown_with_its_own_numbers(officer, cast):
    door(cast.shen, out=2, at=NOON - DAYS)
    assert officer.get(HOME).context["flows"]["out"] == 0
    assert officer.get(f"{HOME}?day={(NOON - DAYS).date()}").context["flows"]["out"] == 2
    assert officer.get(f"{HOME}?day=2999-01-01").context["day"] == clock.today()  # nothing of tomorrow


def test_another_street_does_not_get_in(cast):
    buy(cast)
    door(cast.shen, out=2, back=1, at=NOON - 5 * DAYS)
    batch = start(cast, 1)
    other = sign_in(cast.outsider)
    page = text(other, f"{HOME}?show=all")
    assert "沈玉芳" not in page and other.get(HOME).context["found"].stand.bought == 0
    key = BoxMove.objects.get(kind="bought").source.removeprefix("desk:")
    for path in (f"/boxes/undo/{key}/", f"/boxes/wash/{batch.pk}/end/", f"/boxes/wash/{batch.pk}/fail/", f"/boxes/person/{cast.shen.pk}/lose/"):
        assert other.post(path, {"key": uuid4(), "boxes": "1", "note": "x", "minutes": "20", "celsius": "121"}).status_code == 404, path
    assert other.get(f"/boxes/person/{cast.shen.pk}/").status_code == 404
    cart = Cart.objects.create(street=cast.street, name="1号车", boxes=60)
    send(other, "/boxes/lose/", boxes="1", note="x", cart=cart.pk)
    assert BoxMove.objects.get(street=cast.elsewhere).cart is None  # the cart of another street is no cart here
    assert Client().get(HOME).url.startswith("/login/")
    assert sign_in(cast.driver).get(HOME).status_code == 403
