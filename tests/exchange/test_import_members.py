"""A list of the association's members comes in: who is known is linked, who is unclear is asked for, who is new is written down; twice changes nothing."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from qianshou.access.operations import set_language
from qianshou.association.models import Group, GroupMember, Member, OfficeTerm
from qianshou.association.operations import members
from qianshou.exchange.models import Batch, ImportRow
from qianshou.exchange.tables.members import MemberRow, same_row
from qianshou.exchange.tables.same_person import Known, match
from qianshou.kernel import clock
from qianshou.people import vault
from qianshou.people.models import Person, Phone
from tests.association.club import by, elect, member
from tests.cast import DAY, LONG_AGO, NOON, elder, telephone

HEAD = "姓名,电话,小组,职务,入会日期,证号,出生日期,住址"


@pytest.fixture
def officer(client, cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        client.force_login(cast.officer)
        yield client


def sent(client, *rows: str, head: str = HEAD) -> Batch:
    file = io.BytesIO("\n".join([head, *rows]).encode())
    file.name = "members.csv"
    assert client.post(reverse("exchange-upload"), {"kind": "members", "file": file}).status_code == 302
    return Batch.objects.latest("pk")


def confirmed(client, batch: Batch) -> Batch:
    client.post(reverse("exchange-apply", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "done"
    return batch


def codes(batch: Batch) -> dict[int, list[str]]:
    return {row.row: [one["code"] for one in row.reasons] for row in ImportRow.objects.filter(batch=batch) if row.outcome != "skip"}


def said(client, batch: Batch, **answers) -> Batch:
    client.post(reverse("exchange-answers", args=[batch.pk]), {name.replace("_", "-"): value for name, value in answers.items()})
    batch.refresh_from_db()
    return batch


def world() -> tuple:
    return tuple(list(table.objects.order_by("pk").values()) for table in (Person, Phone, Member, Group, GroupMember, OfficeTerm))


@pytest.mark.django_db
def test_a_list_links_the_known_writes_down_the_new_and_twice_changes_nothing(officer, cast):
    rows = ("沈玉芳,13817001234,长青志愿者工作坊,会长,2019-05-01,,,", "钱桂珍,13817009999,书法组、编织组,组长,2020.3,7,1951-02-03,怀德路454弄9号", "陆根宝,,编织组,组长,2021-06-01,,1941-7-19,")
    before = world()
    batch = sent(officer, *rows)
    assert batch.state == "read" and world() == before
    assert batch.counts == {"ok": 2, "review": 1, "reject": 0, "skip": 1} and batch.changes == {"created": 3, "updated": 0, "unchanged": 0}
    page = officer.get(reverse("exchange-batch", args=[batch.pk])).content.decode()
    assert "街道档案里有：已对上" in page and "新建人员" in page and "13817001234" not in page
    confirmed(officer, batch)
    shen, lu = Member.objects.get(person=cast.shen), Member.objects.get(person=cast.lu)
    qian = Member.objects.exclude(pk__in=[shen.pk, lu.pk]).get()
    assert (shen.joined, qian.card, qian.joined) == (date(2019, 5, 1), "0007", date(2020, 3, 1))
    assert qian.person.name == "钱桂珍" and vault.phone(qian.person.phones.get()) == "13817009999" and qian.person.birth_date == date(1951, 2, 3)
    assert qian.person.place == cast.lane and not hasattr(qian.person, "file")
    assert {(one.member_id, one.seat.office, one.seat.group and one.seat.group.name) for one in OfficeTerm.objects.all()} == {(shen.pk, "president", None), (lu.pk, "leader", "编织组")}
    assert codes(batch)[3] == ["office_of_group"]
    after = world()
    again = sent(officer, *rows)
    assert again.changes == {"created": 0, "updated": 0, "unchanged": 3}
    confirmed(officer, again)
    assert world() == after


@pytest.mark.django_db
def test_a_name_alone_is_asked_for_and_waits(officer, cast):
    other = elder(cast.street, cast.huolan, "沈玉芳", None, "", date(1950, 1, 1), "310110195001010525", NOON)
    batch = sent(officer, "沈玉芳,,,,,,,", "鲍秀英,,,,,,,", "鲍秀英,,,,,,,", "裘惠芬,,,,,,,")
    assert batch.changes["created"] == 0 and set(codes(batch)) == {2, 3, 4, 5} and codes(batch)[4] == ["name_twice", "who_is_it"]
    page = officer.get(reverse("exchange-batch", args=[batch.pk])).content.decode()
    assert page.count("<select id=\"row-") == 4 and "1950-01-01" in page and "是哪一位" in page
    said(officer, batch, row_2=str(other.pk), row_3=str(cast.stranger.pk), row_4="leave", lone="1")
    assert batch.answers == {"2": str(other.pk), "3": str(cast.bao.pk), "4": "leave", "5": str(cast.volunteer.person_id)}, "of another street: not taken"
    said(officer, batch, row_5="")
    assert "5" not in batch.answers and not Member.objects.exists()
    said(officer, batch, row_5="new")
    people = Person.objects.count()
    confirmed(officer, batch)
    assert set(Member.objects.values_list("person__name", flat=True)) == {"沈玉芳", "鲍秀英", "裘惠芬"} and Person.objects.count() == people + 1
    assert Member.objects.filter(person=other).exists() and not Member.objects.filter(person__in=[cast.shen, cast.volunteer.person]).exists()
    after = world()
    again = sent(officer, "沈玉芳,,,,,,,", "鲍秀英,,,,,,,", "裘惠芬,,,,,,,")
    assert again.changes == {"created": 0, "updated": 0, "unchanged": 3}, "the only member of that name"
    confirmed(officer, again)
    assert world() == after
    said(officer, again, row_2="new")
    assert again.answers == {}, "what is confirmed stays as it is"


@pytest.mark.django_db
def test_each_row_that_cannot_be_says_why_and_the_others_go_in(officer, cast):
    held, gone = member(cast, cast.lu, card="0042"), member(cast, cast.bao)
    elect(cast, held)
    members.leave(member_id=gone.pk, left=DAY, **by(cast))
    batch = confirmed(officer, sent(
        officer, "甲一,13800000001,,,2026-12-30,,,", "甲二,13800000002,,,上个月,,,", "甲三,13800000003,,,,42,,", ",13800000004,书法组,,,,,", "甲五,13800000005,,书记,,,,",
        "甲六,13800000006,,会长,,,,", "甲六,13800000006,,,,,,", "鲍秀英,,,,2020-01-01,,1935-11-02,", "陆根宝,,,,,77,1941-07-19,",
    ))  # fmt: skip
    assert codes(batch) == {
        2: ["member_since_to_come"], 3: ["member_since_unread"], 4: ["card_taken"], 5: ["no_name"], 6: ["office_unknown"], 7: ["office_held"], 8: ["member_twice"], 9: ["member_left"], 10: [],
    }  # fmt: skip
    assert set(Member.objects.filter(left=None).values_list("person__name", "card")) == {("陆根宝", "0042"), ("甲五", "0044"), ("甲六", "0045")}
    assert not Person.objects.filter(name="甲三").exists(), "a row that is refused leaves nobody behind"
    page = officer.get(reverse("exchange-batch", args=[batch.pk]), {"outcome": "reject"}).content.decode()
    assert "已由陆根宝使用" in page and "请写成 2026-03-15" in page and "恢复会员身份" in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_empty_sheet_is_read_as_it_was_given_out(officer, cast, language):
    set_language(user=cast.officer, language=language)
    answer = officer.get(reverse("exchange-members-xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head = [str(cell) for cell in book.get_sheet_by_index(0).to_python()[0]]
    assert len(book.sheet_names) == 2 and len(head) == 11
    row = {"name": "钱桂珍", "phone": "13817009999", "groups": "书法组", "office": "会长", "member_since": "2020-01-02", "card": "12"}
    from qianshou.web.exchange.members import COLUMNS

    batch = sent(officer, ",".join(row.get(code, "") for code in COLUMNS), head=",".join(head))
    assert [column["field"] for column in batch.mapping["columns"]] == list(COLUMNS) and batch.changes["created"] == 1
    confirmed(officer, batch)
    assert Member.objects.get().card == "0012" and OfficeTerm.objects.get().since == date(2020, 1, 2) and Group.objects.get().name == "书法组"


@pytest.mark.django_db
def test_outsiders_neither_see_nor_answer(officer, cast, client):
    batch = sent(officer, "沈玉芳,,,,,,,")
    addresses = [reverse("exchange-batch", args=[batch.pk]), reverse("exchange-answers", args=[batch.pk])]
    for user, codes_wanted in ((cast.outsider, (404, 404)), (cast.desk, (403, 403)), (cast.committee_worker, (403, 403))):
        client.force_login(user)
        assert (client.get(addresses[0]).status_code, client.post(addresses[1], {"row-2": "new"}).status_code) == codes_wanted
    client.logout()
    assert client.post(addresses[1], {"row-2": "new"}).url.startswith("/login") and client.get(reverse("exchange-members-xlsx")).url.startswith("/login")
    batch.refresh_from_db()
    assert batch.answers == {}


@pytest.mark.django_db
def test_the_secretary_reads_her_members_in_and_nothing_else(officer, cast, client):
    file = io.BytesIO("姓名,身份证号\n沈玉芳,310110193803050021".encode())
    file.name = "register.csv"
    client.post(reverse("exchange-upload"), {"kind": "register", "file": file})
    register = Batch.objects.latest("pk")
    client.force_login(cast.secretary)
    page = client.get(reverse("exchange-list"), {"kind": "register"})
    assert [code for code, _label in page.context["kinds"]] == ["members"] and list(page.context["page"].object_list) == []
    for kind in ("register", "carers", "places", "menu"):
        file = io.BytesIO(b"x")
        file.name = "x.csv"
        assert client.post(reverse("exchange-upload"), {"kind": kind, "file": file}).status_code == 404
    asked = [client.get(reverse(name, args=[register.pk])).status_code for name in ("exchange-batch", "exchange-state", "exchange-workbook")]
    done = [client.post(reverse(name, args=[register.pk])).status_code for name in ("exchange-mapping", "exchange-apply", "exchange-drop", "exchange-answers")]
    assert {*asked, *done} == {404} and client.get(reverse("exchange-fill")).status_code == 403 and Batch.objects.count() == 1
    register.refresh_from_db()
    assert register.state == "read", "the register lies there as before"
    assert reverse("exchange-list") in client.get(reverse("association-members")).content.decode()
    batch = confirmed(client, sent(client, "罗桂珍,13817002222,舞蹈队,,2020-03-01,,,"))
    assert batch.uploaded_by == cast.secretary and Member.objects.get(person__name="罗桂珍").groups.get().group.name == "舞蹈队"
    assert client.get(reverse("exchange-members-xlsx")).status_code == 200


@pytest.mark.django_db
def test_another_streets_people_are_never_offered(officer, cast):
    telephone(cast.stranger, "13817001111")
    batch = sent(officer, "单国栋,13817001111,,,,,,")
    assert batch.changes["created"] == 1 and ImportRow.objects.get(batch=batch, row=2).understood["told"] == [{"code": "person_new", "params": {}}]
    confirmed(officer, batch)
    assert Member.objects.get().person != cast.stranger and Member.objects.get().street == cast.street


PHONES = [b"", b"1", b"2"]
KNOWN = st.builds(
    Known, person_id=st.integers(1, 6), phones=st.frozensets(st.sampled_from(PHONES[1:]), max_size=2), id_blind=st.sampled_from([b"", b"a", b"b"]),
    sex=st.sampled_from(["", "f", "m"]), birth=st.sampled_from([None, date(1950, 1, 1), date(1951, 1, 1)]), precision=st.just("day"),
    lane=st.sampled_from(["", "怀德路"]), door=st.sampled_from(["", "9号"]), card=st.sampled_from(["", "0001"]), joined=st.sampled_from([None, LONG_AGO]), gone=st.booleans(),
)  # fmt: skip
ROWS = st.builds(
    MemberRow, name=st.just("甲"), card=st.sampled_from(["", "0001", "0002"]), sex=st.sampled_from(["", "f", "m"]), lane=st.just("怀德路"), door=st.sampled_from(["", "9号"]),
    since=st.sampled_from([None, LONG_AGO]), phone=st.sampled_from(["", "1", "2"]),
)  # fmt: skip


@given(row=ROWS, known=st.lists(KNOWN, max_size=5, unique_by=lambda one: one.person_id), number=st.sampled_from([b"", b"a", b"b"]))
@settings(deadline=None)
def test_nobody_is_linked_by_her_name_alone(row, known, number):
    """What links two is said by both, or she is the only member; whom another ID number excludes is never linked; without namesakes she is new."""
    phone = row.phone.encode()
    found = match(row, known, phone=phone, id_number=number)
    if not known:
        assert found.kind == "new"
    if found.kind == "same":
        [one] = [one for one in known if one.person_id == found.people[0]]
        said_alike = (phone and phone in one.phones) or (number and number == one.id_blind) or (row.door and (row.lane, row.door) == (one.lane, one.door))
        assert said_alike or one.joined
        assert not (number and one.id_blind and number != one.id_blind) and not (one.gone and said_alike and not one.joined)
    assert set(found.people) <= {one.person_id for one in known}
    assert (found.kind == "new") == (found.people == ())


@given(one=ROWS, other=ROWS)
def test_two_rows_are_one_person_whichever_comes_first(one, other):
    assert same_row(one, other) == same_row(other, one)
