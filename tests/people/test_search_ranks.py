"""Whatever the number of those who fit: the best come first, all are counted, and nobody of another street is.

A model in plain Python looks at everybody; the search must say the same.
"""

from random import Random

import pytest

from qianshou.access.scope import scope_of
from qianshou.kernel.names import fold, name_keys, search_text
from qianshou.people.models import Person, Place
from qianshou.people.queries import search
from tests.cast import DAY, NOON

HERE, ELSEWHERE = 700, 120
TYPED = [
    "王", "wang", "w", "王秀", "秀", "xiu", "单", "shan", "dan", "曾国", "怀德路", "怀德路12弄", "12弄", "怀德路13弄", "弄", "2", "12", "121", "1号", "11号", "王12弄",
    "王 12弄", "wang 1号", "wx", "Ｗang", "王%", "王_", "100%", "王|", "怀德路12弄7号", "7号 12弄", "21", "4321", "13811114321", "王 4321", "王4321", "e", "Anna", "ann mar", "é", "林",
]  # fmt: skip


@pytest.fixture
def crowd(cast):
    """Many people who fit short searches; every tenth was merged into another file."""
    rng = Random(3)
    people, ends = [], {}
    for street, committee, count in ((cast.street, cast.huaide, HERE), (cast.elsewhere, cast.elsewhere_committee, ELSEWHERE)):
        lanes = [Place.objects.create(street=street, name=name) for name in ("怀德路12弄", "怀德路112弄", "怀德路3弄", "王家宅", "长阳路１２弄")]
        for n in range(count):
            name = rng.choice("王王王王单曾李区") + "".join(rng.choices("国秀英娥林王", k=rng.choice((1, 2, 2)))) if n % 50 else rng.choice(("Anna Maria", "José", "王%", "A_b"))
            lane, door, phone = rng.choice(lanes), f"{rng.randrange(1, 30)}号{rng.choice(('', '101室', '二楼'))}", f"1381111{rng.choice((4321, 1212, 7, 9121)):04d}"
            line = search_text(name=name, phones=[phone], lane=lane.name, door=door)
            key = name_keys(name).sort_key
            people.append(Person(street=street, committee=committee if n % 3 else None, name=name, name_key=key, place=lane, door=door, found_as=line, created_at=NOON, updated_at=NOON))
            ends[len(people) - 1] = phone[-4:]
    made = Person.objects.bulk_create(people)
    gone = {p.pk for p in made[::10]}
    Person.objects.filter(pk__in=gone).update(merged_into=cast.shen)
    everybody = {p.pk: (p, ends[n]) for n, p in enumerate(made) if p.pk not in gone}
    own = (cast.shen, cast.lu, cast.bao, *(c.person for c in (cast.tan, cast.shao, cast.feng, cast.aide, cast.volunteer)))
    everybody |= {p.pk: (p, "") for p in own}  # the cast's lines hold no telephones
    return everybody


def pieces(word: str) -> list[str]:
    """Letters, Han characters, numbers with the characters that follow them."""
    found: list[str] = []
    before = ""
    for char in word:
        kind = "a" if char.isascii() and char.isalpha() else "0" if char.isdigit() else "汉" if char.isalpha() else ""
        if kind and found and before and (kind == before or (kind == "汉" and found[-1][0].isdigit())):
            found[-1] += char
        elif kind:
            found.append(char)
        before = kind
    return found


def stands(words: str, parts: list[str]) -> bool:
    """These words stand in one of the parts; a number with what it counts is that number, one digit alone a number of its own."""
    for part in parts:
        for at in range(len(part)):
            if not part.startswith(words, at):
                continue
            begins = at == 0 or not part[at - 1].isdigit()
            ends = at + len(words) == len(part) or not part[at + len(words)].isdigit()
            if (words.isdigit() and len(words) > 1) or not words[0].isdigit() or (begins and (ends or len(words) > 1)):
                return True
    return False


