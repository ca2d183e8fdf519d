"""Work on the next rows while the database takes the last ones; memory kept in hand while thousands of rows go by."""

import gc
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
def collecting_by_hand() -> Iterator[None]:
    """The collector of cycles works only when `gc.collect` is called, once a chunk: rows make millions of objects, and it would look through
    all of them again and again. What is there at the start is left out of its looking.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()
