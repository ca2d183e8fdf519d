"""Booklets read from the database and set: the PDF says what is known; runs for lists are set part by part and taken away."""

import subprocess

import pytest

from qianshou.access.keys import sealer
from qianshou.access.scope import scope_of
from qianshou.booklets import operations, render
from qianshou.booklets.booklet import parts, to_ask
from qianshou.booklets.booklet_sheets import BOOKLETS, CARDS, booklets_data, cards_data
from qianshou.booklets.models import PrintRun
from qianshou.booklets.operations import print_runs
from qianshou.booklets.queries.booklets import booklets_of
from qianshou.booklets.queries.print_runs import part_of, run_of, runs
from qianshou.people.models import Person
from qianshou.people.operations import answer_consent, keep_paper, withdraw_consent
from tests.cast import DAY, NOON
from tests.person_booklets.full import PNG, fill
from tests.safeguards.covers import days


@pytest.fixture
def full(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    fill(cast)
    return cast


@pytest.fixture
def one_process(monkeypatch):
    monkeypatch.setattr(print_runs, "volume_pdf", render.pdf)


def read(cast, *people, language="zh", health=True):
    return booklets_of(street=cast.street, person_ids=[p.pk for p in people], on=DAY, language=language, health=health)


def text_in(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def ask(cast, *people, kind="booklet", by=None, **more):
    return operations.ask_run(
        street_id=cast.street.pk,
        kind=kind,
        person_ids=[p.pk for p in people],
        language=more.pop("language", "zh"),
        title="怀德",
        health=more.pop("health", True),
        now=more.pop("now", NOON),
        by_id=(by or cast.officer).pk,
    )


def test_the_paper_says_what_is_known(full):
    people, faces = read(full, full.shen)
    text = text_in(render.pdf(BOOKLETS, booklets_data(people, faces, "zh", DAY), NOON))
    for word in (
        "沈玉芳",
        "88 岁",
        "138 1700 1234",
        "沈明",
        "139 1700 5678",
        "021-6541 0127",
        "高血压",
        "氨氯地平片",
        "区中心医院",
        "五点半起",
        "敲门要久一点",
        "隔壁周阿姨",
        "助洁",
        "周一、周三、周五",
        "谭美华",
        "137 0000 2222",
        "邵桂英",
        "裘惠芬",
        "人保",
        "PICC-397",
        "编织",
        "2026-10-24",
    ):
        assert word.replace(" ", "") in text.replace(" ", ""), word
    assert list(faces) == [f"person-{full.tan.person_id}"], "the face of her carer, and nobody's who has none"


def test_the_card_in_english_for_somebody_of_whom_little_is_known(full):
    people, _ = read(full, full.lu, language="en")
    text = text_in(render.pdf(CARDS, cards_data(people, {full.lu.pk: "#door=ABCDEFGH2345"}, "en"), NOON))
    assert "If you need help, call" in text and "021-6541 0127" in text and "(write it in)" in text and "根宝" not in text


def test_names_with_rare_characters_stand_on_paper(full):
    Person.objects.filter(pk=full.lu.pk).update(name="䶮㛃𬭩")
    people, faces = read(full, full.lu)
    assert "䶮㛃𬭩" in text_in(render.pdf(BOOKLETS, booklets_data(people, faces, "zh", DAY), NOON))


def test_a_list_is_read_in_its_order_and_nobody_of_another_street(full):
    people, _ = read(full, full.lu, full.stranger, full.shen)
    assert [one.name for one in people] == ["陆根宝", "沈玉芳"]
    assert "能力等级" in to_ask(parts(people[0], "zh")) and "能力等级" not in to_ask(parts(people[1], "zh"))


def test_a_list_costs_no_more_reads_than_one_person(full, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        read(full, full.shen, full.lu, full.bao)


def test_health_is_kept_from_whoever_may_not_read_it_and_where_she_took_it_back(full):
    assert read(full, full.shen, health=False)[0][0].health is None
    consent = full.shen.consents.get(purpose="health")
    withdraw_consent(consent_id=consent.pk, by_name="", reason="不愿意", now=NOON, by_id=full.officer.pk)
    (one,), _ = read(full, full.shen)
    assert one.health is None and one.said_no and "高血压" not in str(parts(one, "zh"))


def test_her_photograph_wants_her_consent(full):
    by = {"now": NOON, "by_id": full.officer.pk}
    keep_paper(person_id=full.shen.pk, kind="photo", name="x", data=PNG, **by)
    assert read(full, full.shen)[0][0].face == ""
    answer_consent(person_id=full.shen.pk, purpose="photos", given=True, how="spoken", witness="小李", **by)
    (one,), faces = read(full, full.shen)
    assert faces[one.face] == PNG


def test_a_run_is_set_part_by_part_and_goes_on_where_it_was_killed(full, one_process, monkeypatch):
    monkeypatch.setattr(print_runs, "PART", 2)
    run = ask(full, full.shen, full.lu, full.bao)
    whole, kept = print_runs._keep, []

    def killed_at_the_second(*args):
        kept.append(1)
        if len(kept) == 2:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(print_runs, "_keep", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        operations.set_run(run_id=run.pk, now=NOON)
    run.refresh_from_db()
    assert (run.state, run.done, len(run.parts)) == ("setting", 2, 1)
    assert operations.set_run(run_id=run.pk, now=NOON) and not operations.set_run(run_id=run.pk, now=NOON)
    run.refresh_from_db()
    assert (run.state, run.done) == ("ready", 3) and [part["people"] for part in run.parts] == [2, 1]
    first, second = (text_in(part_of(run, n)) for n in (1, 2))
    assert "沈玉芳" in first and "陆根宝" in first and "鲍秀英" in second and "沈玉芳" not in second
    for part in run.parts:
        lying = (full.street and print_runs.settings.DATA_DIR / part["path"]).read_bytes()
        assert b"%PDF" not in lying and sealer().open_bytes(lying).startswith(b"%PDF")


def test_a_run_is_set_in_a_process_of_its_own(full):
    run = ask(full, full.shen, kind="card")
    assert operations.set_run(run_id=run.pk, now=NOON)
    run.refresh_from_db()
    assert run.parts[0]["pages"] == 1 and "沈家" in text_in(part_of(run, 1))


def test_files_are_taken_away_after_a_week_and_at_once_when_somebody_is_erased(full, one_process):
    old, hers, other = ask(full, full.lu, now=NOON - days(8)), ask(full, full.shen, full.lu), ask(full, full.lu)
    for run in (old, hers, other):
        operations.set_run(run_id=run.pk, now=NOON)
    paths = {run.pk: print_runs.settings.DATA_DIR / PrintRun.objects.get(pk=run.pk).parts[0]["path"] for run in (old, hers, other)}
    assert operations.trim_runs(now=NOON) == 1 and operations.forget_runs_of(person_id=full.shen.pk) == 1
    assert [paths[run.pk].exists() for run in (old, hers, other)] == [False, False, True]
    assert list(PrintRun.objects.order_by("pk").values_list("state", "person_ids")) == [("gone", []), ("gone", []), ("ready", [full.lu.pk])]


@pytest.mark.parametrize(("people", "kind", "code"), [([], "booklet", "nobody"), (["shen"], "poster", "kind"), (["shen", "lu"], "card", "too_many")])
def test_what_cannot_be_asked_for(full, monkeypatch, people, kind, code):
    monkeypatch.setattr(print_runs, "MOST", 1)
    with pytest.raises(operations.CannotAsk, match=code):
        ask(full, *(getattr(full, name) for name in people), kind=kind)


def test_who_sees_which_run(full):
    mine, all_of_it, theirs = ask(full, full.shen), ask(full, full.shen, full.lu), ask(full, full.lu, by=full.committee_worker)
    seen = lambda user: {run.pk for run in runs(scope_of(user, DAY))}
    assert seen(full.officer) == {mine.pk, all_of_it.pk, theirs.pk}
    assert seen(full.committee_worker) == {mine.pk, theirs.pk}, "of her committee, and her own"
    assert seen(full.outsider) == set() == seen(full.secretary)
    with pytest.raises(PrintRun.DoesNotExist):
        run_of(scope_of(full.outsider, DAY), mine.pk)
