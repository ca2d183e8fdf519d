"""Values as offices type them: ID numbers, dates, telephones, names."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from qianshou.kernel.dates import read_date
from qianshou.kernel.identity import complete_old, make_id_number, read_id_number
from qianshou.kernel.names import name_keys, search_text, search_words
from qianshou.kernel.phones import read_phones


@pytest.mark.parametrize(("cell", "state"), [
    ("11010519491231002X", "ok"), ("440524188001010014", "ok"), ("310110 19380123 0530", "ok"), ("３１０１１０１９４５０９０８９４７４", "ok"), ("310110580523929", "ok"),
    (310110580523929.0, "ok"), ("'11010519491231002x", "ok"), ("310110196001065800", "check"), (3.101101949040402e17, "spoilt"), ("3.10110E+17", "spoilt"),
    ("310110194913320011", "form"), ("310110****1234", "form"), ("", "missing"), ("无", "missing"), (None, "missing"), (0.0, "missing"),
])  # fmt: skip
def test_id_number_states(cell, state):
    assert read_id_number(cell).state == state


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_id_numbers_agree_with_stdnum(birth, sequence):
    number = make_id_number(area="310110", birth=birth, sequence=sequence)
    assert ric.is_valid(number) and ric.get_birth_date(number) == birth
    reading = read_id_number(number)
    assert (reading.birth, reading.sex) == (birth, "m" if sequence % 2 else "f")
    wrong = number[:17] + ("0" if number[17] != "0" else "1")
    assert read_id_number(wrong).state in ("check", "spoilt") and not ric.is_valid(wrong)


def test_old_number_is_completed():
    assert complete_old("310110580523929") == "310110195805239291"


@pytest.mark.parametrize(("cell", "wanted"), [
    ("1937-02-13", "1937-02-13"), ("1937.2.13", "1937-02-13"), ("37年2月", "1937-02"), ("1937年2月13日", "1937-02-13"), ("19370213", "1937-02-13"),
    ("370213", "1937-02-13"), (13559.0, "1937-02-13"), (1937.02, "1937-02"), ("民国26年2月", "1937-02"), ("一九三七年十二月十三日", "1937-12-13"),
    ("1937-02-13 00:00:00", "1937-02-13"), ("13/02/1937", "1937-02-13"), ("１９３７．２．１３", "1937-02-13"), ("26年4月", "1926-04"), ("1937", "1937"),
    (date(1937, 2, 13), "1937-02-13"), ("农历1937年2月30日", "1937-02-30"), ("1937-02-30", None), ("已故", None), ("", None), ("88", None),
])  # fmt: skip
def test_dates_in_any_style(cell, wanted):
    reading = read_date(cell, latest_year=1986)
    assert (reading.isoformat() if reading else None) == wanted


def test_a_date_agrees_as_far_as_it_is_written():
    assert read_date("37年2月", latest_year=1986).agrees_with(date(1937, 2, 27))
    assert read_date(1937.1, latest_year=1986).agrees_with(date(1937, 10, 1))
    assert not read_date("1937-02-13", latest_year=1986).agrees_with(date(1937, 2, 14))


@pytest.mark.parametrize(("cell", "numbers"), [
    (55190127.0, ["02155190127"]), ("59760633（宅）13914144377", ["02159760633", "13914144377"]), ("021-55190127", ["02155190127"]), ("5976 0633", ["02159760633"]),
    ("138-1111-4363、65123456转801", ["13811114363", "02165123456"]), ("+86 13811114363", ["13811114363"]), ("5976063313914144377", ["02159760633", "13914144377"]),
    ("0512-65123456", ["051265123456"]), ("女儿：朱生，17768364394", ["17768364394"]), ("无", []), ("1381111436", []), (True, []),
])  # fmt: skip
def test_telephones(cell, numbers):
    assert [phone.number for phone in read_phones(cell).phones] == numbers


@pytest.mark.parametrize(("name", "first"), [
    ("单国栋", "shanguodong"), ("曾区", "zengqu"), ("区志强", "ouzhiqiang"), ("仇英", "qiuying"), ("查良", "zhaliang"), ("解放", "xiefang"), ("朴正", "piaozheng"),
    ("任远", "renyuan"), ("盖叫天", "gejiaotian"), ("尉迟敬德", "yuchijingde"), ("欧阳修", "ouyangxiu"), ("吕布", "lvbu"),
])  # fmt: skip
def test_surnames_lead_with_their_own_reading(name, first):
    assert name_keys(name).readings[0] == first


@pytest.mark.parametrize("typed", ["单国", "shanguodong", "danguo", "sgd", "dgd", "栋", "SHAN", "shan guo", "4363", "13811114363", "1455弄", "控江路", "021-55114363"])
def test_what_is_typed_finds_the_name(typed):
    line = search_text(name="单国栋", phones=["13811114363"], lane="控江路1455弄", door="12号502室")
    words = search_words(typed)
    assert words.whole in line and all(piece in line for piece in words.pieces)


def test_of_numbers_only_the_end_of_a_telephone_is_kept():
    assert search_text(phones=["13811114363", "021-65121234"]) == "||@#4363#1234"
    assert search_words("11010519491231002X").whole == ""
    assert search_words("沈玉芳454弄 13811114363").pieces == ("沈玉芳", "454弄", "#4363")
