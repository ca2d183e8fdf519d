"""The pages of the day and the month, the file, the board and the monthly form say what became of the meals."""

import subprocess
from datetime import timedelta

import pytest

from qianshou.access.scope import Scope, scope_of
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import Dish, MealCost, Menu, Recipe
from qianshou.meals.queries.afterwards import Filters, counted, longest_trips
from qianshou.meals.queries.costs import month_costs
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert
from tests.cast import NOON
from tests.meals_after.after import AT, BACKEND, CODE, DAY, EVENING, MONTH, cart, door, order, point

DECEMBER = EVENING + timedelta(days=10)


@pytest.fixture
def street(cast):
    """A day on which one was fed, one did not answer, of one nothing was heard, one was called off; yesterday all was well."""
    van = cart(cast.street, driver=cast.driver)
    door(order(cast.lu), "handed", on=van, tenths=655, at=AT + timedelta(minutes=5))
    cast.missed = order(cast.shen)
    door(cast.missed, "nobody", on=van, note="灯亮着没人应")
    cast.silent = order(cast.bao)
    door(cast.silent, on=van)
    order(cast.bao, DAY, meal="dinner", reason="hospital")
    for n, person in enumerate((cast.lu, cast.shen)):
        when = clock.at(DAY - timedelta(days=1), AT.astimezone(clock.ZONE).time())
        door(order(person, DAY - timedelta(days=1)), "handed", on=van, tenths=580, at=when + timedelta(minutes=20 * n))
    meals.owe_meals(street_id=cast.street.pk, day=DAY, meal="lunch", orders=[cast.missed, cast.silent], now=NOON - timedelta(hours=3))
    return cast


@pytest.fixture
def get(street, client):
    def asked(path: str, user=None, now=EVENING):
        client.force_login(user or street.officer, backend=BACKEND)
        with clock.frozen(now):
            return client.get(path)

    return asked


def test_a_meal_point_finds_its_list_while_people_come_and_afterwards(get, street):
    place = point(street)
    order(street.shen, DAY, meal="dinner", place="dine_in", point=place)
    for now in (AT, EVENING):
        assert f"/fed/{DAY}/point/{place.pk}/" in get(f"/fed/{DAY}/", now=now).content.decode(), now


def test_the_day_says_it_in_a_sentence_and_names_who_was_not_fed(get, street):
    page = get(f"/fed/{DAY}/").content.decode()
    assert "3 人订餐，1 人吃上了。" in page and "1 人没吃上：无人应答 1。" in page and "1 人没有回音。" in page
    assert "灯亮着没人应" in page and "鲍秀英" in page and "住院" in page and "没送到" in page
    assert page.index("没有回音") < page.index("灯亮着没人应")
    assert "陆根宝" not in page  # fed: not what wants a look
    fed = get(f"/fed/{DAY}/?show=fed").content.decode()
    assert "陆根宝" in fed and "灯亮着没人应" not in fed


def test_what_was_done_about_it_is_the_alerts_outcome(get, street):
    watch.sweep(now=EVENING - timedelta(hours=2))
    alert = Alert.objects.get(due__key=f"meal:{street.missed.pk}")
    watch.take_alert(alert_id=alert.pk, user=street.officer, now=EVENING)
    assert "王敏" in get(f"/fed/{DAY}/").content.decode()
    watch.close_alert(alert_id=alert.pk, outcome="well", note="在女儿家", now=EVENING, user=street.officer)
    page = get(f"/fed/{DAY}/").content.decode()
    assert "在女儿家" in page and f"/alerts/{alert.pk}/" in page


def test_filters_are_in_the_address_and_lists_can_be_taken_away(get, street):
    here = get(f"/fed/{DAY}/?committee={street.huolan.pk}").content.decode()
    assert "1 人订餐，1 人吃上了。" in here and "鲍秀英" not in here
    assert get(f"/fed/{DAY}/?format=xlsx").status_code == get(f"/fed/{DAY}/?format=print").status_code == 200
    text = get(f"/fed/{DAY}/?show=not_fed&format=text").content.decode()
    assert "沈玉芳" in text and "陆根宝" not in text
    assert get("/fed/not-a-day/").status_code == 404 and get("/fed/month/2026-13/").status_code == 404
    assert "这一天没有订餐" in get(f"/fed/{DAY - timedelta(days=9)}/").content.decode()
    assert Filters.read({"committee": "x", "cart": "7"}) == Filters(cart=7)


def test_whoever_is_of_another_street_or_committee_sees_nothing_of_it(get, street):
    page = get(f"/fed/{DAY}/", street.outsider).content.decode()
    assert "沈玉芳" not in page and "这一天没有订餐" in page
    own = get(f"/fed/{DAY}/", street.committee_worker).content.decode()
    assert "沈玉芳" in own and "陆根宝" not in own and "2 人订餐，0 人吃上了。" in own
    assert get(f"/fed/{DAY}/", street.kitchen).status_code == 403


