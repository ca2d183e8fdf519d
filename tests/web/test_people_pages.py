"""Pages of people: who gets in, what they show, two people at one file."""

import json
import re

import pytest

from qianshou.people.models import Contact, ElderFile, Person, SpareKey
from qianshou.people.operations import update_file
from tests.cast import NOON, person


def text(answer):
    return answer.content.decode()


@pytest.fixture
def officer(cast, client):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    return client


def log_in(client, user):
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


def form_of(client, url) -> dict:
    """The fields of the edit page as a browser would send them."""
    form = client.get(url).context["form"]
    base = client.get(url).context["base"]
    data = {name: ("、".join(v) if isinstance(v, list) and name != "meal_days" else v) for name, v in form.initial.items() if v not in (None, False)}
    return {**data, "base": base}


def test_list_search_and_file(cast, officer):
    page = officer.get("/people/")
    assert page.status_code == 200 and "沈玉芳" in text(page) and "单国栋" not in text(page)
    assert officer.get("/people/", {"q": "syf"}).headers["Location"] == f"/people/{cast.shen.pk}/"
    assert "没有找到" in text(officer.get("/people/", {"q": "nobody at all"}))
    file = text(officer.get(f"/people/{cast.shen.pk}/"))
    for shown in ("沈玉芳", "138 1700 1234", "沈明", "隔壁周阿姨", "310110********2563", "谭美华"):
        assert shown in file
    assert "310110193803052563" not in file


def test_a_broad_search_shows_all_of_them_by_pages(cast, officer):
    for n in range(130):
        person(cast.street, f"季{'王李赵'[n % 3]}{n}", NOON)
    person(cast.elsewhere, "季外", NOON)
    first = officer.get("/people/", {"q": "季"})
    assert "131 份档案" in text(first) and "第 1 至 50 份" in text(first) and text(first).count('class="name"') == 50
    last = officer.get("/people/", {"q": "季", "page": "3"})
    assert "第 101 至 131 份" in text(last) and text(last).count('class="name"') == 31 and "季外" not in text(last)
    assert text(officer.get("/people/", {"q": "季", "page": "99"})).count('class="name"') == 31, "past the end: the last page"
    for page in ("0", "-1", "x", "1" * 40):
        assert "第 1 至 50 份" in text(officer.get("/people/", {"q": "季", "page": page}))
    assert "(131)" in text(officer.get("/people/", {"q": "季", "format": "text"})), "taken away whole"
    assert log_in(officer, cast.outsider).get("/people/", {"q": "季"}).headers["Location"], "the outsider has one of that name, and learns of no other"


def test_whole_id_number_is_asked_for_and_logged(cast, officer):
    from qianshou.access.models import LogEntry

    url = f"/people/{cast.shen.pk}/id-number/"
    assert officer.get(url).status_code == 405
    assert text(officer.post(url)) == "310110193803052563"
    assert LogEntry.objects.filter(act="file.id_shown", user_id=cast.officer.pk, target_id=str(cast.shen.pk)).count() == 1


@pytest.mark.parametrize("page", ["", "edit/", "contacts/", "key/", "history/"])
def test_outsiders_get_404(cast, client, page):
    url = f"/people/{cast.shen.pk}/{page}"
    assert client.get(url).status_code == 302, "signed out: to the sign-in page"
    log_in(client, cast.outsider)
    assert client.get(url).status_code == 404
    log_in(client, cast.committee_worker)
    assert client.get(url).status_code == 200
    assert client.get(f"/people/{cast.lu.pk}/{page}").status_code == 404
    for user in (cast.tan.person.user, cast.kitchen, cast.family, cast.district_officer):
        log_in(client, user)
        assert client.get(url).status_code == 403


def test_change_a_file(cast, officer):
    url = f"/people/{cast.shen.pk}/edit/"
    data = {**form_of(officer, url), "health": "高血压，糖尿病", "meal_days": ["1", "3"]}
    assert officer.post(url, data).status_code == 302
    file = ElderFile.objects.get(pk=cast.shen.pk)
    assert (file.health, file.meal_days, file.by_hand) == (["高血压", "糖尿病"], [1, 3], ["health", "meal_days"])


def test_edits_of_different_fields_are_both_kept(cast, officer):
    url = f"/people/{cast.shen.pk}/edit/"
    data = {**form_of(officer, url), "remarks": "爱吃糯米"}
    update_file(person=cast.shen, version=1, values={"door": "16号"}, now=NOON)
    assert officer.post(url, data).status_code == 302
    shen = Person.objects.select_related("file").get(pk=cast.shen.pk)
    assert (shen.door, shen.file.remarks) == ("16号", "爱吃糯米")


