"""Words that people use are read, longest first; what is not understood is listed, explained, and at once found under; taken back; the outsider."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qianshou.access.scope import scope_of
from qianshou.care.models import TalentWord
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.vocabulary import explain_word, take_back_word
from qianshou.care.queries.finding import find, read_question
from qianshou.care.queries.vocabulary import Speech
from qianshou.care.rules.vocabulary import LIKES, Reading, Vocabulary, liked
from qianshou.people.models import ElderFile, Person
from tests.assessment.test_assessment_pages import at_noon, signed_in  # noqa: F401
from tests.cast import DAY, NOON

WORDS = Vocabulary.of({"dance": ["跳舞", "广场舞", "dancing"], "opera": ["越剧", "京剧"], "calligraphy": ["书法", "毛笔字"], "chess": ["象棋"]}, ["看电视"])


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("会跳广场舞", Reading(("dance",))),
        ("毛笔字写得好", Reading(("calligraphy",))),
        ("爱听越剧、书法", Reading(("opera", "calligraphy"))),
        ("喜欢京剧脸谱", Reading(("opera",), ("脸谱",))),
        ("会弹三弦的", Reading((), ("弹三弦",))),
        ("爱好集邮", Reading((), ("集邮",))),
        ("不会跳舞，象棋", Reading(("chess",))),
        ("看电视", Reading()),
        ("Dancing and stamps", Reading(("dance",), ("stamps",))),
        ("会计", Reading((), ("会计",))),
        ("", Reading()),
    ],
)
def test_what_people_write_about_themselves(text, reading):
    assert WORDS.read(text) == reading


@pytest.mark.parametrize(
    ("remarks", "says"),
    [
        ("以前是老师，喜欢唱越剧。不喜欢打牌", ("唱越剧",)),
        ("女儿喜欢跳舞，本人爱好养鸟、书法", ("养鸟、书法",)),
        ("特长：国画；擅长烧菜", ("国画", "烧菜")),
        ("没有爱好", ()),
        ("每周三需陪同配药", ()),
        ("Mrs Shen likes dancing. Her son loves opera", ("dancing",)),
    ],
)
def test_what_remarks_say_that_she_likes_and_of_others_nothing(remarks, says):
    assert liked(remarks) == says


@given(st.text("跳舞广场会爱的越剧不看电视书法三弦，、 abc", max_size=20))
def test_any_text_is_read_and_only_known_talents_come_of_it(text):
    found = WORDS.read(text)
    assert set(found.codes) <= {"dance", "opera", "calligraphy", "chess"} and all(found.left)


@pytest.fixture
def written(cast):
    """Shen keeps birds and plays the sanxian, Lu keeps birds too, the stranger elsewhere collects stamps."""
    Person.objects.filter(pk=cast.shen.pk).update(interests=["喜欢养鸟", "弹三弦"])
    Person.objects.filter(pk=cast.lu.pk).update(interests=["养鸟"])
    Person.objects.filter(pk=cast.stranger.pk).update(interests=["集邮"])
    return cast


def found(cast, text, user=None):
    speech = Speech(cast.street, DAY)
    wanted = read_question(street=cast.street, text=text, speech=speech)
    return {p.name for p in find(scope=scope_of(user or cast.officer, DAY), street=cast.street, wanted=wanted, today=DAY, speech=speech)}, wanted


def explain(cast, word, meaning, **more):
    return explain_word(street_id=cast.street.pk, word=word, meaning=meaning, on=DAY, now=NOON, by_id=cast.officer.pk, **more)


def unknown(cast):
    return {one.word: one.people for one in Speech(cast.street, DAY).unknown()}


def test_a_word_nobody_explained_is_found_as_it_stands_and_listed(written):
    assert unknown(written) == {"养鸟": 2, "弹三弦": 1} | {k: v for k, v in unknown(written).items() if k not in ("养鸟", "弹三弦")}
    assert "集邮" not in unknown(written), "another street's words are not ours"
    names, wanted = found(written, "会弹三弦的")
    assert names == {"沈玉芳"} and wanted.words == ("弹三弦",) and not wanted.left
    assert found(written, "集邮")[1].left == ("集邮",)


def test_what_remarks_say_is_found_listed_and_shown(written):
    ElderFile.objects.filter(pk=written.lu.pk).update(remarks="以前开车，喜欢唱越剧和钓鱼。女儿喜欢跳舞")
    assert found(written, "戏曲")[0] == {"陆根宝"} and found(written, "跳舞")[0] == set() and unknown(written)["钓鱼"] == 1
    row = explain(written, "钓鱼", "new")
    assert found(written, "钓鱼")[1].talents == (row.code,) and found(written, "钓鱼")[0] == {"陆根宝"}
    page = signed_in(written.officer).get(reverse("finding"), {"q": "戏曲"}).content.decode()
    assert "remarks: 唱越剧和钓鱼" in page


def test_the_index_of_remarks_looks_for_the_same_words_as_the_question():
    (index,) = [i for i in ElderFile._meta.indexes if i.name == "file_says_likes"]
    assert index.condition.children == [("remarks__regex", LIKES)]


def test_once_explained_everybody_who_wrote_it_is_found_under_it(written):
    row = explain(written, "养鸟", "new", en="Keeping birds")
    names, wanted = found(written, "养鸟 独居")
    assert wanted.talents == (row.code,) and names == {"沈玉芳", "陆根宝"} and "养鸟" not in unknown(written)
    assert found(written, "keeping birds")[1].talents == (row.code,)
    explain(written, "弹三弦", "synonym", code="music")
    assert found(written, "乐器")[0] == {"沈玉芳"}
    with pytest.raises(Refused, match="known"):
        explain(written, " 养鸟 ", "none")
    for bad, code in ((("x" * 31, "new"), "word"), (("钓鱼", "odd"), "meaning"), (("钓鱼", "synonym"), "code")):
        with pytest.raises(Refused, match=code):
            explain(written, *bad)


def test_it_is_taken_back_but_not_from_under_other_words(written):
    birds = explain(written, "养鸟", "new")
    parrots = explain(written, "养鹦鹉", "synonym", code=birds.code)
    back = {"now": NOON, "by_id": written.officer.pk}
    with pytest.raises(Refused, match="used"):
        take_back_word(word_id=birds.pk, **back)
    assert take_back_word(word_id=parrots.pk, **back) and take_back_word(word_id=birds.pk, **back) and not take_back_word(word_id=birds.pk, **back)
    assert "养鸟" in unknown(written) and TalentWord.objects.count() == 2
    explain(written, "养鸟", "none")
    assert "养鸟" not in unknown(written) and found(written, "养鸟")[1].talents == ()


def test_a_street_may_say_otherwise_than_its_pack(written):
    explain(written, "越剧", "new")
    talents = Speech(written.street, DAY).talents
    assert "越剧" not in talents["opera"].words and talents[TalentWord.objects.get().code].own


def test_the_page_lists_explains_and_takes_back(written):
    officer = signed_in(written.officer)
    page = officer.get(reverse("finding-words")).content.decode()
    assert "养鸟" in page and "沈玉芳" in page
    said = officer.post(reverse("finding-explain"), {"word": "养鸟", "meaning": "gardening"}, follow=True).content.decode()
    assert "is found under Gardening from now on" in said
    row = TalentWord.objects.get()
    assert "already" in officer.post(reverse("finding-explain"), {"word": "养鸟", "meaning": "none"}, follow=True).content.decode()
    assert signed_in(written.outsider).post(reverse("finding-word-undo", args=[row.pk])).status_code == 404
    assert "not yet known again" in officer.post(reverse("finding-word-undo", args=[row.pk]), follow=True).content.decode()
    assert "养鸟" not in signed_in(written.outsider).get(reverse("finding-words")).content.decode()
    assert signed_in(written.secretary).get(reverse("finding-words")).status_code == 403
