"""A person and a second file of hers with everything that can hang on a person."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.apps import apps
from pghistory.models import Event

from qianshou.assessment.operations import begin
from qianshou.association.models import TimebankTransfer
from qianshou.association.operations import timebank_members
from qianshou.care import operations as care
from qianshou.care.models import Carer, Visit
from qianshou.care.operations import company, intake, visits
from qianshou.care.operations.attending import sign_in
from qianshou.care.operations.family import write_from_family
from qianshou.exchange.models import Batch, ImportRow, ReviewCase
from qianshou.ledger.operations import issue_receipt, open_account, post
from qianshou.meals.models import Arrangement, Diet, DietAnswer, MealChange, Order, Pause
from qianshou.meals.operations import move_boxes
from qianshou.merit.models import CallBack, CallBackDraw, Feedback, SpotVisit
from qianshou.people.models import Contact, Person, RightsRequest, SpareKey
from qianshou.people.operations import MedicineEntry, add_medicine, answer_consent, keep_paper, set_habits
from qianshou.people.operations.restrictions import restrict
from qianshou.people.queries.family import family_scope
from qianshou.watch import operations as watch
from qianshou.watch.models import Call
from tests.association import club
from tests.association.timebank_street import asks, founds, helps, joins, logs
from tests.cast import DAY, LONG_AGO, NOON, contact, elder, telephone
from tests.family.street import link_for
from tests.invitations.salon import ask, salon, say
from tests.safeguards.covers import cover
from tests.venues.rooms import learns

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
    club.member(cast, made)
    club.photo(cast, club.brought(cast, "planned").activity, made)
    learns(cast, made)
    asked = intake.Application(applied_on=DAY, came_by="phone", applicant="self")
    intake.apply(street_id=cast.street.pk, person_id=made.pk, application=asked, batch=uuid4(), now=NOON, by_id=cast.officer.pk)
    open_account(street_id=cast.street.pk, unit="points", code="points", name="Points", person_id=made.pk, now=NOON)
    paid_by(cast, made)
    timebank_of(cast, made)
    keep_paper(person_id=made.pk, kind="scan", name="同意书", data=b"%PDF-1.4 x", now=NOON, by_id=cast.officer.pk)
    add_medicine(person_id=made.pk, entry=MedicineEntry("氨氯地平"), now=NOON, by_id=cast.officer.pk)
    set_habits(person_id=made.pk, notes={"rises": "五点起"}, now=NOON, by_id=cast.officer.pk)
    cover(cast, made, kind=3)
    answer_consent(person_id=made.pk, purpose="talents", given=True, how="paper", now=NOON, by_id=cast.officer.pk)
    link, _ = link_for(cast, person=made)
    write_from_family(scope=family_scope(link, NOON), kind="message", text="多喝水", urgent=False, batch=uuid4(), now=NOON)
    asked = RightsRequest.objects.create(person=made, street=cast.street, kind="restriction", asked_on=DAY, due_on=DAY, recorded_at=NOON)
    restrict(request=asked, purposes=["photos", "passing_on"], reason="本人要求", now=NOON, by_id=cast.officer.pk)
    told_about_carers(cast, made)
    batch = Batch.objects.create(street=cast.street, kind="register", file_name="x", path="x", sha256="0", uploaded_at=NOON)
    ImportRow.objects.create(batch=batch, row=7, outcome="review", person=made)
    doubt(cast, made, None, "a")
    doubt(cast, cast.lu, made, "b")
    return made


def told_about_carers(cast, person) -> None:
    """She was to be rung about Tan, somebody looked in at her home, and she praised Tan."""
    same = {"street": cast.street, "carer": cast.tan, "elder": person}
    drawn = CallBackDraw.objects.create(street=cast.street, month=DAY.replace(day=1), seed="1", each=3, pool={"专001": [person.pk]}, drawn_at=NOON)
    CallBack.objects.create(**same, draw=drawn, month=drawn.month, position=1)
    SpotVisit.objects.create(**same, on=DAY, at=NOON, batch=uuid4())
    Feedback.objects.create(**same, kind="praise", on=DAY, source="elder", text="热心", at=NOON, batch=uuid4())


def salon_of(cast, *people):
    """A dancing salon to which these were asked, and came."""
    row = salon(cast, places=1, on=DAY)
    for one in ask(cast, row, *people):
        say(cast, one, "yes")
    for person in people:
        sign_in(occasion_id=row.pk, person_id=person.pk, now=NOON, by_id=cast.officer.pk)
    return row


def timebank_of(cast, made) -> None:
    """She gives and gets hours; some went to another street, some came from there; somebody named her as heir."""
    founds(cast)
    member, other = joins(cast, made), joins(cast, cast.volunteer.person)
    helps(cast, member, cast.lu, 60)
    asks(cast, made)
    logs(cast, other, made)
    timebank_members.name_heir(member_id=other.pk, heir_id=made.pk, now=NOON, by_id=cast.officer.pk)
    sent = {"street": cast.street, "name": made.name, "minutes": 5, "reason": "搬家", "state": "withdrawn", "offered_at": NOON}
    TimebankTransfer.objects.create(**sent, person=made, to_street=cast.elsewhere, batch=uuid4())
    came = {**sent, "street": cast.elsewhere, "to_street": cast.street, "state": "taken"}
    TimebankTransfer.objects.create(**came, person=cast.stranger, taken_as=made, batch=uuid4())


def paid_by(cast, person: Person) -> None:
    """Money of hers with a receipt; no account of hers is touched."""
    money = {"street_id": cast.street.pk, "unit": "fen", "now": NOON}
    income, cash = open_account(**money, code="test.income", name="Income"), open_account(**money, code="test.cash", name="Cash", kind="outside")
    post(source=f"test.paid:{person.pk}", lines=[(income.pk, 100), (cash.pk, -100)], happened_on=DAY, text="", now=NOON)
    issue_receipt(source=f"test.paid:{person.pk}", person_id=person.pk, now=NOON, by_id=cast.officer.pk)


def doubt(cast, person, other, mark) -> ReviewCase:
    return ReviewCase.objects.create(street=cast.street, person=person, other=other, fingerprint=mark, reasons=[], made_at=NOON)
