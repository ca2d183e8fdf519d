"""The one place that knows Numba. Where it is missing, the same functions run as plain Python, some hundred times slower.

The arrays belong to the caller for as long as a function runs, so none of them counts who holds an array (`_nrt=False`): every function
melted into another would count seven arrays up and down again, with locked instructions, which took half of the time.

`NUMBA_DISABLE_JIT=1` runs the source as it stands. Compiled code is kept below `NUMBA_CACHE_DIR` (or the user's cache), in a folder
named after the content of the compiled packages: Numba itself would not notice a change in a function that another file calls.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

try:
    import numba
except ImportError:  # a planner that is slow is better than none
    numba = None

HOW = {"error_model": "numpy", "nogil": True, "_nrt": False}
COMPILED = (Path(__file__).parent, Path(__file__).parent.parent / "carts" / "search")
INSIDE = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _folder() -> str:
    """Where the machine code of exactly this source is kept; in the temp directory where the usual place may not be written."""
    here = hashlib.sha256()
    for folder in COMPILED:
        for file in sorted(folder.glob("*.py")):
            here.update(file.read_bytes())
    for place in (os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME"), os.path.expanduser("~/.cache"), tempfile.gettempdir()):
        folder = Path(place or "", "qianshou-planner", here.hexdigest()[:12])
        try:
            if place:
                folder.mkdir(parents=True, exist_ok=True)
            if place and os.access(folder, os.W_OK):
                break
        except OSError:
            continue
    return str(folder)


def entry(function):
    """A function that Python calls: compiled on first use and kept for the next start."""
    return function if numba is None else numba.njit(cache=True, **HOW)(function)


def jit(function):
    """A function that only compiled functions call: it needs no doors of its own, which halves the time of compiling."""
    if numba is None or numba.config.DISABLE_JIT:
        return function
    return numba.njit(**HOW, **INSIDE)(function)


def inline(function):
    """As `jit`, and melted into its callers: an array is seven words to hand over, so a call may cost more than its work."""
    if numba is None or numba.config.DISABLE_JIT:
        return function
    return numba.njit(**HOW, **INSIDE, forceinline=True)(function)


if numba is not None:
    numba.config.CACHE_DIR = _folder()
