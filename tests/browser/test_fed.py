"""After the meal in a browser: a month with a bad day, the day settled, money given back, a point's list; both languages, both widths, axe everywhere."""

from datetime import date, timedelta

import pytest

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import MealCheck
from tests import cast as people
from tests.browser.conftest import fits
from tests.browser.ways import WAYS
from tests.cast import DAY, NOON
from tests.meals_after.after import AT, CODE, EVENING, MONTH, cart, charge, door, order, point

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["王桂英", "李秀兰", "张福根", "陈阿妹", "徐招娣", "周玉珍", "吴金宝", "郑月娥", "孙德明", "朱凤英", "胡根娣", "林美珍"]


@pytest.fixture
def month(cast):
    """Twelve elders, two carts, every lunch since the first; yesterday was not good."""
    elders = [
        people.elder(cast.street, (cast.huaide, cast.huolan)[n % 2], name, cast.lane, f"{n + 1}号{n % 5 + 1}01室", date(1938, 1, 1), f"31011019380101{n:04d}", NOON)
        for n, name in enumerate(NAMES)
    ]
    vans, where = [cart(cast.street, "1号车", cast.driver), cart(cast.street, "2号车")], point(cast)
    for back in range(DAY.day):
        day = DAY - timedelta(days=back)
        for n, person in enumerate(elders):
            if n == 11:
                order(person, day, place="dine_in", point=where)
                continue
            planned = AT - timedelta(days=back) + timedelta(minutes=4 * n)
            bad = back == 1 and n < 5
            state = ("nobody", "refused", "planned", "back", "neighbour")[n] if bad else "handed"
            door(order(person, day), state, on=vans[n % 2], planned=planned, at=planned + timedelta(minutes=(n * 7 + back) % 19 - 3), tenths=585 + (n * 13 + back * 5) % 90,
                 note=("敲门三次没人应，灯亮着", "说今天没胃口", "", "车翻了一箱", "隔壁周阿姨代收")[n] if bad else "")  # fmt: skip
        charge(cast, day)
    order(elders[5], DAY, meal="dinner", reason="hospital")
    meals.enter_cost(street_id=cast.street.pk, month=MONTH, kind="food", fen=186_000, note="菜款", now=EVENING, by_id=cast.officer.pk)
    meals.enter_cost(street_id=cast.street.pk, month=MONTH, kind="wages", fen=98_000, now=EVENING, by_id=cast.officer.pk)
    with clock.frozen(EVENING):
        yield elders


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_from_the_month_to_the_meal_that_did_not_come(cast, month, visit, axe, shoot, language, size):
    page, found, yesterday = visit(cast.officer, language=language, size=size), [], DAY - timedelta(days=1)

    def look(name):
        assert fits(page), name
        found.extend(axe(page))
        shoot(page, f"fed-{name}-{language}-{size}")

    page.goto(f"/fed/month/{CODE}/")
    look("month")
    page.goto(f"/fed/{yesterday}/")
    look("day")
    page.click(".late-edge .fed-line form:has(input[value=no]) button")
    page.wait_for_selector(".toast")
    assert MealCheck.objects.get(withdrawn_at=None).came is False
    page.goto(f"/fed/{yesterday}/?show=fed")
    look("day-fed")
    page.goto(f"/fed/month/{CODE}/back/")
    look("back")
    page.click("form[action$='/back/all/'] button")
    page.wait_for_selector(".toast")
    look("given")
    page.goto(f"/fed/{DAY}/point/{point(cast).pk}/?meal=lunch")
    look("point")
    page.goto(f"/people/{month[0].pk}/")
    look("file")
    page.goto("/today/")
    look("board")
    assert page.query_selector(".meal a[href*='/fed/']") and found == []


def test_a_month_without_meals(cast, visit, axe, shoot):
    page = visit(cast.officer)
    with clock.frozen(EVENING):
        for name, address in (("month", f"/fed/month/{CODE}/"), ("day", f"/fed/{DAY}/"), ("back", f"/fed/month/{CODE}/back/")):
            page.goto(address)
            assert page.query_selector(".empty") and fits(page) and axe(page) == []
            shoot(page, f"fed-empty-{name}")