def test_edits_of_one_field_ask(cast, officer):
    url = f"/people/{cast.shen.pk}/edit/"
    data = {**form_of(officer, url), "door": "17号", "remarks": "爱吃糯米", "meal_days": ["2"]}
    update_file(person=cast.shen, version=1, values={"door": "16号", "living": "empty_nest"}, now=NOON)
    page = officer.post(url, data)
    assert page.status_code == 409 and "16号" in text(page) and "17号" in text(page)
    assert Person.objects.get(pk=cast.shen.pk).door == "16号", "nothing is written before the choice"
    chosen = {**page.context["settled"], "base": page.context["base"], "door": "17号"}
    assert officer.post(url, chosen).status_code == 302
    shen = Person.objects.select_related("file").get(pk=cast.shen.pk)
    assert (shen.door, shen.file.living, shen.file.remarks, shen.file.meal_days) == ("17号", "empty_nest", "爱吃糯米", [2])


def test_id_number_of_another_file(cast, officer):
    url = f"/people/{cast.lu.pk}/edit/"
    page = officer.post(url, {**form_of(officer, url), "id_number": "310110193803052563"})
    assert page.status_code == 422 and f"/people/{cast.shen.pk}/" in text(page)
    for wrong in ("310110193803052564", "12345"):
        assert officer.post(url, {**form_of(officer, url), "id_number": wrong}).status_code == 422


def test_open_a_file(cast, officer):
    data = {"name": "顾阿妹", "status": "active", "id_number": "310110194001011510", "committee_id": cast.huaide.pk}
    answer = officer.post("/people/new/", data)
    made = Person.objects.get(name="顾阿妹", street=cast.street)
    assert answer.headers["Location"] == f"/people/{made.pk}/" and (made.sex, str(made.birth_date)) == ("m", "1940-01-01")
    again = officer.post("/people/new/", {"name": "顾阿妹", "status": "active"})
    assert again.status_code == 200 and "另一个人" in text(again), "somebody of this name is shown first"
    assert officer.post("/people/new/", {"name": "顾阿妹", "status": "active", "another": "1"}).status_code == 302
    assert Person.objects.filter(name="顾阿妹").count() == 2


def test_contacts_page(cast, officer):
    url = f"/people/{cast.shen.pk}/contacts/"
    row = Contact.objects.get(elder=cast.shen)
    data = {
        "first": "138 1700 1234", "second": "", "version": "1", "c-TOTAL_FORMS": "2", "c-INITIAL_FORMS": "0",
        "c-0-id": row.pk, "c-0-place": "2", "c-0-name": "沈明", "c-0-relation": "儿子", "c-0-phone": "13917005678",
        "c-1-place": "1", "c-1-name": "沈兰", "c-1-phone": "5519 0127",
    }  # fmt: skip
    assert officer.post(url, data).status_code == 302
    assert [c.name for c in Contact.objects.filter(elder=cast.shen)] == ["沈兰", "沈明"]
    assert officer.post(url, data | {"c-1-name": "又一位"}).status_code == 302, "an old page is told, and sent back to the form"
    assert [c.name for c in Contact.objects.filter(elder=cast.shen)] == ["沈兰", "沈明"]
    assert officer.post(url, data | {"first": "99"}).status_code == 422


def test_key_and_history(cast, officer):
    url = f"/people/{cast.shen.pk}/key/"
    assert officer.post(url, {"holder_name": "李师傅", "phone": "", "version": "1"}).status_code == 302
    assert officer.post(f"{url}back/").status_code == 302
    assert not SpareKey.objects.filter(elder=cast.shen, until__isnull=True).exists()
    page = text(officer.get(f"/people/{cast.shen.pk}/history/"))
    assert "王敏" in page and "备用钥匙" in page


@pytest.mark.parametrize("format", ["xlsx", "print", "text"])
def test_take_the_list_away(cast, client, format):
    log_in(client, cast.officer)
    answer = client.get("/people/", {"format": format})
    assert answer.status_code == 200
    if format != "xlsx":
        assert "沈玉芳" in text(answer) and "单国栋" not in text(answer)
    log_in(client, cast.desk)
    assert client.get("/people/", {"format": format}).status_code == 403, "the duty desk takes no lists away"


def test_nothing_inline(cast, officer):
    """The pages' own security policy allows no inline script, style or handler."""
    for url in ("/people/", f"/people/{cast.shen.pk}/", f"/people/{cast.shen.pk}/edit/", f"/people/{cast.shen.pk}/contacts/"):
        page = text(officer.get(url))
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=", page), url
        assert "unsafe" not in officer.get(url).headers["Content-Security-Policy"]


def test_base_is_json(cast, officer):
    page = officer.get(f"/people/{cast.shen.pk}/edit/")
    assert json.loads(page.context["base"])["name"] == "沈玉芳"
