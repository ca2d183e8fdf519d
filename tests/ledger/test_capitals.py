"""Amounts in the capital figures of vouchers: the examples of the rule, and whatever is written is read back as the same sum."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qianshou.ledger.rules.capitals import DIGITS, MOST_FEN, capitals

EXAMPLES = [  # 《支付结算办法》 appendix 1, section 5; then the edges
    (140950, "壹仟肆佰零玖元伍角"), (600714, "陆仟零柒元壹角肆分"), (168032, "壹仟陆佰捌拾元零叁角贰分"), (10700053, "壹拾万柒仟元零伍角叁分"), (1640902, "壹万陆仟肆佰零玖元零贰分"), (32504, "叁佰贰拾伍元零肆分"),
    (0, "零元整"), (5, "伍分"), (50, "伍角"), (1000, "壹拾元整"), (6000, "陆拾元整"), (100_000_05, "壹拾万元零伍分"), (10_000_100_000, "壹亿零壹仟元整"), (10_000_000_700, "壹亿零柒元整"),
    (100_001_000, "壹佰万零壹拾元整"),
]  # fmt: skip
WORTH = {"拾": 10, "佰": 100, "仟": 1000}


def read(text: str) -> int:
    """The sum that stands there: a reader that knows nothing of how it was written."""
    body = text.removeprefix("人民币").removesuffix("整")
    yuan, _, small = body.rpartition("元")
    total = group = digit = 0
    for sign in yuan:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in WORTH:
            group, digit = group + digit * WORTH[sign], 0
        else:
            total, group, digit = total + (group + digit) * {"万": 10**4, "亿": 10**8}[sign], 0, 0
    jiao, single = (DIGITS.index(found[1]) if (found := re.search(f"(.){unit}", small)) else 0 for unit in "角分")
    return (total + group + digit) * 100 + jiao * 10 + single


@pytest.mark.parametrize(("fen", "text"), EXAMPLES)
def test_the_examples_of_the_rule_are_written_so(fen, text):
    assert capitals(fen) == f"人民币{text}"


@given(st.integers(0, MOST_FEN) | st.integers(0, 10**7) | st.lists(st.sampled_from("00059"), min_size=1, max_size=14).map(lambda digits: int("".join(digits))))
@example(MOST_FEN)
def test_what_is_written_is_read_as_the_same_sum(fen):
    text = capitals(fen)
    assert read(text) == fen
    assert re.fullmatch(r"人民币[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分]+整?", text) and "零零" not in text and text.count("元") <= 1
    if fen:
        assert not re.search(r"零[拾佰仟万亿元角分]", text) and not text.startswith("人民币零")
    assert text.endswith("整") == (fen % 100 == 0), "whole yuan end in 整, so that nothing can be added"


@pytest.mark.parametrize("fen", [-1, MOST_FEN + 1])
def test_no_sum_is_written_that_a_voucher_cannot_carry(fen):
    with pytest.raises(ValueError, match="voucher"):
        capitals(fen)
