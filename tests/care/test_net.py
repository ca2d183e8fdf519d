"""Links, absences and carers: what they write besides themselves (grants, ladders)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from qianshou.care import operations as care
from qianshou.care.models import Carer, KeyElder, Link, Shift
from qianshou.care.queries.ladders import ladder_for
from qianshou.people.models import Grant
from qianshou.watch.models import Due
from tests.cast import DAY, NOON

TOMORROW = DAY + timedelta(days=1)


def link(cast, elder, carer, rank="primary", **more):
    return care.link_carer(elder_id=elder.pk, carer_id=carer.pk, rank=rank, start=DAY, now=NOON, by_id=cast.officer.pk, **more)


def ladders() -> set[tuple[int, ...]]:
    return {tuple(ladder) for ladder in Due.objects.filter(state="open").values_list("ladder", flat=True)}


def test_a_link_lets_the_carer_see_the_file_from_its_first_day(cast):
    made = link(cast, cast.lu, cast.tan, reasons=[{"code": "near", "metres": 80}])
    grant = Grant.objects.get(source=f"link:{made.pk}")
    assert (grant.user_id, grant.person_id, grant.since, grant.until) == (cast.tan.person.user_id, cast.lu.pk, DAY, None)


def test_ending_a_link_ends_the_grant_and_moves_the_ladders(cast, item):
    held = Link.objects.get(elder=cast.shen, rank="primary")
    care.end_link(link_id=held.pk, last_day=DAY, reason="调动", now=NOON, by_id=cast.officer.pk)
    tail = (cast.officer.pk, cast.desk.pk)
    tan, shao = cast.tan.person.user_id, cast.shao.person.user_id
    assert ladders() == {(tan, shao, *tail), (shao, *tail)}  # today still with her, tomorrow without
    care.end_link(link_id=held.pk, last_day=TOMORROW, reason="再来一次", now=NOON, by_id=cast.officer.pk)
    held.refresh_from_db()
    assert held.until == DAY


def test_taking_a_link_back_leaves_no_day_of_it(cast):
    made = link(cast, cast.lu, cast.tan)
    care.end_link(link_id=made.pk, last_day=DAY - timedelta(days=1), reason="undone", now=NOON, by_id=cast.officer.pk)
    assert Grant.objects.get(source=f"link:{made.pk}").until == DAY - timedelta(days=1)
    assert ladder_for(street_id=cast.street.pk, elder_id=cast.lu.pk, on=DAY) == [cast.officer.pk, cast.desk.pk]
    assert link(cast, cast.lu, cast.tan).pk != made.pk


def test_a_change_of_carer_ends_the_old_link_the_day_before(cast):
    link(cast, cast.shen, Carer.objects.create(person=cast.volunteer.person.__class__.objects.create(
        street=cast.street, name="新来", created_at=NOON, updated_at=NOON), street=cast.street, number="专099", tier="full_time"), end_previous=True)  # fmt: skip
    old = Link.objects.get(elder=cast.shen, carer=cast.tan)
    assert (old.until, old.ended_reason) == (DAY - timedelta(days=1), "replaced")


@pytest.mark.parametrize(
    ("who", "whom", "rank", "code"),
    [("outsider_carer", "lu", "primary", "other_street"), ("feng", "lu", "primary", "tier_rank"), ("volunteer", "lu", "backup", "tier_rank"),
     ("shao", "shen", "primary", "rank_taken"), ("tan", "lu", "third", "rank")],
)  # fmt: skip
def test_links_that_cannot_be_are_refused(cast, who, whom, rank, code):
    with pytest.raises(care.Refused) as caught:
        link(cast, getattr(cast, whom), getattr(cast, who), rank)
    assert caught.value.code == code


def test_the_load_limit_holds(cast):
    Carer.objects.filter(pk=cast.tan.pk).update(link_limit=1)
    with pytest.raises(care.Refused) as caught:
        link(cast, cast.lu, cast.tan)
    assert (caught.value.code, caught.value.params) == ("full", {"load": 1, "limit": 1})


def test_an_absence_moves_the_ladders_of_its_days_and_back(cast, item):
    full = ladders()
    absence = care.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=TOMORROW, last_day=TOMORROW, now=NOON, by_id=cast.officer.pk)
    tan = cast.tan.person.user_id
    assert [tan in d.ladder for d in Due.objects.order_by("day")][:3] == [True, False, True]
    care.cancel_absence(absence_id=absence.pk, now=NOON, by_id=cast.officer.pk)
    assert ladders() == full


def test_overlapping_absences_are_refused(cast):
    care.add_absence(carer_id=cast.tan.pk, kind="leave", first_day=DAY, last_day=TOMORROW, now=NOON)
    with pytest.raises(care.Refused, match="absent_already"):
        care.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=TOMORROW, last_day=TOMORROW, now=NOON)


def test_new_shifts_end_the_old_ones_and_keep_the_past(cast):
    care.set_shifts(carer_id=cast.tan.pk, week=[(1, time(7), time(11)), (1, time(13), time(16))], since=DAY, now=NOON)
    assert set(Shift.objects.filter(carer=cast.tan, until__isnull=True).values_list("weekday", flat=True)) == {1}
    assert Shift.objects.filter(carer=cast.tan, until=DAY - timedelta(days=1)).count() == 5
    with pytest.raises(care.Refused, match="shift_spans"):
        care.set_shifts(carer_id=cast.tan.pk, week=[(1, time(7), time(11)), (1, time(10), time(12))], since=DAY, now=NOON)


def test_marking_and_unmarking_a_key_elder(cast):
    marked = care.mark_key(elder_id=cast.lu.pk, since=DAY, reason="孤老", now=NOON, by_id=cast.officer.pk)
    assert care.mark_key(elder_id=cast.lu.pk, since=DAY, reason="again", now=NOON).pk == marked.pk
    assert care.unmark_key(elder_id=cast.lu.pk, last_day=TOMORROW, now=NOON)
    assert not care.unmark_key(elder_id=cast.lu.pk, last_day=TOMORROW, now=NOON)
    assert KeyElder.objects.get(pk=marked.pk).until == TOMORROW


ENTRY = {
    "number": "专011", "name": "陆阿姨", "tier": "full_time", "skills": ["talking", "walking"], "weekly_hours": Decimal(38), "sex": "f",
    "birth_date": date(1970, 5, 1), "birth_precision": "day", "phone": "13800000000", "start_place": "怀德路454弄", "dialects": ["沪语"],
    "interests": ["沪剧"], "joined_on": date(2020, 1, 1),
}  # fmt: skip


def enrol(cast, **changes):
    return care.enrol_carer(street_id=cast.street.pk, entry=care.CarerEntry(**(ENTRY | changes)), now=NOON, by_id=cast.officer.pk)


def test_a_carer_is_enrolled_once_by_employee_number(cast):
    carer, outcome = enrol(cast)
    assert outcome == "created"
    assert carer.person.user.username == "pingliang-专011"
    assert (carer.start_place, carer.link_limit, carer.shifts.count()) == (cast.lane, 4, 5)
    assert enrol(cast)[1] == "unchanged"
    assert enrol(cast, interests=["沪剧", "编织"])[1] == "updated"
    again, outcome = enrol(cast, interests=["沪剧", "编织"], phone="13800000001")
    assert (again.pk, outcome) == (carer.pk, "updated")
    assert Carer.objects.filter(number="专011").count() == 1


def test_the_same_number_in_another_street_is_another_carer(cast):
    here, _ = enrol(cast)
    there, outcome = care.enrol_carer(street_id=cast.elsewhere.pk, entry=care.CarerEntry(**ENTRY), now=NOON)
    assert outcome == "created" and there.pk != here.pk
    assert there.start_place is None  # the lane is of the other street


def test_an_unknown_tier_is_refused(cast):
    with pytest.raises(care.Refused, match="unknown_tier"):
        enrol(cast, tier="队长")


def test_the_office_changes_a_carer(cast):
    assert care.update_carer(carer_id=cast.tan.pk, values={"link_limit": 3, "name": "谭美华"}, now=NOON) == ["link_limit"]
