"""What is in a box follows the person's diet: counted so, labelled so, and held back while nobody has settled it."""

import pytest
from django.test import Client
from django.utils import translation

from qianshou.access.models import Street
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.queries.kitchen import kitchen_day, kitchen_orders, plates_of
from qianshou.packs.loader import load
from qianshou.web.kitchen.labels import labels_of
from tests.cast import DAY
from tests.meals.kitchen import describe, forbid, serve
from tests.meals_orders.days import AFTER, BEFORE, scope, stand, take

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture
def street(cast):
    """Lunch with fried shrimps: two boxes for Shen, who must not eat crustaceans, one for Lu, who eats everything."""
    cast.book = describe(cast)
    cast.menu = serve(cast, day=DAY)
    forbid(cast, cast.shen, "allergy", "crustacean")
    stand(cast.shen, {2: meals.Wish(2)})
    stand(cast.lu, {2: meals.Wish(1)})
    take(cast.street)
    return cast


def seen(street):
    return kitchen_day(scope=scope(street.kitchen), day=DAY, meal="lunch", now=AFTER)


def counts(street) -> dict[str, tuple[int, dict]]:
    return {d.name: (d.normal, dict(d.instead)) for d in seen(street).dishes}


def labelled(street) -> dict[str, tuple[int, str]]:
    """Name → labels, mark."""
    orders = kitchen_orders(scope=scope(street.kitchen), day=DAY, meal="lunch")
    plates = plates_of(orders)
    with translation.override("en"):
        made = labels_of([(o, plates[o.pk]) for o in orders if not plates[o.pk].blocked], load(Street.objects.get(pk=street.street.pk).pack, DAY), "")
    return {label.name: (sum(other.name == label.name for other in made), label.mark) for label in made}


def choose(street, instead: str | None) -> None:
    meals.choose_substitute(
        menu_id=street.menu.pk, instead_of_id=street.book["油爆虾"].pk, key="allergy:crustacean",
        recipe_id=street.book[instead].pk if instead else None, now=BEFORE, by_id=street.officer.pk,
    )  # fmt: skip


def test_a_forbidden_dish_is_in_no_box_and_the_box_has_no_label(street):
    assert counts(street)["油爆虾"] == (1, {}) and counts(street)["卷心菜"] == (3, {})
    assert [o.person.name for o, _ in seen(street).held] == [street.shen.name]
    assert labelled(street) == {street.lu.name: (1, "")}


def test_what_is_given_instead_is_counted_and_stands_on_the_sheet(street):
    choose(street, "白斩鸡")
    assert counts(street)["油爆虾"] == (1, {("白斩鸡", ""): 2})
    assert not seen(street).held and [o.person.name for o, _ in seen(street).special] == [street.shen.name]
    number, mark = labelled(street)[street.shen.name]
    assert number == 2 and "crustacean" in mark.lower()
    office = Client()
    office.force_login(street.kitchen, backend=BACKEND)
    with clock.frozen(AFTER):
        assert "白斩鸡 × 2" in office.get(f"/kitchen/{DAY}/").content.decode()


def test_a_dish_may_be_left_out_or_made_soft(street):
    choose(street, None)
    forbid(street, street.lu, "soft")
    found = counts(street)
    assert found["油爆虾"][1] == {("", ""): 2}
    assert ("卷心菜", "soft") in found["卷心菜"][1] and found["卷心菜"][0] == 2


def test_another_street_s_kitchen_counts_none_of_it(street):
    assert kitchen_orders(scope=scope(street.outsider), day=DAY, meal="lunch") == []
