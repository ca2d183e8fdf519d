"""The pages of the net and its carers: what they show, what a key does, who gets in."""

from datetime import timedelta

import pytest

from qianshou.care import operations as care
from qianshou.care.models import Absence, Carer, KeyElder, Link
from qianshou.kernel import clock
from tests.cast import DAY, NOON

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def officer(cast, client):
    client.force_login(cast.officer, backend=BACKEND)
    return client


@pytest.fixture
def hole(cast) -> KeyElder:
    """Lu is a key elder whom nobody holds."""
    return care.mark_key(elder_id=cast.lu.pk, since=DAY, reason="孤老", now=NOON, by_id=cast.officer.pk)


def text(answer) -> str:
    return answer.content.decode()


def test_the_net_shows_knots_loads_and_holes(cast, officer, hole):
    page = officer.get("/net/")
    said = text(page)
    assert page.status_code == 200
    assert "沈玉芳" in said and "陆根宝" in said and "单国栋" not in said
    shapes = {dot.knot.elder.name: dot.shape for dot in page.context["drawing"].dots}
    assert shapes == {"沈玉芳": "full", "陆根宝": "hole"}
    assert [line.warp.carer.person.name for line in page.context["drawing"].lines] == ["谭美华", "邵桂英"]


def test_one_key_fills_a_hole_and_one_takes_it_back(cast, officer, hole):
    option = officer.get("/net/").context["holes"][0]["options"][0]
    assert option["rank"] == "primary" and option["second"] is not None
    answer = officer.post(f"/net/fill/{cast.lu.pk}/", {"picks": option["picks"]}, follow=True)
    links = Link.objects.filter(elder=cast.lu)
    assert {link.rank for link in links} == {"primary", "backup"}
    assert all(link.reasons and link.made_by_id == cast.officer.pk for link in links)
    undo = f"/net/undo/{'-'.join(str(pk) for pk in links.order_by('pk').values_list('pk', flat=True))}/"
    assert undo in text(answer)
    officer.post(undo)
    assert not Link.objects.filter(elder=cast.lu, until__isnull=True).exists()


def test_a_hole_that_somebody_else_filled_is_said(cast, officer, hole):
    care.link_carer(elder_id=cast.lu.pk, carer_id=cast.tan.pk, rank="primary", start=DAY, now=NOON, by_id=cast.officer.pk)
    answer = officer.post(f"/net/fill/{cast.lu.pk}/", {"picks": f"primary:{cast.shao.pk},backup:{cast.tan.pk}"}, follow=True)
    assert "这个位置刚才已有人补上" in text(answer)
    assert Link.objects.filter(elder=cast.lu).count() == 1


def test_a_hole_by_absence_is_shown_apart_and_gets_no_new_link(cast, officer):
    care.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=DAY, last_day=DAY, now=NOON)
    page = officer.get("/net/")
    assert page.context["holes"] == [] and [k.elder.name for k in page.context["absences"]] == ["沈玉芳"]
    assert officer.get("/net/", {"day": str(DAY + timedelta(days=1))}).context["absences"] == []


@pytest.mark.parametrize("format_", ["xlsx", "print", "text"])
def test_the_lists_can_be_taken_away(cast, officer, format_):
    for page in ("/net/", "/carers/", "/visits/", "/catalogue/"):
        assert officer.get(page, {"format": format_}).status_code == 200, page
    assert "沈玉芳" in text(officer.get("/net/", {"format": "text"}))


def test_the_links_of_an_elder_and_a_change_of_carer(cast, officer):
    url = f"/net/elders/{cast.shen.pk}/"
    assert "谭美华" in text(officer.get(url))
    answer = officer.post(f"{url}link/", {"rank": "primary", "carer": cast.shao.pk}, follow=True)
    assert "她已经对口这位老人" in text(answer)  # she is the backup
    held = Link.objects.get(elder=cast.shen, rank="backup", until__isnull=True)
    officer.post(f"/net/links/{held.pk}/end/", {"reason": "调动"})
    held.refresh_from_db()
    assert (held.until, held.ended_reason) == (DAY, "调动")
    officer.post(f"{url}key/", {"off": "1"})
    assert KeyElder.objects.get(elder=cast.shen).until == DAY


