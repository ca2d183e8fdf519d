"""Money given back for meals that did not come: once however often, never for one that came, and charged again by an entry of its own."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.scope import scope_of
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger.models import Account, Transaction
from qianshou.meals import operations as meals
from qianshou.meals.queries.money_back import money_back
from tests.meals_after.after import BACKEND, CODE, DAY, EVENING, MONTH, cart, charge, door, order, point

LATER = EVENING + timedelta(days=1)


@pytest.fixture
def street(cast):
    """Four lunches that were charged: handed, nobody answers, refused, not heard of."""
    van = cart(cast.street)
    cast.fed = order(cast.lu)
    door(cast.fed, "handed", on=van)
    cast.missed = order(cast.shen)
    door(cast.missed, "nobody", on=van, note="敲了三次")
    cast.declined = order(cast.bao)
    door(cast.declined, "refused", on=van)
    cast.silent = order(cast.shen, DAY - timedelta(days=1))
    door(cast.silent, on=van)
    charge(cast)
    charge(cast, DAY - timedelta(days=1))
    return cast


def balances() -> dict[tuple[str, str], int]:
    return {(a.code, a.person.name if a.person else ""): a.balance for a in Account.objects.select_related("person")}


def states(street, now=EVENING) -> dict[int, str]:
    found = money_back(scope=scope_of(street.officer, DAY), first=MONTH, last=DAY.replace(day=30), now=now)
    return {one.meal.order.pk: one.state for one in found}


def give(street, one, reason="无人应门", now=EVENING):
    return meals.give_back(order_id=one.pk, reason=reason, now=now, by_id=street.officer.pk)


def test_what_did_not_come_is_proposed_and_what_was_not_taken_is_a_choice(street):
    assert states(street) == {street.missed.pk: "proposed", street.declined.pk: "choice"}
    meals.check_meal(order_id=street.silent.pk, came=False, now=EVENING, by_id=street.officer.pk)
    assert states(street)[street.silent.pk] == "proposed"


def test_a_meal_that_was_on_no_round_at_all_is_proposed_once_somebody_found_out(street):
    day = DAY - timedelta(days=2)
    one, there = order(street.lu, day), order(street.shen, day, place="dine_in", point=point(street))
    charge(street, day)
    assert one.pk not in states(street) and there.pk not in states(street)
    meals.check_meal(order_id=one.pk, came=False, now=EVENING, by_id=street.officer.pk)
    meals.keep_point_list(point_id=there.point_id, listed=[there.pk], came=[], now=EVENING, by_id=street.officer.pk)
    assert (states(street)[one.pk], states(street)[there.pk]) == ("proposed", "choice")


def test_given_back_once_however_often(street):
    before = balances()
    first = give(street, street.missed)
    after = balances()
    assert after["meals.prepaid", "沈玉芳"] == before["meals.prepaid", "沈玉芳"] + 900
    assert after["meals.income", ""] == before["meals.income", ""] - 1200 and after["meals.subsidy", ""] == before["meals.subsidy", ""] + 300
    assert give(street, street.missed, now=LATER).pk == first.pk and balances() == after and sum(after.values()) == 0
    assert meals.give_back_all(reasons={street.missed.pk: "x", street.declined.pk: "拒收"}, now=LATER, by_id=street.officer.pk) == 1
    assert states(street) == {street.missed.pk: "given", street.declined.pk: "given"}


def test_a_meal_that_came_or_was_not_charged_or_has_no_reason_is_refused(street):
    for one, reason, code in ((street.fed, "x", "came"), (street.silent, "x", "came"), (street.missed, " ", "reason"), (order(street.lu, DAY, meal="dinner"), "x", "not_charged")):
        with pytest.raises(Refused, match=code):
            give(street, one, reason)
    assert Transaction.objects.filter(reverses__isnull=False).count() == 0


def test_a_meal_that_came_after_all_is_charged_by_an_entry_of_its_own(street):
    before = balances()
    meals.check_meal(order_id=street.silent.pk, came=False, now=EVENING, by_id=street.officer.pk)
    give(street, street.silent)
    door(street.silent, "handed", on=cart(street.street))  # the telephone had lain in a drawer
    assert states(street)[street.silent.pk] == "again"
    assert meals.charge_again(order_id=street.silent.pk, now=LATER, by_id=street.officer.pk)
    assert not meals.charge_again(order_id=street.silent.pk, now=LATER, by_id=street.officer.pk)
    assert balances() == before and street.silent.pk not in states(street)
    assert Transaction.objects.get(source=f"meals.order:{street.silent.pk}:2").happened_on == clock.local_date(LATER)
    assert Transaction.objects.filter(reverses__reverses__isnull=False).count() == 0  # no reversal is reversed


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["give", "charge", "both"]), max_size=8))
def test_the_books_hold_one_charge_or_none(street, acts):
    """Model: charged or not; giving back and charging again only ever turn that over."""
    source, charged = f"meals.order:{street.missed.pk}", True
    sums = Transaction.objects.filter(source__startswith=source)
    if sums.filter(reversed_by__isnull=True, reverses__isnull=True).count() == 0:
        charged = False  # an earlier example left it so
    for act in acts:
        for one in ("give", "charge") if act == "both" else (act,):
            if one == "give":
                give(street, street.missed)
                charged = False
            else:
                meals.charge_again(order_id=street.missed.pk, now=EVENING, by_id=street.officer.pk)
                charged = True
    assert sums.filter(reversed_by__isnull=True, reverses__isnull=True).count() == charged
    assert sum(balances().values()) == 0


def test_the_page_gives_back_one_or_all_and_takes_it_back(street, client):
    client.force_login(street.officer, backend=BACKEND)
    with clock.frozen(EVENING):
        page = client.get(f"/fed/month/{CODE}/back/").content.decode()
        assert "沈玉芳" in page and "敲了三次" in page and page.index("没有送到") < page.index("由您定")
        assert client.post(f"/fed/month/{CODE}/back/all/", {"order": [street.missed.pk, street.fed.pk, street.declined.pk]}).status_code == 302
        assert states(street) == {street.missed.pk: "given", street.declined.pk: "choice"}
        assert Transaction.objects.get(reverses__source=f"meals.order:{street.missed.pk}").params == {"reason": "无人应答"}  # no word of the door: it may name somebody
        client.post(f"/fed/order/{street.declined.pk}/back/")
        client.post(f"/fed/order/{street.missed.pk}/charge/")
        assert states(street) == {street.missed.pk: "proposed", street.declined.pk: "given"}
        assert client.get(f"/fed/month/{CODE}/back/?format=xlsx").status_code == 200


def test_nobody_else_gives_money_back(street, client):
    for user, status in ((street.outsider, 404), (street.committee_worker, 403), (street.desk, 403), (street.kitchen, 403)):
        client.force_login(user, backend=BACKEND)
        with clock.frozen(EVENING):
            for act in ("back", "charge"):
                assert client.post(f"/fed/order/{street.missed.pk}/{act}/").status_code == status, user
            client.post(f"/fed/month/{CODE}/back/all/", {"order": [street.missed.pk]})
    assert Transaction.objects.filter(reverses__isnull=False).count() == 0
