"""What is in a zip-based workbook (.xlsx, .ods), counted while it is unpacked once, with nothing kept.

The sizes in a zip's directory may lie, so they are checked first and the real bytes counted after. On the way the cells with
formulas are noted: calamine shows only the values that were saved with them, and a workbook written by a program has none.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from .limits import MAX_CELLS, MAX_PARTS, MAX_SHRINKAGE, MAX_UNPACKED_BYTES, MIN_COLUMNS, SMALL_PART
from .refused import FileRefused

_CHUNK = 1 << 20
_FORMULA_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|.*?</f>)\s*(<v>[^<])?', re.DOTALL)
_SOME_REFERENCES = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})[0-9]')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass
class Formulas:
    """Cells with formulas: for each sheet's name a set of (row from 1, column from 0); `unsaved`: the first without a saved value."""

    cells: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    unsaved: str = ""


def look_into_zip(path: Path) -> tuple[Literal["xlsx", "ods"], Formulas]:
    """Check a zip-based workbook. Raises FileRefused: damaged, zip_bomb, macros, password, not_a_spreadsheet, one_column, too_many_cells."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: info for info in archive.infolist()}
            _check_directory(archive, path.stat().st_size)
            if "content.xml" in parts and "mimetype" in parts:
                return "ods", _scan_ods(archive)
            if "xl/workbook.xml" not in parts:
                if "xl/workbook.bin" in parts:
                    raise FileRefused("binary_workbook")
                raise FileRefused("not_a_spreadsheet", found="document" if "[Content_Types].xml" in parts else "archive")
            if any(name.lower().endswith("vbaproject.bin") for name in parts):
                raise FileRefused("macros")
            return "xlsx", _scan_xlsx(archive)
    except FileRefused:
        raise
    except _BAD_ZIP as error:
        raise FileRefused("damaged") from error


def _check_directory(archive: zipfile.ZipFile, file_size: int) -> None:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise FileRefused("zip_bomb")
    if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES or sum(info.compress_size for info in infos) > file_size:
        raise FileRefused("zip_bomb")
    for info in infos:
        if info.file_size > SMALL_PART and info.file_size > MAX_SHRINKAGE * max(info.compress_size, 1):
            raise FileRefused("zip_bomb")
        if info.flag_bits & 1:
            raise FileRefused("password")


def _unpacked(archive: zipfile.ZipFile, name: str, counted: list[int]) -> Iterator[bytes]:
    """The bytes of a part in chunks; raises FileRefused when all parts so far come to more than is allowed."""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            counted[0] += len(chunk)
            if counted[0] > MAX_UNPACKED_BYTES:
                raise FileRefused("zip_bomb")
            yield chunk


def _scan_xlsx(archive: zipfile.ZipFile) -> Formulas:
    formulas = Formulas()
    counted, cells = [0], 0
    names = _sheet_names(archive, counted)
    widest = 0
    for info in archive.infolist():
        if info.filename.endswith("/sharedStrings.xml"):
            for _ in _unpacked(archive, info.filename, counted):
                pass
    for part, sheet in names.items():
        found, count, columns = _scan_sheet(_unpacked(archive, part, counted), formulas, sheet)
        cells += count
        widest = max(widest, columns)
        if cells > MAX_CELLS:
            raise FileRefused("too_many_cells")
        if found:
            formulas.cells[sheet] = found
    if cells > 100 and widest < MIN_COLUMNS:
        raise FileRefused("one_column")
    return formulas


def _scan_sheet(chunks: Iterator[bytes], formulas: Formulas, sheet: str) -> tuple[set[tuple[int, int]], int, int]:
    """Formula cells, the number of cells, and how many columns the first part of the sheet uses (2 stands for "several")."""
    found: set[tuple[int, int]] = set()
    cells, columns, seen_bytes, tail = 0, 0, 0, b""
    for chunk in chunks:
        cells += chunk.count(b"<c ")
        if cells > MAX_CELLS:
            raise FileRefused("too_many_cells")
        if columns < MIN_COLUMNS and seen_bytes < 2 * _CHUNK:
            columns = max(columns, len({match[1] for match in _SOME_REFERENCES.finditer(chunk)}))
        seen_bytes += len(chunk)
        if cells > 100_000 and columns == 1 and seen_bytes > 8 * _CHUNK:
            raise FileRefused("one_column")
        tail = _note_formulas(tail + chunk, found, formulas, sheet)
    _note_formulas(tail + b"<c ", found, formulas, sheet)
    return found, cells, columns


def _note_formulas(block: bytes, found: set[tuple[int, int]], formulas: Formulas, sheet: str) -> bytes:
    """Note the formulas of the whole cells in a block; what is left of the last cell is returned, to go before the next block."""
    cut = block.rfind(b"<c ")
    if cut < 0 or len(block) - cut > _CHUNK:
        return b""
    whole, rest = block[:cut], block[cut:]
    if b"<f" in whole:
        for match in _FORMULA_CELL.finditer(whole):
            found.add((int(match[2]), column_index(match[1].decode())))
            if not match[3] and not formulas.unsaved:
                formulas.unsaved = f"{sheet}!{match[1].decode()}{match[2].decode()}"
    return rest


def _sheet_names(archive: zipfile.ZipFile, counted: list[int]) -> dict[str, str]:
    """Part of the archive → name of the sheet, in the workbook's order."""
    book = _small_xml(archive, "xl/workbook.xml", counted)
    relations = _small_xml(archive, "xl/_rels/workbook.xml.rels", counted)
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    names: dict[str, str] = {}
    for sheet in book.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.NameToInfo:
            names[part] = sheet.get("name", "")
    return names


def _small_xml(archive: zipfile.ZipFile, name: str, counted: list[int]) -> ElementTree.Element:
    if name not in archive.NameToInfo:
        raise FileRefused("damaged")
    content = b"".join(_unpacked(archive, name, counted))
    if len(content) > SMALL_PART or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FileRefused("damaged")
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise FileRefused("damaged") from error


def _scan_ods(archive: zipfile.ZipFile) -> Formulas:
    """An .ods tells no cell's address, so a formula anywhere in it counts as one without a saved value."""
    counted = [0]
    if "META-INF/manifest.xml" in archive.NameToInfo:
        manifest = b"".join(_unpacked(archive, "META-INF/manifest.xml", counted))
        if b"encryption-data" in manifest:
            raise FileRefused("password")
    formulas, cells, tail = Formulas(), 0, b""
    for chunk in _unpacked(archive, "content.xml", counted):
        block = tail + chunk
        cells += chunk.count(b"<table:table-cell")
        if cells > MAX_CELLS:
            raise FileRefused("too_many_cells")
        if b"table:formula=" in block:
            formulas.unsaved = "ods"
        tail = block[-32:]
    return formulas


def column_index(letters: str) -> int:
    """Column number from 0 of its letters: "A" → 0, "AA" → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Letters of a column numbered from 0: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
