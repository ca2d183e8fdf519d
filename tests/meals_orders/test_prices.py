"""What an order costs: whole fen, the subsidy follows the person, the row keeps what held on its day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.meals.models import Order
from qianshou.meals.rules import NoPrice, Payer, price_of
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Person
from tests.meals_orders.days import stand, take

PACK = load("yangpu")


def price(portions=1, place="delivered", **payer):
    return price_of(meal="lunch", place=place, portions=portions, payer=Payer(**payer), prices=PACK.meal_prices, subsidies=PACK.meal_subsidies)


def test_the_best_of_age_and_income_counts_and_disability_comes_on_top():
    assert price(age=69).subsidy_fen == 0
    assert (price(age=88).subsidy_fen, price(age=88).reasons) == (200, ("age_80",))
    assert (price(age=88, hardship=["低保"]).subsidy_fen, price(age=88, hardship=["低保"]).reasons) == (500, ("low_income",))
    assert price(age=88, hardship=["低保", "残疾"]).subsidy_fen == 600
    assert (price(age=60, hardship=["特困", "残疾"]).price_fen, price(age=60, hardship=["特困", "残疾"]).subsidy_fen) == (1200, 1200), "never more than the price"


def test_a_second_portion_is_at_the_full_price():
    two = price(2, age=88)
    assert (two.price_fen, two.subsidy_fen) == (2400, 200)


def test_an_unknown_age_gives_no_subsidy_and_says_so():
    assert (price(age=None).subsidy_fen, price(age=None).reasons) == (0, ("age_unknown",))


def test_without_a_price_nothing_is_free():
    with pytest.raises(NoPrice):
        price_of(meal="breakfast", place="delivered", portions=1, payer=Payer(), prices=PACK.meal_prices, subsidies={})


@given(st.integers(0, 9), st.none() | st.integers(0, 120), st.lists(st.sampled_from(["低保", "低收入", "特困", "残疾", "劳模"])))
def test_the_subsidy_is_whole_and_within_the_price(portions, age, hardship):
    found = price(portions, age=age, hardship=hardship)
    assert isinstance(found.subsidy_fen, int) and 0 <= found.subsidy_fen <= found.price_fen and found.price_fen == portions * 1200


@pytest.mark.django_db
def test_the_order_keeps_what_held_on_its_day(cast):
    ElderFile.objects.filter(pk=cast.shen.pk).update(hardship=["低保"])
    stand(cast.shen)
    take(cast.street)
    Person.objects.filter(pk=cast.shen.pk).update(birth_date=None)
    ElderFile.objects.filter(pk=cast.shen.pk).update(hardship=[])
    take(cast.street)
    order = Order.objects.get()
    assert (order.price_fen, order.subsidy_fen, order.pays_fen, order.price_reasons, order.pack) == (1200, 500, 700, ["low_income"], PACK.version)
