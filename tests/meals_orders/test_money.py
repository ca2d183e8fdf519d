"""Meals and money: paid in once, charged once when the meal is over, subsidies on the street, and nobody else's purse."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger.models import Account, Transaction
from qianshou.meals import operations as meals
from qianshou.meals.models import CutOff, Order
from qianshou.meals.operations import money
from qianshou.meals.queries.money import streets_to_charge
from qianshou.meals.tasks import charge_street
from qianshou.web.orders.money import fen_in
from tests.cast import DAY
from tests.meals_orders.days import AFTER, OVER, stand, take

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture
def street(cast):
    """Lunch is ordered: two boxes for Shen, whom the street supports, one for Lu, who pays it all."""
    stand(cast.shen, {2: meals.Wish(2)})
    stand(cast.lu, {2: meals.Wish(1)})
    take(cast.street)
    Order.objects.filter(person=cast.shen).update(price_fen=2400, subsidy_fen=800)
    Order.objects.filter(person=cast.lu).update(price_fen=1200, subsidy_fen=0)
    return cast


def balances() -> dict[tuple[str, str], int]:
    """(code, whose) → balance of every account that holds something."""
    return {(a.code, a.person.name if a.person else ""): a.balance for a in Account.objects.select_related("person") if a.balance}


def charge(street, now=OVER):
    return meals.charge_meal(street_id=street.street.pk, day=DAY, meal="lunch", now=now)


def pay(street, person, fen: int, batch=None):
    return meals.pay_in(person_id=person.pk, fen=fen, receipt="000123", batch=batch or uuid4(), now=AFTER, by_id=street.officer.pk)


def test_a_meal_that_is_over_is_charged_once(street):
    assert charge(street) == 2
    expected = {("meals.income", ""): 3600, ("meals.subsidy", ""): -800, ("meals.prepaid", "沈玉芳"): -1600, ("meals.prepaid", street.lu.name): -1200}
    assert balances() == expected and sum(expected.values()) == 0
    assert charge(street) == 0 and streets_to_charge(OVER) == [] and balances() == expected
    assert {t.happened_on for t in Transaction.objects.all()} == {DAY}


def test_a_meal_still_to_come_is_not_charged(street):
    with pytest.raises(Refused, match="not_over"):
        charge(street, AFTER)
    assert streets_to_charge(AFTER) == [] and streets_to_charge(OVER) == [street.street.pk] and balances() == {}


def test_a_cancelled_box_costs_nothing(street):
    meals.change_meals(person_id=street.lu.pk, wishes=[meals.MealWish(DAY, "lunch", 0)], batch=uuid4(), reason="出门", now=AFTER, by_id=street.officer.pk)
    assert charge(street) == 1
    assert ("meals.prepaid", street.lu.name) not in balances()


def test_a_meal_for_which_the_street_pays_all_touches_no_purse(street):
    Order.objects.update(price_fen=1200, subsidy_fen=1200)
    charge(street)
    assert balances() == {("meals.income", ""): 2400, ("meals.subsidy", ""): -2400}


def test_killed_between_two_orders_and_run_again_each_is_charged_once(street, monkeypatch):
    whole = money._charge

    def dies(order, now):
        if Transaction.objects.exists():
            raise KeyboardInterrupt
        return whole(order, now)

    monkeypatch.setattr(money, "_charge", dies)
    with pytest.raises(KeyboardInterrupt):
        charge(street)
    assert Transaction.objects.count() == 1 and CutOff.objects.get().charged_at is None
    monkeypatch.undo()
    with clock.frozen(OVER + timedelta(days=3)):  # the machine was off for days
        charge_street(street.street.pk)
    assert sorted(Transaction.objects.values_list("source", flat=True)) == sorted(f"meals.order:{pk}" for pk in Order.objects.values_list("pk", flat=True))
    assert balances()["meals.income", ""] == 3600


def test_a_payment_sent_twice_is_booked_once(street):
    batch = uuid4()
    assert pay(street, street.lu, 30_000, batch).pk == pay(street, street.lu, 30_000, batch).pk
    charge(street)
    assert balances()["meals.prepaid", street.lu.name] == 30_000 - 1200


@pytest.mark.parametrize("fen", [0, -100, money.MOST_FEN + 1])
def test_a_payment_of_nothing_or_too_much_is_refused(street, fen):
    with pytest.raises(Refused, match="fen"):
        pay(street, street.lu, fen)
    assert balances() == {}


def test_the_page_takes_money_and_shows_how_the_person_stands(street):
    office = Client()
    office.force_login(street.officer, backend=BACKEND)
    page = f"/orders/person/{street.lu.pk}/"
    with clock.frozen(AFTER):
        form = {"yuan": "３00．50", "receipt": "A-1", "batch": str(uuid4())}
        assert office.post(f"{page}pay/", form).status_code == office.post(f"{page}pay/", form).status_code == 302
        shown = office.get(page).content.decode()
        assert "¥300.50" in shown and f"/ledger/{Account.objects.get(code='meals.prepaid').pk}/" in shown
        office.post(f"{page}pay/", {**form, "yuan": "viel", "batch": str(uuid4())})
        assert office.post(f"{page}pay/", {**form, "batch": "x"}).status_code == 404
    assert balances()["meals.prepaid", street.lu.name] == 30_050


def test_nobody_without_the_right_sees_or_takes_money(street):
    for user, status in ((street.outsider, 404), (street.committee_worker, 403), (street.kitchen, 403)):
        other = Client()
        other.force_login(user, backend=BACKEND)
        with clock.frozen(AFTER):
            assert other.post(f"/orders/person/{street.lu.pk}/pay/", {"yuan": "1", "batch": str(uuid4())}).status_code == status, user
            assert "收款" not in other.get(f"/orders/person/{street.lu.pk}/").content.decode()
    assert balances() == {}


@given(fen=st.integers(0, 9_999_999))
def test_yuan_are_read_as_they_are_written(fen):
    yuan = f"{fen // 100}.{fen % 100:02d}"
    assert fen_in(yuan) == fen_in(f"¥{fen // 100:,}.{fen % 100:02d}") == fen_in(f" {yuan} 元") == fen


def test_what_is_no_sum_is_none():
    assert [fen_in(text) for text in ("", "abc", "1.234", "-5", "1 2", None, "9" * 9)] == [None] * 7
