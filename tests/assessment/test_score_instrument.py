"""From answers to a level: cases worked by hand, and what must hold for every instrument and any answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.assessment.rules import Fault, faults_of, score
from qianshou.packs.instruments import instruments

ALL = instruments("yangpu")
GBT = ALL["gbt42195"]
SCORED = [one for one in ALL.values() if one.most]


def best(instrument) -> dict[str, str]:
    """Everything answered with its highest points; for what is not scored, its first answer or a word."""
    found = {}
    for item in instrument.items:
        if item.scored:
            found[item.code] = max(item.answers, key=lambda a: a.points).code
        elif item.kind == "many":
            found[item.code] = [item.answers[0].code]
        else:
            found[item.code] = item.answers[0].code if item.answers else "a word"
    return found


def gbt(**points: int) -> dict[str, str]:
    """All of the 26 items with full points, but for those named."""
    return best(GBT) | {code: f"p{n}" for code, n in points.items()}


SELF_CARE = ("eating", "grooming", "bathing", "upper_dressing", "lower_dressing", "bladder", "bowel", "toilet")
MIND = ("time", "place", "person", "memory", "understanding", "expression")


def at(n: int, *items: str) -> dict[str, int]:
    return dict.fromkeys(items, n)


# (answers that differ from full points, reasons, total, level), each added up by hand: 90 less what is missing.
CASES = [
    ("able in everything", {}, (), 90, 0),
    ("one point off is mild", {"stairs": 2}, (), 89, 1),
    ("glasses that do not quite help", {"sight": 1}, (), 89, 1),
    ("self-care with prompting only", at(3, *SELF_CARE), (), 82, 1),
    ("mild, last point: 24 off", at(1, *SELF_CARE), (), 66, 1),
    ("moderate, first point: 25 off", at(1, *SELF_CARE) | {"stairs": 2}, (), 65, 2),
    ("moderate in the middle: no self-care at all", at(0, *SELF_CARE), (), 58, 2),
    ("moderate, last point: 44 off", at(0, *SELF_CARE) | at(1, "bed_mobility", "bed_chair", "walking") | {"stairs": 0}, (), 46, 2),
    ("severe, first point: 45 off", at(0, *SELF_CARE) | at(1, "bed_mobility", "bed_chair") | {"walking": 0, "stairs": 0}, (), 45, 3),
    ("severe: neither self-care nor motion", at(0, *SELF_CARE, "bed_mobility", "bed_chair", "walking", "stairs"), (), 43, 3),
    (
        "severe, last point: 60 off",
        at(0, *SELF_CARE, "bed_mobility", "bed_chair", "walking", "stairs", "transport", "daily_affairs", "social") | {"memory": 2},
        (),
        30,
        3,
    ),
    (
        "total, first point: 61 off",
        at(0, *SELF_CARE, "bed_mobility", "bed_chair", "walking", "stairs", "transport", "daily_affairs", "social") | {"memory": 1},
        (),
        29,
        4,
    ),
    ("nothing is left", {item.code: 0 for item in GBT.items}, (), 0, 4),
    ("mind alone: 24 + 1 + 1 off", at(0, *MIND, "aggression", "depression"), (), 64, 2),
    ("a coma, whatever the points", {}, ("coma",), 90, 4),
    ("a coma answered and not ticked", {"consciousness": 0}, (), 88, 4),
    ("drowsy is no coma", {"consciousness": 1}, (), 89, 1),
    ("a coma and low points", at(0, *SELF_CARE), ("coma",), 58, 4),
    ("dementia makes able mild", {}, ("dementia",), 90, 1),
    ("dementia makes mild moderate", {"memory": 0, "time": 2}, ("dementia",), 84, 2),
    ("dementia makes moderate severe", at(0, *SELF_CARE), ("dementia",), 58, 3),
    ("dementia makes severe total", at(0, *SELF_CARE, "bed_mobility", "bed_chair", "walking", "stairs"), ("dementia",), 43, 4),
    ("total stays total", {item.code: 0 for item in GBT.items}, ("dementia",), 0, 4),
    ("another mental disorder, one level", {"depression": 0}, ("mental_disorder",), 89, 2),
    ("two falls within a month, one level", {"stairs": 1, "walking": 3}, ("risk_events",), 87, 2),
    ("two reasons are one level while nobody has verified that they add up", {}, ("dementia", "risk_events"), 90, 1),
    ("a coma beside dementia is still the worst", {}, ("coma", "dementia"), 90, 4),
]


@pytest.mark.parametrize(("answers", "changes", "total", "level"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_national_assessment_as_worked_by_hand(answers, changes, total, level):
    found = score(GBT, gbt(**answers), changes)
    assert (found.total, found.level) == (total, level)


def test_the_parts_of_the_national_assessment_are_as_transcribed():
    assert {s.code: s.most for s in GBT.sections} == {"self_care": 32, "motion": 15, "mind": 28, "senses": 15}
    assert len(GBT.items) == 26
    assert [len(GBT.items_of(s.code)) for s in GBT.sections] == [8, 4, 9, 5]
    assert GBT.certainty == "second_hand"


def test_reasons_are_named_only_where_they_changed_the_level():
    assert score(GBT, gbt(), ("dementia",)).reasons == ("dementia",)
    assert score(GBT, gbt(), ()).reasons == ()
    assert score(GBT, gbt(**{i.code: 0 for i in GBT.items}), ("coma", "dementia")).reasons == ()


def test_an_instrument_whose_reasons_add_up_goes_down_step_by_step():
    from dataclasses import replace

    adding = replace(GBT, changes_add=True)
    assert score(adding, gbt(), ("dementia", "risk_events")).level == 2
    assert score(adding, gbt(), ("dementia", "mental_disorder", "risk_events")).level == 3
    assert score(adding, gbt(**at(0, *SELF_CARE)), ("dementia", "mental_disorder", "risk_events")).level == 4


@pytest.mark.parametrize(
    ("code", "lowered", "total", "level"),
    [
        ("barthel", {}, 100, 0),
        ("barthel", {"stairs": "p5"}, 95, 1),
        ("barthel", {"stairs": "p0", "walking": "p0", "bathing": "p0", "transfer": "p10", "bowels": "p5"}, 60, 2),
        ("barthel", {"stairs": "p0", "walking": "p0", "transfer": "p5", "toilet": "p0", "feeding": "p5", "bathing": "p0", "dressing": "p5"}, 40, 3),
        ("lsns6", {}, 30, 0),
        ("lsns6", dict.fromkeys(("family_seen", "family_private", "family_help"), "p0") | {"friends_seen": "p2"}, 12, 0),
        ("lsns6", dict.fromkeys(("family_seen", "family_private", "family_help"), "p0") | {"friends_seen": "p1"}, 11, 1),
        ("lawton", {"cooking": "p0", "money": "p0"}, 6, None),
    ],
)
def test_the_other_scales_as_worked_by_hand(code, lowered, total, level):
    found = score(ALL[code], best(ALL[code]) | lowered)
    assert (found.total, found.level) == (total, level)


def test_depression_counts_no_to_five_questions_and_yes_to_the_others():
    scale = ALL["gds15"]
    all_yes = score(scale, {i.code: "yes" for i in scale.items})
    all_no = score(scale, {i.code: "no" for i in scale.items})
    assert (all_yes.total, all_no.total) == (10, 5)
    reversed_items = [n for n, item in enumerate(scale.items, 1) if item.answer("no").points == 1]
    assert reversed_items == [1, 5, 7, 11, 13]
    assert (all_no.level, all_yes.level) == (0, 2)


def test_a_missing_answer_is_refused_and_named():
    answers = gbt()
    del answers["memory"]
    assert faults_of(GBT, answers) == [Fault("memory", "missing")]
    assert faults_of(GBT, answers, partial=True) == []
    with pytest.raises(ValueError, match="memory: missing"):
        score(GBT, answers)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"eating": "p9"}, Fault("eating", "unknown_answer")),
        ({"eating": 4}, Fault("eating", "unknown_answer")),
        ({"juggling": "p1"}, Fault("juggling", "unknown_item")),
    ],
)
def test_answers_that_the_instrument_does_not_have_are_refused(answers, fault):
    assert faults_of(GBT, gbt() | answers) == [fault]


def test_a_reason_that_the_instrument_does_not_have_is_refused():
    assert faults_of(GBT, gbt(), ["bad_weather"]) == [Fault("bad_weather", "unknown_change")]


def test_nothing_beside_something_is_refused():
    review = ALL["monthly_review"]
    answers = best(review)
    assert faults_of(review, answers) == []
    assert faults_of(review, answers | {"events": ["none", "fall"]}) == [Fault("events", "nothing_and_more")]
    assert faults_of(review, answers | {"events": ["fall", "fall"]}) == [Fault("events", "unknown_answer")]
    assert score(review, answers).level is None


@st.composite
def answered(draw, instrument):
    return {item.code: draw(st.sampled_from(item.answers)).code if item.scored else "x" for item in instrument.items}


@given(st.data())
def test_any_answers_give_a_total_in_range_and_a_level(data):
    instrument = data.draw(st.sampled_from(SCORED))
    changes = data.draw(st.sets(st.sampled_from([c.code for c in instrument.changes]))) if instrument.changes else set()
    found = score(instrument, data.draw(answered(instrument)), changes)
    assert 0 <= found.total <= instrument.most
    assert found.total == sum(found.by_section.values())
    if instrument.bands:
        assert 0 <= found.by_points <= found.level <= instrument.worst


@given(st.data())
def test_a_better_answer_never_makes_the_level_worse_and_a_reason_never_better(data):
    instrument = data.draw(st.sampled_from([i for i in SCORED if i.bands]))
    answers = data.draw(answered(instrument))
    item = data.draw(st.sampled_from([i for i in instrument.items if i.scored]))
    points = item.answer(answers[item.code]).points
    good = (lambda p: p >= points) if instrument.better == "higher" else (lambda p: p <= points)
    better = data.draw(st.sampled_from([a for a in item.answers if good(a.points)])).code
    changes = data.draw(st.sets(st.sampled_from([c.code for c in instrument.changes]))) if instrument.changes else set()
    before = score(instrument, answers, changes)
    assert score(instrument, answers | {item.code: better}, changes).level <= before.level
    assert score(instrument, answers, set()).level <= before.level
