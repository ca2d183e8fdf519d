"""The application form and the letter: everything on them can be printed, and they say what was decided."""

from datetime import date

import pytest

from qianshou.booklets.faces import faces, unprintable_in
from qianshou.booklets.intake import ApplicationSheet, Letter, Who, application_form, decision_letter
from qianshou.booklets.render import INTAKE, pdf
from qianshou.packs.loader import load
from tests.cast import DAY, NOON

WHO = Who(name="毛䶮", sex="f", age=83, id_number="310110********1043", address="怀德路454弄15号", telephone="138 1700 1234", committee="怀德居委会", living="独居")
PACK = load()


def sheet(language: str) -> dict:
    wished = [(one.name(language), code == "walking") for code, one in PACK.services.items()]
    papers = [(one.name(language), one.needed) for one in PACK.intake_papers.values()]
    return application_form(ApplicationSheet(number="SQ-000017", office="平凉路街道", who=WHO, applied_on=DAY, applicant="x", wished=wished, papers=papers, language=language))


def letter(language: str, **more) -> dict:
    given = {"number": "SQ-000017-3", "office": "平凉路街道", "who": WHO, "outcome": "granted", "reason": "独居高龄", "decided_on": DAY, "applied_on": DAY, "level": "2 中度失能", "language": language}
    return decision_letter(Letter(**given | more))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("machine", [True, False])
def test_everything_on_them_can_be_printed(language, machine):
    for data in (sheet(language), letter(language), letter(language, outcome="deferred", until=date(2027, 1, 5)), letter(language, outcome="refused", appeal_until=DAY)):
        assert not unprintable_in([data], faces(machine).characters)
        assert pdf(INTAKE, data, NOON, machine).startswith(b"%PDF")


def test_the_letter_says_what_was_decided_until_when_and_how_to_appeal():
    body = " ".join(letter("zh", outcome="refused", appeal_until=date(2026, 12, 24))["body"])
    assert "未予同意" in body and "独居高龄" in body and "2026年12月24日" in body
    body = " ".join(letter("en", on_appeal=True)["body"])
    assert "2 中度失能" in body and "answers your appeal" in body and "may appeal" not in body


def test_only_what_is_wished_is_ticked():
    boxes = {box["name"]: box["ticks"] for box in sheet("en")["boxes"]}
    assert [t["name"] for t in boxes["Help wished"] if t["on"]] == [PACK.services["walking"].en]
