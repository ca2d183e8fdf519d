"""Pages of booklets: what they show, paper, medicines and habits by hand, runs for a list; another street's officer gets nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qianshou.booklets import operations, render
from qianshou.booklets.models import PrintRun
from qianshou.booklets.operations import print_runs
from qianshou.booklets.queries.booklets import FACE_BYTES
from qianshou.people.models import Habit, Medicine, Person
from tests.assessment.test_assessment_pages import at_noon, signed_in  # noqa: F401
from tests.cast import NOON
from tests.person_booklets.full import PNG, fill

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def full(cast, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(print_runs, "volume_pdf", render.pdf)
    fill(cast)
    return cast


@pytest.fixture
def officer(full):
    return signed_in(full.officer)


def shown(client, name, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_the_page_says_what_the_booklet_says_and_what_is_still_to_ask(full, officer):
    page = shown(officer, "booklet-person", full.shen.pk)
    for word in ("沈玉芳", "高血压", "氨氯地平片", "谭美华", "137 0000 2222", "PICC-397", "data:image/png;base64,"):
        assert word in page, word
    assert "Still to ask" in page and "How to talk" in page and "no 上门护理员 yet" not in page
    assert reverse("booklet-person", args=[full.shen.pk]) in shown(officer, "people-file", full.shen.pk)


def test_paper_for_one_person_in_both_languages_and_it_is_written_down(full, officer):
    from qianshou.access.models import LogEntry

    for name in ("booklet-pdf", "booklet-card-pdf"):
        for language in ("zh", "en"):
            answer = officer.get(reverse(name, args=[full.shen.pk]), {"language": language})
            assert answer.content.startswith(b"%PDF") and "no-store" in answer["Cache-Control"]
    assert LogEntry.objects.filter(act="booklet.printed", target_id=str(full.shen.pk)).count() == 4


def test_a_character_that_cannot_be_printed_is_said_first(full, officer):
    Person.objects.filter(pk=full.shen.pk).update(name="沈\U0002b740")
    address = reverse("booklet-pdf", args=[full.shen.pk])
    assert "U+2B740" in officer.get(address).content.decode()
    assert officer.get(address, {"anyway": 1}).content.startswith(b"%PDF")
    assert "stay blank" in shown(officer, "booklet-person", full.shen.pk)


def test_medicines_are_written_down_stopped_and_taken_again(full, officer):
    page = reverse("booklet-daily", args=[full.shen.pk])
    assert officer.post(page, {"name": " "}).status_code == 422
    officer.post(page, {"name": "二甲双胍", "dose": "0.5克", "times": "早晚饭后", "prescribed_by": "社区医院", "since": "2026-01-02"})
    row = Medicine.objects.get(name="二甲双胍")
    again = officer.post(page, {"name": "二甲双胍", "dose": "0.5克", "times": "睡前"})
    assert again.status_code == 422 and "already" in again.content.decode() and "睡前" in again.content.decode()
    officer.post(reverse("booklet-medicine-stop", args=[row.pk]), {"reason": ""})
    assert Medicine.objects.get(pk=row.pk).stopped_on is None
    officer.post(reverse("booklet-medicine-stop", args=[row.pk]), {"reason": "医生停药"})
    assert "医生停药" in officer.get(page).content.decode() and "二甲双胍" not in shown(officer, "booklet-person", full.shen.pk)
    officer.post(reverse("booklet-medicine-resume", args=[row.pk]))
    assert Medicine.objects.get(pk=row.pk).stopped_on is None
    assert "医生停药" in Medicine.objects.get(pk=row.pk).history.values_list("stopped_reason", flat=True)


def test_a_photograph_is_kept_for_a_carer_and_refused_when_it_is_none_or_too_large(full, officer):
    carer = reverse("booklet-photo", args=[full.shao.person_id])
    send = lambda data: officer.post(carer, {"photo": SimpleUploadedFile("x.png", data)})
    for bad in (b"%PDF-1.4 x", b"<svg>", PNG + b"0" * FACE_BYTES):
        assert send(bad).status_code == 422
    assert officer.post(carer).status_code == 422 and send(PNG).status_code == 302
    assert "data:image/png" in officer.get(carer).content.decode()
    assert shown(officer, "booklet-person", full.shen.pk).count("data:image/png") == 2
    assert "until the person has agreed" in shown(officer, "booklet-photo", full.shen.pk)
    assert signed_in(full.outsider).get(carer).status_code == 404


def test_habits_are_notes_whose_old_words_are_kept(full, officer):
    address = reverse("booklet-habits", args=[full.shen.pk])
    officer.post(address, {"rises": "六点起", "likes": "听  越剧"})
    assert dict(Habit.objects.values_list("kind", "text")) == {"rises": "六点起", "hearing": "左耳背", "likes": "听 越剧"}
    held = Habit.objects.get(kind="rises")
    assert list(held.history.values_list("text", flat=True)) == ["五点半起"]
    assert "Earlier words" in shown(officer, "booklet-daily", full.shen.pk) and "五点半起" in shown(officer, "booklet-daily", full.shen.pk)
    officer.post(address, {"likes": ""})
    assert Habit.objects.get(kind="likes").text == ""


def test_a_list_is_printed_under_its_filters_with_progress(full, officer):
    page = shown(officer, "booklet-people", committee=full.huaide.pk)
    assert "沈玉芳" in page and "陆根宝" not in page
    assert "沈玉芳" in shown(officer, "booklet-people", key=1) and "陆根宝" not in shown(officer, "booklet-people", key=1)
    answer = officer.post(reverse("booklet-ask") + f"?committee={full.huaide.pk}", {"kind": "booklet", "language": "zh"})
    assert answer.url.endswith(f"?committee={full.huaide.pk}")
    run = PrintRun.objects.get()
    assert run.person_ids == [full.bao.pk, full.shen.pk] and run.committee == full.huaide and run.health
    moving = shown(officer, "booklet-state")
    assert "every 2s" in moving and "0 of 2 people" in moving
    operations.set_run(run_id=run.pk, now=NOON)
    still = shown(officer, "booklet-state")
    file = reverse("booklet-run-download", args=[run.pk, 1])
    assert "every 2s" not in still and file in still
    assert officer.get(file).content.startswith(b"%PDF")
    assert officer.get(reverse("booklet-run-download", args=[run.pk, 2])).status_code == 404
    officer.post(reverse("booklet-ask") + "?committee=999999", {"kind": "card"})
    assert PrintRun.objects.count() == 1 and "Nobody is in this list" in shown(officer, "booklet-people")


def test_the_duty_desk_reads_a_booklet_and_prints_no_list(full):
    desk = signed_in(full.desk)
    assert "高血压" in shown(desk, "booklet-person", full.shen.pk)
    assert desk.get(reverse("booklet-people")).status_code == 403
    assert desk.post(reverse("booklet-daily", args=[full.shen.pk]), {"name": "x"}).status_code == 200 and Medicine.objects.count() == 1


def test_without_the_right_to_health_data_there_is_none_on_page_and_paper(full, officer, monkeypatch):
    from qianshou.access.roles import ROLES, Role

    held = ROLES["street_officer"]
    monkeypatch.setitem(ROLES, "street_officer", Role(held.label, held.level, held.capabilities - {"health.read"}))
    page = shown(officer, "booklet-person", full.shen.pk)
    assert "沈玉芳" in page and "高血压" not in page and "氨氯地平片" not in page and "for those who may read health data" in page
    assert officer.get(reverse("booklet-daily", args=[full.shen.pk])).status_code == 403
    officer.post(reverse("booklet-ask"), {"kind": "booklet"})
    assert not PrintRun.objects.get().health


def test_the_outsider_gets_nothing(full, officer):
    officer.post(reverse("booklet-ask"), {"kind": "card"})
    run, row = PrintRun.objects.get(), Medicine.objects.get()
    operations.set_run(run_id=run.pk, now=NOON)
    outsider = signed_in(full.outsider)
    for name, args in (
        ("booklet-person", [full.shen.pk]),
        ("booklet-pdf", [full.shen.pk]),
        ("booklet-card-pdf", [full.shen.pk]),
        ("booklet-daily", [full.shen.pk]),
        ("booklet-run-download", [run.pk, 1]),
    ):
        assert outsider.get(reverse(name, args=args)).status_code == 404, name
    for name, args in (("booklet-habits", [full.shen.pk]), ("booklet-medicine-stop", [row.pk]), ("booklet-medicine-resume", [row.pk])):
        assert outsider.post(reverse(name, args=args), {"reason": "x"}).status_code == 404, name
    assert "沈玉芳" not in shown(outsider, "booklet-people") and "沈" not in shown(outsider, "booklet-state")
    outsider.post(reverse("booklet-ask") + f"?committee={full.huaide.pk}", {"kind": "card"})
    assert PrintRun.objects.count() == 1
