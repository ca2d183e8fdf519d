"""What a file says about food: understood as a whole, or asked. Never a guess."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.meals.queries.diets import book_of
from qianshou.meals.rules.diets import FLAG, Meaning, Said, understand
from qianshou.packs.loader import load

# The machine may be busy: how long an example takes says nothing here.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
BOOK = book_of(load())
# What the register's reader makes of a cell (exchange.cells.words.DIETS), and so what files hold.
STANDARD = ["少糖", "低盐", "低脂", "低嘌呤", "忌海鲜", "忌虾蟹", "忌鱼", "忌花生", "忌大豆", "忌坚果", "忌蛋", "忌奶", "忌麸质", "清真", "素食", "流质", "软食", "忌辣", "忌牛肉", "忌羊肉"]


def read(words=(), cells=(), settled=(), held=(), **more):
    restrictions, questions = understand(Said(tuple(words), tuple(cells), **more), settled=set(settled), held=held, book=BOOK)
    return {one.key for one in restrictions}, questions


@pytest.mark.parametrize("word", STANDARD)
def test_every_standard_word_of_the_register_is_understood(word):
    assert BOOK.read(word), word


def test_the_list_of_standard_words_is_the_registers():
    from qianshou.exchange.cells.words import DIETS

    assert {code for _pattern, code in DIETS} == set(STANDARD)


@pytest.mark.parametrize(("clause", "keys"), [
    ("忌花生", {"avoid:peanut"}), ("花生过敏", {"allergy:peanut"}), ("对花生过敏", {"allergy:peanut"}), ("花生", {"avoid:peanut"}),
    ("不吃猪肉", {"avoid:pork"}), ("忌海鲜", {"avoid:crustacean", "avoid:fish", "avoid:shellfish"}), ("糖尿病", {"diabetes"}), ("痛风", {"gout"}),
    ("牙口不好", {"soft"}), ("无", set()), ("无忌口", set()), ("—", set()),
])  # fmt: skip
def test_a_clause_that_is_understood(clause, keys):
    assert {one.key for one in BOOK.read(clause)} == keys


@pytest.mark.parametrize("clause", ["芒果过敏", "花生芒果过敏", "不详", "听女儿的", "少吃花生", "花生可以吃", "不吃葱蒜", "青霉素过敏", "过敏体质"])
def test_a_clause_that_is_not_understood_as_a_whole_is_a_question(clause):
    assert BOOK.read(clause) is None
    assert clause in read(cells=[clause])[1]


def test_a_word_in_the_file_holds_and_an_odd_one_is_asked():
    assert read(["忌花生", "芒果"]) == ({"avoid:peanut"}, ["芒果"])
    assert read(["忌花生", "芒果"], settled=["芒果"]) == ({"avoid:peanut"}, [])


def test_what_the_registers_reader_lost_in_a_cell_is_found_again():
    """It understood 花生 in this clause and knew nothing of the mango."""
    assert read(["忌花生"], ["花生芒果过敏"]) == ({"avoid:peanut"}, ["花生芒果过敏"])


def test_a_word_that_somebody_took_out_of_the_file_is_asked_about():
    assert read(["忌花生"], ["忌花生、低盐"]) == ({"avoid:peanut"}, ["低盐"])
    assert read([], ["忌花生"], settled=["忌花生"]) == (set(), [])


def test_a_cell_is_covered_by_what_is_at_least_as_strict():
    assert read(["清真"], ["不吃猪肉"]) == ({"halal"}, []), "halal keeps pork out as well"
    assert read(["忌花生"], ["花生过敏"]) == ({"avoid:peanut"}, [])
    soft = BOOK.restriction(Meaning("avoid", "peanut"), hard=False)
    assert read([], ["花生过敏"], held=[soft])[1] == ["花生过敏"], "a warning is not enough for an allergy"


def test_a_mark_without_words_is_a_question():
    assert read(flagged=True) == (set(), [FLAG])
    assert read(["低盐"], ["低盐"], flagged=True, by_hand=True)[1] == [FLAG], "somebody ticked it: it waits for somebody"
    assert read(["低盐"], ["低盐、芒果"], flagged=True)[1] == ["芒果"], "the import's mark says the same as the clause"


KNOWN = st.sampled_from(["忌花生", "低盐", "清真", "无", "软食", "海鲜过敏", "痛风"])
ODD = st.text(st.sampled_from("芒果葱蒜女儿说过敏花生虾不吃少油盐"), min_size=1, max_size=8)


@CALM
@given(st.lists(st.one_of(KNOWN, ODD), max_size=6), st.sampled_from("、，, ；/"))
def test_no_clause_is_ever_lost(parts, comma):
    """Each clause of a cell is "nothing", or kept by what holds, or asked: whatever stands beside it."""
    restrictions, questions = understand(Said(cells=(comma.join(parts),)), settled=set(), held=(), book=BOOK)
    assert not restrictions, "a raw cell forbids nothing by itself: the words of the file do, and what is missing there is asked"
    for part in parts:
        assert BOOK.read(part) == () or part in questions


@CALM
@given(st.lists(st.one_of(KNOWN, ODD), max_size=5), st.lists(ODD, max_size=3))
def test_settling_some_words_hides_no_other(words, settled):
    _held, questions = understand(Said(tuple(words)), settled=set(settled), held=(), book=BOOK)
    for word in words:
        if word not in settled and BOOK.read(word) is None:
            assert word in questions
