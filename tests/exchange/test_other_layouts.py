"""Registers of other offices, which the reader was not made for, do as well as the given one."""

from datetime import date
from itertools import islice

import pytest

from qianshou.exchange.staging import open_table

from . import layouts

TODAY = date(2026, 11, 24)


def read(path):
    """(mapping, judged rows) of a file."""
    opened = open_table(path, "register")
    return opened.mapping, list(opened.judged(TODAY))


@pytest.mark.parametrize(("layout", "name"), [(layouts.split_layout, "a.xlsx"), (layouts.joined_layout, "b.xlsx"), (layouts.csv_layout, "c.csv")])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_row_of_another_layout_has_its_outcome(tmp_path, layout, name, seed):
    people = layouts.make_people(160, seed)
    wanted = layout(tmp_path / name, people)
    mapping, judged = read(tmp_path / name)
    got = {one.row: one.outcome for one in judged}
    wrong = {row: (wanted.get(row), got.get(row)) for row in wanted.keys() | got.keys() if wanted.get(row) != got.get(row)}
    assert len(wrong) <= 0.01 * len(wanted), (wrong, [(c.heading, c.field, c.detail) for c in mapping.columns])


@pytest.mark.parametrize(("layout", "name"), [(layouts.split_layout, "a.xlsx"), (layouts.joined_layout, "b.xlsx")])
def test_cells_of_another_layout_are_understood(tmp_path, layout, name):
    people = layouts.make_people(120, 7)
    layout(tmp_path / name, people)
    _, judged = read(tmp_path / name)
    found = [one.person for one in judged if one.person]
    wanted = [elder for elder in people if elder.wrong != "no_name"]
    assert len(found) == len(wanted)
    for person, elder in zip(found, wanted, strict=True):
        assert person.name == elder.name
        assert (person.lane, person.door) == (elder.lane, elder.door)
        assert person.committee.removesuffix("居委会").removesuffix("居民区") == elder.committee.removesuffix("居委会")
        assert elder.phone in {phone.number for phone in person.phones}
        assert [(c.name, c.said) for c in person.contacts] == [elder.contact[:2]]
        assert person.contacts[0].phones == ("021" + elder.contact[2],)


def test_the_heading_may_stand_in_any_of_the_first_ten_rows(tmp_path):
    for above in range(9):
        import xlsxwriter

        path = tmp_path / f"{above}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for row in range(above):
                sheet.write(row, 0, "独居老人情况表" if row == 0 else f"说明第{row}行")
            sheet.write_row(above, 0, ["姓名", "身份证号", "住址"])
            for at, elder in enumerate(islice(layouts.make_people(12, 4), 12)):
                sheet.write_row(above + 1 + at, 0, [elder.name, elder.number, elder.lane + elder.door])
        mapping, judged = read(path)
        assert mapping.header_row == above + 1
        assert [one.outcome for one in judged].count("ok") == 12
