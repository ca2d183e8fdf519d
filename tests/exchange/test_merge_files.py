"""Two files of one person become one with all that hangs on them, and two again."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from pghistory.models import Event

from qianshou.access.operations import add_user
from qianshou.assessment.operations import begin
from qianshou.care import operations as care
from qianshou.care.models import STANDING, Carer, KeyElder, Link, PlanItem, Safeguard, Visit, VisitEvent
from qianshou.care.operations import company, intake, visits
from qianshou.care.operations.attending import sign_in
from qianshou.care.operations.family import write_from_family
from qianshou.exchange import operations
from qianshou.exchange.models import Batch, ImportRow, ReviewCase
from qianshou.exchange.operations.merging import DECISIONS, MOVES
from qianshou.ledger.operations import open_account
from qianshou.meals.models import Arrangement, Diet, DietAnswer, MealChange, Order, Pause
from qianshou.meals.operations import move_boxes, take_orders
from qianshou.people.models import Contact, Grant, Habit, Person, RightsRequest, SpareKey
from qianshou.people.operations import MedicineEntry, add_medicine, answer_consent, keep_paper, set_habits
from qianshou.people.operations.merging import NotMergeable
from qianshou.people.queries.family import family_scope
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert, Call, Concern, Due
from tests.cast import DAY, LONG_AGO, NOON, contact, elder, telephone
from tests.family.street import link_for
from tests.invitations.salon import ask, salon, say
from tests.safeguards.covers import cover

PLAN = {"service": "talking", "weekdays": [1, 2, 3, 4, 5], "window_start": time(14), "window_end": time(16), "minutes": 30, "since": DAY}


def relations() -> dict[str, tuple]:
    """Every key to a person, without the history tables: "care.Link.elder" → (model, column)."""
    models = [m for m in apps.get_models(include_auto_created=True) if not issubclass(m, Event)]
    fields = [(m, f) for m in models for f in m._meta.get_fields() if f.is_relation and not f.auto_created and f.related_model is Person]
    return {f"{m._meta.label}.{f.name}": (m, f.attname) for m, f in fields}


def hanging_on(person: Person) -> dict[str, list]:
    """Ids of the rows of each relation that point to a person."""
    found = {
        name: sorted(m.objects.filter(**{column: person.pk}).values_list("pk", flat=True)) for name, (m, column) in relations().items()
    }
    return {name: ids for name, ids in found.items() if ids}


@pytest.fixture
def twin(cast) -> Person:
    """Shen once more, by another address, known to the committee of 霍兰, with everything that can hang on a person."""
    made = elder(cast.street, cast.huolan, "沈玉芳", cast.lane_unplaced, "3号", date(1938, 3, 5), "", NOON)
    telephone(made, "13900000001")
    contact(made, "沈亮", "侄子", "13900000002")
    Contact.objects.create(elder=cast.lu, name="沈玉芳", relation="邻居", person=made)
    SpareKey.objects.create(elder=made, holder_name="楼下老周", since=LONG_AGO)
    SpareKey.objects.create(elder=cast.lu, holder_name="沈玉芳", holder=made, since=LONG_AGO)
    Person.objects.create(street=cast.street, name="沈玉方", merged_into=made, created_at=NOON, updated_at=NOON)
    care.mark_key(elder_id=made.pk, since=LONG_AGO, reason="独居", now=NOON, by_id=cast.officer.pk)
    care.link_carer(elder_id=made.pk, carer_id=cast.shao.pk, rank="primary", start=LONG_AGO, now=NOON, by_id=cast.officer.pk)
    care.add_item(elder_id=made.pk, values=PLAN, now=NOON, by_id=cast.officer.pk)
    first = Visit.objects.filter(elder=made).order_by("day").first()
    visits.unanswered(visit_id=first.pk, carer_id=cast.shao.pk, made_at=NOON, received_at=NOON, now=NOON)
    watch.report_concern(
        street_id=cast.street.pk, person_id=made.pk, by_id=cast.desk.pk, text="咳嗽", severity=2, made_at=NOON, received_at=NOON, now=NOON
    )
    Call.objects.create(street=cast.street, person=made, by=cast.desk, at=NOON, outcome="well")
    Diet.objects.create(person=made, street=cast.street, kind="allergy", target="peanut", hard=True, entered_at=NOON)
    DietAnswer.objects.create(person=made, street=cast.street, words="芒果", at=NOON)
    Carer.objects.create(person=made, street=cast.street, number="志099", tier="volunteer")
    meal = {"person": made, "street": cast.street, "meal": "lunch", "made_at": NOON}
    Arrangement.objects.create(**meal, weekdays=[1, 2, 3], since=LONG_AGO)
    Pause.objects.create(**meal, since=DAY, until=DAY, reason="away")
    MealChange.objects.create(**meal, day=DAY, portions=2, batch=uuid4())
    Order.objects.create(**meal, day=DAY, portions=1, place="delivered", why="standing", price_fen=1200, subsidy_fen=0, pack="-", committee=cast.huolan)
    move_boxes(street_id=cast.street.pk, kind="out", boxes=1, person_id=made.pk, made_at=NOON, now=NOON, by_id=None)
    begin(person_id=made.pk, instrument="barthel", why="request", made_on=DAY, now=NOON, by_id=cast.officer.pk)
    company.wish_for_company(elder_id=made.pk, wanted=True, terms=company.Terms(), on=DAY, now=NOON, by_id=cast.officer.pk)
    company.offer_company(carer_id=cast.volunteer.pk, most=2, terms=company.Terms(), on=DAY, now=NOON, by_id=cast.officer.pk)
    company.bring_together(elder_id=made.pk, carer_id=cast.volunteer.pk, since=DAY, now=NOON, by_id=cast.officer.pk)
    salon_of(cast, made)
    asked = intake.Application(applied_on=DAY, came_by="phone", applicant="self")
    intake.apply(street_id=cast.street.pk, person_id=made.pk, application=asked, batch=uuid4(), now=NOON, by_id=cast.officer.pk)
    open_account(street_id=cast.street.pk, unit="points", code="points", name="Points", person_id=made.pk, now=NOON)
    keep_paper(person_id=made.pk, kind="scan", name="同意书", data=b"%PDF-1.4 x", now=NOON, by_id=cast.officer.pk)
    add_medicine(person_id=made.pk, entry=MedicineEntry("氨氯地平"), now=NOON, by_id=cast.officer.pk)
    set_habits(person_id=made.pk, notes={"rises": "五点起"}, now=NOON, by_id=cast.officer.pk)
    cover(cast, made, kind=3)
    answer_consent(person_id=made.pk, purpose="talents", given=True, how="paper", now=NOON, by_id=cast.officer.pk)
    link, _ = link_for(cast, person=made)
    write_from_family(scope=family_scope(link, NOON), kind="message", text="多喝水", urgent=False, batch=uuid4(), now=NOON)
    RightsRequest.objects.create(person=made, street=cast.street, kind="access", asked_on=DAY, due_on=DAY, recorded_at=NOON)
    batch = Batch.objects.create(street=cast.street, kind="register", file_name="x", path="x", sha256="0", uploaded_at=NOON)
    ImportRow.objects.create(batch=batch, row=7, outcome="review", person=made)
    doubt(cast, made, None, "a")
    doubt(cast, cast.lu, made, "b")
    return made


def salon_of(cast, *people):
    """A dancing salon to which these were asked, and came."""
    row = salon(cast, places=1, on=DAY)
    for one in ask(cast, row, *people):
        say(cast, one, "yes")
    for person in people:
        sign_in(occasion_id=row.pk, person_id=person.pk, now=NOON, by_id=cast.officer.pk)
    return row


def doubt(cast, person, other, mark) -> ReviewCase:
    return ReviewCase.objects.create(street=cast.street, person=person, other=other, fingerprint=mark, reasons=[], made_at=NOON)


@pytest.fixture
def case(cast, twin) -> ReviewCase:
    return doubt(cast, twin, cast.shen, "same")


def merge(case, cast, now=NOON, take=()):
    return operations.merge_files(case_id=case.pk, take_from_later=list(take), now=now, by_id=cast.officer.pk)


def undo(case, cast, now=NOON):
    return operations.undo_case(case_id=case.pk, now=now, by_id=cast.officer.pk)


@pytest.mark.django_db
def test_every_relation_to_a_person_has_a_decision():
    assert set(relations()) == set(DECISIONS), "decide in exchange.operations.merging what a merge does with it, and move it"


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
