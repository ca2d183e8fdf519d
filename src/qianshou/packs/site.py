"""The place's own versions of a pack's files, in the data directory: `packs/<name>/<kind>-<day>.toml`, beside those that ship with the program.

Of all versions of a kind the one holds whose day is the latest that has come; of two of one day the place's own. A version is written whole or
not at all, after the whole pack was read with it, and none is written over: what is replaced or withdrawn stays in `withdrawn/`.
"""

import os
import re
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from qianshou.kernel.files import write_whole

from .errors import PackError

LARGEST = 400_000  # characters of a file
_FILE = re.compile(r"[a-z_]+(-\d{4}-\d{2}-\d{2})?\.toml")


@dataclass(frozen=True, slots=True)
class Version:
    """One file of a kind. `own`: of the place, else shipped; `withdrawable`: its day is still to come."""

    kind: str
    file: str
    own: bool
    holds_from: date
    withdrawable: bool = False


def folder(name: str) -> Path:
    """Where the place's own files of this pack lie; the folder need not be there."""
    return Path(settings.DATA_DIR) / "packs" / name


def stamp(name: str) -> tuple[tuple[str, int], ...]:
    """What changes when a file of the place's own comes, goes or is edited: a process that runs sees it at once."""
    try:
        return tuple(sorted((entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(folder(name)) if entry.name.endswith(".toml")))
    except FileNotFoundError:
        return ()


def keep_version(*, name: str, kind: str, text: str, holds_from: date, today: date, now: datetime) -> str:
    """Write a version that holds from a day on, and return its file's name. The day may be today: old records keep theirs.

    PackError names line and field of what is wrong; ValueError("past" | "long") for a day that is over or a text too long.
    """
    if holds_from < today:
        raise ValueError("past")
    if len(text) > LARGEST:
        raise ValueError("long")
    file = f"{kind}-{holds_from.isoformat()}.toml"
    _try(name, file, text, holds_from)
    target = folder(name) / file
    if target.exists():
        _aside(target, now)
    write_whole(target, text.encode())
    return file


def withdraw_version(*, name: str, file: str, today: date, now: datetime) -> None:
    """Take back a version whose day is still to come. FileNotFoundError for one that is not there; ValueError("past") for one in force."""
    target = folder(name) / file
    if not _FILE.fullmatch(file) or not target.is_file():
        raise FileNotFoundError(file)
    found = re.search(r"(\d{4}-\d{2}-\d{2})\.toml$", file)
    if not found or date.fromisoformat(found[1]) <= today:
        raise ValueError("past")
    _aside(target, now)


def _try(name: str, file: str, text: str, holds_from: date) -> None:
    """Read the whole pack as it would be, on the version's first day and at the end of all days."""
    from .loader import ROOT, read_folder

    with tempfile.TemporaryDirectory(prefix="qianshou-pack-") as work:
        trial = Path(work) / name
        trial.mkdir()
        for one in folder(name).glob("*.toml"):
            (trial / one.name).write_bytes(one.read_bytes())
        (trial / file).write_text(text, "utf-8")
        for on in (holds_from, None):
            pack = read_folder(ROOT / name, on, own=trial)
        kind = file.partition("-")[0]
        if not any(one.kind == kind and one.file == file for one in read_folder(ROOT / name, holds_from, own=trial).files):
            raise PackError(trial / file, None, "holds_from", f"must be {holds_from.isoformat()}, the day on which this version begins")
        del pack


def _aside(target: Path, now: datetime) -> None:
    (target.parent / "withdrawn").mkdir(exist_ok=True)
    target.replace(target.parent / "withdrawn" / f"{target.stem}.{now:%Y%m%dT%H%M%S%f}.toml")
