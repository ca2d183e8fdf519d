"""Pages of diets: the list to settle, one person, the week ahead; and who must not get in."""

import pytest

from qianshou.kernel import clock
from qianshou.meals.models import Diet, DietAnswer, Substitute
from qianshou.people.models import ElderFile
from tests.cast import NOON
from tests.meals.kitchen import TOMORROW, describe, forbid, serve
from tests.meals.test_diet_acts import say


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def log_in(client):
    def enter(user):
        client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
        return client

    return enter


@pytest.fixture
def officer(cast, log_in):
    return log_in(cast.officer)


def text(answer):
    return answer.content.decode()


def test_empty_pages_say_what_to_do(cast, officer):
    assert "没有待问清的" in text(officer.get("/diets/")) and "还没有人有忌口" in text(officer.get("/diets/?show=all"))
    assert "还没有人有忌口" in text(officer.get("/diets/clashes/")) and "没有要注意的" in text(officer.get(f"/diets/{cast.shen.pk}/"))


def test_what_is_to_be_settled_stands_in_the_list_and_on_the_file(cast, officer):
    say(cast.shen, diet=["忌花生"], raw={"饮食禁忌": "忌花生、芒果过敏"})
    assert "芒果过敏" in text(officer.get("/diets/")) and "忌口：花生" in text(officer.get("/diets/?show=all"))
    file = text(officer.get(f"/people/{cast.shen.pk}/"))
    assert "芒果过敏" in file and "忌口：花生" in file and f"/diets/{cast.shen.pk}/" in file
    assert "芒果过敏" in text(officer.get("/diets/?format=text"))


def test_an_officer_settles_a_question(cast, officer):
    say(cast.shen, raw={"饮食禁忌": "芒果过敏"})
    person, settle = f"/diets/{cast.shen.pk}/", f"/diets/{cast.shen.pk}/settle/"
    base = {"words": "芒果过敏", "prefix": "q0"}
    assert officer.post(settle, {**base, "nothing": "1"}).status_code == 422, "who said so?"
    assert officer.post(settle, {**base, "means": "1", "q0-kind": "allergy"}).status_code == 422, "to what?"
    assert not DietAnswer.objects.exists()
    assert officer.post(settle, {**base, "means": "1", "q0-kind": "allergy", "q0-target": "芒果", "q0-note": "沈明"}).status_code == 302
    page = text(officer.get(person))
    assert "过敏：芒果" in page and "沈明" in page and "没有待问清的" in text(officer.get("/diets/"))
    assert officer.post(settle, {**base, "means": "1", "q0-kind": "halal"}).status_code == 302 and DietAnswer.objects.count() == 1, "settled already"
    officer.post(f"/diets/answers/{DietAnswer.objects.get().pk}/undo/")
    assert "芒果过敏" in text(officer.get("/diets/"))


def test_a_diet_is_entered_and_ended(cast, officer):
    person = f"/diets/{cast.shen.pk}/"
    assert officer.post(person, {"kind": "allergy"}).status_code == 422
    assert officer.post(person, {"kind": "avoid", "target": "海鲜", "strength": "", "note": "本人"}).status_code == 302
    assert set(Diet.objects.values_list("target", "hard")) == {("crustacean", True), ("fish", True), ("shellfish", True)}
    assert officer.post(person, {"kind": "allergy", "target": "Peanut"}).status_code == 302
    assert Diet.objects.filter(kind="allergy", target="peanut").exists(), "the English name too"
    row = Diet.objects.get(target="fish")
    officer.post(f"/diets/rows/{row.pk}/end/", {"reason": "爱吃鱼"})
    row.refresh_from_db()
    assert row.ended_reason == "爱吃鱼" and "爱吃鱼" in text(officer.get(person))
    officer.post(f"/diets/rows/{row.pk}/end/", {"reason": ""})


def test_the_week_ahead_blocks_until_somebody_chooses(cast, officer):
    book, menu = describe(cast), serve(cast)
    forbid(cast, cast.shen, "allergy", "crustacean")
    week = f"/diets/clashes/?week={TOMORROW}"
    page = text(officer.get(week))
    assert "油爆虾" in page and "过敏：虾蟹" in page and "1 项要定" in page and "沈玉芳" in page
    assert "不打标签" in text(officer.get(f"/diets/{cast.shen.pk}/"))
    form = text(officer.get(f"{week}&choose={TOMORROW}.{book['油爆虾'].pk}.allergy:crustacean"))
    assert "白斩鸡" in form and f'<option value="{book["油爆虾"].pk}"' not in form
    data = {"day": str(TOMORROW), "dish": book["油爆虾"].pk, "key": "allergy:crustacean", "recipe": book["白斩鸡"].pk}
    officer.post("/diets/clashes/substitute/", data)
    assert Substitute.objects.get().menu == menu and "都定好了" in text(officer.get(week)) and "白斩鸡" in text(officer.get(f"{week}&show=all"))
    person = text(officer.get(f"/diets/{cast.shen.pk}/"))
    assert "代替油爆虾" in person and "不打标签" not in person
    officer.post(f"/diets/substitutes/{Substitute.objects.get().pk}/withdraw/")
    assert "1 项要定" in text(officer.get(week))
    for wrong in ({}, {"day": str(TOMORROW)}, {**data, "recipe": book["油爆虾"].pk}, {**data, "dish": "x"}):
        assert officer.post("/diets/clashes/substitute/", wrong).status_code in (302, 404)


def test_dishes_that_nobody_described_are_named(cast, officer):
    serve(cast)
    forbid(cast, cast.shen, "halal")
    page = text(officer.get(f"/diets/clashes/?week={TOMORROW}"))
    assert "没人写明用料" in page and "1 人打不了标签" in page


@pytest.mark.parametrize("page", ["/diets/{}/", "/diets/{}/settle/"])
def test_outsiders_get_404(cast, client, log_in, page):
    url = page.format(cast.shen.pk)
    assert client.post(url).url.startswith("/login/")
    assert log_in(cast.outsider).post(url, {"kind": "halal", "words": "x", "prefix": ""}).status_code == 404
    for user in (cast.kitchen, cast.tan.person.user, cast.family, cast.district_officer, cast.desk):
        assert log_in(user).post(url).status_code == 403
    assert log_in(cast.committee_worker).post(f"/diets/{cast.lu.pk}/", {"kind": "halal"}).status_code == 404
    assert not Diet.objects.exists()


def test_outsiders_read_nobodys_diet_and_choose_nothing(cast, log_in):
    book, menu = describe(cast), serve(cast)
    diet = forbid(cast, cast.shen, "allergy", "crustacean")
    ElderFile.objects.filter(person=cast.lu).update(diet=["芒果"])
    outsider = log_in(cast.outsider)
    for url in ("/diets/", "/diets/?show=all", f"/diets/clashes/?week={TOMORROW}&show=all"):
        assert "沈玉芳" not in text(outsider.get(url)) and "陆根宝" not in text(outsider.get(url))
    assert outsider.post(f"/diets/rows/{diet.pk}/end/", {"reason": "x"}).status_code == 404
    data = {"day": str(TOMORROW), "dish": book["油爆虾"].pk, "key": "allergy:crustacean", "recipe": ""}
    assert outsider.post("/diets/clashes/substitute/", data).status_code == 404 and not Substitute.objects.exists()
    worker = log_in(cast.committee_worker)
    assert "沈玉芳" in text(worker.get("/diets/?show=all")) and "陆根宝" not in text(worker.get("/diets/"))
    assert worker.post("/diets/clashes/substitute/", data).status_code == 403 and menu.pk
