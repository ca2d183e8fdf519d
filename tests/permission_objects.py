"""One object of Pingliang for each parameter that an address has."""

import re
from datetime import time, timedelta
from pathlib import Path
from uuid import uuid4

from qianshou.access.keys import seal
from qianshou.access.models import Device, QrCard, RoleAssignment
from qianshou.acts.models import Act, ActConflict, UnreadableAct
from qianshou.assessment.models import SiteInstrument
from qianshou.assessment.operations import begin
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import ask_run, set_run
from qianshou.care.models import Absence, Companionship, CompanyEntry, Link, PlanItem, PointObjection, SavedSearch, Visit
from qianshou.care.operations import intake
from qianshou.care.operations.attending import sign_in
from qianshou.care.operations.vocabulary import explain_word
from qianshou.exchange.models import ReviewCase
from qianshou.exchange.operations import preview_batch, receive_file
from qianshou.ledger import operations as ledger
from qianshou.meals.models import (
    Cart,
    CoreTemperature,
    DeliveryEvent,
    Diet,
    DietAnswer,
    FoodSample,
    MealChange,
    MealCost,
    MealPoint,
    Menu,
    MenuChange,
    Order,
    Pause,
    Recipe,
    Substitute,
)
from qianshou.meals.models import Delivery as MealDelivery
from qianshou.meals.operations import start_wash
from qianshou.merit.models import AttendanceCorrection, LeaveRequest, Replacement
from qianshou.notify.models import Channel, Delivery
from qianshou.people.models import Erasure, RightsRequest
from qianshou.people.operations import MedicineEntry, add_medicine, keep_paper
from qianshou.people.operations.restrictions import restrict
from qianshou.rounds.models import HomeCart
from qianshou.watch.models import Alert, Call, Campaign, Concern, Due, DutyShift
from tests.association import club
from tests.cast import DAY, LONG_AGO, NOON
from tests.elections.objects import election_objects
from tests.field.forms import review
from tests.invitations.salon import ask, salon, say
from tests.merit.praised import praised
from tests.permission_family import family
from tests.permission_rooms import rooms
from tests.permission_timebank import timebank
from tests.safeguards.covers import cover, incident, step

# Addresses whose parameter names no object of a street: a day, a month, a kind of paper.
PLAIN = {"month", "day", "kind", "week", "monday", "meal", "code", "version", "release", "name", "file"}  # the last two: of a pack, which streets share


def is_open(route: str) -> bool:
    """True when no parameter of the route names an object that belongs to a street."""
    return set(re.findall(r"<(?:\w+:)?(\w+)>", route)) <= PLAIN