def model_rank(person: Person, end: str, text: str) -> int | None:
    """0 … 7 as people.rules.Rank has it, None for whoever does not fit."""
    keys = name_keys(person.name)
    own, *said = (fold(form).replace(" ", "") for form in (person.name, *keys.readings, *keys.initials))
    address = fold(f"{person.place.name if person.place else ''}{person.door}")
    words = ["".join(c for c in word if c not in "|@#") for word in fold(text).split()]
    if len(words) == 1 and words[0].isdigit() and len(words[0]) >= 7:
        return 7 if end == words[0][-4:] else None
    whole, parts = "".join(words), [own, *said, address, end]
    if not (stands(whole, parts) or all(stands(piece, parts) for word in words for piece in pieces(word))):
        return None
    if own == whole:
        return 0
    if own.startswith(whole):
        return 1
    if whole in said:
        return 2
    if any(form.startswith(whole) for form in said):
        return 3
    if any(whole in form for form in (own, *said)):
        return 4
    return 5 if whole in address else 7 if whole in end else 6


def model(everybody, people, text) -> list[int]:
    """Ids of whoever fits, the best first, then in pinyin order."""
    ranked = [(model_rank(*everybody[pk], text), everybody[pk][0].name_key, pk) for pk in people]
    return [pk for rank, _, pk in sorted(row for row in ranked if row[0] is not None)]


@pytest.mark.long
def test_the_search_says_what_the_model_says(cast, crowd):
    officer = scope_of(cast.officer, DAY)
    here = [pk for pk, (p, _) in crowd.items() if p.street_id == cast.street.pk]
    rng, broad = Random(4), 0
    lines = [crowd[pk][0].found_as for pk in here]
    cuts = [line[at : at + rng.randrange(1, 6)] for line in rng.choices(lines, k=60) for at in (rng.randrange(len(line)),)]
    for text in [*TYPED, *cuts]:
        expected = model(crowd, here, text) if pieces(fold(text)) else []
        found = search(scope=officer, text=text, today=DAY, limit=None)
        assert ([p.pk for p in found.people], found.total) == (expected, len(expected)), text
        page = search(scope=officer, text=text, today=DAY, limit=25, offset=25)
        assert ([p.pk for p in page.people], page.total) == (expected[25:50], len(expected)), text
        broad += len(expected) > 300
    assert broad > 5, "some fit hundreds: there a cut before the ranking would show"


def test_the_very_name_is_first_among_hundreds(cast, crowd):
    last = Person.objects.create(street=cast.street, name="王", name_key="zzz", found_as=search_text(name="王"), created_at=NOON, updated_at=NOON)
    found = search(scope=scope_of(cast.officer, DAY), text="王", today=DAY, limit=5)
    assert found.people[0] == last and found.total > 300


def test_counts_tell_outsiders_nothing(cast, crowd):
    worker, outsider = scope_of(cast.committee_worker, DAY), scope_of(cast.outsider, DAY)
    hers = [pk for pk, (p, _) in crowd.items() if p.committee_id == cast.huaide.pk]
    theirs = [pk for pk, (p, _) in crowd.items() if p.street_id == cast.elsewhere.pk]
    for text in ("王", "怀德路", "wang", "12弄"):
        for scope, people in ((worker, hers), (outsider, theirs)):
            found = search(scope=scope, text=text, today=DAY, limit=10, offset=10)
            expected = model(crowd, people, text)
            assert ([p.pk for p in found.people], found.total) == (expected[10:20], len(expected)), text
        for stranger in (cast.district_officer, cast.tan.person.user, cast.admin):
            assert search(scope=scope_of(stranger, DAY), text=text, today=DAY).total == 0


@pytest.mark.parametrize("name", ["曾" * 60, "𬭩" * 60, "王（已故，女儿张小红，见备注）" * 4, "ﷺ" * 60, "a b" * 20])
def test_a_monstrous_cell_fits_the_index(cast, name):
    name = name[:60]
    line = search_text(name=name, phones=["13811114321"] * 40, lane="ﷺ" * 80, door="𬭩" * 80)
    made = Person.objects.create(street=cast.street, name=name, name_key=name_keys(name).sort_key[:120], door="𬭩" * 80, found_as=line, created_at=NOON, updated_at=NOON)
    assert made in search(scope=scope_of(cast.officer, DAY), text=name[:2], today=DAY).people