def test_a_carer_is_enrolled_changed_sent_on_leave_and_called_back(cast, officer):
    data = {"number": "专020", "name": "新阿姨", "sex": "f", "phone": "138 0000 0000", "tier": "full_time", "skills": ["talking"], "weekly_hours": "38",
            "start_place": cast.lane.pk, "dialects": "沪语、苏北话", "interests": "沪剧", "joined_on": "2026-11-01"}  # fmt: skip
    answer = officer.post("/carers/new/", data)
    carer = Carer.objects.get(number="专020")
    assert answer.headers["Location"] == f"/carers/{carer.pk}/"
    assert "新阿姨" in text(officer.get(f"/carers/{carer.pk}/"))
    assert carer.person.dialects == ["沪语", "苏北话"]
    initial = officer.get(f"/carers/{carer.pk}/edit/").context["form"].initial
    changed = {k: v for k, v in initial.items() if v is not None} | {"link_limit": 2}
    assert officer.post(f"/carers/{carer.pk}/edit/", changed).status_code == 302
    carer.refresh_from_db()
    assert carer.link_limit == 2
    officer.post(f"/carers/{carer.pk}/absences/", {"kind": "leave", "first_day": "2026-11-24", "last_day": "2026-11-25"})
    absence = Absence.objects.get(carer=carer)
    assert text(officer.get(f"/carers/{carer.pk}/")).count("今天不在岗") == 1
    officer.post(f"/carers/absences/{absence.pk}/cancel/")
    absence.refresh_from_db()
    assert absence.cancelled_at


def test_the_week_is_written_as_people_write_it(cast, officer):
    url = f"/carers/{cast.tan.pk}/shifts/"
    bad = officer.post(url, {"since": "2026-11-24", "day1": "morning"})
    assert bad.status_code == 422
    assert officer.post(url, {"since": "2026-11-24", "day1": "8-11:30 13:00-17:00", "day2": ""}).status_code == 302
    assert [(s.weekday, s.starts.hour) for s in cast.tan.shifts.filter(until__isnull=True)] == [(1, 8), (1, 13)]


def test_a_committee_worker_sees_her_committee_and_changes_nothing(cast, client, hole):
    client.force_login(cast.committee_worker, backend=BACKEND)
    page = client.get("/net/")
    assert [k.elder.name for k in page.context["net"].knots] == ["沈玉芳"]
    assert client.get(f"/net/elders/{cast.lu.pk}/").status_code == 404
    assert client.post(f"/net/fill/{cast.shen.pk}/", {"picks": "primary:1"}).status_code == 403


def test_outsiders_find_nothing(cast, client, item):
    client.force_login(cast.outsider, backend=BACKEND)
    link = Link.objects.filter(elder=cast.shen).first()
    visit = item.visits.first()
    absence = care.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=DAY, last_day=DAY, now=NOON)
    for url in (f"/net/elders/{cast.shen.pk}/", f"/carers/{cast.tan.pk}/", f"/carers/{cast.tan.pk}/edit/", f"/carers/{cast.tan.pk}/shifts/",
                f"/plans/{cast.shen.pk}/", f"/visits/{visit.pk}/", f"/visits/?elder={cast.shen.pk}", f"/visits/?carer={cast.tan.pk}"):  # fmt: skip
        assert client.get(url).status_code == 404, url
    posts = {
        f"/net/fill/{cast.shen.pk}/": {"picks": "primary:1"}, f"/net/undo/{link.pk}/": {}, f"/net/elders/{cast.shen.pk}/link/": {},
        f"/net/elders/{cast.shen.pk}/key/": {}, f"/net/links/{link.pk}/end/": {}, f"/carers/{cast.tan.pk}/absences/": {},
        f"/carers/absences/{absence.pk}/cancel/": {}, f"/plans/items/{item.pk}/end/": {}, f"/visits/{visit.pk}/cancel/": {"reason": "x"},
        f"/visits/{visit.pk}/move/": {}, f"/visits/{visit.pk}/done/": {},
    }  # fmt: skip
    for url, data in posts.items():
        assert client.post(url, data).status_code == 404, url
    assert "沈玉芳" not in text(client.get("/net/")) + text(client.get("/visits/")) and "谭美华" not in text(client.get("/carers/"))


def test_a_carer_of_the_outsiders_street_cannot_be_linked_here(cast, officer):
    answer = officer.post(f"/net/elders/{cast.lu.pk}/link/", {"rank": "primary", "carer": cast.outsider_carer.pk})
    assert answer.status_code == 404


def test_many_carers_are_paged_and_every_knot_is_in_the_list(cast, officer):
    for n in range(14):
        entry = care.CarerEntry(number=f"专1{n:02}", name=f"阿姨{n}", tier="full_time", weekly_hours=40)
        carer, _ = care.enrol_carer(street_id=cast.street.pk, entry=entry, now=NOON)
    care.mark_key(elder_id=cast.lu.pk, since=DAY, reason="", now=NOON)
    care.link_carer(elder_id=cast.lu.pk, carer_id=carer.pk, rank="primary", start=DAY, now=NOON)
    first, second = officer.get("/net/"), officer.get("/net/?page=2")
    assert len(first.context["drawing"].lines) == 12 and first.context["drawing"].elsewhere == 1
    assert {dot.knot.elder.name for dot in second.context["drawing"].dots} == {"陆根宝"}
    assert len(first.context["knots"]) == len(second.context["knots"]) == 2
