"""The pages of assessments: begun at a person, kept while one goes on, finished, corrected; own instruments; the outsider."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qianshou.assessment.models import Assessment, SiteInstrument
from tests.assessment.answers import best
from tests.assessment.test_make_assessment import done
from tests.cast import DAY, NOON

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """The office's clock stands at noon of the cast's day."""
    monkeypatch.setattr("qianshou.kernel.clock.now", lambda: NOON)


def signed_in(user, language="en") -> Client:
    user.language = language
    user.save()
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def sent(answers: dict, **more) -> dict:
    return {f"a.{code}": value for code, value in answers.items()} | {"made_on": DAY.isoformat(), "row_version": 1} | more


@pytest.fixture
def desk(cast):
    return signed_in(cast.assessor)


@pytest.fixture
def form(cast, desk):
    answer = desk.post(reverse("assessments-begin", args=[cast.shen.pk]), {"instrument": "gbt42195", "why": "first"})
    made = Assessment.objects.get()
    assert answer.url == reverse("assessments-one", args=[made.pk])
    return made


def test_a_form_is_kept_while_one_goes_on_and_says_how_far_one_is(cast, desk, form):
    page = reverse("assessments-one", args=[form.pk])
    assert "0 of 26 answered" in desk.get(page).content.decode()
    kept = desk.post(reverse("assessments-keep", args=[form.pk]), sent({"eating": "p4", "stairs": "p2"})).content.decode()
    assert "2 of 26 answered" in kept and "6 points so far" in kept and 'value="2"' in kept
    again = desk.get(page).content.decode()
    assert re.search(r'name="a\.stairs" value="p2" checked', again)


def test_what_is_missing_is_named_and_what_was_answered_stays(cast, desk, form):
    answers = best("gbt42195")
    del answers["memory"]
    refused = desk.post(reverse("assessments-one", args=[form.pk]), sent(answers, finish="1"))
    assert refused.status_code == 422 and "there is no answer yet to Memory" in refused.content.decode()
    assert len(Assessment.objects.get().answers) == 25


def test_a_finished_form_shows_points_level_and_why(cast, desk, form):
    page = reverse("assessments-one", args=[form.pk])
    assert desk.post(page, sent(best("gbt42195", stairs="p2"), changes=["dementia"], finish="1")).url == page
    shown = desk.get(page).content.decode()
    for words in ("89", "Moderate", "By points alone: Mild", "Diagnosed dementia", "to be checked against the standard"):
        assert words in shown, words
    person = desk.get(reverse("assessments-person", args=[cast.shen.pk])).content.decode()
    assert '<circle class="dot last"' in person and "89 of 90" in person
    assert "Moderate" in desk.get(reverse("assessments-list"), {"show": "levels", "instrument": "gbt42195", "level": "2"}).content.decode()
    assert cast.shen.name not in desk.get(reverse("assessments-list"), {"show": "levels", "level": "0"}).content.decode()


def test_two_people_at_one_form_the_second_is_told(cast, desk, form):
    keep = reverse("assessments-keep", args=[form.pk])
    desk.post(keep, sent({"eating": "p4"}))
    late = signed_in(cast.officer).post(keep, sent({"eating": "p0"}))
    assert "Somebody else has written to this form" in late.content.decode()
    assert Assessment.objects.get().answers == {"eating": "p4"}


def test_a_correction_takes_its_place_and_forms_stand_side_by_side(cast, desk):
    old = done(cast, on=DAY.replace(month=10))
    new = done(cast, answers=best("gbt42195", stairs="p1"), why="periodic")
    compared = desk.get(reverse("assessments-person", args=[cast.shen.pk]), {"compare": "gbt42195"}).content.decode()
    assert compared.count('class="moved"') == 1 and "2026-10-24" in compared
    correction = desk.post(reverse("assessments-correct", args=[new.pk])).url
    assert desk.post(correction, sent(best("gbt42195"), finish="1")).status_code == 302
    assert "A correction stands in its place" in desk.get(reverse("assessments-one", args=[new.pk])).content.decode()
    desk.post(reverse("assessments-withdraw", args=[old.pk]), {"reason": "wrong person"})
    assert "wrong person" in desk.get(reverse("assessments-one", args=[old.pk])).content.decode()


def test_the_outsider_finds_nothing_and_writes_nothing(cast, form):
    outsider = signed_in(cast.outsider)
    for name in ("one", "keep", "drop", "correct", "withdraw"):
        ask = outsider.get if name == "one" else outsider.post
        assert ask(reverse(f"assessments-{name}", args=[form.pk])).status_code == 404, name
    assert outsider.get(reverse("assessments-person", args=[cast.shen.pk])).status_code == 404
    assert outsider.post(reverse("assessments-begin", args=[cast.shen.pk]), {"instrument": "barthel"}).status_code == 404
    assert Assessment.objects.count() == 1


def test_a_committee_reads_its_own_and_does_not_write(cast, form):
    worker = signed_in(cast.committee_worker)
    shown = worker.get(reverse("assessments-one", args=[form.pk]))
    assert shown.status_code == 200 and "Not finished yet" in shown.content.decode()
    assert worker.post(reverse("assessments-keep", args=[form.pk]), sent({"eating": "p4"})).status_code == 404


OWN = """code = "tea"
version = "1"
zh = "喝茶"
en = "Tea"
holds_from = 2026-01-01
certainty = "unverified"
source_zh = "自拟"
source_en = "our own"
most = 1

