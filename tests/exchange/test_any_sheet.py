"""Whatever a sheet holds: every row is in exactly one outcome, and nothing raises."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianshou.exchange.columns.mapping import Mapping
from qianshou.exchange.columns.recognise import recognise
from qianshou.exchange.register.judge import Judge
from qianshou.kernel.dates import read_date
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.names import name_keys, search_text, search_words
from qianshou.kernel.phones import read_phones

TODAY = date(2026, 11, 24)
HEADINGS = ["序号", "居委会", "姓名", "性别", "出生年月", "身份证号", "住址", "居住情况", "身体状况", "联系电话", "紧急联系人", "关系", "电话", "饮食禁忌", "爱好", "用餐",
            "备注", "姓名/性别", "低保", "弄", "门牌", "紧急联系人（关系 姓名 电话）", "说明", "乱七八糟", ""]  # fmt: skip
DIRT = ["", "无", "同上", "√", "小计", "合计 12人", "王芳", " 王　芳 ", "董素英（女）", "女", "1", "37年2月", "1937-02-13", "310110193702138560", "３１０１１０１９３７０２１３８５６０",
        "310110370213856", "怀德路454弄15号二楼前楼", "独居 子女在国外", "55190127", "021-55190127/13811114363", "女儿：朱生，17768364394", "一三五", "已故 2026.8",
        "备注：本表一式两份", "怀德居委会", "=1+1", "\x00\x01", "𬭩䶮", "9" * 400, "(((", "1900.0.0", "2月30日", "农历五月初五"]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(DIRT), st.text(max_size=30), st.floats(), st.booleans(), st.integers(-(10**20), 10**20), st.dates(), st.datetimes(), st.times(), st.none(),
)  # fmt: skip


@st.composite
def sheets(draw):
    """Rows under headings in any order, perhaps with a title, perhaps with none at all."""
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=10))
    rows = draw(st.lists(st.lists(CELLS, min_size=0, max_size=12), max_size=12))
    above = draw(st.lists(st.lists(CELLS, max_size=3), max_size=3))
    table = [*above, *([headings] if draw(st.booleans()) else []), *rows]
    return [(number, cells) for number, cells in enumerate(table, start=1)]


@pytest.mark.long
@given(sheets())
@settings(max_examples=300, deadline=None)
def test_every_row_is_accounted_for_and_nothing_raises(rows):
    mapping = recognise(rows=rows, merges=[], kind="register", sheet="s")
    judge = Judge(mapping, TODAY)
    judged = [judge.judge(number, list(cells)) for number, cells in rows]
    assert [one.row for one in judged] == [number for number, _ in rows]
    for one in judged:
        assert one.outcome in ("ok", "review", "reject", "skip")
        assert (one.outcome == "ok") == (not one.reasons)
        assert (one.person is not None) == (one.outcome in ("ok", "review"))
        if one.person:
            assert one.person.name
            one.person.as_json()
    assert Mapping.from_json(mapping.as_json()) == mapping


@given(st.one_of(st.text(max_size=40), st.floats(), st.dates(), st.sampled_from([None, True, datetime(1937, 2, 13), time(1, 2)])))
@settings(max_examples=400, deadline=None)
def test_readers_of_cells_never_raise(cell):
    read_date(cell, latest_year=1986)
    read_id_number(cell)
    read_phones(cell)
    if isinstance(cell, str):
        name_keys(cell)
        search_words(cell)
        line = search_text(name=cell, lane=cell, door=cell, phones=[cell])
        assert len(line.encode()) < 2000 and line.count("@") == 1
