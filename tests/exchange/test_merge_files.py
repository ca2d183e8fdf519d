"""Two files of one person become one with all that hangs on them, and two again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from qianshou.access.operations import add_user
from qianshou.care import operations as care
from qianshou.care.models import STANDING, Carer, KeyElder, Link, PlanItem, Safeguard, Visit, VisitEvent
from qianshou.exchange import operations
from qianshou.exchange.models import ReviewCase
from qianshou.exchange.operations.merging import DECISIONS, MOVES
from qianshou.meals.models import Arrangement, MealChange, Order, Pause
from qianshou.meals.operations import take_orders
from qianshou.people.models import Grant, Habit, Person
from qianshou.people.operations import set_habits
from qianshou.people.operations.merging import NotMergeable
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert, Concern, Due
from tests.cast import DAY, LONG_AGO, NOON, elder
from tests.exchange.twins import doubt, hanging_on, relations, salon_of
from tests.safeguards.covers import cover


@pytest.mark.django_db
def test_every_relation_to_a_person_has_a_decision():
    assert set(relations()) == set(DECISIONS), "decide in exchange.operations.merging what a merge does with it, and move it"


@pytest.fixture
def case(cast, twin) -> ReviewCase:
    return doubt(cast, twin, cast.shen, "same")


def merge(case, cast, now=NOON, take=()):
    return operations.merge_files(case_id=case.pk, take_from_later=list(take), now=now, by_id=cast.officer.pk)


def undo(case, cast, now=NOON):
    return operations.undo_case(case_id=case.pk, now=now, by_id=cast.officer.pk)


def test_everything_that_is_to_move_moves_and_comes_back(cast, twin, case):
    before, held = hanging_on(twin), hanging_on(cast.shen)
    to_move = {name for name, (decision, _) in DECISIONS.items() if decision == MOVES}
    assert to_move <= set(before), f"not tried here: {to_move - set(before)}"
    merge(case, cast)
    left = hanging_on(twin)
    assert {name for name in left if name in to_move} <= {"exchange.ReviewCase.person"}  # only the case that was settled by it
    assert left["exchange.ReviewCase.person"] == [case.pk]
    undo(case, cast)
    assert hanging_on(twin) == before
    assert hanging_on(cast.shen) == held


def test_whoever_was_asked_twice_has_one_place_and_two_again_after_an_undo(cast, twin, case):
    row = salon_of(cast, cast.shen, twin)
    standing = lambda: {(one.person, one.seat, one.taken_off_at is None) for one in row.invitations.all()}
    before = standing()
    merge(case, cast)
    assert standing() == {(cast.shen, 1, True), (twin, None, False)} and row.attendances.get(taken_back_at=None).person == cast.shen
    undo(case, cast)
    assert standing() == before == {(cast.shen, 1, True), (twin, None, True)} and row.attendances.filter(taken_back_at=None).count() == 2


def test_a_second_link_in_a_rank_ends_and_runs_again_after_an_undo(cast, twin, case):
    mine = Link.objects.get(elder=twin)
    merge(case, cast)
    mine.refresh_from_db()
    assert (mine.elder, mine.ended_reason, mine.until) == (cast.shen, "two files merged", DAY - timedelta(days=1))
    assert Link.objects.filter(elder=cast.shen, until__isnull=True).count() == 2
    assert Grant.objects.get(source=f"link:{mine.pk}").until == DAY - timedelta(days=1)
    undo(case, cast)
    mine.refresh_from_db()
    assert (mine.elder, mine.until, mine.ended_reason) == (twin, None, "")
    assert Grant.objects.get(source=f"link:{mine.pk}").until is None


def test_one_key_span_runs(cast, twin, case):
    merge(case, cast)
    assert KeyElder.objects.filter(elder=cast.shen, until__isnull=True).count() == 1
    undo(case, cast)
    assert KeyElder.objects.filter(elder=twin, until__isnull=True).count() == 1


def test_what_is_owed_climbs_the_staying_files_ladder_and_is_watched_by_its_committee(cast, twin, case):
    merge(case, cast)
    due = Due.objects.filter(person=cast.shen, kind="visit").order_by("by_at").first()
    assert due.ladder[:2] == [cast.tan.person.user_id, cast.shao.person.user_id]
    assert due.committee == cast.huaide and Alert.objects.get(why="nobody").committee == cast.huaide
    assert {concern.committee for concern in Concern.objects.all()} == {cast.huaide}
    watch.sweep(now=due.late_at)
    assert Alert.objects.filter(person=cast.shen, state="raised").exists()


def test_visits_go_on_and_those_made_meanwhile_go_back_with_their_plan(cast, twin, case):
    item = PlanItem.objects.get(elder=twin)
    merge(case, cast)
    later = NOON + timedelta(days=7)
    care.make_visits(street_id=cast.street.pk, first=DAY + timedelta(days=7), days=14, now=later)
    made = Visit.objects.filter(item=item, day__gt=DAY + timedelta(days=14)).first()
    assert made.elder == cast.shen
    undo(case, cast, now=later)
    made.refresh_from_db()
    assert made.elder == twin and made.committee == cast.huolan
    assert Due.objects.get(key=made.due_key).person == twin


def test_nobody_visits_a_person_who_is_in_hospital_by_the_file_that_stays(cast, twin, case):
    cast.shen.file.status = "hospital"
    cast.shen.file.save()
    merge(case, cast)
    assert not Visit.objects.filter(elder=cast.shen, state="planned").exists()
    undo(case, cast)
    assert Visit.objects.filter(elder=twin, state="planned", withdrawn=False).exists()


def test_evidence_stays_with_its_visit(cast, twin, case):
    merge(case, cast)
    assert VisitEvent.objects.filter(STANDING).get().visit.elder == cast.shen


def test_an_account_goes_over_and_comes_back(cast, twin, case):
    Person.objects.filter(pk=twin.pk).update(user=cast.family)
    merge(case, cast)
    assert Person.objects.get(user=cast.family).pk == cast.shen.pk
    undo(case, cast)
    assert Person.objects.get(user=cast.family).pk == twin.pk


def test_two_accounts_or_two_carers_are_refused_and_nothing_is_written(cast, twin, case):
    Carer.objects.create(person=cast.shen, street=cast.street, number="志100", tier="volunteer")
    with pytest.raises(NotMergeable, match="carers"):
        merge(case, cast)
    assert Person.objects.get(pk=twin.pk).merged_into_id is None and Link.objects.get(elder=twin).until is None
    Carer.objects.filter(person=cast.shen).delete()
    for person, name in ((twin, "a"), (cast.shen, "b")):
        Person.objects.filter(pk=person.pk).update(user=add_user(username=name, display_name=name, password=None, now=NOON))
    with pytest.raises(NotMergeable, match="accounts"):
        merge(case, cast)


def test_merged_on_it_cannot_be_taken_back_before_the_later_merge(cast, twin, case):
    merge(case, cast)
    third = elder(cast.street, cast.huaide, "沈玉芳", cast.lane, "9号", date(1938, 3, 5), "", NOON)
    second = doubt(cast, cast.shen, third, "c")
    merge(second, cast)
    with pytest.raises(NotMergeable, match="merged_on"):
        undo(case, cast)
    assert Person.objects.get(pk=twin.pk).merged_into_id == third.pk
    undo(second, cast)
    undo(case, cast)
    assert Visit.objects.filter(elder=twin).exists() and Link.objects.filter(elder=cast.shen, until__isnull=True).count() == 2


def test_a_merge_of_the_time_before_is_taken_back_all_the_same(cast, twin, case):
    merge(case, cast)
    case.refresh_from_db()
    old = {key: case.undo[key] for key in ("into", "person", "file", "by_hand", "phones", "contacts")}
    ReviewCase.objects.filter(pk=case.pk).update(undo=old)
    undo(case, cast)
    assert Person.objects.get(pk=twin.pk).merged_into_id is None


def test_the_page_merges_and_says_why_not(client, cast, twin, case):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    Carer.objects.create(person=cast.shen, street=cast.street, number="志100", tier="volunteer")
    assert "两份档案都是关爱员" in client.post(reverse("review-merge", args=[case.pk]), follow=True).content.decode()
    Carer.objects.filter(person=cast.shen).delete()
    assert "有没有重复安排" in client.post(reverse("review-merge", args=[case.pk]), follow=True).content.decode()
    case.refresh_from_db()
    assert case.action == "merged"


def test_outsiders_merge_nothing(client, cast, twin, case):
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    assert client.post(reverse("review-merge", args=[case.pk])).status_code == 404
    assert Visit.objects.filter(elder=twin).exists()


def test_whoever_had_ordered_under_two_files_gets_one_box(cast, twin, case):
    """Both files had ordered today's dinner; the cut-off has been, and the box of the staying file counts."""
    at = NOON + timedelta(hours=3)  # 15:00, dinner is taken at 14:00
    Pause.objects.all().delete()
    MealChange.objects.all().delete()
    for person in (twin, cast.shen):
        Arrangement.objects.create(person=person, street=cast.street, meal="dinner", weekdays=[1, 2, 3, 4, 5, 6, 7], since=LONG_AGO, made_at=NOON)
    take_orders(street_id=cast.street.pk, day=DAY, meal="dinner", now=at)
    boxes = Order.objects.filter(meal="dinner", state="ordered")
    assert boxes.count() == 2
    merge(case, cast, now=at)
    assert [(o.person, o.portions) for o in boxes.all()] == [(cast.shen, 1)]
    assert Order.objects.get(meal="lunch").committee == cast.huaide
    undo(case, cast, now=at)
    assert {o.person_id for o in boxes.all()} == {twin.pk, cast.shen.pk}


def test_a_cover_that_both_files_have_is_marked_as_double_and_is_not_after_an_undo(cast, twin, case):
    cover(cast, kind=3)
    merge(case, cast)
    assert sorted(Safeguard.objects.filter(person=cast.shen, kind=3).values_list("doubled", flat=True)) == [False, True]
    undo(case, cast)
    assert not Safeguard.objects.filter(doubled=True).exists() and Safeguard.objects.filter(person=twin).count() == 1


def test_a_habit_that_both_files_tell_of_stays_as_the_staying_file_says(cast, twin, case):
    set_habits(person_id=cast.shen.pk, notes={"rises": "六点起"}, now=NOON, by_id=None)
    set_habits(person_id=twin.pk, notes={"likes": "听越剧"}, now=NOON, by_id=None)
    merge(case, cast)
    assert dict(Habit.objects.filter(person=cast.shen).values_list("kind", "text")) == {"rises": "六点起", "likes": "听越剧"}
