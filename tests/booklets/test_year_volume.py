"""The year's volumes: twelve lines a carer, a line an elder, the months they point to; the same record prints the same bytes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from qianshou.access.scope import scope_of
from qianshou.booklets.carers_year import MonthLine, sums_of
from qianshou.booklets.elders_year import counted
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_month, bind_waiting, bind_year, bind_year_waiting
from qianshou.booklets.operations.binding_again import bind_again
from qianshou.booklets.operations.months import NothingToBind
from qianshou.booklets.queries.checks import changes
from qianshou.booklets.queries.holding import people_in, volumes_holding
from qianshou.booklets.queries.volumes import content, file_of, volumes, year_volumes
from qianshou.booklets.rules import AHEAD, DONE, EXCUSED, MISSED, Owed, service_lines
from qianshou.people.models import Person
from tests import cast as people
from tests.booklets.a_year import NEW_YEAR, YEAR, bind, bind_the_month, end_november, praise
from tests.booklets.november import AFTER, MONTH
from tests.booklets.test_bind_month import text_of

HUAIDE = "怀德居委会"


@pytest.fixture
def year(street_month):
    """The cast at the new year: November is closed, bound, appraised; Tan is honoured and elected."""
    cast = street_month
    end_november(cast)
    praise(cast)
    bind_the_month(cast)
    return cast


@pytest.mark.django_db
def test_a_carers_year_has_twelve_lines_the_sums_and_what_she_was_honoured_for(year):
    volume = bind(year)["carers"]
    pages = text_of(volume)
    at, mine = next((n, page) for n, page in enumerate(pages) if "关爱员年度表" in page and "谭美华" in page)
    assert at % 2 == 0, "on a right-hand page: pages are counted from 0 here"
    points = sum(one.points for one in year.tan.credits.filter(points__gt=0))
    november = next(line for line in mine.splitlines() if line.startswith("十一月"))
    assert november.startswith("十一月23170:00") and str(points) in november and november.endswith("已关账")
    assert sum(line.startswith(f"{name}月") for name in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"] for line in mine.splitlines()) == 12
    assert "全年23170:00" in mine and "1/12已关账" in mine and "全年工时（含补记）170:00" in mine
    assert "2026-12-20" in mine and "证书RY-2026-" in mine and "十佳" in mine
    glance = next(page for page in pages if "全年一览" in page)
    assert "谭美华" in glance and "爱岗敬业" in glance and "RY-2026-" in glance


@pytest.mark.django_db
def test_the_year_points_to_its_months_and_names_what_is_missing(year):
    found = bind(year)
    bound = Volume.objects.get(kind="attendance", month=MONTH)
    listed = next(page for page in text_of(found["carers"]) if "各月月册" in page)
    assert bound.sha256 in "".join(listed.split()), "the whole checksum"
    assert listed.count("未装订") == 11
    assert {"code": "months_unbound", "params": {"count": 11}} in found["carers"].warnings
    assert {"code": "sheets_open", "params": {"count": 11}} in found["carers"].warnings
    forms = Volume.objects.get(kind="forms", month=MONTH, committee=year.huaide)
    assert forms.sha256 in "".join("".join(text_of(found[HUAIDE])).split())


@pytest.mark.django_db
def test_a_month_that_was_lost_or_bound_too_soon_is_not_papered_over(year):
    file = file_of(Volume.objects.get(kind="attendance", month=MONTH))
    held = file.read_bytes()
    file.write_bytes(b"%PDF somebody wrote here")
    assert [w["params"]["count"] for w in bind(year)["carers"].warnings if w["code"] == "months_lost"] == [1]
    file.write_bytes(held)
    for at, code in ((AFTER - timedelta(days=3), "months_draft"), (AFTER - timedelta(hours=1), "months_early")):
        Volume.objects.filter(kind="attendance", month=MONTH).update(bound_at=at)
        assert code in [w["code"] for w in bind(year)["carers"].warnings]


@pytest.mark.django_db
def test_the_same_year_prints_the_same_bytes_and_another_does_not(year):
    first = {name: (one.sha256, one.bound_at) for name, one in bind(year).items()}
    later = bind(year, NEW_YEAR + timedelta(days=40))
    assert {name: (one.sha256, one.bound_at) for name, one in later.items()} == first
    file_of(later["carers"]).unlink()
    assert bind(year)["carers"].sha256 == first["carers"][0], "made anew on the same day"
    Person.objects.filter(pk=year.shen.pk).update(name="沈玉芬")
    assert [(one.name, one.kind) for one in changes(later[HUAIDE], NEW_YEAR)] == [("沈玉芬", "changed")]
    assert bind(year)[HUAIDE].sha256 != first[HUAIDE][0]


@pytest.mark.django_db
def test_an_elders_line_says_what_her_form_says(year):
    volume = bind(year)[HUAIDE]
    made = content(volume, NEW_YEAR).data
    shen = next(one for one in made["elders"] if one["name"] == "沈玉芳")
    forms = content(Volume.objects.get(kind="forms", month=MONTH, committee=year.huaide), NEW_YEAR).data["forms"]
    score = next(form["score"] for form in forms if form["name"] == "沈玉芳")
    assert shen["cells"][10] == {"score": score, "short": True, "review": False} and shen["score"] == score
    assert "沈玉芳" in "".join(text_of(volume)) and people_in(volume) == [year.shen.pk, *[pk for pk in people_in(volume) if pk != year.shen.pk]]


@pytest.mark.django_db
def test_before_the_year_ends_it_is_a_draft_and_before_it_begins_it_is_refused(street_month):
    draft = bind(street_month, AFTER)["carers"]
    assert draft.state == "bound" and "草稿·记到12月1日" in "".join(text_of(draft))
    assert {"code": "year_not_over", "params": {}} in draft.warnings
    with pytest.raises(NothingToBind):
        bind_year(street_id=street_month.street.pk, year=date(2027, 1, 1), by_id=None, now=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Volume.objects.create(street=street_month.street, kind="carer_year", month=MONTH, asked_at=AFTER)


@pytest.mark.django_db
def test_the_year_waits_for_a_month_that_is_being_bound(street_month):
    cast = street_month
    asked = {"street_id": cast.street.pk, "language": "zh-hans", "now": NEW_YEAR}
    bind_month(**asked, month=MONTH, by_id=None)
    bind_year(**asked, year=YEAR, by_id=None)
    ProcrastinateJob.objects.filter(task_name="booklets.bind_year").update(status="succeeded")  # its job came first
    assert bind_year_waiting(**asked, year=YEAR) == 0
    assert bind_waiting(**asked, month=MONTH) == 3
    assert ProcrastinateJob.objects.filter(task_name="booklets.bind_year", status="todo").count() == 1, "the month's job asks again"
    assert bind_year_waiting(**asked, year=YEAR) == 3
    assert set(Volume.objects.values_list("state", flat=True)) == {"bound"}


@pytest.mark.django_db
def test_whose_file_is_erased_goes_out_of_the_year(year):
    bind(year)
    paths = volumes_holding([year.shen.pk])
    assert {path.split("/")[2] for path in paths} == {"2026", "2026-11"} and not [path for path in paths if "carer" in path or "attendance" in path]
    bind_again(paths=[path for path in paths if path.endswith(".pdf")], by_id=None, now=NEW_YEAR)
    assert set(Volume.objects.filter(committee=year.huaide).values_list("kind", "state")) == {("forms", "waiting"), ("elder_year", "waiting")}
    assert ProcrastinateJob.objects.filter(task_name="booklets.bind_year", status="todo").exists()


@pytest.mark.django_db
def test_a_committee_sees_its_own_year_and_outsiders_none(year):
    bind(year)
    own = scope_of(year.committee_worker, people.DAY)
    assert [one.committee_id for one in year_volumes(own, YEAR)] == [year.huaide.pk]
    assert not year_volumes(scope_of(year.outsider, people.DAY), YEAR)
    assert not volumes(scope_of(year.officer, people.DAY), YEAR), "not among the volumes of January"


@pytest.mark.django_db
def test_in_english_too(year):
    bound = bind(year, language="en")["carers"]
    text = "".join(text_of(bound))
    assert "TheCarers'Year" in text and "TheBoundMonths" in text and "boundbeforeitssheets" not in text
    assert "bound(Chinese)" in text, "the month is bound in the other language only"


LINES = st.builds(MonthLine, closed=st.booleans(), days=st.integers(0, 31), leave=st.integers(0, 31), minutes=st.integers(0, 20_000), late_news=st.integers(-600, 600),
                  overtime=st.integers(0, 3000), visits=st.integers(0, 400), points=st.integers(0, 2000), tenths=st.none() | st.integers(0, 1000))  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_the_sums_are_those_of_the_lines(lines):
    sums = sums_of(lines)
    for name in ("days", "leave", "minutes", "late_news", "overtime", "visits", "points"):
        assert getattr(sums, name) == sum(getattr(line, name) for line in lines)
    said = [line.tenths for line in lines if line.tenths is not None]
    assert (sums.tenths is None) == (not said) and sums.judged == len(said)
    assert not said or (min(said) <= sums.tenths <= max(said) and abs(sums.tenths - sum(said) / len(said)) <= 0.5)
    assert sums.hours == sum(line.minutes + line.late_news for line in lines) and sums.closed <= sums.sheets == len(lines)


@given(st.lists(st.builds(Owed, day=st.just(MONTH), service=st.sampled_from("ab"), order=st.integers(0, 2), state=st.sampled_from([DONE, MISSED, EXCUSED, AHEAD])), max_size=30))
def test_a_month_of_an_elder_is_counted_as_on_her_form(owed):
    lines = service_lines(owed, "zh")
    assert counted(owed) == (sum(line.done for line in lines), sum(line.due for line in lines))


@pytest.mark.django_db
def test_a_year_takes_a_fixed_number_of_reads(year, django_assert_max_num_queries):
    """The same for one elder and for many: nothing is read elder by elder."""
    volume = bind(year)[HUAIDE]
    with django_assert_max_num_queries(12 * 12 + 10):
        content(volume, NEW_YEAR)
    for place in range(30):
        people.elder(year.street, year.huaide, f"试{chr(0x4E00 + place * 7)}", year.lane, f"{place}号", None, f"31011019380305{place:04d}", AFTER)
    with django_assert_max_num_queries(12 * 12 + 10):
        assert len(content(volume, NEW_YEAR).data["elders"]) > 30
