"""Which of the found people comes first: the pieces of a search are all there, but not always side by side."""

from functools import lru_cache

from qianshou.kernel.names import fold as fold_text
from qianshou.kernel.names import name_keys

NO_MATCH = 9

fold = lru_cache(maxsize=16384)(fold_text)  # lanes and names come again and again


def rank(name: str, address: str, text: str) -> int:
    """0 the very name, 1 its beginning, 2 its reading or initials, 3 their beginning, 4 inside the name, 5 the address, 6 words
    of both, 7 a telephone's end; NO_MATCH when the pieces are scattered and nothing really fits."""
    wanted, own, place = fold(text).replace(" ", ""), fold(name), fold(address).replace(" ", "")
    if not wanted:
        return NO_MATCH
    if own == wanted:
        return 0
    if own.startswith(wanted):
        return 1
    if wanted.isascii() and wanted.isalpha():
        keys = name_keys(name)
        if wanted in keys.readings or wanted in keys.initials:
            return 2
        if any(r.startswith(wanted) for r in (*keys.readings, *keys.initials)):
            return 3
        if any(wanted in r for r in keys.readings):
            return 4
    if wanted in own:
        return 4
    if wanted in place:
        return 5
    words = fold(text).split()
    if len(words) > 1:
        return 6 if all(rank(name, address, w) < NO_MATCH for w in words) else NO_MATCH
    if wanted.isdigit():
        return 7
    return 6 if _covered(wanted, own + place) else NO_MATCH


def _covered(wanted: str, text: str) -> bool:
    """Every run of Han characters and of digits of the search stands in the text: "沈玉芳399弄"."""
    runs: list[str] = []
    for char in wanted:
        if runs and runs[-1][-1].isdigit() == char.isdigit():
            runs[-1] += char
        else:
            runs.append(char)
    return len(runs) > 1 and all(run in text for run in runs)
