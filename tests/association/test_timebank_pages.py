"""The time bank on pages: the way from an ask to confirmed hours, the quick list, a statement, a transfer; who gets in and who does not."""

import io

import pytest
from python_calamine import CalamineWorkbook

from qianshou.association.models import TimebankAsk, TimebankHours, TimebankMember, TimebankTransfer
from qianshou.kernel import clock
from tests.association.timebank_full import time_bank
from tests.association.timebank_street import asks, balance, founds, helps, joins, logs
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def sign_in(client, user):
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def officer(cast, client, noon):
    return sign_in(client, cast.officer)


@pytest.fixture
def qiu(cast) -> TimebankMember:
    founds(cast)
    return joins(cast, cast.volunteer.person)


def test_an_empty_bank_says_what_to_do(officer):
    page = text(officer.get("/timebank/"))
    assert "没有人在等" in page and "有人求助" in page
    for address in ("asks/", "hours/", "members/", "pot/", "transfers/", "transfers/?show=out", "rules/", "hours/enter/", "members/join/"):
        assert officer.get(f"/timebank/{address}").status_code == 200
    assert "1,500小时" in text(officer.get("/timebank/rules/"))


def test_the_way_from_the_ask_to_the_hours(cast, officer, qiu):
    asked = {"person": "沈玉芳", "service": "talking", "on": DAY.isoformat(), "part": "", "minutes": "1:30", "note": "想说说话"}
    page = text(officer.post("/timebank/asks/new/", asked, follow=True))
    ask = TimebankAsk.objects.get()
    assert ask.minutes == 90 and "80岁以上独居" in page and "裘惠芬" in page
    assert "最合适" in text(officer.get("/timebank/asks/")) and "沈玉芳" in text(officer.get("/timebank/"))
    officer.post(f"/timebank/asks/{ask.pk}/propose/", {"member": qiu.pk})
    officer.post(f"/timebank/matches/{ask.matches.get().pk}/answer/", {"say": "yes"})
    page = text(officer.get(f"/timebank/hours/enter/?ask={ask.pk}"))
    assert "裘惠芬" in page and 'value="90"' in page
    line = {"lines": "8", "giver-0": "裘惠芬", "elder-0": "沈玉芳", "service-0": "talking", "on-0": DAY.isoformat(), "minutes-0": "90", "ask-0": ask.pk}
    assert "1条已登记" in text(officer.post("/timebank/hours/enter/", line, follow=True))
    row = TimebankHours.objects.get()
    page = text(officer.post("/timebank/hours/confirm/", {"hours": [row.pk], "said_by": "officer"}))
    assert "这条是您自己登记的" in page and balance(cast, cast.volunteer.person) == 0
    assert "1条已确认" in text(officer.post("/timebank/hours/confirm/", {"hours": [row.pk], "said_by": "elder"}, follow=True))
    assert balance(cast, cast.volunteer.person) == 90
    assert "捐赠池" in text(officer.get(f"/timebank/hours/{row.pk}/"))
    page = text(officer.post(f"/timebank/hours/{row.pk}/say/", {"what": "take_back", "why": "去的是别人"}, follow=True))
    assert "去的是别人" in page and balance(cast, cast.volunteer.person) == 0


