"""Files that are no register get a clear word and change nothing."""

import io
import struct
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from qianshou.exchange.reading.refused import FileRefused
from qianshou.exchange.source import Wanted, open_wanted
from qianshou.exchange.words import REFUSALS

from . import layouts
from .test_other_layouts import TODAY


def refused(path) -> str:
    """The code of the refusal, met while opening: before any row is written."""
    with pytest.raises(FileRefused) as found:
        open_wanted(Wanted(path, "register", TODAY, path))
    assert found.value.code in REFUSALS
    return found.value.code


def good(path, people=12):
    layouts.split_layout(path, layouts.make_people(people, 3))
    return path


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty"), (b"%PDF-1.7 \n", "not_a_spreadsheet"), (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "not_a_spreadsheet"), (b"\x00\x01\x02" * 50, "not_a_spreadsheet"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"), (b"PK\x03\x04 cut off", "damaged"), ("只有一句话".encode(), "not_a_spreadsheet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
])  # fmt: skip
def test_what_is_no_spreadsheet(tmp_path, content, code):
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)
    assert refused(path) == code


def test_a_password(tmp_path):
    plain = good(tmp_path / "plain.xlsx")
    locked = tmp_path / "locked.xlsx"
    with plain.open("rb") as source, locked.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("geheim", target)
    assert refused(locked) == "password"


def test_macros(tmp_path):
    path = good(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert refused(path) == "macros"


def test_formulas_without_saved_values(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号", "住址"])
    book.active.append(["=A9", "=B9", "=C9"])
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx") == "formulas_unsaved"


def test_formulas_with_saved_values_among_peoples_data_but_not_in_a_subtotal(tmp_path):
    def write(name, in_data):
        with xlsxwriter.Workbook(tmp_path / name) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["序号", "姓名", "身份证号", "住址"])
            for at, elder in enumerate(layouts.make_people(8, 5), start=1):
                sheet.write_formula(at, 0, "=ROW()-1", None, at)
                sheet.write_row(at, 1, [elder.name, elder.number, elder.lane])
            if in_data:
                sheet.write_formula(3, 1, '="王"&"芳"', None, "王芳")
            sheet.write(9, 0, "合计")
            sheet.write_formula(9, 1, '=COUNTA(B2:B9)&"人"', None, "8人")
        return tmp_path / name

    assert refused(write("data.xlsx", True)) == "formulas"
    outcomes = [one.outcome for one in open_wanted(Wanted(write("sum.xlsx", False), "register", TODAY, tmp_path)).judged(TODAY)]
    assert outcomes == ["skip", *["ok"] * 8, "skip"]


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = good(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * (64 << 20))
    assert refused(path) == "zip_bomb"


def test_sizes_in_the_directory_that_lie(tmp_path):
    path = good(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<x>" + b"0" * (20 << 20))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    assert content[at + 46 :].startswith(b"xl/sharedStrings.xml")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    path.write_bytes(content)
    assert refused(path) in ("damaged", "zip_bomb")


def test_fifty_megabytes_of_one_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(("姓名\n" + "王芳\n" * 7_000_000).encode())
    assert path.stat().st_size > 45 << 20
    assert refused(path) == "one_column"
    sheet = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(sheet, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for row in range(20_000):
            page.write_string(row, 0, f"王芳{row}")
    assert refused(sheet) == "one_column"


def test_a_table_of_something_else(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(30):
            sheet.write_row(row, 0, [row * 3, row * 1.5, "x"])
    assert refused(tmp_path / "a.xlsx") == "no_table"


def test_an_external_entity_is_not_followed(tmp_path):
    path = good(tmp_path / "a.xlsx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "xl/workbook.xml":
                content = content.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
            new.writestr(info.filename, content)
    path.write_bytes(buffer.getvalue())
    assert refused(path) == "damaged"
