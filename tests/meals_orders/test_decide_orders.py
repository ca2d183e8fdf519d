"""Who gets a meal: the rule against a plain model, over any mix of arrangements, pauses, one-off changes and statuses."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qianshou.meals.rules import Arranged, Changed, Decision, Paused, decide, orders_of

START = date(2026, 11, 16)  # a Monday
DAYS = [START + timedelta(days=n) for n in range(10)]
MEALS = ("lunch", "dinner")
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)

days = st.sampled_from(DAYS)
people = st.integers(1, 3)
moments = st.integers(0, 50).map(lambda n: MOMENT + timedelta(hours=n))
spans = st.tuples(days, st.none() | days)
places = st.sampled_from([("delivered", None), ("dine_in", 7)])
numbers = st.integers(1, 1000)


@st.composite
def arranged(draw):
    (since, until), (place, point) = draw(spans), draw(places)
    return Arranged(id=draw(numbers), person_id=draw(people), meal=draw(st.sampled_from(MEALS)), weekdays=draw(st.frozensets(st.integers(1, 7), min_size=1)),
                    since=since, until=until, portions=draw(st.integers(1, 3)), place=place, point_id=point)  # fmt: skip


@st.composite
def paused(draw):
    since, until = draw(spans)
    return Paused(person_id=draw(people), since=since, until=until, made_at=draw(moments), reason="away", meal=draw(st.sampled_from(["", *MEALS])))


@st.composite
def changed(draw):
    place, point = draw(places | st.just(("", None)))
    return Changed(id=draw(numbers), person_id=draw(people), day=draw(days), meal=draw(st.sampled_from(MEALS)), portions=draw(st.integers(0, 3)), made_at=draw(moments), place=place,
                   point_id=point)  # fmt: skip


def model(person, day, meal, arrangements, pauses, changes, status):
    """The same written down as one would tell it: go through the words in the order in which they were said; the last one stands."""
    plate, place = None, ("delivered", None)
    for a in sorted(arrangements, key=lambda a: (a.since, a.id)):
        if a.person_id == person and a.meal == meal and a.since <= day and not (a.until and a.until < day) and day.isoweekday() in a.weekdays:
            plate, place = a.portions, (a.place, a.point_id)
    words = [(c.made_at, 1, c.id, c) for c in changes if (c.person_id, c.day, c.meal) == (person, day, meal)]
    known = plate is not None or bool(words)
    stops = [p for p in pauses if p.person_id == person and p.meal in ("", meal) and p.since <= day and not (p.until and p.until < day)]
    words += [(p.made_at, 0, 0, p) for p in stops]  # said in the same moment: the word about the very day stands
    standing = plate or 0
    portions = standing
    for _, kind, _, word in sorted(words, key=lambda w: w[:3]):
        portions = word.portions if kind else 0
        if kind and word.place:
            spoken = (word.place, word.point_id)
        elif kind:
            spoken = place
    if not known:
        return None
    if status != "active":
        return (0, None)
    if portions and words and isinstance(max(words, key=lambda w: w[:3])[3], Changed):
        place = spoken
    return (portions, place if portions else None)


def rows(kind, most):
    """Rows of a table: no two have one number."""
    return st.lists(kind, max_size=most, unique_by=lambda row: row.id)


@given(rows(arranged(), 6), st.lists(paused(), max_size=4), rows(changed(), 8),
       st.dictionaries(people, st.sampled_from(["dead", "moved", "hospital", "away"]), max_size=2))  # fmt: skip
def test_the_rule_is_what_one_would_tell(arrangements, pauses, changes, statuses):
    for day in DAYS:
        for meal in MEALS:
            found = {d.person_id: d for d in orders_of(day=day, meal=meal, arranged=arrangements, paused=pauses, changed=changes, statuses=statuses)}
            for person in (1, 2, 3):
                told = model(person, day, meal, arrangements, pauses, changes, statuses.get(person, "active"))
                said = found.get(person)
                assert (said is None) == (told is None), (day, meal, person)
                if said:
                    assert (said.portions, (said.place, said.point_id) if said.portions else None) == told, (day, meal, person, said)


@given(rows(arranged(), 6), st.lists(paused(), max_size=4), rows(changed(), 8))
def test_nobody_is_decided_twice_and_a_reason_is_always_there(arrangements, pauses, changes):
    found = orders_of(day=DAYS[3], meal="lunch", arranged=arrangements, paused=pauses, changed=changes, statuses={})
    assert len({d.person_id for d in found}) == len(found)
    assert all(d.why in (("standing", "changed") if d.portions else ("cancelled", "paused")) for d in found)


def test_a_change_made_during_a_pause_is_a_meal_and_a_pause_after_a_change_is_none():
    standing = [Arranged(id=1, person_id=1, meal="lunch", weekdays=frozenset(range(1, 8)), since=START)]
    extra = Changed(id=1, person_id=1, day=DAYS[4], meal="lunch", portions=1, made_at=MOMENT + timedelta(hours=2), reason="回来一天")
    away = Paused(person_id=1, since=DAYS[2], until=None, made_at=MOMENT, reason="away")
    got = decide(person_id=1, day=DAYS[4], meal="lunch", arranged=standing, paused=[away], changed=[extra])
    assert got == Decision(person_id=1, portions=1, why="changed", reason="回来一天")
    hospital = Paused(person_id=1, since=DAYS[3], until=None, made_at=MOMENT + timedelta(hours=3), reason="hospital")
    assert decide(person_id=1, day=DAYS[4], meal="lunch", arranged=standing, paused=[away, hospital], changed=[extra]).why == "paused"


def test_nobody_in_hospital_or_dead_gets_a_box_whatever_was_said():
    extra = [Changed(id=1, person_id=1, day=START, meal="lunch", portions=2, made_at=MOMENT)]
    for status in ("dead", "moved", "hospital", "away"):
        assert decide(person_id=1, day=START, meal="lunch", changed=extra, status=status) == Decision(person_id=1, portions=0, why=status)
    assert decide(person_id=1, day=START, meal="lunch", changed=extra, status="active").portions == 2
