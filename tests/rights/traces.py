"""What can be found of some marks in a database's dump and in the files of a data directory, however they are packed."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
import zlib
from pathlib import Path

from qianshou.runtime.postgres import binaries

MARK = re.compile(rb"Zq\d{5}x")
IN_HEX = re.compile(rb"5a71(?:3\d){5}78")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def marks_in(data: bytes) -> set[str]:
    """Marks in bytes, written plainly or in hexadecimal (as a dump writes columns of bytes)."""
    plain = {found.decode() for found in MARK.findall(data)}
    return plain | {bytes.fromhex(found.decode()).decode() for found in IN_HEX.findall(data)}


def dumped(url: str) -> bytes:
    """What pg_dump says of the program's tables."""
    return subprocess.run([str(binaries() / "pg_dump"), "--schema=public", url], capture_output=True, check=True).stdout


def marks_in_dump(url: str) -> set[str]:
    """Marks in it."""
    return marks_in(dumped(url))


def marks_in_files(folder: Path) -> dict[str, set[str]]:
    """File → marks in it; workbooks are unpacked, what a PDF draws is read."""
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = file.read_bytes()
        marks = set().union(*(marks_in(part) for part in [data, *_unpacked(data)]))
        if data.startswith(b"%PDF"):
            text = subprocess.run(["pdftotext", "-q", str(file), "-"], capture_output=True, check=True).stdout
            marks |= marks_in(text.replace(b"\n", b""))
        if marks:
            found[str(file.relative_to(folder))] = marks
    return found


def _unpacked(data: bytes) -> list[bytes]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return [packed.read(name) for name in packed.namelist()]
    parts = []
    for stream in STREAM.findall(data) if data.startswith(b"%PDF") else ():
        try:
            parts.append(zlib.decompress(stream.strip(b"\r\n")))
        except zlib.error:
            parts.append(stream)
    return parts
