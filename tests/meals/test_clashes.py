"""Dishes against diets, beside a plain model that looks at everybody and every dish one by one."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.meals.queries.diets import book_of
from qianshou.meals.rules.clashes import Food, clashes, judge
from qianshou.meals.rules.diets import Meaning
from qianshou.meals.rules.plates import plate
from qianshou.packs.loader import load

PACK = load()
# The machine may be busy: how long an example takes says nothing here.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
BOOK = book_of(PACK)
MARKS = sorted(PACK.allergens)
DAY = date(2026, 12, 1)

foods = st.builds(
    Food, recipe_id=st.integers(1, 40), name=st.sampled_from(["油爆虾", "芒果布丁", "番茄炒蛋", "米饭", "卷心菜"]),
    category=st.sampled_from(["big_meat", "small_meat", "vegetable", "soup", "staple"]), contains=st.frozensets(st.sampled_from(MARKS), max_size=4),
    textures=st.frozensets(st.sampled_from(["normal", "soft", "minced", "liquid"])), salt=st.one_of(st.none(), st.integers(0, 3)),
    sugar=st.one_of(st.none(), st.integers(0, 3)), described=st.booleans(), text=st.sampled_from(["", "芒果、糖", "大米"]),
)  # fmt: skip
meanings = st.one_of(
    st.builds(Meaning, st.sampled_from(["allergy", "avoid"]), st.sampled_from([*MARKS, "芒果"])),
    st.builds(Meaning, st.sampled_from([code for code, kind in PACK.diets.items() if kind.target == "none"])),
    st.builds(Meaning, st.just("dislike"), st.sampled_from(["虾", "番茄"])),
)
restrictions = st.builds(BOOK.restriction, meanings, st.one_of(st.none(), st.booleans()))
diets = st.dictionaries(st.integers(1, 12), st.lists(restrictions, max_size=4), max_size=12)
menus = st.lists(st.lists(foods, max_size=5, unique_by=lambda food: food.recipe_id), max_size=4)


def safe(food: Food, meaning: Meaning) -> bool:
    """The plain model: may this dish be given to somebody of whom this is known? Only when everything that matters is known and good."""
    kind = PACK.diets[meaning.kind]
    forbidden = {*kind.contains, *({meaning.target} if meaning.target in MARKS else ())}
    own_word = meaning.target and meaning.target not in MARKS
    if own_word and (meaning.target in food.name or meaning.target in food.text):
        return False
    if meaning.kind == "dislike":
        return True
    if not food.described or forbidden & food.contains or (own_word and not food.text):
        return False
    if kind.textures and not set(kind.textures) & food.textures:
        return False
    limits = ((food.salt, kind.salt_most), (food.sugar, kind.sugar_most))
    return all(most == 9 or (grade is not None and grade <= most) for grade, most in limits)


@CALM
@given(foods, meanings)
def test_a_dish_clashes_exactly_when_it_is_not_known_to_be_safe(food, meaning):
    assert bool(judge(food, BOOK.restriction(meaning))) is not safe(food, meaning)


@CALM
@given(menus, diets)
def test_everybody_and_every_dish_is_looked_at(menu, people):
    days = {DAY + timedelta(days=n): dishes for n, dishes in enumerate(menu)}
    plain = {
        (person, day, food.recipe_id, one.key, one.hard)
        for person, own in people.items() for day, dishes in days.items() for food in dishes for one in own if not safe(food, one.meaning)
    }  # fmt: skip
    found = clashes(days, people)
    assert {(c.person_id, c.day, c.recipe_id, c.key, c.hard) for c in found} == plain
    assert len(found) == len(plain), "none is said twice"
    assert all(c.why for c in found)


@CALM
@given(st.lists(foods, max_size=5, unique_by=lambda f: f.recipe_id), st.lists(restrictions, max_size=4), st.lists(st.text(min_size=1), max_size=2), st.data())
def test_nobody_ever_gets_what_they_must_not_eat(menu, own, questions, data):
    """Whatever substitutes are chosen, wise or not: a dish that clashes hard is on no plate, and a plate that lacks one says why."""
    keys = [(food.recipe_id, one.key) for food in menu for one in own]
    chosen = data.draw(st.dictionaries(st.sampled_from(keys), st.one_of(st.none(), foods), max_size=4)) if keys else {}
    pool = [*menu, *(food for food in chosen.values() if food)]
    made = plate(menu, own, questions, chosen)
    for served in made.dishes:
        candidates = [food for food in pool if (food.recipe_id, food.name) == (served.recipe_id, served.name)]
        assert any(all(safe(food, one.meaning) for one in own if one.hard) for food in candidates)
    blocked = {reason.dish for reason in made.blocked if reason.code != "unsettled"}
    assert len(made.dishes) + len(made.left_out) + len([food for food in menu if food.name in blocked]) >= len(menu)
    assert [reason.words for reason in made.blocked if reason.code == "unsettled"] == list(dict.fromkeys(questions))
    if not own and not questions:
        assert [one.recipe_id for one in made.dishes] == [food.recipe_id for food in menu] and not made.blocked and not made.special
