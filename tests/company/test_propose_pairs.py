"""Who would suit whom: reasons that a person can read, wishes that are never overruled, and together the best there is."""

from hypothesis import given
from hypothesis import strategies as st

from qianshou.care.rules.company import ALONE, Side, _costs, cost_alone, minutes_between, propose, weigh
from qianshou.planner.assignment import IMPOSSIBLE

HERE, NEAR, FAR = (121.5249, 31.2608), (121.5262, 31.2560), (121.60, 31.30)

sides = st.builds(
    Side,
    id=st.integers(1, 99),
    sex=st.sampled_from(["f", "m", ""]),
    wishes_sex=st.sampled_from(["", "", "f", "m"]),
    interests=st.frozensets(st.sampled_from(["knitting", "calligraphy", "opera", "chess", "dance"])),
    dialects=st.frozensets(st.sampled_from(["沪语", "苏北话", "宁波话"])),
    days=st.frozensets(st.integers(1, 7), max_size=4),
    at=st.sampled_from([None, HERE, NEAR, FAR, (121.5301, 31.2655)]),
    takes=st.integers(0, 3),
    has=st.integers(0, 4),
    lsns=st.sampled_from([None, 0, 5, 11, 12, 30]),
)
people = st.lists(sides, min_size=1, max_size=6, unique_by=lambda s: s.id)


@given(people, people)
def test_all_pairs_at_once_cost_what_each_pair_costs_with_its_reasons(elders, volunteers):
    costs = _costs(elders, volunteers)
    for i, elder in enumerate(elders):
        for j, volunteer in enumerate(volunteers):
            weighed = weigh(elder, volunteer)
            assert costs[i, j] == (weighed.cost if weighed.possible else IMPOSSIBLE)


@given(people, people)
def test_no_wish_is_overruled_nobody_takes_more_than_she_would_and_no_pair_is_worse_than_staying_alone(elders, volunteers):
    found, by_id = propose(elders, volunteers), {v.id: v for v in volunteers}
    taken = [pair.volunteer for pair in found]
    assert len({pair.elder for pair in found}) == len(found)
    for pair in found:
        assert pair.weighed.possible and pair.weighed.cost <= cost_alone(next(e for e in elders if e.id == pair.elder))
        assert taken.count(pair.volunteer) <= by_id[pair.volunteer].takes


def test_the_knitting_teacher_gets_the_volunteer_who_knits():
    teacher = Side(1, "f", interests=frozenset({"knitting", "teaching"}), dialects=frozenset({"沪语"}), at=HERE)
    knits = Side(7, "f", interests=frozenset({"knitting"}), dialects=frozenset({"沪语"}), at=NEAR, takes=1)
    nearer = Side(8, "f", at=HERE, takes=1)
    (pair,) = propose([teacher], [nearer, knits])
    assert pair.volunteer == 7
    assert [(r.code, r.what) for r in pair.weighed.reasons if r.points < 0] == [("interest", ["knitting"]), ("dialect", ["沪语"])]


def test_where_there_is_one_volunteer_the_lonelier_comes_first():
    content, lonely = Side(1, at=HERE, lsns=25), Side(2, at=HERE, lsns=3)
    (pair,) = propose([content, lonely], [Side(9, at=HERE, takes=1)])
    assert pair.elder == 2 and cost_alone(content) == ALONE


def test_a_pair_that_ended_is_not_proposed_again():
    elder, volunteer = Side(1, at=HERE), Side(9, at=HERE, takes=1)
    assert len(propose([elder], [volunteer])) == 1
    assert propose([elder], [volunteer], not_again=[(1, 9)]) == []


def test_why_not_is_said():
    assert [r.code for r in weigh(Side(1, "f", wishes_sex="f", at=HERE), Side(2, "m", at=FAR)).reasons] == ["sex", "far"]
    assert [r.code for r in weigh(Side(1, days=frozenset({1})), Side(2, days=frozenset({2}))).reasons] == ["no_day"]


def test_minutes_on_foot_are_as_far_as_the_map_says():
    assert minutes_between(HERE, None) is None
    assert 6 <= minutes_between(HERE, NEAR) <= 9  # some 550 m