def make(cast) -> dict:
    """Parameter name → value; "room name" → value where two rooms use one name."""
    here, officer = {"street": cast.street}, cast.officer
    tomorrow = NOON + timedelta(days=1)
    item = PlanItem.objects.create(elder=cast.shen, **here, service="talking", weekdays=[2, 4], window_start=time(9), window_end=time(11),
                                   minutes=30, since=LONG_AGO)  # fmt: skip
    visit = Visit.objects.create(elder=cast.shen, committee=cast.huaide, **here, item=item, service="talking", day=DAY, window_start=NOON,
                                 window_end=tomorrow, minutes=30, made_at=NOON)  # fmt: skip
    due = Due.objects.create(person=cast.shen, committee=cast.huaide, **here, key=visit.due_key, kind="call", day=DAY, opens_at=NOON, by_at=tomorrow,
                             late_at=tomorrow, made_at=NOON, title={"code": "greeting", "params": {}}, ref={"visit": visit.pk})  # fmt: skip
    alert = Alert.objects.create(person=cast.shen, committee=cast.huaide, **here, due=due, why="nobody", raised_at=NOON)
    campaign = Campaign.objects.create(**here, title="寒潮", by_at=tomorrow, launched_by=officer, launched_at=NOON)
    concern = Concern.objects.create(person=cast.shen, committee=cast.huaide, **here, text="胃口不好", made_at=NOON, received_at=NOON)
    channel = Channel.objects.create(**here, kind="http", name="短信", address_sealed=seal("https://sms.example.org/"), created_at=NOON)
    device = Device.objects.create(user=cast.tan.person.user, **here, token_hash="t", bound_at=NOON)
    card = QrCard.objects.create(user=cast.tan.person.user, **here, code_hash="c", issued_by=officer, issued_at=NOON, expires_at=tomorrow)
    act = Act.objects.create(id=uuid4(), device=device, user=device.user, **here, seq=1, kind="review", made_at=NOON, received_at=NOON,
                             content_hash="a", state="held", payload=review(cast.shen))  # fmt: skip
    conflict = ActConflict.objects.create(act=act, device=device, received_at=NOON, body={}, content_hash="b")
    damaged = UnreadableAct.objects.create(device=device, **here, received_at=NOON, code="json", body="{", body_hash="d")
    register = (Path(__file__).parent / "data" / "pingliang" / "register.xlsx").read_bytes()
    batch = receive_file(street_id=cast.street.pk, kind="register", file_name="register.xlsx", pieces=[register], now=NOON)
    preview_batch(batch_id=batch.pk, now=NOON)  # so that the workbook can be given back
    case = ReviewCase.objects.create(
        **here, person=cast.shen, fingerprint="f", reasons=[{"code": "id_missing", "params": {}}], made_at=NOON
    )
    books = {"street_id": cast.street.pk, "unit": "fen", "now": NOON}
    prepaid = ledger.open_account(**books, code="meals.prepaid", name="Prepaid", person_id=cast.shen.pk, least=0)
    cash = ledger.open_account(**books, code="cash", name="Cash", kind="outside")
    paid = ledger.post(source="meals.paid:test", lines=[(prepaid.pk, 5000), (cash.pk, -5000)], happened_on=DAY, text="Paid in", now=NOON)
    link = Link.objects.get(elder=cast.shen, rank="primary")
    dish = Recipe.objects.create(**here, name="油爆虾", category="big_meat", updated_at=NOON)
    menu = Menu.objects.create(**here, day=DAY)
    meals = {
        "recipe_id": dish.pk,
        "change_id": MenuChange.objects.create(**here, act="set", first_day=DAY, last_day=DAY, before={str(DAY): []}, after={str(DAY): []}, at=NOON).pk,
        "diet_id": Diet.objects.create(person=cast.shen, **here, kind="allergy", target="crustacean", hard=True, entered_at=NOON).pk,
        "answer_id": DietAnswer.objects.create(person=cast.shen, **here, words="虾", at=NOON).pk,
        "substitute_id": Substitute.objects.create(**here, menu=menu, instead_of=dish, key="allergy:crustacean", chosen_at=NOON).pk,
    }
    return {
        **meals,
        "user_id": cast.desk.pk,
        "assignment_id": RoleAssignment.objects.get(user=cast.desk).pk,
        "batch_id": batch.pk,
        "case_id": case.pk,
        "carer_id": cast.tan.pk,
        "person_id": cast.shen.pk,
        "elder_id": cast.shen.pk,
        "place_id": cast.lane.pk,
        "item_id": item.pk,
        "acts item_id": damaged.pk,
        "act_id": act.pk,
        "conflict_id": conflict.pk,
        "device_id": device.pk,
        "card_id": card.pk,
        "visit_id": visit.pk,
        "due_id": due.pk,
        "alert_id": alert.pk,
        "campaign_id": campaign.pk,
        "concern_id": concern.pk,
        "call_id": Call.objects.create(person=cast.shen, **here, due=due, by=officer, at=NOON, outcome="well").pk,
        "channel_id": channel.pk,
        "delivery_id": Delivery.objects.create(channel=channel, ref="x", body="x", next_try_at=NOON, made_at=NOON, state="failed").pk,
        "shift_id": DutyShift.objects.create(**here, user=cast.desk, starts_at=NOON, ends_at=tomorrow).pk,
        "absence_id": Absence.objects.create(carer=cast.tan, first_day=DAY, last_day=DAY, entered_by=officer).pk,
        "link_id": link.pk,
        "link_ids": str(link.pk),
        "account_id": prepaid.pk,
        "transaction_id": paid.pk,
        "volume_id": Volume.objects.create(
            **here, committee=cast.huaide, kind="forms", month=DAY.replace(day=1), asked_at=NOON, state="bound"
        ).pk,
        **_meals(cast) | _attendance(cast), **praised(cast),
        **_assessments(cast) | _invitations(cast) | _rights(cast) | family(cast) | timebank(cast) | election_objects(cast) | club.objects(cast) | rooms(cast),
        "month": "2026-11",
        "day": DAY.isoformat(),
        "meal": "lunch",
        "monday": "2026-11-30",
    }