def test_carts_are_told_by_punctuality_and_temperature(street):
    span = counted(scope=Scope.system(street.street.pk), first=MONTH, last=DAY, now=EVENING)
    doors = span.total.doors
    assert (doors.brought, doors.timed, doors.punctual) == (3, 3, 2)  # one came 20 minutes after its time
    assert (doors.measured, doors.hot, doors.least) == (3, 1, 580)
    van = cart(street.street)
    assert span.carts[van.pk].orders == {"handed": 3, "nobody": 1, "unheard": 1}
    assert longest_trips(scope=Scope.system(street.street.pk), first=MONTH, last=DAY) == {van.pk: 20}


def test_the_month_shows_days_committees_carts_and_what_a_meal_cost(get, street, client):
    page = get(f"/fed/month/{CODE}/").content.decode()
    assert "5 人订餐，3 人吃上了。" in page and page.count('class="is-fed"') == 2 and page.count('class="is-amiss"') == 1
    assert "怀德居委会" in page and "1号车" in page and "66 %" in page and "58.0 °C" in page and "只算记下的" in page
    with clock.frozen(EVENING):
        client.post(f"/fed/month/{CODE}/cost/", {"kind": "food", "yuan": "３0.00", "note": "菜款"})
        client.post(f"/fed/month/{CODE}/cost/", {"kind": "wages", "yuan": "100.01"})
        client.post(f"/fed/month/{CODE}/cost/", {"kind": "wages", "yuan": "viel"})
        client.post(f"/fed/month/{CODE}/cost/", {"kind": "gold", "yuan": "1"})
    page = get(f"/fed/month/{CODE}/").content.decode()
    assert MealCost.objects.count() == 2 and "¥43.34" in page and "¥130.01" in page and "没有记：水电燃气、车辆运输、餐盒与洗消。" in page
    with clock.frozen(EVENING):
        client.post(f"/fed/cost/{MealCost.objects.get(kind='wages').pk}/undo/")
    assert "¥10.00" in get(f"/fed/month/{CODE}/").content.decode() and MealCost.objects.count() == 2


def test_the_dish_books_cost_stands_beside_the_bills_and_only_where_it_is_whole(street):
    for back, costs in ((0, [600, None]), (1, [600, 250])):
        menu = Menu.objects.create(street=street.street, day=DAY - timedelta(days=back))
        for n, fen in enumerate(costs):
            recipe = Recipe.objects.create(street=street.street, name=f"菜{back}{n}", category="soup", cost_fen=fen, updated_at=NOON)
            Dish.objects.create(menu=menu, recipe=recipe, category="soup", name=recipe.name)
    found = month_costs(scope=scope_of(street.officer, DAY), month=MONTH)
    assert (found.book.fen, found.book.days, found.book.menus, found.total) == (850, 1, 2, 0)


def test_bills_are_the_streets_own(get, street, client):
    bill = meals.enter_cost(street_id=street.street.pk, month=MONTH, kind="food", fen=9900, now=EVENING, by_id=street.officer.pk)
    assert "¥99.00" not in get(f"/fed/month/{CODE}/", street.outsider).content.decode()
    assert "¥99.00" not in get(f"/fed/month/{CODE}/", street.committee_worker).content.decode()
    client.force_login(street.outsider, backend=BACKEND)
    assert client.post(f"/fed/cost/{bill.pk}/undo/").status_code == 404
    assert MealCost.objects.get().withdrawn_at is None


def test_the_file_shows_this_months_meals(get, street):
    page = get(f"/people/{street.shen.pk}/").content.decode()
    assert "应吃 2 餐，吃上 1 餐" in page and "灯亮着没人应" in page and "1号车" in page
    assert "应吃" not in get(f"/people/{street.shen.pk}/", now=DECEMBER).content.decode()


def test_the_board_says_who_was_not_fed(get, street):
    page = get("/today/").content.decode()
    assert "1 人没吃上" in page and "1 人没有回音" in page and "吃上 1 / 3" in page and f"/fed/{DAY}/" in page


def test_the_monthly_form_has_the_months_meals_and_the_same_bytes(get, street):
    order(street.shen, DAY - timedelta(days=2), place="dine_in", point=point(street))
    address = f"/booklets/form/{street.shen.pk}/{CODE}.pdf"
    first = get(address, now=DECEMBER)
    assert first.content == get(address, now=DECEMBER + timedelta(days=3)).content
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=first.content, capture_output=True, check=True).stdout.decode()
    line = next(line for line in said.splitlines() if "助餐" in line)
    assert line.split()[:4] == ["助餐", "3", "2", "1"]
    assert "未应门（灯亮着没人应）" in said.replace("\n", "").replace(" ", "")
