"""Files that are there whole or not at all."""

import os
from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` so that `target` never exists half: to a file beside it, to the disk, then renamed.

    Raises OSError when the disk is full; nothing is left behind then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