def _intake(cast) -> dict:
    """An application that was refused at the check, with a paper that was seen."""
    asked = intake.Application(applied_on=DAY, came_by="phone", applicant="self")
    case = intake.apply(street_id=cast.street.pk, person_id=cast.shen.pk, application=asked, batch=uuid4(), now=NOON, by_id=cast.officer.pk)
    seen = intake.add_paper(case_id=case.pk, batch=uuid4(), kind="id_card", now=NOON, by_id=cast.officer.pk)
    case = intake.refuse_at_check(case_id=case.pk, version=1, batch=uuid4(), findings={"age": "no"}, reason="x", now=NOON, by_id=cast.officer.pk)
    return {"intake_id": case.pk, "decision_id": case.decision_id, "seen_id": seen.pk}


def _rights(cast) -> dict:
    """A request that waits for an answer, and an erasure that waits for a second officer."""
    same = {"person": cast.bao, "street": cast.street}
    asked = RightsRequest.objects.create(**same, kind="access", asked_on=DAY, due_on=DAY, recorded_at=NOON)
    erasure = Erasure.objects.create(**same, reason="request", asked_by=cast.officer, asked_at=NOON)
    (held,) = restrict(request=asked, purposes=["callbacks"], reason="本人要求", now=NOON, by_id=cast.officer.pk)
    return {"restriction_id": held.pk, "request_id": asked.pk, "erasure_id": erasure.pk, "packs name": "yangpu", "packs kind": "safeguards", "packs file": "safeguards.toml"}


def _assessments(cast) -> dict:
    """Two in company with an entry; a form that was begun, and an instrument of the street's own; code and version of one that the pack has."""
    form = begin(person_id=cast.shen.pk, instrument="barthel", why="request", made_on=DAY, now=NOON, by_id=cast.officer.pk)
    own = SiteInstrument.objects.create(street=cast.street, code="own", version="1", holds_from=DAY, text="", made_at=NOON)
    pair = Companionship.objects.create(elder=cast.shen, carer=cast.volunteer, street=cast.street, since=DAY)
    entry = CompanyEntry.objects.create(companionship=pair, kind="visit", on=DAY, entered_at=NOON, batch=uuid4())
    kept = SavedSearch.objects.create(street=cast.street, name="x", text="跳舞", made_at=NOON)
    paper = keep_paper(person_id=cast.shen.pk, kind="scan", name="", data=b"%PDF-1.4", now=NOON, by_id=None)
    objection = PointObjection.objects.create(carer=cast.tan, street=cast.street, day=DAY, text="少了一次", made_at=NOON)
    return _intake(cast) | _safeguards(cast) | {
        "objection_id": objection.pk, "paper_id": paper.pk, "search_id": kept.pk, "companionship_id": pair.pk, "entry_id": entry.pk,
        "assessment_id": form.pk, "instrument_id": own.pk, "code": "barthel", "version": "1965", "release": "r5",
    }  # fmt: skip


