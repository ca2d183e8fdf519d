"""Binding a month: what is asked for, what lies in the volumes, what a second binding does, what a killed worker leaves."""

import hashlib
import subprocess
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from qianshou.access.scope import Scope, scope_of
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_month, bind_volume, bind_waiting
from qianshou.booklets.operations.months import NothingToBind
from qianshou.booklets.queries.checks import changes, without_evidence
from qianshou.booklets.queries.findings import findings
from qianshou.booklets.queries.volumes import file_of, volume, volumes
from qianshou.care.models import Visit
from qianshou.people.models import Person
from qianshou.watch.models import Alert, Due
from tests import cast as people
from tests.booklets import november

MONTH, AFTER = november.MONTH, november.AFTER


def ask(cast, now=AFTER, **more) -> list[int]:
    return bind_month(street_id=cast.street.pk, month=MONTH, by_id=cast.officer.pk, now=now, **more)


def bind(cast, now=AFTER) -> int:
    ask(cast, now)
    return bind_waiting(street_id=cast.street.pk, month=MONTH, language="zh-hans", now=now)


def text_of(one: Volume) -> list[str]:
    """The lines of each page, without the spaces that only the layout put there."""
    done = subprocess.run(["pdftotext", "-layout", str(file_of(one)), "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    return ["\n".join("".join(line.split()) for line in page.splitlines()) for page in pages]


def forms_of(committee) -> Volume:
    return Volume.objects.get(kind="forms", committee=committee)


def test_asking_makes_a_row_a_volume_and_one_job(street_month):
    ids = ask(street_month)
    kinds = [(one.kind, one.committee_id, one.state) for one in Volume.objects.filter(pk__in=ids).order_by("pk")]
    assert kinds == [
        ("forms", street_month.huaide.pk, "waiting"),
        ("forms", street_month.huolan.pk, "waiting"),
        ("attendance", None, "waiting"),
    ]
    assert ask(street_month) == ids
    assert ProcrastinateJob.objects.filter(task_name="booklets.bind").count() == 1


def test_a_month_that_has_not_begun_is_refused(street_month):
    with pytest.raises(NothingToBind):
        bind_month(street_id=street_month.street.pk, month=MONTH.replace(year=2027), by_id=None, now=AFTER)
    assert not Volume.objects.exists()


def test_the_form_says_due_done_missed_and_why(street_month):
    assert bind(street_month) == 3
    pages = text_of(forms_of(street_month.huaide))
    form = next(page for page in pages[2:] if "沈玉芳" in page)
    assert "独居老人关爱月表" in form and "二〇二六年十一月" in form
    assert "助聊13112" in form
    assert "11月9日未应门；10:05候补入户，老人在邻居家" in form
    assert "住院检查，前一日已停" in form
    assert "血压平稳（2日）" in form and "卫生间要装扶手（12月3日上门）（20日）" in form
    assert "谭美华（专职）" in form and "邵桂英（专职）" in form


def test_the_page_numbers_of_the_contents_are_right(street_month):
    for place in range(70):  # two pages of contents
        people.elder(street_month.street, street_month.huaide, f"试{chr(0x4E00 + place * 7)}", street_month.lane, f"{place}号",
                     None, f"31011019380305{place:04d}", AFTER)  # fmt: skip
    bind(street_month)
    one = forms_of(street_month.huaide)
    pages = text_of(one)
    assert one.pages == len(pages)
    for elder in Person.objects.filter(committee=street_month.huaide, file__isnull=False):
        page = next(at for at, page in enumerate(pages, start=1) if f"编号PINGLIANG-{elder.pk:05d}-202611" in page)
        line = next(line for page in pages[1:4] for line in page.splitlines() if elder.name in line and "号" in line)
        assert line.endswith(("—" if elder != street_month.shen else "11/13") + str(page)), line
        assert f"第{page}页/共{len(pages)}页" in pages[page - 1]


def test_binding_again_gives_the_same_bytes(street_month):
    bind(street_month)
    first = {one.pk: (one.sha256, one.bound_at) for one in Volume.objects.all()}
    one = forms_of(street_month.huaide)
    assert hashlib.sha256(file_of(one).read_bytes()).hexdigest() == one.sha256
    bind(street_month, AFTER + timedelta(days=2))
    assert {one.pk: (one.sha256, one.bound_at) for one in Volume.objects.all()} == first
    file_of(one).unlink()  # the file is lost: the same bytes are made anew on the same day
    bind(street_month)
    assert forms_of(street_month.huaide).sha256 == one.sha256


def test_what_changed_since_is_named(street_month):
    bind(street_month)
    one = forms_of(street_month.huaide)
    assert changes(one, AFTER) == []
    Person.objects.filter(pk=street_month.shen.pk).update(name="沈玉芬")
    assert [(change.person_id, change.name, change.kind) for change in changes(one, AFTER)] == [(street_month.shen.pk, "沈玉芬", "changed")]
    before = one.sha256
    bind(street_month, AFTER + timedelta(hours=1))
    assert forms_of(street_month.huaide).sha256 != before
    assert len(list(file_of(one).parent.glob(f"forms-{street_month.huaide.pk}-*.pdf"))) == 2  # the older file is kept


def test_a_killed_worker_leaves_nothing_half_done(street_month, monkeypatch):
    ids = ask(street_month)

    def killed(*_args, **_kwargs):
        raise SystemExit  # as SIGKILL would: no handler of ours runs

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("qianshou.booklets.operations.binding.keep", killed)
        bind_waiting(street_id=street_month.street.pk, month=MONTH, language="zh-hans", now=AFTER)
    assert Volume.objects.get(pk=ids[0]).state == "binding"
    assert bind_waiting(street_id=street_month.street.pk, month=MONTH, language="zh-hans", now=AFTER) == 3
    assert set(Volume.objects.values_list("state", flat=True)) == {"bound"}
    assert bind_waiting(street_id=street_month.street.pk, month=MONTH, language="zh-hans", now=AFTER) == 0


def test_a_full_disk_is_told_and_does_not_hold_up_the_rest(street_month, monkeypatch):
    ids = ask(street_month)
    with monkeypatch.context() as patch:
        patch.setattr("qianshou.booklets.operations.binding.keep", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert not bind_volume(volume_id=ids[0], now=AFTER)
    failed = Volume.objects.get(pk=ids[0])
    assert failed.state == "failed" and "disk full" in failed.error
    assert bind_waiting(street_id=street_month.street.pk, month=MONTH, language="zh-hans", now=AFTER) == 2
    bind(street_month)
    assert Volume.objects.get(pk=ids[0]).state == "bound"


def test_asked_for_again_while_it_is_bound_is_bound_again(street_month, monkeypatch):
    from qianshou.booklets.operations import binding

    ids = ask(street_month)
    real = binding.keep

    def meanwhile(*args):
        Volume.objects.filter(pk=ids[0]).update(state="waiting", asked_at=AFTER + timedelta(minutes=1))
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(binding, "keep", meanwhile)
        assert not bind_volume(volume_id=ids[0], now=AFTER)
    assert Volume.objects.get(pk=ids[0]).state == "waiting"
    assert bind_volume(volume_id=ids[0], now=AFTER)


def test_before_the_month_ends_it_is_a_draft(street_month):
    Due.objects.filter(day__gte=people.DAY).update(state="open", met_made_at=None, grade="")
    bind(street_month, people.NOON)
    pages = text_of(forms_of(street_month.huaide))
    assert "草稿·记到11月24日" in pages[0]
    form = next(page for page in pages[2:] if "沈玉芳" in page)
    assert "另有3项还没到时间" in form
    one = forms_of(street_month.huaide)
    assert one.warnings[0]["code"] == "month_not_over"
    assert changes(one, AFTER)


def test_rare_characters_are_printed_and_a_missing_one_is_named(street_month):
    Person.objects.filter(pk=street_month.shen.pk).update(name="沈䶮㛃𬭩")
    Person.objects.filter(pk=street_month.lu.pk).update(name="陆\U0002b740根")
    bind(street_month)
    assert any("沈䶮㛃𬭩" in page for page in text_of(forms_of(street_month.huaide))[2:])
    assert not [w for w in forms_of(street_month.huaide).warnings if w["code"] == "glyph"]
    missing = [w["params"] for w in forms_of(street_month.huolan).warnings if w["code"] == "glyph"]
    assert [(one["code"], one["name"]) for one in missing] == [("U+2B740", "陆\U0002b740根")]


def test_attendance_volume_has_every_carer(street_month):
    bind(street_month)
    pages = text_of(Volume.objects.get(kind="attendance"))
    assert len(pages) == 2 + 2 * 5, "the sheet and the statement of each"
    tan = next(page for page in pages[2:] if "谭美华" in page)
    assert "11-03二8:0516:358:30" in tan and "缺下班打卡" in tan and "待核1处" in tan
    shao = next(page for page in pages[2:] if "邵桂英" in page)
    assert shao.count("病假") == 4, "three days, and once in the sum"


def test_people_of_whom_nothing_was_heard_are_listed(street_month):
    scope = Scope.system(street_month.street.pk)
    assert [one.name for one in without_evidence(scope, street_month.street, MONTH)] == ["鲍秀英"]
    found = {one.code: one.params for one in findings(scope, street_month.street, MONTH, AFTER)}
    assert found == {"silent_dues": {"count": 1}}


def test_dead_and_moved_people_have_no_form_unless_something_was_due(street_month):
    street_month.bao.file.__class__.objects.filter(pk=street_month.bao.pk).update(status="dead", status_since=MONTH - timedelta(days=9))
    bind(street_month)
    assert forms_of(street_month.huaide).total == 1
    november.visit(street_month.bao, MONTH)
    bind(street_month, AFTER + timedelta(hours=1))
    assert forms_of(street_month.huaide).total == 2


def test_a_committee_sees_its_own_volume_and_outsiders_none(street_month):
    bind(street_month)
    own = scope_of(street_month.committee_worker, people.DAY)
    assert [one.committee_id for one in volumes(own)] == [street_month.huaide.pk]
    outsider = scope_of(street_month.outsider, people.DAY)
    assert not volumes(outsider)
    for one in Volume.objects.all():
        with pytest.raises(Volume.DoesNotExist):
            volume(outsider, one.pk)


def test_a_month_takes_a_fixed_number_of_reads(street_month, django_assert_max_num_queries):
    from qianshou.booklets.queries.months import months

    scope = Scope.system(street_month.street.pk)
    for place in range(20):
        people.elder(
            street_month.street,
            street_month.huaide,
            f"试{place}",
            street_month.lane,
            f"{place}号",
            None,
            f"31011019380305{place:04d}",
            AFTER,
        )
    with django_assert_max_num_queries(11):  # one for the meals, two for what was assessed
        assert len(months(scope, street_month.street, MONTH, AFTER, "zh")) == 23
    assert Visit.objects.count() == 14


def test_a_visit_that_the_plan_moved_was_not_due_and_one_met_by_telephone_was_not_made(street_month):
    moved, due = november.visit(street_month.lu, MONTH.replace(day=6))
    Visit.objects.filter(pk=moved.pk).update(state="cancelled", withdrawn=True)
    Due.objects.filter(pk=due.pk).update(state="excused", excused_by=street_month.officer, excuse="plan changed")
    _, called = november.visit(street_month.lu, MONTH.replace(day=13))
    at = called.late_at
    Due.objects.filter(pk=called.pk).update(state="met_late", met_made_at=at, met_received_at=at, grade="call")
    Alert.objects.create(
        street=street_month.street, due=called, why="nobody", state="closed", raised_at=at, outcome="well", closed_at=at, closed_by=street_month.desk
    )  # fmt: skip
    answer = {"key": "concern:1", "kind": "concern", "title": {"code": "concern", "params": {}}, "day": MONTH, "opens_at": at, "by_at": at}
    Due.objects.create(street=street_month.street, person=street_month.lu, late_at=at, made_at=at, state="late", **answer)
    bind(street_month)
    form = text_of(forms_of(street_month.huolan))[-1]
    assert "助聊10111月13日未应门；10:00已联系上，平安" in form
    assert "助洁110" in form and "情况答复" not in form