[[section]]
code = "tea"
zh = "茶"
en = "Tea"
most = 1

[[answer]]
scale = "s"
code = "yes"
points = 1
zh = "是"
en = "yes"

[[answer]]
scale = "s"
code = "no"
points = 0
zh = "否"
en = "no"

[[item]]
section = "tea"
code = "drinks"
zh = "喝茶"
en = "Drinks tea"
scale = "s"
"""


def test_a_street_writes_an_instrument_of_its_own_and_asks_it(cast):
    officer = signed_in(cast.officer)
    own = reverse("assessments-own")
    wrong = officer.post(own, {"text": OWN.replace('scale = "s"\n\n[[item]]', 'scale = "x"\n\n[[item]]').replace("points = 1", "points = 2")})
    assert wrong.status_code == 422 and re.search(r"tea\.toml|instrument\.toml:\d+", wrong.content.decode())
    assert not SiteInstrument.objects.exists()
    officer.post(own, {"text": OWN})
    row = SiteInstrument.objects.get()
    begin = reverse("assessments-begin", args=[cast.shen.pk])
    officer.post(begin, {"instrument": "tea"})
    assert not Assessment.objects.exists()  # a draft is asked of nobody
    officer.post(reverse("assessments-publish", args=[row.pk]))
    officer.post(begin, {"instrument": "tea"})
    form = Assessment.objects.get()
    officer.post(reverse("assessments-one", args=[form.pk]), sent({"drinks": "yes"}, finish="1"))
    assert Assessment.objects.get().total == 1
    assert "was in use already" in officer.post(own, {"text": OWN}).content.decode()
    officer.post(reverse("assessments-retire", args=[row.pk]))
    assert "Drinks tea" in officer.get(reverse("assessments-one", args=[form.pk])).content.decode()  # old records keep it
    officer.post(begin, {"instrument": "tea"})
    assert Assessment.objects.count() == 1
    assert signed_in(cast.outsider).post(reverse("assessments-publish", args=[row.pk])).status_code == 404


def test_a_pack_s_instrument_is_taken_as_a_pattern(cast):
    officer = signed_in(cast.officer, "zh-hans")
    page = officer.get(reverse("assessments-own"), {"from": "barthel@1965"}).content.decode()
    assert "进食" in page and "[[band]]" in page
    file = officer.get(reverse("assessments-instrument-download", args=["barthel", "1965"]))
    assert file["Content-Type"].startswith("application/toml") and "feeding" in file.content.decode()


def test_an_assessment_goes_out_as_fhir_and_comes_back_as_a_form_to_be_looked_at(cast):
    form, officer = done(cast, answers=best("gbt42195", stairs="p1"), changes=["dementia"]), signed_in(cast.officer)
    out = officer.get(reverse("assessments-fhir", args=[form.pk, "r5"]))
    assert out["Content-Type"].startswith("application/fhir+json") and cast.shen.name not in out.content.decode()
    assert officer.get(reverse("assessments-fhir", args=[form.pk, "r3"])).status_code == 404
    bring = reverse("assessments-bring", args=[cast.lu.pk])
    answer = officer.post(bring, {"file": SimpleUploadedFile("a.json", out.content)})
    brought = Assessment.objects.get(person=cast.lu)
    assert answer.url == reverse("assessments-one", args=[brought.pk])
    assert (brought.state, brought.answers, brought.changes) == ("draft", form.answers, ["dementia"])
    officer.post(bring, {"file": SimpleUploadedFile("a.json", out.content)})  # twice: the form that lies begun is not written over
    officer.post(bring, {"file": SimpleUploadedFile("a.json", b"{broken")})
    assert Assessment.objects.filter(person=cast.lu).count() == 1
    assert signed_in(cast.outsider).post(bring, {"file": SimpleUploadedFile("a.json", out.content)}).status_code == 404


def test_an_instrument_comes_from_fhir_as_a_text_to_be_looked_at(cast):
    officer = signed_in(cast.officer)
    file = officer.get(reverse("assessments-instrument-fhir", args=["lsns6", "2006", "r4b"])).content
    shown = officer.post(reverse("assessments-own"), {"file": SimpleUploadedFile("lsns6.json", file.replace(b'"2006"', b'"2026"'))})
    assert "Read from FHIR" in shown.content.decode() and "[[band]]" in shown.content.decode()
    assert not SiteInstrument.objects.exists()
    wrong = officer.post(reverse("assessments-own"), {"file": SimpleUploadedFile("x.json", b'{"resourceType": "Patient"}')})
    assert wrong.status_code == 422 and "is not a Questionnaire but a Patient" in wrong.content.decode()
