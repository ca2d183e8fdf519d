"""Paper: the same data gives the same bytes, rare characters print, a form is one page."""

import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from qianshou.booklets.attendance import CarerMonth, attendance_volume
from qianshou.booklets.faces import SHIPPED, SHIPPED_FAMILY, faces, unprintable, unprintable_in
from qianshou.booklets.operations.binding import pages_of
from qianshou.booklets.render import ATTENDANCE, FORMS, CannotSet, pdf, volume_pdf
from qianshou.booklets.rules import DONE, MISSED, Note, Owed, days_of
from qianshou.booklets.sheets import Binding, Facts, Month, forms_volume
from qianshou.merit.rules.attendance import attendance_month

MONTH, MADE = date(2026, 11, 1), datetime(2026, 12, 1, tzinfo=UTC)
RARE = "䶮㛃𬭩"
SERVICES = ("相谈", "助餐", "助洁", "助浴", "助医", "助购", "助急", "助行", "助学", "助乐", "倒便桶", "清洗床铺", "冬季接送洗浴")


def binding(**more) -> Binding:
    return Binding(MONTH, "平凉路街道", "怀德居委会", date(2026, 12, 1), **more)


def person(number: int, name: str, services=SERVICES[:3]) -> Month:
    owed = [Owed(day, service, place, MISSED if day.day % 9 == 0 else DONE, "未应门" if day.day % 9 == 0 else "", "候补入户")
            for place, service in enumerate(services) for day in days_of(MONTH)]  # fmt: skip
    return Month(
        Facts(number, f"PL-{number:05d}-202611", name, "female", 88, "独居", "怀德路 399 弄 12 号 304 室"),
        owed,
        [Note(MONTH, "血压平稳" * 30)],
    )


def text(made: bytes, tmp_path: Path) -> str:
    file = tmp_path / "made.pdf"
    file.write_bytes(made)
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("machine", [True, False], ids=["machine's font", "shipped font"])
def test_rare_characters_print(machine, tmp_path):
    made = pdf(FORMS, forms_volume([person(1, f"沈{RARE}")], binding()), MADE, machine)
    assert f"沈{RARE}" in text(made, tmp_path)
    assert not unprintable(f"沈{RARE}", faces(machine).characters)


def test_the_same_data_gives_the_same_bytes():
    data = forms_volume([person(n, f"沈{n}") for n in range(5)], binding())
    first = pdf(FORMS, data, MADE)
    assert pdf(FORMS, data, MADE) == first
    assert pdf(FORMS, data, MADE + timedelta(days=1)) != first


def test_a_process_of_its_own_gives_the_same_bytes_and_says_what_is_wrong():
    data = forms_volume([person(1, f"沈{RARE}")], binding())
    assert volume_pdf(FORMS, data, MADE) == pdf(FORMS, data, MADE)
    for broken in (volume_pdf, pdf):
        with pytest.raises(CannotSet, match="enumerate"):
            broken(FORMS, {**data, "forms": 7}, MADE)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_is_one_page_also_with_every_service(language):
    months = [person(1, "沈玉芳", SERVICES), person(2, "陆根宝", SERVICES[:6]), Month(Facts(3, "PL-3", "空"))]
    assert pages_of(pdf(FORMS, forms_volume(months, binding(with_cover=False, language=language)), MADE)) == 3


def test_an_attendance_sheet_is_one_page():
    empty = attendance_month(days_of(date(2026, 12, 1)), (), {}, ())
    data = attendance_volume([CarerMonth(1, "PL-专001-202612", "谭美华", "专职关爱员", empty)], binding())
    assert pages_of(pdf(ATTENDANCE, data, MADE)) == 3  # cover, contents, sheet


def test_the_font_that_ships_has_what_forms_and_names_need():
    file = next(SHIPPED.glob("*.otf"))
    assert file.stat().st_size <= 16 * 1024 * 1024
    assert (SHIPPED / "OFL.txt").read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE")
    with TTFont(file, lazy=True) as font:
        have = set(font.getBestCmap())
        assert font["name"].getDebugName(1) == SHIPPED_FAMILY
    gone = [chr(code) for code in range(0x4E00, 0x9FA6) if code not in have]
    assert not gone and all(ord(char) in have for char in RARE + "堃喆犇淼■◆□·—…（），。：；？！“”《》")


def test_every_printed_word_is_in_the_font_that_ships():
    for language in ("zh", "en"):
        data = forms_volume([person(1, "沈玉芳")], binding(language=language))
        assert not unprintable_in([data], faces(False).characters)


def test_a_missing_character_is_found_wherever_it_stands():
    found = unprintable_in([{"a": ["沈", {"b": "字\U000e0041"}]}, ("\U000e0041",)], faces().characters)
    assert found == ["\U000e0041"]
