"""Ten best elected: announced, nominated, checked, voted by code on a phone, the jury, closed by two, published; the tally counts itself to the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from qianshou.kernel import clock
from qianshou.merit.models import Election, ElectionBallot
from qianshou.merit.rules.election_codes import shown
from tests.cast import DAY, NOON
from tests.elections.year import codes, second_officer

VOTE_DAY, OVER = NOON + timedelta(days=5), NOON + timedelta(days=9)


@pytest.fixture
def street(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return cast


def announce(page) -> None:
    page.goto("/ten-best/")
    page.get_by_role("link", name="发布评选").click()
    for name, days in (("nominate_from", 0), ("nominate_until", 2), ("vote_from", 4), ("vote_until", 6)):
        page.fill(f"#{name}", (DAY + timedelta(days=days)).isoformat())
    page.fill("#places-carers", "2")
    page.fill("#places-aides", "0")
    page.fill("#places-volunteers", "1")
    page.get_by_role("button", name="发布").click()
    expect(page.locator(".toast")).to_contain_text("已发布")


def nominate(page, name: str) -> None:
    page.get_by_role("link", name="推荐", exact=False).first.click()
    label = page.locator("#carer option", has_text=name).inner_text()
    page.select_option("#carer", label=label)
    page.fill("#by_name", "沈明")
    page.fill("#reason", "对老人像对自己的父母")
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".toast")).to_contain_text(name)


def shortlist(page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    for code in ("year_points", "no_complaint"):
        rule = page.locator("li", has=page.locator(f"#why-{code}"))
        rule.locator("summary").click()
        page.fill(f"#why-{code}", "查过台账")
        rule.get_by_role("button", name="可以参选").click()
        expect(page.locator(".toast")).to_contain_text("已记下")
    page.fill("#citation", "十年如一日")
    page.get_by_label("本人同意公示姓名和工作情况").check()
    page.get_by_role("button", name="列入名单").click()
    expect(page.locator(".toast")).to_contain_text("已入围")


def vote(page, address: str, code: str, names: list[str], look) -> tuple[str, list[str]]:
    """By the square on the slip; (receipt, what is wrong with the pages)."""
    page.goto(f"{address}#{code}")
    expect(page.locator("#code")).to_have_value(code)
    assert code not in page.url
    troubles = look(page, "ten-vote", "zh-hans")
    page.get_by_role("button", name="去选票").click()
    for name in ("谭美华", "邵桂英", "冯秀萍"):
        page.get_by_label(re.compile(name)).check()
    page.get_by_role("button", name="再看一遍").click()
    expect(page.locator(".wrong")).to_contain_text("最多只能选2人")
    for name in ("谭美华", "邵桂英", "冯秀萍"):
        page.get_by_label(re.compile(name)).set_checked(name in names)
    troubles += look(page, "ten-ballot", "zh-hans")
    page.get_by_role("button", name="再看一遍").click()
    expect(page.locator(".chosen").first).to_contain_text(names[0])
    troubles += look(page, "ten-review", "zh-hans")
    page.get_by_role("button", name="投入票箱").click()
    troubles += look(page, "ten-voted", "zh-hans")
    return page.locator("#receipt").inner_text(), troubles


def test_ten_best_elected(street, visit, look, tmp_path):
    officer, zhou = visit(street.officer), visit(second_officer(street))
    with clock.frozen(NOON):
        announce(officer)
        row = Election.objects.get()
        for name in ("谭美华", "邵桂英", "冯秀萍", "裘惠芬"):
            nominate(officer, name)
    with clock.frozen(NOON + timedelta(days=3)):
        for name in ("谭美华", "邵桂英", "冯秀萍", "裘惠芬"):
            officer.goto(f"/ten-best/{row.pk}/")
            shortlist(officer, name)
        officer.goto(f"/ten-best/{row.pk}/jury/")
        officer.fill("#name", "瞿科长")
        officer.get_by_role("button", name="添加").click()
        officer.goto(f"/ten-best/{row.pk}/")
        officer.get_by_role("button", name="开始投票").click()
        expect(officer.locator(".toast")).to_contain_text("投票开始了")
    row.refresh_from_db()
    made = list(codes(street, row).values())
    with clock.frozen(VOTE_DAY):
        voter = visit(size="phone")
        receipt, troubles = vote(voter, f"/vote/{row.slug}/", made[0], ["邵桂英", "冯秀萍"], look)
        voter.goto(f"/vote/{row.slug}/#{made[0]}")
        voter.get_by_role("button", name="去选票").click()
        expect(voter.locator(".wrong")).to_contain_text("这个码已经用过")
        second, more = vote(voter, f"/vote/{row.slug}/", made[1], ["邵桂英", "谭美华"], look)
        officer.goto(f"/ten-best/{row.pk}/jury/")
        officer.get_by_role("link", name="瞿科长的打分").click()
        for number in range(1, 5):
            officer.fill(f"#points-{number}", str(60 + 10 * number))
        officer.get_by_role("button", name="录入打分").click()
    assert {shown(b.receipt) for b in ElectionBallot.objects.all()} == {receipt, second}
    with clock.frozen(OVER):
        for page, button in ((officer, "申请结束投票"), (zhou, "结束投票并计票")):
            page.goto(f"/ten-best/{row.pk}/")
            page.get_by_role("button", name=button).click()
        expect(zhou.locator(".toast")).to_contain_text("已结束并计票")
        zhou.get_by_role("button", name="公布结果").click()
        expect(zhou.locator(".toast")).to_contain_text("已公布")
        troubles += look(zhou, "ten-result", "zh-hans")
        voter.goto(f"/vote/{row.slug}/check/?language=en")
        voter.fill("#receipt", receipt.lower())
        voter.get_by_role("button", name="Find it").click()
        expect(voter.get_by_role("status")).to_contain_text("邵桂英")
        troubles += look(voter, "ten-check", "en")
        elected = [line["name"] for line in Election.objects.get().tally["result"] if line["elected"]]
        for name in elected:
            expect(voter.locator("li", has_text=name).first).to_contain_text("elected")
        files = {}
        for words in ("The tally (JSON)", "The counter (Python)"):
            with voter.expect_download() as got:
                voter.get_by_role("link", name=words).click()
            files[words] = tmp_path / got.value.suggested_filename
            got.value.save_as(files[words])
    done = subprocess.run([sys.executable, "-I", str(files["The counter (Python)"]), str(files["The tally (JSON)"])], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout
    counted = re.findall(r"\* +\d+ (\S+)  votes", done.stdout)
    assert counted == elected and "邵桂英" in elected and len(elected) == 3
    assert json.loads(files["The tally (JSON)"].read_text())["marked"] == {"code": 2, "paper": 0}
    assert not troubles + more, "\n".join(troubles + more)
