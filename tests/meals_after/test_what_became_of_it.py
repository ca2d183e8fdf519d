"""Whatever was ordered, said at doors, ticked and checked: each order is in one class, the sums agree, and only what came is claimed."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.scope import Scope
from qianshou.meals.models import MealCheck
from qianshou.meals.queries.afterwards import counted
from qianshou.meals.queries.fed import meals_on
from qianshou.meals.queries.subsidies import subsidy_month
from qianshou.meals.rules.afterwards import CLASSES, FED, NOT_FED, OFF, Facts, became, group_of, is_punctual, per_meal
from qianshou.meals.rules.subsidies import OTHER, by_reason
from tests.cast import NOON
from tests.meals_after.after import AT, DAY, EVENING, MONTH, cart, door, order, point

DOOR = ("handed", "neighbour", "nobody", "refused", "back")


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts(said="handed", on_cart=True), "handed"),
        (Facts(said="neighbour", on_cart=True), "neighbour"),
        (Facts(said="nobody", checked=True), "nobody"),  # what the door says counts more than what is found out
        (Facts(said="planned", on_cart=True), "unheard"),
        (Facts(said="planned", on_cart=True, over=False), "to_come"),
        (Facts(said="planned"), "no_cart"),
        (Facts(said=""), "unheard"),
        (Facts(said="planned", checked=True), "found_out"),
        (Facts(said="planned", on_cart=True, checked=False), "not_brought"),
        (Facts(dine_in=True), "served"),
        (Facts(dine_in=True, over=False), "to_come"),
        (Facts(dine_in=True, over=False, checked=True), "served"),
        (Facts(dine_in=True, checked=False), "absent"),
        (Facts(ordered=False), "cancelled"),
        (Facts(ordered=False, not_at_home=True), "not_at_home"),
    ],
)
def test_one_meal(facts, kind):
    assert became(facts) == kind


def test_every_class_is_in_one_group():
    groups = Counter(group_of(kind) for kind in CLASSES)
    assert groups == {"fed": len(FED), "not_fed": len(NOT_FED), "off": len(OFF), "unheard": 1, "to_come": 1}


@pytest.mark.parametrize(("minutes", "right"), [(0, True), (15, True), (-15, True), (16, False), (-16, False)])
def test_punctual_is_near_the_planned_time(minutes, right):
    from datetime import time

    assert is_punctual(planned_at=AT, ended_at=AT + timedelta(minutes=minutes), window=(time(10, 45), time(12, 15))) is right


def test_punctual_is_inside_the_window():
    from datetime import time

    late = AT.replace(hour=AT.hour, minute=AT.minute)
    assert not is_punctual(planned_at=late, ended_at=late + timedelta(minutes=10), window=(time(10, 45), time(11, 35)))


@given(fen=st.integers(0, 10**9), portions=st.integers(1, 100_000))
def test_a_sum_over_portions_is_the_nearest_fen(fen, portions):
    assert abs(per_meal(fen, portions) * portions - fen) * 2 <= portions and per_meal(fen, 0) is None


@given(subsidy=st.integers(0, 2000), amounts=st.dictionaries(st.sampled_from("abcd"), st.integers(0, 900)), codes=st.lists(st.sampled_from("abcde"), unique=True))
def test_the_parts_of_a_subsidy_add_up_to_it(subsidy, amounts, codes):
    parts = by_reason(subsidy, codes, amounts)
    assert sum(parts.values()) == subsidy and set(parts) <= {*codes, OTHER}
    if OTHER in parts:
        assert all(parts[code] == amounts.get(code, 0) for code in codes)


@dataclass(frozen=True)
class Told:
    """One person's meal as the plan of a test has it."""

    place: str
    cancelled: str
    said: str | None
    on_cart: bool
    checked: bool | None
    portions: int
    subsidy: int
    ahead: bool


told = st.builds(
    Told, place=st.sampled_from(["delivered", "dine_in"]), cancelled=st.sampled_from(["", "", "", "出门", "not at home", "hospital"]),
    said=st.sampled_from([None, "planned", *DOOR]), on_cart=st.booleans(), checked=st.sampled_from([None, None, True, False]), portions=st.integers(1, 3),
    subsidy=st.sampled_from([0, 200, 300]), ahead=st.booleans(),
)  # fmt: skip


def expected(one: Told) -> str:
    """The plain model: written down a second time, in other words."""
    if one.cancelled:
        return "cancelled" if one.cancelled == "出门" else "not_at_home"
    if one.place == "dine_in":
        return "absent" if one.checked is False else "served" if one.checked or not one.ahead else "to_come"
    if one.said in DOOR:
        return one.said
    if one.checked is not None:
        return {True: "found_out", False: "not_brought"}[one.checked]
    if one.ahead:
        return "to_come"
    return "no_cart" if one.said == "planned" and not one.on_cart else "unheard"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(told, min_size=1, max_size=24))
def test_each_order_is_in_one_class_and_only_what_came_is_claimed(cast, plan):
    with transaction.atomic():
        people, where, van, wanted = [cast.shen, cast.lu, cast.bao], point(cast), cart(cast.street), []
        for n, one in enumerate(plan):
            # A month of lunches; whatever is ahead stands on the day after this evening.
            person, day = people[n % 3], DAY + timedelta(days=1) if one.ahead else DAY
            place = {"place": "dine_in", "point": where} if one.place == "dine_in" else {}
            made = order(person, day, meal=f"m{n}", portions=one.portions, subsidy=one.subsidy, reason=one.cancelled, **place)
            if one.said and one.place == "delivered" and not one.cancelled:
                door(made, one.said, on=van if one.on_cart else None, tenths=610 if one.said == "handed" else None)
            if one.checked is not None:
                MealCheck.objects.create(street=cast.street, order=made, came=one.checked, at=NOON, by=cast.officer)
            wanted.append((made, expected(one)))
        scope = Scope.system(cast.street.pk)
        last = DAY + timedelta(days=1)
        span = counted(scope=scope, first=DAY, last=last, now=EVENING)
        listed = {meal.order.pk: meal.kind for day in (DAY, last) for meal in meals_on(scope=scope, day=day, now=EVENING)}
        assert listed == {made.pk: kind for made, kind in wanted}
        assert +span.total.orders == Counter(kind for _, kind in wanted)
        for parts in (span.days.values(), span.committees.values()):
            assert sum((part.orders for part in parts), Counter()) == +span.total.orders
        whole = span.total
        assert whole.fed + whole.not_fed + whole.unheard + whole.to_come + whole.off == len(plan) and whole.expected == len(plan) - whole.off
        fed = [made for made, kind in wanted if kind in FED]
        assert (whole.price_fen, whole.subsidy_fen) == (sum(o.price_fen for o in fed), sum(o.subsidy_fen for o in fed))
        # The sheet reads the month in other groups, and comes to the same.
        claim = subsidy_month(scope=scope, month=MONTH, now=EVENING)
        lines = [line for sheet in claim.sheets.values() for line in sheet.lines]
        assert sum(line.subsidy_fen for line in lines) == whole.subsidy_fen == sum(sum(line.reasons.values()) for line in lines)
        assert sum(line.orders for line in lines) == whole.fed and sum(line.portions for line in lines) == whole.fed_portions
        assert sum(one.orders for one in claim.open) == whole.unheard
        transaction.set_rollback(True)
