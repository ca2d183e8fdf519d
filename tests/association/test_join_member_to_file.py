"""A member was written down without a file, her file came later: the office says that they are one person, and may take it back; her history stays, and she votes once."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from qianshou.association.models import GroupMember, Member
from qianshou.association.operations import members
from qianshou.exchange.models import ReviewCase
from qianshou.exchange.operations.joining import join_to_file, take_apart
from qianshou.exchange.queries.joining import suggestions
from qianshou.kernel import clock
from qianshou.people.models import Person, Phone
from qianshou.people.operations.humans import register_human
from qianshou.people.operations.merging import NotMergeable
from tests.association.club import by, elect, member
from tests.cast import NOON, elder
from tests.elections.year import opened

pytestmark = pytest.mark.django_db
PHONE = "13817004321"


@pytest.fixture
def luo(cast) -> Person:
    """A member of whom the street had no file: name, sex, telephone and birth are known; she dances and holds an office."""
    values = {"sex": "f", "birth_date": date(1950, 4, 2), "birth_precision": "day"}
    person = register_human(street_id=cast.street.pk, name="罗桂珍", now=NOON, values=values, phone=PHONE)
    row = member(cast, person, card="0077")
    group = members.found_group(street_id=cast.street.pk, name="舞蹈队", **by(cast))
    members.enter_group(group_id=group.pk, member_id=row.pk, since=row.joined, **by(cast))
    elect(cast, row)
    return person


@pytest.fixture
def file(cast) -> Person:
    """The file that came later: another phone, no sex."""
    made = elder(cast.street, cast.huolan, "罗桂珍", None, "", date(1950, 4, 2), "", NOON)
    Person.objects.filter(pk=made.pk).update(birth_precision="day", sex="")
    return Person.objects.select_related("file").get(pk=made.pk)


@pytest.fixture
def desk(cast, client):
    with clock.frozen(NOON):
        client.force_login(cast.officer)
        yield client


def joined(cast, person, file) -> ReviewCase:
    return join_to_file(person_id=person.pk, file_id=file.pk, now=NOON, by_id=cast.officer.pk)


def test_files_are_suggested_by_name_birth_and_telephone_the_likeliest_first(cast, luo, file):
    namesake = elder(cast.street, cast.huaide, "罗桂珍", None, "", date(1931, 1, 1), "", NOON)
    Person.objects.filter(pk=namesake.pk).update(sex="m")
    other_name = elder(cast.street, cast.huaide, "罗桂真", None, "", None, "", NOON)
    sealed = Phone.objects.get(person=luo)
    Phone.objects.create(person=other_name, position=0, kind="mobile", sealed=sealed.sealed, blind=sealed.blind)
    elder(cast.elsewhere, None, "罗桂珍", None, "", date(1950, 4, 2), "", NOON)  # another street's
    assert [(one.person, one.same, one.differs) for one in suggestions(luo)] == [
        (file, ("name", "birth"), ()), (other_name, ("phone",), ()), (namesake, ("name",), ("sex", "birth")),
    ]  # fmt: skip
    assert suggestions(cast.shen) == [], "whoever has a file looks for none"


def test_the_file_stays_takes_what_it_lacks_and_the_members_history_goes_over(cast, luo, file):
    row = Member.objects.get(person=luo)
    case = joined(cast, luo, file)
    row.refresh_from_db(), luo.refresh_from_db(), file.refresh_from_db()
    assert (row.person, row.card, row.left, luo.merged_into) == (file, "0077", None, file)
    assert row.groups.get().group.name == "舞蹈队" and row.terms.count() == 1 and file.sex == "f" and Phone.objects.filter(person=file).exists()
    take_apart(case_id=case.pk, now=NOON, by_id=cast.officer.pk)
    row.refresh_from_db(), luo.refresh_from_db(), file.refresh_from_db()
    assert (row.person, luo.merged_into, file.sex) == (luo, None, "") and GroupMember.objects.filter(member=row, until=None).count() == 1
    assert not Phone.objects.filter(person=file).exists()
    with pytest.raises(NotMergeable):
        take_apart(case_id=case.pk, now=NOON, by_id=cast.officer.pk)
    assert joined(cast, luo, file).pk == case.pk, "said again it is the same case"


def test_two_memberships_become_one_and_two_again(cast, luo, file):
    second = member(cast, file)
    case = joined(cast, luo, file)
    assert list(Member.objects.filter(person=file, left=None)) == [second]
    take_apart(case_id=case.pk, now=NOON, by_id=cast.officer.pk)
    assert Member.objects.get(person=luo, left=None).card == "0077" and Member.objects.get(person=file) == second


def test_only_a_person_without_a_file_is_joined_to_one_with_a_file_of_her_street(cast, luo, file):
    foreign = elder(cast.elsewhere, None, "罗桂珍", None, "", date(1950, 4, 2), "", NOON)
    for person, into in ((cast.shen, file), (file, luo), (luo, luo), (luo, foreign)):
        with pytest.raises(NotMergeable):
            joined(cast, person, into)
    assert not ReviewCase.objects.filter(person=luo).exists()


def test_she_stands_on_an_open_roll_twice_and_votes_once(cast, luo, file):
    member(cast, file)
    election = opened(cast)
    marks = lambda: {row.source: row.mark for row in election.voters.filter(source__in=[f"person:{luo.pk}", f"person:{file.pk}"])}
    assert marks() == {f"person:{luo.pk}": "", f"person:{file.pk}": ""}
    case = joined(cast, luo, file)
    assert marks() == {f"person:{luo.pk}": "void", f"person:{file.pk}": ""}
    take_apart(case_id=case.pk, now=NOON, by_id=cast.officer.pk)
    assert set(marks().values()) == {""}


def test_the_office_joins_them_on_the_members_page_and_takes_it_back(cast, desk, luo, file):
    row = Member.objects.get(person=luo)
    page = reverse("association-member", args=[row.pk])
    shown = desk.get(page).content.decode()
    assert "街道有没有她的档案" in shown and "姓名相同" in shown and "出生日期相同" in shown
    assert [one.pk for one in desk.get(reverse("association-members"), {"role": "no_file"}).context["page"].object_list] == [row.pk]
    found = desk.get(page, {"file": cast.shen.name}).context["files"]
    assert [one for one, *_ in found] == [cast.shen]
    answer = desk.post(reverse("association-member-same", args=[row.pk]), {"file": file.pk}, follow=True)
    assert "已把罗桂珍与她的档案合为一人" in answer.content.decode() and Member.objects.get(pk=row.pk).person == file
    case = ReviewCase.objects.get(person=luo)
    assert desk.get(reverse("review-list"), {"case": case.pk}).status_code == 404, "the review desk is for doubtful rows"
    answer = desk.post(reverse("association-member-apart", args=[row.pk]), follow=True)
    assert Member.objects.get(pk=row.pk).person == luo and "街道有没有她的档案" in answer.content.decode()
    assert desk.post(reverse("association-member-apart", args=[row.pk])).status_code == 404


def test_outsiders_and_the_secretary_join_nobody(cast, desk, luo, file):
    row = Member.objects.get(person=luo)
    pages = [reverse(f"association-member-{act}", args=[row.pk]) for act in ("same", "apart")]
    for user, code in ((cast.outsider, 404), (cast.secretary, 403), (cast.tan.person.user, 403)):
        desk.force_login(user)
        assert [desk.post(page, {"file": file.pk}).status_code for page in pages] == [code] * 2
    desk.force_login(cast.secretary)
    assert "姓名相同" not in desk.get(reverse("association-member", args=[row.pk])).content.decode()
    desk.logout()
    assert all(desk.post(page, {"file": file.pk}).url.startswith("/login") for page in pages)
    luo.refresh_from_db()
    assert luo.merged_into is None