def _safeguards(cast) -> dict:
    """A cover, what happened under it, and a step of the claim; a medicine, and wall cards that were set."""
    row = cover(cast)
    fall = incident(cast, row)
    medicine = add_medicine(person_id=cast.shen.pk, entry=MedicineEntry("氨氯地平"), now=NOON, by_id=cast.officer.pk)
    run = ask_run(street_id=cast.street.pk, kind="card", person_ids=[cast.shen.pk], language="zh", title="", health=True, now=NOON, by_id=cast.officer.pk)
    set_run(run_id=run.pk, now=NOON)
    return {"medicine_id": medicine.pk, "run_id": run.pk, "part": 1, "safeguard_id": row.pk, "act": row.batch, "incident_id": fall.pk, "step_id": step(cast, fall, "reported").pk}


def _invitations(cast) -> dict:
    """The committee's dancing salon today: Shen was asked, said yes and came; a word was explained."""
    row = salon(cast, committee=cast.huaide, on=DAY)
    (asked,) = ask(cast, row, cast.shen)
    came = sign_in(occasion_id=row.pk, person_id=cast.shen.pk, now=NOON, by_id=cast.officer.pk)
    word = explain_word(street_id=cast.street.pk, word="养鸟", meaning="none", on=DAY, now=NOON, by_id=cast.officer.pk)
    return {"occasion_id": row.pk, "invitation_id": asked.pk, "answer_id": say(cast, asked, "yes").pk, "attendance_id": came.pk, "word_id": word.pk}


def _attendance(cast) -> dict:
    """A correction and leave that wait, and somebody who stands in."""
    here = {"street": cast.street, "carer": cast.tan}
    return {
        "correction_id": AttendanceCorrection.objects.create(**here, day=DAY, came=time(8), text="手机没电", made_at=NOON).pk,
        "leave_id": LeaveRequest.objects.create(**here, kind="annual", first_day=DAY, last_day=DAY, reason="回老家", made_at=NOON).pk,
        "replacement_id": Replacement.objects.create(**here, by_carer=cast.shao, first_day=DAY, last_day=DAY, entered_at=NOON).pk,
    }


def _meals(cast) -> dict:
    """A person's change and pause, a meal point, a cart, and what the kitchen wrote down."""
    here, dish = {"street": cast.street}, {"street": cast.street, "day": DAY, "meal": "lunch", "dish": "卷心菜"}
    cart = Cart.objects.create(**here, name="1号车", boxes=60)
    home = HomeCart.objects.create(**here, place=cast.lane, building="15号", meal="lunch", cart=cart, since=DAY, reason="近")
    order = Order.objects.create(person=cast.shen, committee=cast.huaide, **here, day=DAY, meal="lunch", portions=1, place="delivered", why="standing",
                                 price_fen=0, subsidy_fen=0, pack="", made_at=NOON)  # fmt: skip
    box = MealDelivery.objects.create(**here, order=order, day=DAY, meal="lunch")
    change = MealChange.objects.create(person=cast.shen, **here, day=DAY, meal="lunch", portions=2, batch=uuid4(), made_at=NOON)
    key = uuid4()
    wash = start_wash(street_id=cast.street.pk, boxes=1, note="x", key=key, now=NOON, by_id=cast.kitchen.pk)
    return {
        "cart_id": cart.pk,
        "home_id": home.pk,
        "boxes batch_id": wash.pk,
        "boxes key": key,
        "batch": change.batch,
        "order_id": order.pk,
        "event_id": DeliveryEvent.objects.create(delivery=box, by=cast.driver, kind="back", made_at=NOON, received_at=NOON, grade="tap").pk,
        "pause_id": Pause.objects.create(person=cast.shen, **here, since=DAY, reason="away", made_at=NOON).pk,
        "point_id": MealPoint.objects.create(**here, name="平凉助餐点").pk,
        "cost_id": MealCost.objects.create(**here, month=DAY.replace(day=1), kind="food", fen=100, entered_at=NOON, by=cast.officer).pk,
        "sample_id": FoodSample.objects.create(**dish, grams=125, taken_at=NOON, taken_by=cast.kitchen, keep_until=NOON + timedelta(days=2)).pk,
        "temperature_id": CoreTemperature.objects.create(**dish, tenths=725, hot_enough=True, measured_at=NOON, measured_by=cast.kitchen).pk,
    }  # fmt: skip
