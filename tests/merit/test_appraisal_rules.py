"""A month in points: bounded, monotone, honest about what is not known; like compared with like; a sample that anybody can draw again."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.merit.rules.appraisal import FEW, NONE, Measure, result_of, score, score_part, tenths_text
from qianshou.merit.rules.appraisal_fair import Tally, band_of, expected, groups, standing
from qianshou.merit.rules.appraisal_sample import draw, order_of, place_of, strata


@dataclass(frozen=True)
class Item:
    code: str
    kind: str
    weight: int
    least: int = 1
    zero: int = 0
    full: int = 100


@st.composite
def items(draw):
    found = []
    for n in range(draw(st.integers(1, 4))):
        zero = draw(st.integers(0, 99))
        found.append(Item(f"i{n}", f"i{n}", draw(st.integers(1, 100)), draw(st.integers(1, 4)), zero, draw(st.integers(zero + 1, 100))))
    return found


def plain(item, worths, allowance):
    """The points of one item, written a second time with plain division."""
    if len(worths) < item.least:
        return None
    share = min(1000, sum(worths) * 10 // len(worths) + allowance) / 10
    part = (share - item.zero) / (item.full - item.zero)
    return min(max(part, 0), 1) * item.weight


records = st.lists(st.integers(0, 100), max_size=6)
months = items().flatmap(lambda found: st.tuples(st.just(found), st.fixed_dictionaries({one.kind: st.builds(Measure, records, st.integers(0, 100)) for one in found})))
HALF = 50


@given(months)
def test_points_lie_within_the_weights_and_a_score_within_a_hundred(month):
    found, measures = month
    made = score(found, measures, HALF)
    assert made.whole == sum(one.weight for one in found)
    for item, part in zip(found, made.parts, strict=True):
        want = plain(item, measures[item.kind].worths, measures[item.kind].allowance)
        assert (part.points is None) == (want is None)
        if want is not None:
            assert 0 <= part.points <= item.weight * 10 and abs(part.points / 10 - want) < 0.1001
    assert made.tenths is None or 0 <= made.tenths <= 1000
    assert (made.tenths is None) == (made.said * 100 < made.whole * HALF or made.said == 0)


@given(months, st.data())
def test_a_record_that_is_worth_more_never_lowers_anything(month, data):
    found, measures = month
    item = data.draw(st.sampled_from(found))
    worths = list(measures[item.kind].worths)
    if not worths:
        return
    at = data.draw(st.integers(0, len(worths) - 1))
    worths[at] = data.draw(st.integers(worths[at], 100))
    before, after = score(found, measures, HALF), score(found, measures | {item.kind: Measure(worths, measures[item.kind].allowance)}, HALF)
    assert (after.of(item.kind).points or 0) >= (before.of(item.kind).points or 0)
    assert (before.tenths is None) == (after.tenths is None) and (after.tenths or 0) >= (before.tenths or 0)


@given(months, st.data())
def test_one_more_good_record_of_an_item_that_is_said_never_lowers_anything(month, data):
    found, measures = month
    item = data.draw(st.sampled_from(found))
    held = measures[item.kind]
    if len(held.worths) < item.least:
        return
    before, after = score(found, measures, HALF), score(found, measures | {item.kind: Measure([*held.worths, 100], held.allowance)}, HALF)
    assert after.of(item.kind).points >= before.of(item.kind).points and (after.tenths or 0) >= (before.tenths or 0)


def test_what_is_not_known_is_neither_nothing_nor_all():
    done, spot = Item("done", "done", 60), Item("spot", "spot", 40, least=2)
    assert score_part(spot, Measure(())).why == NONE and score_part(spot, Measure((0,))).why == FEW
    only_done = score([done, spot], {"done": Measure((100, 50))}, HALF)
    assert (only_done.tenths, only_done.said, only_done.whole) == (750, 60, 100)  # of the sixty that can be said
    assert score([done, spot], {"spot": Measure((100, 100))}, HALF).tenths is None  # forty of a hundred are not enough


def test_the_word_for_a_score():
    words = {"poor": 0, "fair": 60, "good": 80, "excellent": 90}
    assert [result_of(n, words) for n in (None, 0, 599, 600, 899, 900, 1000)] == ["", "poor", "poor", "fair", "good", "excellent", "excellent"]
    assert tenths_text(873) == "87.3" and tenths_text(None) == ""


def test_hard_doors_lift_and_easy_doors_cost_nothing():
    street = {0: Tally(9_800, 100), 2: Tally(8_000, 100)}
    hard, easy = expected({2: Tally(0, 30)}, street, 10), expected({0: Tally(0, 30)}, street, 10)
    assert hard.like_hers < hard.everywhere == 890 and 0 < hard.allowance <= 100
    assert easy.like_hers > 890 and easy.allowance == 0
    assert expected({2: Tally(0, 30)}, {0: Tally(500, 5)}, 10).allowance == 0  # too few others


tallies = st.dictionaries(st.integers(0, 3), st.integers(0, 60).flatmap(lambda n: st.integers(0, 100 * n).map(lambda w: Tally(w, n))))


@given(tallies, tallies, st.integers(0, 20))
def test_an_allowance_is_never_negative_and_never_above_the_most_and_knows_nothing_of_her_own_success(own, others, most):
    made = expected(own, others, most)
    assert 0 <= made.allowance <= most * 10
    assert expected({sort: Tally(0, one.count) for sort, one in own.items()}, others, most) == made


def test_carers_are_compared_within_tier_and_load_where_there_are_enough():
    carers = dict.fromkeys(range(1, 6), ("full_time", 100)) | {6: ("full_time", 300), 7: ("aide", 50), 8: ("aide", 51)}
    made = groups(carers, 75, 125)
    assert (made[1].width, made[1].band, made[1].ids) == ("band", "usual", (1, 2, 3, 4, 5))
    assert (made[6].width, made[6].band, made[6].ids) == ("tier", "heavy", (1, 2, 3, 4, 5, 6))
    assert (made[7].width, len(made[7].ids)) == ("street", 8)
    assert band_of(0, 0, 75, 125) == "usual"


def test_a_standing_says_the_middle_and_the_place():
    made = standing(900, [800, 900, 950])
    assert (made.middle, made.place, made.count) == (900, 2, 4)
    assert standing(None, []).count == 0 and standing(None, [700]).place is None


pools = st.dictionaries(st.sampled_from(["专001", "专002", "助001"]), st.lists(st.integers(1, 500), unique=True, max_size=30))


@given(pools, st.text(min_size=1, max_size=8), st.integers(0, 5), st.randoms())
def test_the_same_seed_draws_the_same_elders_in_whatever_order_they_were_written(pool, seed, each, rng):
    mixed = {carer: rng.sample(elders, len(elders)) for carer, elders in pool.items()}
    made = draw(pool, seed, each)
    assert draw(mixed, seed, each) == made
    for carer, elders in made.items():
        assert set(elders) <= set(pool[carer]) and len(elders) == min(each, len(pool[carer])) == len(set(elders))
        assert order_of(seed, carer, pool[carer])[:each] == elders


@given(pools, st.integers(1, 500))
def test_another_elder_in_the_list_changes_no_place_of_those_who_were_there(pool, other):
    for carer, elders in pool.items():
        assert [one for one in order_of("s", carer, {*elders, other}) if one in set(elders)] == order_of("s", carer, elders)


@pytest.mark.parametrize("size", [4, 11])
def test_every_elder_is_as_likely_as_another_of_her_carer(size):
    """Chi-squared over 4,000 seeds, for whoever is drawn and for whoever is drawn first: the bound is passed by one draw in 100,000."""
    elders, runs = list(range(100, 100 + size)), 4000
    first, drawn = Counter(), Counter()
    for seed in range(runs):
        made = draw({"专001": elders}, str(seed), 3)["专001"]
        first[made[0]] += 1
        drawn.update(made)
    for found, times in ((first, 1), (drawn, 3)):
        want = runs * times / size
        assert sum((found[one] - want) ** 2 / want for one in elders) < {4: 26, 11: 43}[size]


def test_anybody_can_draw_it_again_by_the_printed_rule():
    import hashlib

    by_hand = sorted([7, 8, 9], key=lambda elder: hashlib.sha256(f"20261130:专001:{elder}".encode()).hexdigest())
    assert draw({"专001": [9, 8, 7]}, "20261130", 2)["专001"] == by_hand[:2]
    assert place_of("20261130", "专001", 7) == hashlib.sha256("20261130:专001:7".encode()).hexdigest()


def test_an_elder_is_rung_about_the_one_carer_who_came_most_often():
    visits = {("专001", 1): 3, ("专002", 1): 5, ("专001", 2): 2, ("助001", 2): 2, ("助001", 3): 1}
    assert strata(visits, left_out=[3]) == {"专001": [2], "专002": [1]}


@given(st.dictionaries(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_no_elder_stands_in_two_lists_and_nobody_is_missing(visits, left_out):
    made = strata(visits, left_out)
    listed = [elder for elders in made.values() for elder in elders]
    assert sorted(listed) == sorted({elder for _, elder in visits} - left_out)
    assert all(visits[carer, elder] == max(times for (_, one), times in visits.items() if one == elder) for carer, elders in made.items() for elder in elders)
