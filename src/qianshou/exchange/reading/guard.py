"""Is this file a spreadsheet that we may open? Looked at from outside, before any library parses it."""

from pathlib import Path
from typing import Literal

import olefile

from .limits import MAX_FILE_BYTES
from .refused import FileRefused
from .unpack import Formulas, look_into_zip

FileKind = Literal["xlsx", "xls", "ods", "csv"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OTHERS = {
    b"%PDF": "pdf", b"\x89PNG": "picture", b"\xff\xd8\xff": "picture", b"GIF8": "picture", b"Rar!": "archive",
    b"7z\xbc\xaf": "archive", b"\x1f\x8b": "archive", b"BZh": "archive", b"{\\rtf": "document", b"MZ": "program", b"\x7fELF": "program",
}  # fmt: skip


def check_file(path: Path) -> tuple[FileKind, Formulas]:
    """The kind of a spreadsheet file and where its formulas stand. Raises FileRefused: not_there, empty, too_large,
    not_a_spreadsheet, web_page, password, macros, zip_bomb, damaged, one_column, too_many_cells.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise FileRefused("not_there", file=path.name) from error
    if size == 0:
        raise FileRefused("empty")
    if size > MAX_FILE_BYTES:
        raise FileRefused("too_large", megabytes=size // 2**20, limit=MAX_FILE_BYTES // 2**20)
    if head.startswith(_ZIP):
        return look_into_zip(path)
    if head.startswith(_OLE):
        return _look_into_ole(path), Formulas()
    return _look_at_text(head), Formulas()


def _look_into_ole(path: Path) -> FileKind:
    """An OLE file is an old .xls, a password-protected .xlsx, or something else of Microsoft's."""
    try:
        with olefile.OleFileIO(path) as ole:
            names = {"/".join(parts).lower() for parts in ole.listdir(streams=True, storages=True)}
            if "encryptedpackage" in names:
                raise FileRefused("password")
            book = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            if book is None:
                raise FileRefused("not_a_spreadsheet", found="document")
            if any("_vba_project" in name for name in names):
                raise FileRefused("macros")
            if _has_filepass(ole.openstream(book).read(8192)):
                raise FileRefused("password")
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise FileRefused("damaged") from error
    return "xls"


def _has_filepass(stream: bytes) -> bool:
    """Whether the BIFF records at the head of an .xls hold FILEPASS (0x002F): the rest is then encrypted."""
    position = 0
    while position + 4 <= len(stream):
        kind = int.from_bytes(stream[position : position + 2], "little")
        length = int.from_bytes(stream[position + 2 : position + 4], "little")
        if kind == 0x2F:
            return True
        position += 4 + length
    return False


def _look_at_text(head: bytes) -> FileKind:
    """Anything else can only be CSV; a web page or XML saved under the name .xls is told apart, for it is common."""
    for mark, found in _OTHERS.items():
        if head.startswith(mark):
            raise FileRefused("not_a_spreadsheet", found=found)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<script")):
        raise FileRefused("web_page")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("not_a_spreadsheet", found="data")
    return "csv"
