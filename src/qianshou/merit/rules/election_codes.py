"""Voting codes and receipts: ten signs that are told apart by eye and ear, the last one made from the others. Pure.

The alphabet has 31 signs, a prime, and each place its own weight: one wrong sign, or two that changed places, never passes. A receipt has
another last sign than a code of the same nine: who types the one for the other is told so.
"""

import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L
LENGTH = 10
CODE_SHIFT, RECEIPT_SHIFT = 0, 7
BYTES = 9 * 8  # of chance for one: a rest of a number so large is even to one part in 10 ** 160


def _last(nine: str, shift: int) -> str:
    return ALPHABET[(sum(place * ALPHABET.index(sign) for place, sign in enumerate(nine, start=1)) + shift) % len(ALPHABET)]


def _nine(chance: bytes) -> str:
    rest, signs = int.from_bytes(chance), []
    for _ in range(LENGTH - 1):
        rest, at = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[at])
    return "".join(signs)


def code_from(chance: bytes) -> str:
    """A voting code from BYTES random bytes: 31⁹ (44 bits) of them, all as likely."""
    return (nine := _nine(chance)) + _last(nine, CODE_SHIFT)


def receipt_from(chance: bytes) -> str:
    """A receipt from BYTES random bytes."""
    return (nine := _nine(chance)) + _last(nine, RECEIPT_SHIFT)


def _normal(typed: str) -> str:
    """Capitals of half width, without blanks and dashes; whatever else stands there stays, and will not fit."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if not sign.isspace() and sign not in "-—–·_")


def normal_code(typed: str) -> str:
    """A code as somebody types it, in its one writing; "" where a sign is wrong, missing or too many."""
    return _fitting(typed, CODE_SHIFT)


def normal_receipt(typed: str) -> str:
    """A receipt as somebody types it, in its one writing; "" for anything else."""
    return _fitting(typed, RECEIPT_SHIFT)


def _fitting(typed: str, shift: int) -> str:
    text = _normal(typed)
    if len(text) != LENGTH or not set(text) <= set(ALPHABET):
        return ""
    return text if _last(text[:-1], shift) == text[-1] else ""


def shown(code: str) -> str:
    """As it is printed and read aloud: two groups of five."""
    return f"{code[:5]}-{code[5:]}"
