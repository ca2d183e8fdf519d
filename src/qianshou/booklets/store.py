"""Bound volumes on disk: written whole or not at all, named by their content, never written over."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from qianshou.kernel.files import write_whole


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept: its path below the data directory and its SHA-256."""

    path: str
    sha256: str


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def keep(data_dir: Path, folder: str, name: str, pdf: bytes, manifest: dict) -> Kept:
    """Keep a PDF and beside it, as JSON, what each of its forms was made of. The same bytes again are the same file."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    path = f"volumes/{folder}/{name}-{sha256[:12]}.pdf"
    write_whole(data_dir / path, pdf)
    write_whole((data_dir / path).with_suffix(".json"), json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode())
    return Kept(path, sha256)


def manifest_of(file: Path) -> dict:
    """What was written beside a PDF by `keep`; empty when it is not there."""
    beside = file.with_suffix(".json")
    return json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}


def is_sound(file: Path, sha256: str) -> bool:
    """Whether the file is there and still what was bound."""
    return file.is_file() and sha256_of(file) == sha256
