"""The rules of lines and amounts, pure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianshou.ledger.rules import BadLines, amount_text, checked, mirrored, plain_amount, short_of


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "few"),
        ([(1, 0), (2, 0)], "zero"),
        ([(1, 5)], "few"),
        ([(1, 5), (2, -4)], "unbalanced"),
        ([(1, 5), (1, -5)], "twice"),
        ([(1, 5.0), (2, -5.0)], "whole"),
        ([(1, True), (2, -1)], "whole"),
        ([(1, 2**63), (2, -(2**63))], "whole"),
    ],
)
def test_lines_that_are_no_transaction(lines, code):
    with pytest.raises(BadLines) as told:
        checked(lines)
    assert told.value.code == code


@given(st.dictionaries(st.integers(1, 9), st.integers(-(10**9), 10**9).filter(bool), min_size=1))
def test_balanced_lines_pass_and_their_mirror_takes_them_back(lines):
    rest = -sum(lines.values())
    whole = {**lines, 99: rest} if rest else lines
    if len(whole) < 2 or sum(whole.values()):
        return
    assert checked(whole.items()) == whole
    assert {pk: whole[pk] + amount for pk, amount in mirrored(whole).items()} == dict.fromkeys(whole, 0)


def test_short_of_the_least_balance():
    assert short_of(1000, -1000, 0) == 0 and short_of(1000, -1001, 0) == 1
    assert short_of(0, -500, -500) == 0 and short_of(0, -500, None) == 0
    assert short_of(-900, 100, 0) == 0  # what it gains is never refused


def test_amounts_are_written_without_floats():
    assert [amount_text(n, "fen") for n in (0, 5, -5, 123450, -100)] == ["0.00", "0.05", "−0.05", "1,234.50", "−1.00"]
    assert [amount_text(n, "minutes") for n in (0, 65, -65, 60_001)] == ["0:00", "1:05", "−1:05", "1,000:01"]
    assert amount_text(-1234, "points") == "−1,234"
    assert plain_amount(-1005, "fen") == Decimal("-10.05") and plain_amount(7, "points") == 7
