"""The rules of the time bank, pure: what counts, who pays, what is kept, who is first, who suits whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.association.rules.timebank import (
    NOBODY_FIRST,
    Facts,
    NotCounted,
    Numbers,
    Place,
    check_counts,
    kept,
    may_ask,
    on_leaving,
    pays,
    place_of,
)
from qianshou.association.rules.timebank_matching import Asked, Giver, in_line, may_go, propose, suiting
from qianshou.packs.loader import load

PACK = load("yangpu")
N = Numbers.read(PACK.time_bank)
TUESDAY = date(2026, 11, 24)
MINUTES = st.integers(0, 200_000)


def test_nanjings_numbers_are_what_was_read():
    assert N.ceiling == 1500 * 60 and not N.group_saves
    assert {code for code, rule in PACK.time_bank.items() if rule.certainty == "seen"} == {"ceiling", "group_saves"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"service": "bathing"}, "kind"), ({"minutes": 10}, "short"), ({"on": TUESDAY + timedelta(days=1)}, "future"),
        ({"on": TUESDAY - timedelta(days=32)}, "late"), ({"logged_that_day": 430}, "day"),
    ],
)  # fmt: skip
def test_what_does_not_count(wrong, code):
    right = {"service": "talking", "minutes": 60, "on": TUESDAY, "today": TUESDAY, "logged_that_day": 420}
    check_counts(N, **right)
    with pytest.raises(NotCounted) as told:
        check_counts(N, **{**right, **wrong})
    assert told.value.code == code


@given(minutes=st.integers(1, 600), balance=st.integers(-500, 2000), owe=st.integers(0, 500), first=st.booleans(), pot=st.integers(0, 2000), month=st.integers(0, 2000))
def test_nobody_pays_what_she_has_not(minutes, balance, owe, first, pot, month):
    paid = pays(N, minutes=minutes, balance=balance, least=-owe, first=first, pot=pot, pot_this_month=month)
    assert paid.own + paid.pot + paid.short == minutes and min(paid.own, paid.pot, paid.short) >= 0
    assert not paid.own or balance - paid.own >= -owe
    assert paid.pot <= pot and (paid.pot == 0 or first) and paid.pot <= max(0, N.pot_month - month)
    if paid.pot:
        assert balance - paid.own <= -owe or paid.own == minutes, "the own minutes first"


@given(minutes=st.integers(1, 600), balance=MINUTES, kind=st.sampled_from(["own", "group"]))
def test_what_is_kept_never_passes_the_ceiling(minutes, balance, kind):
    saved = kept(N, minutes=minutes, balance=balance, kind=kind)
    assert 0 <= saved <= minutes and (saved == 0 or balance + saved <= N.ceiling) and (kind == "own" or saved == 0)
    assert kept(replace(N, group_saves=True), minutes=minutes, balance=0, kind="group") == minutes


@given(balance=st.integers(-500, 100_000), heir=MINUTES, to_heir=st.booleans())
def test_who_leaves_loses_no_minute(balance, heir, to_heir):
    left = on_leaving(N, balance=balance, to_heir=to_heir, heir_balance=heir)
    assert left.heir + left.pot - left.owed == balance and min(left.heir, left.pot, left.owed) >= 0
    assert left.heir == 0 or heir + left.heir <= N.ceiling


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (Facts(80, "alone"), "old_alone"), (Facts(85, "empty_nest"), "old_alone"), (Facts(79, "alone"), ""), (Facts(85, "with_family"), ""),
        (Facts(None, "alone"), ""),
        (Facts(65, "alone", ["低保"], ["低保", "半失能"]), "poor_disabled_alone"), (Facts(65, "alone", ["低保"], ["高血压"]), ""),
        (Facts(65, "empty_nest", ["低保"], ["失能"]), ""), (Facts(59, "alone", ["低保"], ["失能"]), ""),
    ],
)  # fmt: skip
def test_who_is_first_in_line(facts, line):
    place = place_of(facts, PACK.time_bank_lines)
    assert place.line == line and place.first == bool(line) and (line or place.number == NOBODY_FIRST)


def test_whoever_is_not_first_asks_for_what_she_has():
    have = {"balance": 100, "least": 0, "promised": 50}
    assert may_ask(N, minutes=60, first=False, **have) == 10 and may_ask(N, minutes=50, first=False, **have) == 0
    assert may_ask(N, minutes=600, first=True, **have) == 0


def ask(number: int, place: int = NOBODY_FIRST, **more) -> Asked:
    values = {"elder": 100 + number, "service": "talking", "on": TUESDAY, "minutes": 60, "asked": number, **more}
    return Asked(id=number, place=Place(place, "x" if place < NOBODY_FIRST else ""), **values)


def test_first_in_line_then_the_day_then_who_asked_first():
    rows = [ask(1), ask(2, 2), ask(3, 1, on=TUESDAY + timedelta(days=3)), ask(4, 1), ask(5)]
    assert [one.id for one in in_line(rows)] == [4, 3, 2, 1, 5]


def test_what_forbids_that_somebody_goes():
    free = Giver(id=1, person=7)
    assert may_go(ask(1), free, farthest=40)
    for giver in (
        replace(free, services=frozenset({"shopping"})), replace(free, days=frozenset({1, 7})), replace(free, busy=frozenset({(TUESDAY, "")})),
        replace(free, person=101), replace(free, week_most=90, week_taken={TUESDAY.isocalendar()[:2]: 60}),
    ):  # fmt: skip
        assert not may_go(ask(1), giver, farthest=40)
    assert not may_go(ask(1, refused=frozenset({1})), free, farthest=40)
    assert not may_go(ask(1, part="morning"), replace(free, parts=frozenset({"evening"})), farthest=40)
    assert may_go(ask(1, part="morning"), replace(free, busy=frozenset({(TUESDAY, "evening")})), farthest=40)
    assert not may_go(ask(1, at=(121.52, 31.26)), replace(free, at=(121.60, 31.26)), farthest=40)


def test_the_best_speaks_for_itself():
    giver = Giver(id=1, person=7, knows=frozenset({101}))
    other = Giver(id=2, person=8, interests=frozenset({"编织"}), lately=600)
    best, second = suiting(ask(1, interests=frozenset({"编织"})), [other, giver], farthest=40)
    assert (best.giver, [r.code for r in best.reasons]) == (1, ["before"]) and [r.code for r in second.reasons] == ["interest", "lately"]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.sampled_from(["talking", "shopping"])), max_size=12), st.integers(0, 4))
def test_nobody_is_proposed_to_two_places_at_once(asked, givers):
    rows = [ask(n, place, on=TUESDAY + timedelta(days=day), service=service) for n, (place, day, service) in enumerate(asked)]
    free = [Giver(id=n, person=n, services=frozenset({"talking"}) if n % 2 else frozenset()) for n in range(givers)]
    found = propose(rows, free, farthest=40)
    days = {one.id: one.on for one in rows}
    assert len({(one.giver, days[one.ask]) for one in found}) == len(found) == len({one.ask for one in found})
    without = {one.id for one in rows} - {one.ask for one in found}
    for one in rows:  # whoever was passed over was passed over for somebody before her in line
        if one.id in without:
            taken = {match.giver for match in found if days[match.ask] == one.on}
            assert all(giver.id in taken or not may_go(one, giver, farthest=40) for giver in free)
