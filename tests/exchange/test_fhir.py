"""Instruments and assessments as FHIR, R4B and R5: ours go out and come back whole; another's is taken as far as it fits, and what did not is told."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianshou.exchange.fhir import R4B, R5, FhirError, bring_questionnaire, bring_response, questionnaire_of, response_of
from qianshou.packs.instrument_text import write_instrument
from qianshou.packs.instruments import instruments, parse_instrument
from tests.assessment.answers import best

ALL = instruments("yangpu")
BOTH = pytest.mark.parametrize("version", [R4B, R5])


def plain(one):
    """An instrument without what a file is called, its parts named alike."""
    sections = tuple(replace(s, certainty=one.certainty) for s in one.sections)
    items = tuple(replace(i, certainty=one.certainty, hint_zh="", hint_en="", answers=tuple(replace(a, certainty=one.certainty) for a in i.answers)) for i in one.items)
    return replace(one, file="", sections=sections, items=items)


def parsed(text):
    return parse_instrument(text, Path("own/x.toml"))


@pytest.mark.parametrize("code", ALL)
def test_an_instrument_is_written_and_read_again_as_it_was(code):
    one = ALL[code]
    assert replace(parsed(write_instrument(one)), file="") == replace(one, file="")


@BOTH
@pytest.mark.parametrize("code", ALL)
def test_our_instruments_go_out_and_come_back_whole(code, version):
    one = ALL[code]
    out = questionnaire_of(one, version)
    brought = bring_questionnaire(json.dumps(out))
    assert brought.left == []
    back = plain(parsed(brought.text))
    assert replace(back, items=(), sections=()) == replace(plain(one), items=(), sections=())
    assert back.sections == plain(one).sections
    for item, was in zip(back.items, plain(one).items, strict=True):
        assert item == replace(was, optional=item.optional) and (item.optional == was.optional)


@BOTH
def test_points_and_both_languages_are_where_the_standard_wants_them(version):
    out = questionnaire_of(ALL["barthel"], version)
    item = out["item"][0]["item"][0]
    assert item["type"] == ("choice" if version == R4B else "coding") and item["text"] == "进食"
    coding = item["answerOption"][0]["valueCoding"]
    weight = next(e for e in coding["extension"] if "valueDecimal" in e)
    assert weight["url"].endswith("ordinalValue" if version == R4B else "itemWeight") and float(weight["valueDecimal"]) in (0, 10)
    assert item["_text"]["extension"][0]["extension"][1]["valueString"] == "Feeding"


FOREIGN = {
    "resourceType": "Questionnaire",
    "status": "active",
    "url": "http://example.org/fhir/Questionnaire/sleep-check",
    "version": "1.0",
    "title": "Sleep check",
    "language": "en",
    "item": [
        {"linkId": "1", "type": "display", "text": "Please answer."},
        {"linkId": "2", "type": "boolean", "text": "Sleeps well", "required": True},
        {
            "linkId": "3",
            "type": "group",
            "text": "Nights",
            "item": [
                {"linkId": "3.1", "type": "integer", "text": "Hours of sleep", "required": True},
                {"linkId": "3.2", "type": "date", "text": "Last good night"},
                {"linkId": "3.3", "type": "string", "text": "Why", "enableWhen": [{"question": "2", "operator": "=", "answerBoolean": False}]},
            ],
        },
    ],
}


def test_a_questionnaire_from_elsewhere_is_taken_as_far_as_it_fits_and_says_what_did_not():
    brought = bring_questionnaire(json.dumps(FOREIGN))
    one = parsed(brought.text)
    assert (one.id, one.en, one.zh, one.certainty, one.most) == ("sleep_check@1.0", "Sleep check", "Sleep check", "unverified", 0)
    assert [(i.code, i.kind, i.optional) for i in one.items] == [
        ("i2", "choice", False), ("i3_1", "number", False), ("i3_2", "text", True), ("i3_3", "text", True)]  # fmt: skip
    assert brought.left == [("display", "Please answer."), ("type", "Last good night"), ("conditions", "Why")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("[]", "is not a Questionnaire"),
        ('{"resourceType": "Patient"}', "is not a Questionnaire but a Patient"),
        ('{"resourceType": "Questionnaire"}', "status"),
        ('{"resourceType": "Questionnaire", "status": "active"}', "no question"),
        ('{"resourceType": "Questionnaire", "status": "active", "item": [{"type": "text", "text": "x"}]}', "linkId"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_questionnaire_is_refused_and_says_why(text, says):
    with pytest.raises(FhirError, match=says):
        bring_questionnaire(text)


def response(code, answers, version, changes=(), state="done"):
    return response_of(
        ALL[code], person=17, answers=answers, changes=list(changes), state=state, made_on=date(2026, 11, 20), authored=datetime(2026, 11, 21, 8, tzinfo=UTC),
        by="沈老师", total=90, level=0, version=version,
    )  # fmt: skip


@BOTH
@pytest.mark.parametrize("code", ALL)
def test_answers_go_out_and_come_back(code, version):
    answers = best(code)
    changes = ["dementia"] if code == "gbt42195" else []
    out = response(code, answers, version, changes)
    assert "沈" not in json.dumps(out["subject"], ensure_ascii=False)
    back = bring_response(json.dumps(out), ALL[code])
    assert (back.answers, back.changes, back.left) == (answers, changes, [])
    assert (back.instrument, back.version, back.made_on, back.told) == (code, ALL[code].version, date(2026, 11, 20), 90)


@BOTH
@pytest.mark.parametrize(("state", "status"), [("draft", "in-progress"), ("done", "completed"), ("withdrawn", "entered-in-error")])
def test_a_state_has_the_standard_s_word(state, status, version):
    assert response("barthel", best("barthel"), version, state=state)["status"] == status


def test_answers_that_do_not_fit_are_told_and_not_taken():
    out = response("barthel", best("barthel"), R5)
    out["item"][0]["item"][0]["answer"] = [{"valueCoding": {"code": "p99"}}]
    back = bring_response(json.dumps(out), ALL["barthel"])
    assert back.left == ["feeding"] and "feeding" not in back.answers
    with pytest.raises(FhirError, match="fits"):
        bring_response(json.dumps(response("barthel", best("barthel"), R5)), ALL["lsns6"])


@st.composite
def some_answers(draw):
    code = draw(st.sampled_from(sorted(ALL)))
    found = {}
    for item in ALL[code].items:
        if draw(st.booleans()):
            if item.kind == "many":
                found[item.code] = draw(st.lists(st.sampled_from([a.code for a in item.answers]), min_size=1, unique=True))
            elif item.answers:
                found[item.code] = draw(st.sampled_from([a.code for a in item.answers]))
            else:
                found[item.code] = draw(st.text("甲乙 丙\n\"\\a", min_size=1, max_size=20).filter(str.strip))
    return code, found


@settings(deadline=None)
@given(some_answers(), st.sampled_from([R4B, R5]))
def test_whatever_was_answered_comes_back_the_same(answered, version):
    code, answers = answered
    out = json.dumps(response(code, answers, version, state="draft"))
    if answers:
        assert bring_response(out, ALL[code]).answers == answers