def test_the_quick_list_is_entered_whole_or_not_at_all(cast, officer, qiu):
    line = lambda n, giver, elder, minutes: {f"giver-{n}": giver, f"elder-{n}": elder, f"service-{n}": "talking", f"on-{n}": DAY.isoformat(), f"minutes-{n}": minutes}
    answer = officer.post("/timebank/hours/enter/", line(0, "裘惠芬", "沈玉芳", "1:00") | line(1, "没这人", "沈玉芳", "1:00") | line(2, "裘惠芬", "没这人", "x"))
    assert answer.status_code == 422 and "没有叫这个名字的成员" in text(answer) and "时间" in text(answer) and not TimebankHours.objects.exists()
    answer = officer.post("/timebank/hours/enter/", line(0, "裘惠芬", "沈玉芳", "5小时") | line(1, "裘惠芬", "lugenbao", "4h"))
    assert answer.status_code == 422 and "一天最多" in text(answer) and not TimebankHours.objects.exists()
    officer.post("/timebank/hours/enter/", line(0, "裘惠芬", "沈玉芳", "5小时") | line(3, f"裘惠芬 #{qiu.pk}", "lugenbao", "3h"))
    assert set(TimebankHours.objects.values_list("elder__name", "minutes")) == {("沈玉芳", 300), ("陆根宝", 180)}
    assert officer.post("/timebank/hours/enter/", {}).status_code == 422


def test_a_statement_on_screen_as_a_sheet_and_on_paper(cast, officer, qiu):
    helps(cast, qiu, cast.shen, 90)
    address = f"/timebank/people/{qiu.person_id}/"
    page = text(officer.get(address))
    assert "2026-11-24的帮助" in page and "1:30" in page and "裘惠芬" in page
    rows = CalamineWorkbook.from_filelike(io.BytesIO(officer.get(address, {"format": "xlsx"}).content)).get_sheet_by_index(0).to_python()
    assert rows[1][2] == 90 and rows[1][4] == 90
    paper = officer.get(f"{address}statement.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF") and paper.content == officer.get(f"{address}statement.pdf").content
    assert officer.get(f"/timebank/people/{cast.lu.pk}/").status_code == 200 and officer.get(f"/timebank/people/{cast.lu.pk}/statement.pdf").status_code == 200
    assert "时间银行" in text(officer.get(f"/people/{cast.shen.pk}/"))


def test_joining_giving_leaving_and_their_way_back(cast, officer, qiu):
    join = {"person": "谭美华", "kind": "own", "since": "2026-11-01", "services": ["talking"], "days": ["1", "2"], "parts": ["morning"], "week_most": "3:00"}
    officer.post("/timebank/members/join/", join)
    member = TimebankMember.objects.get(person=cast.tan.person)
    assert (member.services, member.days, member.parts, member.week_most) == (["talking"], [1, 2], ["morning"], 180)
    assert officer.post(f"/timebank/members/{member.pk}/offer/", {"kind": "group", "group": ""}).status_code == 422
    helps(cast, qiu, cast.shen, 90)
    own = f"/timebank/people/{qiu.person_id}/"
    assert officer.post(f"{own}give/", {"to": "pot", "minutes": "100", "reason": "捐"}).status_code == 422
    page = text(officer.post(f"{own}give/", {"to": "person", "to_gift": "陆根宝", "minutes": "30", "reason": "送给老陆"}, follow=True))
    assert balance(cast, cast.lu) == 30 and "undo/?source=timebank.gift" in page
    source = page.partition("undo/?source=")[2].partition('"')[0]
    officer.post(f"/timebank/gifts/undo/?source={source}")
    assert balance(cast, cast.lu) == 0
    officer.post(f"/timebank/members/{qiu.pk}/heir/", {"heir": "陆根宝"})
    officer.post(f"/timebank/members/{qiu.pk}/leave/", {"to": "heir", "reason": "去世", "on": DAY.isoformat()})
    assert balance(cast, cast.lu) == 90 and "去世" in text(officer.get(own))
    officer.post(f"/timebank/members/{qiu.pk}/back/")
    assert (balance(cast, cast.lu), balance(cast, cast.volunteer.person)) == (0, 90)
    officer.post("/timebank/pot/", {"minutes": "10:00", "reason": "年初拨付"})
    assert "年初拨付" in text(officer.get("/timebank/pot/"))


