"""Work on the next rows while the database takes the last ones."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
