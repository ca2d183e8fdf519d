"""Holes, proposals, ladders and eligibility, pure."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qianshou.care.rules.eligibility import why_not
from qianshou.care.rules.holes import Cover, LinkFact, hold
from qianshou.care.rules.ladder import build_ladder
from qianshou.care.rules.proposals import CarerFact, ElderFact, propose
from qianshou.kernel.place import Place
from qianshou.packs.loader import load

HERE = Place(121.53, 31.26)


def test_each_way_of_being_held():
    links = [LinkFact(1, 10, "primary"), LinkFact(1, 11, "backup"), LinkFact(2, 10, "primary"), LinkFact(3, 12, "backup")]
    held = hold([1, 2, 3, 4], links, frozenset())
    assert [one.cover for one in held] == [Cover.FULL, Cover.PRIMARY_ONLY, Cover.BACKUP_ONLY, Cover.NONE]
    assert [one.is_hole for one in held] == [False, True, True, True]
    assert held[1].lacks == ("backup",)
    assert held[3].lacks == ("primary", "backup")


def test_an_absence_opens_a_hole_that_needs_no_new_link():
    (held,) = hold([1], [LinkFact(1, 10, "primary"), LinkFact(1, 11, "backup")], frozenset({10}))
    assert held.cover == Cover.BACKUP_ONLY
    assert held.absent == (10,)
    assert held.lacks == ()


def carer(number: int, **kwargs) -> CarerFact:
    return CarerFact(carer_id=number, number=f"专{number:03}", tier="full_time", **kwargs)


def test_near_same_dialect_shared_talent_and_light_load_win_and_say_why():
    elder = ElderFact(elder_id=1, place=HERE, dialects=frozenset({"苏北话"}), talents=frozenset({"沪剧"}))
    near = carer(1, place=Place(121.5308, 31.26), dialects=frozenset({"苏北话", "普通话"}), talents=frozenset({"沪剧"}), load=3)
    far = carer(2, place=Place(121.55, 31.26), dialects=frozenset({"普通话"}), load=3)
    best, second = propose(elder, [far, near], rank="primary")
    assert (best.carer_id, second.carer_id) == (1, 2)
    assert best.reasons == [
        {"code": "near", "metres": 80},
        {"code": "dialect", "dialects": ["苏北话"]},
        {"code": "talent", "talents": ["沪剧"]},
        {"code": "load", "load": 3, "limit": 4},
    ]


def test_who_is_full_away_linked_already_or_of_the_wrong_tier_is_not_proposed():
    elder = ElderFact(elder_id=1, linked=frozenset({4}))
    nobody = [carer(1, load=4), carer(2, away=True), carer(3, may=frozenset({"backup"})), carer(4)]
    assert propose(elder, nobody, rank="primary") == []
    assert [p.carer_id for p in propose(elder, nobody, rank="backup")] == [3]


def test_speaking_mandarin_alone_brings_nobody_closer():
    elder = ElderFact(elder_id=1, dialects=frozenset({"普通话"}))
    (only,) = propose(elder, [carer(1, dialects=frozenset({"普通话"}))], rank="primary")
    assert {reason["code"] for reason in only.reasons} == {"place_unknown", "load"}


@given(st.permutations([carer(n, load=n % 3, place=Place(121.5 + n / 1000, 31.26)) for n in range(8)]))
def test_the_order_of_the_candidates_does_not_matter(carers):
    elder = ElderFact(elder_id=1, place=HERE)
    assert propose(elder, carers, rank="primary") == propose(elder, sorted(carers, key=lambda c: c.number), rank="primary")


def test_the_ladder_goes_from_the_first_helper_to_the_duty_desk_without_the_absent():
    assert build_ladder(primary=1, backup=2, officers=[3, 4], duty_desk=[5]) == [1, 2, 3, 4, 5]
    assert build_ladder(primary=1, backup=2, officers=[3], duty_desk=[3, 5], away={1}) == [2, 3, 5]
    assert build_ladder(primary=None, backup=None, officers=[], duty_desk=[5]) == [5]


@given(st.lists(st.integers(1, 9), min_size=1), st.sets(st.integers(1, 9)))
def test_a_ladder_is_never_empty_when_there_is_anybody_at_all(users, away):
    ladder = build_ladder(primary=users[0], backup=None, officers=users[1:], duty_desk=[], away=away)
    assert ladder and len(ladder) == len(set(ladder))
    assert set(ladder) <= set(users)


def test_why_a_carer_may_not_give_a_service():
    bath, pot = load().services["winter_bath"], load().services["chamber_pot"]
    assert why_not(bath, tier="aide", skills=["bathing"], on=date(2026, 12, 1)) == []
    assert [r["code"] for r in why_not(bath, tier="volunteer", skills=[], on=date(2026, 7, 1), away=True)] == [
        "tier",
        "skill",
        "season",
        "away",
    ]
    assert [r["code"] for r in why_not(pot, tier="assistant", skills=["talking"], on=date(2026, 7, 1))] == ["skill"]
