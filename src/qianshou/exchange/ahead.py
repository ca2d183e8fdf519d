"""Work on the next rows while the database takes the last ones; memory kept in hand while thousands of rows go by."""

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """Lists of `size` items; the next list is made in a thread while the caller uses this one. Errors come out where they would have."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="rows-ahead") as thread:
        coming = thread.submit(lambda: list(islice(items, size)))
        while chunk := coming.result():
            coming = thread.submit(lambda: list(islice(items, size)))
            yield chunk


@contextmanager
def thousands_of_rows() -> Iterator[None]:
    """For as long as rows go by in thousands: the one who writes to the database gets the interpreter back from the one who works ahead within
    half a millisecond, not five; and the collector of cycles rests, for rows make millions of objects and no cycles. (Files that are met again
    do: whoever reads them calls it.)
    """
    was_on, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if was_on:
            gc.enable()
