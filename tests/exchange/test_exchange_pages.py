"""The pages: a workbook comes in, is corrected, confirmed and taken back out; doubtful rows are settled; outsiders get nowhere."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from qianshou.exchange.models import Batch, ImportRow, ReviewCase, SavedMapping
from qianshou.people import vault
from qianshou.people.models import ElderFile, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client.force_login(cast.officer)
    return client


def upload(client, file, kind="register"):
    with file.open("rb") as content:
        response = client.post(reverse("exchange-upload"), {"kind": kind, "file": content})
    assert response.status_code == 302, response.content
    return Batch.objects.latest("pk")


def applied(client, data_dir):
    batch = upload(client, data_dir / "register.xlsx")
    client.post(reverse("exchange-apply", args=[batch.pk]))
    batch.refresh_from_db()
    return batch


def test_nothing_is_written_before_the_officer_confirms(officer, cast, data_dir):
    people = Person.objects.count()
    batch = upload(officer, data_dir / "register.xlsx")
    assert batch.state == "read" and batch.counts == {"ok": 961, "review": 52, "reject": 3, "skip": 16}
    assert batch.changes["created"] == 1013 and Person.objects.count() == people and not ReviewCase.objects.exists()
    page = officer.get(reverse("exchange-batch", args=[batch.pk]), {"outcome": "review"}).content.decode()
    assert "310110193702138560" not in page
    officer.post(reverse("exchange-apply", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "done" and Person.objects.count() == people + 1013 and ReviewCase.objects.filter(state="open").count() == 52
    assert "310110193702138560" not in str(list(ImportRow.objects.values_list("raw", "understood")))


def test_a_corrected_mapping_is_kept_for_the_next_sheet(officer, cast, data_dir):
    batch = upload(officer, data_dir / "register.xlsx")
    officer.post(reverse("exchange-mapping", args=[batch.pk]), {"column-12": "remark", "column-14": "hobbies", "save": "1"})
    batch.refresh_from_db()
    fields = {column["index"]: (column["field"], column["why"]) for column in batch.mapping["columns"]}
    assert fields[12] == ("remark", "hand") and fields[14][0] == "hobbies" and SavedMapping.objects.count() == 1
    again = upload(officer, data_dir / "register.xlsx")
    assert {column["index"]: column["field"] for column in again.mapping["columns"]}[12] == "remark"


def test_the_workbook_comes_back_with_two_columns_more(officer, cast, data_dir):
    batch = applied(officer, data_dir)
    response = officer.get(reverse("exchange-workbook", args=[batch.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    given = CalamineWorkbook.from_path(str(data_dir / "register.xlsx")).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[:15] for row in rows] == given
    assert rows[5][15] and rows[5][16] and not rows[4][16]


def test_a_bad_file_is_said_to_be_one(officer, cast, tmp_path):
    file = tmp_path / "photo.xlsx"
    file.write_bytes(b"\x89PNG\r\n" + b"0" * 400)
    batch = upload(officer, file)
    assert batch.state == "failed" and batch.error["code"] == "not_a_spreadsheet"
    assert officer.get(reverse("exchange-batch", args=[batch.pk])).status_code == 200


def test_a_sheet_with_headings_is_filled_from_the_files(officer, cast, tmp_path):
    file = tmp_path / "district.csv"
    file.write_text("序号,老人姓名,公民身份号码,现住址,家属电话\n,,,,\n", encoding="utf-8")
    with file.open("rb") as content:
        response = officer.post(reverse("exchange-fill"), {"file": content})
    assert response.status_code == 200, response.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    found = next(row for row in rows if row[1] == cast.shen.name)
    assert found[2] == "310110193803052563" and found[3] == "怀德路454弄15号二楼前楼" and found[4] == "13917005678"
    assert cast.stranger.name not in {row[1] for row in rows}


def test_two_files_of_one_person_become_one_and_two_again(officer, cast, data_dir):
    applied(officer, data_dir)
    case = ReviewCase.objects.filter(reasons__contains=[{"code": "same_person_other_address"}]).first()
    assert officer.get(reverse("review-list"), {"case": case.pk}).status_code == 200
    officer.post(reverse("review-merge", args=[case.pk]), {"take": ["place_id", "door"]})
    case.refresh_from_db()
    later, earlier = Person.objects.get(pk=case.person_id), Person.objects.get(pk=case.other_id)
    assert case.action == "merged" and later.merged_into_id == earlier.pk and earlier.door == later.door
    assert not ElderFile.objects.get(pk=later.pk).in_review
    officer.post(reverse("review-undo", args=[case.pk]))
    case.refresh_from_db()
    assert case.state == "open" and Person.objects.get(pk=later.pk).merged_into_id is None
    assert Person.objects.get(pk=earlier.pk).door == cast_door(case)


def cast_door(case):
    """The earlier file's own door."""
    return case.other.door


def test_an_id_number_is_mended_and_the_sheet_does_not_ask_again(officer, cast, data_dir):
    applied(officer, data_dir)
    case = ReviewCase.objects.filter(reasons__contains=[{"code": "id_missing"}]).first()
    wrong = officer.post(reverse("review-mend", args=[case.pk]), {"number": "310110194905122636"})
    assert "wrong=check" in wrong["Location"]
    officer.post(reverse("review-mend", args=[case.pk]), {"number": "310110 19490512 2635"})
    case.refresh_from_db()
    assert case.action == "mended" and vault.id_number(case.person) == "310110194905122635"
    people, open_cases = Person.objects.count(), ReviewCase.objects.filter(state="open").count()
    again = applied(officer, data_dir)
    assert again.changes == {"created": 0, "updated": 0, "unchanged": 1013}
    assert (Person.objects.count(), ReviewCase.objects.filter(state="open").count()) == (people, open_cases)
    assert not ElderFile.objects.get(pk=case.person_id).in_review


def test_keeping_a_row_wants_a_reason(officer, cast, data_dir):
    applied(officer, data_dir)
    case = ReviewCase.objects.first()
    officer.post(reverse("review-keep", args=[case.pk]), {"other": " "})
    case.refresh_from_db()
    assert case.state == "open"
    officer.post(reverse("review-keep", args=[case.pk]), {"reason": "1"})
    case.refresh_from_db()
    assert case.state == "settled" and case.note


def test_the_outsider_sees_nothing_of_it(officer, cast, data_dir, client):
    batch = applied(officer, data_dir)
    case = ReviewCase.objects.first()
    client.logout()
    client.force_login(cast.outsider)
    for name, args in (("exchange-batch", [batch.pk]), ("exchange-state", [batch.pk]), ("exchange-workbook", [batch.pk])):
        assert client.get(reverse(name, args=args)).status_code == 404
    for name in ("exchange-apply", "exchange-drop", "exchange-mapping"):
        assert client.post(reverse(name, args=[batch.pk])).status_code == 404
    for name in ("review-merge", "review-mend", "review-keep", "review-undo"):
        assert client.post(reverse(name, args=[case.pk]), {"reason": "1", "number": "310110194905122635"}).status_code == 404
    assert client.get(reverse("review-list"), {"case": case.pk}).status_code == 404
    case.refresh_from_db()
    assert case.state == "open"