def test_two_streets_move_hours(cast, client, noon, qiu):
    helps(cast, qiu, cast.shen, 90)
    sign_in(client, cast.officer)
    client.post(f"/timebank/people/{qiu.person_id}/send/", {"to_street": cast.elsewhere.pk, "minutes": "60", "reason": "搬家"})
    row = TimebankTransfer.objects.get()
    assert client.post(f"/timebank/transfers/{row.pk}/take/", {"person": "沈玉芳"}).status_code == 404, "one's own offer is not taken"
    sign_in(client, cast.outsider)
    assert "裘惠芬" in text(client.get("/timebank/transfers/")) and client.post(f"/timebank/transfers/{row.pk}/withdraw/").status_code == 404
    assert client.post(f"/timebank/transfers/{row.pk}/take/", {"person": "沈玉芳"}).status_code == 422, "nobody of that name here"
    client.post(f"/timebank/transfers/{row.pk}/take/", {"person": "单国栋"})
    assert balance(cast, cast.stranger, cast.elsewhere) == 60


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_full_bank_in_both_languages(cast, officer, language):
    time_bank(cast)
    cast.officer.language = language
    cast.officer.save()
    places = ["", "asks/", "asks/?state=open", "hours/", "hours/?state=overdue", "hours/?state=confirmed", "members/", "members/?show=left", "pot/", "transfers/", "rules/"]
    rows = TimebankHours.objects.values_list("pk", flat=True)
    places += [f"hours/{pk}/" for pk in rows] + [f"asks/{pk}/" for pk in TimebankAsk.objects.values_list("pk", flat=True)]
    places += [f"people/{pk}/" for pk in TimebankMember.objects.values_list("person_id", flat=True)]
    pages = {place: officer.get(f"/timebank/{place}") for place in places}
    assert {place for place, answer in pages.items() if answer.status_code != 200} == set()
    said = "常青志愿者工作室", "单国栋", ("等太久", "waits too long")[language == "en"], ("80岁以上独居", "80 or older")[language == "en"]
    assert all(any(words in text(answer) for answer in pages.values()) for words in said)


def test_outsiders_get_nothing(cast, client, noon, qiu):
    row, ask = logs(cast, qiu, cast.shen), asks(cast, cast.shen)
    pages = [f"/timebank/asks/{ask.pk}/", f"/timebank/hours/{row.pk}/", f"/timebank/people/{cast.shen.pk}/", f"/timebank/people/{cast.shen.pk}/statement.pdf", f"/timebank/members/{qiu.pk}/offer/"]
    posts = [f"/timebank/asks/{ask.pk}/withdraw/", f"/timebank/hours/{row.pk}/say/", f"/timebank/members/{qiu.pk}/leave/", f"/timebank/people/{qiu.person_id}/give/"]
    sign_in(client, cast.outsider)
    assert [client.get(a).status_code for a in pages] == [404] * len(pages) and [client.post(a).status_code for a in posts] == [404] * len(posts)
    assert client.post("/timebank/hours/confirm/", {"hours": [row.pk], "said_by": "elder"}).status_code == 404
    line = {"giver-0": "裘惠芬", "elder-0": "沈玉芳", "service-0": "talking", "on-0": DAY.isoformat(), "minutes-0": "60"}
    assert client.post("/timebank/hours/enter/", line).status_code == 422
    for address in ("/timebank/", "/timebank/hours/", "/timebank/asks/", "/timebank/members/"):
        assert "沈玉芳" not in text(client.get(address)) and "裘惠芬" not in text(client.get(address))
    for user in (cast.desk, cast.committee_worker, cast.tan.person.user, cast.volunteer.person.user, cast.family):
        sign_in(client, user)
        assert client.get("/timebank/").status_code == 403 and client.post(posts[0]).status_code == 403
    sign_in(client, cast.secretary)
    assert client.get("/timebank/").status_code == 200, "the association runs it"
    client.logout()
    assert client.get(pages[0]).url.startswith("/login/")
    assert TimebankHours.objects.get().state == "logged" and TimebankAsk.objects.get().state == "open"
