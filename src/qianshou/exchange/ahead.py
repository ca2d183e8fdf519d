"""Work on the next rows while the database takes the last ones."""

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
def no_collecting() -> Iterator[None]:
    """Let the collector of cycles rest: rows make millions of objects and no cycles, and looking through them all takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
