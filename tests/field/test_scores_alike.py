"""The page's scorer and the office's: the same points, level, reasons and faults, for every instrument and any answers, sound or not."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from qianshou.assessment.rules import faults_of, score
from qianshou.field.table.body import plain_instrument
from tests.assessment.answers import ALL
from tests.field.chromium import browser_on, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What the pack's own instruments do not have: reasons that add up, numbers, an instrument without bands.
BENT = [
    replace(ALL["gbt42195"], code="adding", changes_add=True),
    replace(ALL["barthel"], code="bare", bands=(), changes=()),
    replace(ALL["lsns6"], code="counting", items=(*ALL["lsns6"].items, replace(ALL["lsns6"].items[0], code="falls", kind="number", least=0, most=9, answers=()))),
]
EVERY = {one.code: one for one in [*ALL.values(), *BENT]}
ODD = st.sampled_from([None, "", "  ", [], "p9", "x" * 2001, "𬭩" * 1500, ["none", "fall"], ["fall", "fall"], 3, 12, -1, 2**40, "3", {"a": 1}, True])
SCRIPT = """async ([instruments, cases]) => {
    const { faultsOf, score } = await import('/static/field/js/forms/score.js');
    return cases.map(([code, answers, changes]) => [
      faultsOf(instruments[code], answers, changes).map((f) => [f.item, f.why]), faultsOf(instruments[code], answers, changes, true).map((f) => [f.item, f.why]),
      score(instruments[code], answers, changes)]);
}"""


@st.composite
def filled(draw):
    """An instrument and answers: mostly sound and complete, sometimes with something missing or odd."""
    one = EVERY[draw(st.sampled_from(sorted(EVERY)))]
    answers: dict[str, object] = {}
    for item in one.items:
        codes = [answer.code for answer in item.answers]
        sound = {
            "choice": lambda c=codes: st.sampled_from(c), "many": lambda c=codes: st.lists(st.sampled_from(c), min_size=1, max_size=3, unique=True),
            "number": lambda i=item: st.integers(i.least, i.most), "text": lambda: st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
        }[item.kind]()  # fmt: skip
        answers[item.code] = draw(sound)
    for code in draw(st.lists(st.sampled_from([item.code for item in one.items] + ["piano"]), max_size=draw(st.sampled_from([0, 0, 0, 1, 3])))):
        answers[code] = draw(ODD)
    changes = draw(st.lists(st.sampled_from([change.code for change in one.changes] + ["moon"] * draw(st.booleans())), max_size=4)) if one.changes else []
    return one.code, answers, changes


def cases(n: int) -> list[tuple]:
    found: list[tuple] = []

    @seed(20261124)
    @settings(max_examples=n, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
    @given(filled())
    def collect(case):
        found.append(case)

    collect()
    return found


def ladder() -> list[tuple]:
    """From all at their best down to all at their worst, one answer at a time: every band of every instrument, alone and with each reason."""
    found = []
    for one in EVERY.values():
        answers = {i.code: sorted(i.answers, key=lambda a: -(a.points or 0))[0].code if i.kind == "choice" else ["none"] if i.kind == "many" else "x" for i in one.items}
        answers |= {i.code: 0 for i in one.items if i.kind == "number"}
        for item in (i for i in one.items if i.scored):
            for answer in sorted(item.answers, key=lambda a: -a.points):
                answers[item.code] = answer.code
                found += [(one.code, dict(answers), list(changes)) for changes in ([], *([c.code] for c in one.changes), [c.code for c in one.changes])]
    return found


def ours(code: str, answers: dict, changes: list) -> list:
    one = EVERY[code]
    faults, partial = ([[f.item, f.why] for f in faults_of(one, answers, changes, partial=p)] for p in (False, True))
    return [faults, partial, None if faults else json.loads(json.dumps(asdict(score(one, answers, changes))))]


def test_the_page_and_the_office_score_alike(live_server, tmp_path):
    tried = cases(1500) + ladder()
    mine = [ours(*case) for case in tried]
    assert {code for code, _, _ in tried} == set(EVERY) and 500 < sum(one[2] is not None for one in mine) < len(mine) - 200
    reached = {(case[0], one[2]["level"]) for case, one in zip(tried, mine, strict=True) if one[2]}
    assert {(one.code, band.level) for one in EVERY.values() for band in one.bands} <= reached
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        page.goto(f"{live_server.url}/field/")
        plain = json.loads(json.dumps({code: plain_instrument(one) for code, one in EVERY.items()}))
        theirs = page.evaluate(SCRIPT, [plain, tried])
        wrong = [(case, a, b) for case, a, b in zip(tried, mine, theirs, strict=True) if a != b]
        assert not wrong, wrong[0]
        plain["gbt42195"]["bands"][0]["level"] = 1  # negative control: another instrument is seen to score otherwise
        assert page.evaluate(SCRIPT, [plain, tried]) != mine
