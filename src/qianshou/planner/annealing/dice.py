"""Random numbers: xorshift64 (G. Marsaglia, Xorshift RNGs, J. Stat. Software 8/14, 2003), on signed 64-bit words.

Written with shifts and masks only, so that compiled code and plain Python throw the same dice.
"""

from __future__ import annotations

from .jit import inline


@inline
def throw(w):
    """A number in [0, 1)."""
    x = w.dice
    x ^= x << 13
    x ^= (x >> 7) & 0x01FFFFFFFFFFFFFF
    x ^= x << 17
    w.dice = x
    return ((x >> 11) & 0x1FFFFFFFFFFFFF) * 1.1102230246251565e-16


@inline
def pick(w, n):
    """A whole number in 0 … n-1."""
    return int(throw(w) * n)


def seeded(seed: int) -> int:
    """A start for the dice that is never zero and differs in many bits between neighbouring seeds (splitmix64)."""
    mask = (1 << 64) - 1
    z = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    z ^= z >> 31
    return (z or 1) - (1 << 64 if z >> 63 else 0)
