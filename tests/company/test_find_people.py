"""Words that an officer would use become a question; what is not understood is told."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qianshou.access.scope import scope_of
from qianshou.care.models import SavedSearch
from qianshou.care.operations.company import Terms, wish_for_company
from qianshou.care.queries.finding import find, read_question
from qianshou.care.queries.vocabulary import Speech
from qianshou.care.rules.finding import Wanted, read_words
from qianshou.people.models import ElderFile, Person, Place
from qianshou.people.operations import answer_consent
from tests.assessment.answers import best
from tests.assessment.test_assessment_pages import at_noon, signed_in  # noqa: F401
from tests.assessment.test_make_assessment import done
from tests.cast import DAY, NOON

TALENTS = {"dance": ["跳舞", "广场舞", "dancing"], "opera": ["越剧", "戏曲"], "chess": ["象棋", "下棋"]}
PLACES = ["怀德路454弄", "怀德路20弄", "怀德路4弄"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("会跳舞的 70岁以上 女 步行15分钟 怀德路454弄", Wanted(talents=("dance",), age_from=70, sex="f", minutes=15, around="怀德路454弄")),
        ("喜欢越剧或象棋的老人", Wanted(talents=("opera", "chess"))),
        ("60-75岁 男", Wanted(age_from=60, age_to=75, sex="m")),
        ("75到60岁", Wanted(age_from=60, age_to=75)),
        ("2级以上", Wanted(level_from=2)),
        ("轻度失能 独居", Wanted(level_from=1, level_to=1, alone=True)),
        ("中度失能以上 想有人陪", Wanted(level_from=2, company=True)),
        ("８０岁以上", Wanted(age_from=80)),
        ("dancing over 70 women within", Wanted(talents=("dance",), age_from=70, sex="f", left=("within",))),
        ("会弹三弦的 广场舞", Wanted(talents=("dance",), left=("会弹三弦的",))),
        ("会跳舞的、七十到八十岁、走路十分钟以内 怀德路20弄", Wanted(talents=("dance",), age_from=70, age_to=80, minutes=10, around="怀德路20弄")),
        ("二十五分钟", Wanted(minutes=25)),
        ("越剧 周二有空", Wanted(talents=("opera",), days=(2,))),
        ("星期一、三 周末", Wanted(days=(1, 3, 6, 7))),
        ("opera on Tuesdays", Wanted(days=(2,), left=("opera",))),
        ("周二70岁以上", Wanted(days=(2,), age_from=70)),
        ("", Wanted()),
    ],
)
def test_an_officer_s_words(text, wanted):
    assert read_words(text, TALENTS, PLACES) == wanted


def test_what_people_agreed_to_and_what_they_wrote_themselves():
    purposes = {"photos": ["照片", "Photographs"], "talents": ["才艺与爱好"]}
    found = read_words("已同意照片 同意才艺与爱好 会滚灯的 三弦", TALENTS, PLACES, written=["以前滚灯", "二胡"], purposes=purposes)
    assert found == Wanted(words=("滚灯",), consents=("talents", "photos"), left=("三弦",))


@given(st.text("跳舞70岁以上女步行分钟怀德路弄 0123456789级独居，越剧abc", max_size=40))
def test_any_words_are_read_and_none_is_lost_in_silence(text):
    found = read_words(text, TALENTS, PLACES)
    for low, high in ((found.age_from, found.age_to), (found.level_from, found.level_to)):
        assert low is None or high is None or low <= high
    letters = [piece for piece in found.left if any("a" <= c <= "c" for c in piece)]
    assert bool(letters) == any("a" <= c <= "c" for c in text)


@pytest.fixture
def people(cast):
    """Shen (88, f) dances and lives alone; Lu likes Shaoxing opera; both lanes are on the map."""
    Person.objects.filter(pk=cast.shen.pk).update(interests=["广场舞"], sex="f")
    Person.objects.filter(pk=cast.lu.pk).update(interests=["越剧", "三弦"], sex="m", place=Place.objects.get(name="怀德路20弄"))
    done(cast, answers=best("gbt42195", stairs="p1"))
    wish_for_company(elder_id=cast.shen.pk, wanted=False, terms=Terms(days=[3, 4]), on=DAY, now=NOON, by_id=cast.officer.pk)
    answer_consent(person_id=cast.shen.pk, purpose="photos", given=True, how="paper", now=NOON, by_id=cast.officer.pk)
    return cast


def found(cast, text, user=None):
    speech = Speech(cast.street, DAY)
    wanted = read_question(street=cast.street, text=text, speech=speech)
    return {p.name: p for p in find(scope=scope_of(user or cast.officer, DAY), street=cast.street, wanted=wanted, today=DAY, speech=speech)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("会跳舞", {"沈玉芳"}),  # 广场舞 is a word for it
        ("戏曲", {"陆根宝"}),
        ("跳舞或戏曲", {"沈玉芳", "陆根宝"}),
        ("跳舞 男", set()),
        ("跳舞 80岁以上", {"沈玉芳"}),
        ("跳舞 60岁以下", set()),
        ("1级", {"沈玉芳"}),
        ("中度失能以上", set()),
        ("戏曲 步行15分钟 怀德路454弄", {"陆根宝"}),
        ("戏曲 步行2分钟 怀德路454弄", set()),
        ("想有人陪", set()),
        ("跳舞 周三", {"沈玉芳"}),
        ("跳舞 周一", set()),
        ("跳舞 已同意照片", {"沈玉芳"}),
        ("戏曲 已同意照片", set()),
    ],
)
def test_whoever_fits_all_of_it_is_found(people, text, names):
    assert set(found(people, text)) == names


def test_the_nearest_come_first_with_their_minutes(people):
    rows = found(people, "跳舞 戏曲 怀德路454弄")
    assert list(rows) == ["沈玉芳", "陆根宝"] and rows["沈玉芳"].minutes == 0 and 5 < rows["陆根宝"].minutes < 12


def test_whoever_is_not_at_home_or_not_ones_own_is_not_found(people):
    assert set(found(people, "跳舞", people.committee_worker)) == {"沈玉芳"} and set(found(people, "戏曲", people.committee_worker)) == set()
    assert found(people, "跳舞", people.outsider) == {}
    answer_consent(person_id=people.lu.pk, purpose="talents", given=False, how="paper", now=NOON, by_id=people.officer.pk)
    assert found(people, "戏曲") == {} and set(found(people, "男")) == {"陆根宝"}, "who said no to talents is not found by one"
    ElderFile.objects.filter(person=people.shen).update(status="hospital")
    assert found(people, "跳舞") == {}


def test_the_page_says_what_it_understood_and_what_not_and_keeps_the_question(people):
    officer = signed_in(people.officer)
    page = officer.get(reverse("finding"), {"q": "dancing over 80 juggling"}).content.decode()
    for words in ("Dancing", "aged 80 or more", "Not understood, and not looked for: juggling", "沈玉芳"):
        assert words in page, words
    assert "Nothing of it was understood" in officer.get(reverse("finding"), {"q": "juggling"}).content.decode()
    officer.post(reverse("finding-keep"), {"q": "dancing", "name": "Dancers"})
    officer.post(reverse("finding-keep"), {"q": "dancing over 70", "name": "Dancers"})
    kept = SavedSearch.objects.get()
    assert kept.text == "dancing over 70" and "Dancers" in officer.get(reverse("finding")).content.decode()
    assert "Give the question a name" in officer.post(reverse("finding-keep"), {"q": "x", "name": ""}, follow=True).content.decode()
    signed_in(people.outsider).post(reverse("finding-drop", args=[kept.pk]))
    assert SavedSearch.objects.exists()
    officer.post(reverse("finding-drop", args=[kept.pk]))
    assert not SavedSearch.objects.exists()
    assert officer.get(reverse("finding"), {"q": "dancing", "format": "xlsx"}).status_code == 200
