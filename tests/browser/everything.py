"""A street in which every page has something to show: rounds out, a plan, a campaign, a workbook read, a doubtful row, a bound month."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from uuid import uuid4

from qianshou.acts import operations as acts
from qianshou.assessment.operations import hand_out
from qianshou.booklets.operations import ask_run, bind_month, bind_waiting, bind_year, bind_year_waiting, set_run
from qianshou.care import operations as care
from qianshou.care.operations import company, intake
from qianshou.care.operations.attending import sign_in
from qianshou.care.operations.family import write_from_family
from qianshou.care.operations.vocabulary import explain_word
from qianshou.exchange import operations as exchange
from qianshou.exchange.operations.answers import answer_rows
from qianshou.exchange.operations.moving import offer_file
from qianshou.exchange.operations.rights import answer_request, record_request
from qianshou.field import inbox
from qianshou.ledger import operations as ledger
from qianshou.meals import operations as meals
from qianshou.meals.models import Cart, Order
from qianshou.meals.operations.doors import say
from qianshou.notify import operations as notify
from qianshou.people.models import ElderFile, Person
from qianshou.people.operations import MedicineEntry, add_medicine, set_habits, stop_medicine
from qianshou.people.operations.restrictions import lift_restriction
from qianshou.people.queries.family import family_scope
from qianshou.rounds import operations as rounds
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from tests.assessment.test_make_assessment import begin, done
from tests.association import club
from tests.association.timebank_full import time_bank
from tests.browser import attendance_month
from tests.cast import DAY, NOON, Cast
from tests.elections.year import two_years
from tests.exchange.layouts import make_people, split_layout
from tests.family.street import agree, link_for
from tests.field.forms import review
from tests.field.phone import bound
from tests.intake import way
from tests.invitations import salon as salons
from tests.meals.kitchen import describe, forbid, serve
from tests.meals_boxes.days import DAYS, buy, door, start
from tests.meals_orders.days import AFTER, CUT_OFF, stand
from tests.merit.praised import praised
from tests.rounds.days import MORNING, six
from tests.safeguards.covers import cover, incident, step
from tests.venues.busy import busy

MONTH = date(2026, 11, 1)


def fill(cast: Cast, folder: Path) -> None:
    """Write it all. The clock stands at noon."""
    six(cast)
    rounds.plan_day(street_id=cast.street.pk, day=DAY, moves=60, now=MORNING, by_id=cast.officer.pk)
    values = {"service": "talking", "times_per_week": 3, "window_start": time(14), "window_end": time(16), "minutes": 30, "since": DAY}
    care.add_item(elder_id=cast.shen.pk, values=values, now=NOON, by_id=cast.officer.pk)
    care.add_absence(carer_id=cast.shao.pk, kind="sick", first_day=DAY, last_day=DAY, now=NOON, by_id=cast.officer.pk)
    watch.launch_campaign(street_id=cast.street.pk, by=cast.officer, title="寒潮", query={"living_alone": True}, by_at=NOON + timedelta(hours=5), now=NOON)
    watch.launch_campaign(street_id=cast.street.pk, by=cast.officer, title="每日问候", query={}, by_at=NOON + timedelta(hours=6), now=NOON, kind="greeting")
    watch.assign_duty(street_id=cast.street.pk, user_id=cast.desk.pk, day=DAY, slot="day", by_id=cast.officer.pk, now=NOON)
    channel = notify.add_channel(street_id=cast.street.pk, kind="wecom", name="值班群", address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0",
                                 by_id=cast.officer.pk, now=NOON)  # fmt: skip
    notify.post(channel_id=channel.pk, ref="alert:1", body="1 条报警", now=NOON)
    describe(cast, "油爆虾", "白斩鸡")
    serve(cast)
    forbid(cast, cast.shen, "allergy", "crustacean")
    _meals(cast)
    _in_the_books(cast)
    _taken_in(cast)
    _from_a_phone(cast)
    _from_a_workbook(cast, folder)
    _from_a_members_list(cast)
    _covered(cast)
    _families(cast)
    _personal_data(cast)
    attendance_month.keep(cast)
    praised(cast)
    time_bank(cast)
    two_years(cast)
    club.more(cast)
    club.objects(cast)
    busy(cast)
    bind_month(street_id=cast.street.pk, month=MONTH, by_id=cast.officer.pk, now=NOON)
    bind_waiting(street_id=cast.street.pk, month=MONTH, language="zh-hans", now=NOON)
    bind_year(street_id=cast.street.pk, year=MONTH, by_id=cast.officer.pk, now=NOON)
    bind_year_waiting(street_id=cast.street.pk, year=MONTH, language="zh-hans", now=NOON)
    assert Due.objects.filter(state="late").exists()


def _personal_data(cast: Cast) -> None:
    """Requests that wait for an answer, one granted with what it restricted, and a file that waits for a second officer to erase it."""
    asked = {"kind": "correction", "identity": "身份证已看", "words": "门牌应为16号", "asked_on": DAY, "now": NOON, "by_id": cast.officer.pk}
    record_request(person_id=cast.shen.pk, **asked)
    record_request(person_id=cast.shen.pk, **asked | {"kind": "restriction", "words": "照片不要再用", "asked_on": DAY - timedelta(days=1)})  # first on the list: the form with most on it
    granted = record_request(person_id=cast.lu.pk, **asked | {"kind": "restriction", "words": "不要给别人"})
    answer_request(request_id=granted.pk, state="done", answer="本人不愿意外传", purposes=["passing_on", "family_page"], now=NOON, by_id=cast.officer.pk)
    lift_restriction(restriction_id=granted.restrictions.get(purpose="family_page").pk, why="asked", reason="本人来电", now=NOON, by_id=cast.officer.pk)
    exchange.ask_erasure(person_id=cast.bao.pk, reason="request", now=NOON, by_id=cast.officer.pk)


def _meals(cast: Cast) -> None:
    """A lunch that was ordered, changed by telephone, and cooked; one dish has no sample."""
    dishes = [("big_meat", "肉饼炖蛋"), ("small_meat", "咖喱土豆"), ("vegetable", "卷心菜"), ("soup", "黄豆猪手汤")]
    meals.set_menu(street_id=cast.street.pk, day=DAY, dishes=dishes, now=MORNING)
    point = meals.open_point(street_id=cast.street.pk, name="平凉助餐点", address="平凉路1398号", now=MORNING)
    ElderFile.objects.filter(pk=cast.shen.pk).update(diet=["低盐", "软食"], access_note="敲门要久一点")
    stand(cast.shen)
    stand(cast.lu, {day: meals.Wish(1, "dine_in", point.pk) for day in range(1, 6)})
    meals.take_orders(street_id=cast.street.pk, day=DAY, meal="lunch", now=CUT_OFF)
    meals.change_meals(person_id=cast.shen.pk, wishes=[meals.MealWish(DAY, "lunch", 2)], batch=uuid4(), reason="女儿来吃饭", now=AFTER, by_id=cast.officer.pk)
    meals.pause_meals(person_id=cast.lu.pk, since=DAY + timedelta(days=3), until=None, reason="family", now=NOON, by_id=cast.officer.pk)
    buy(cast)
    door(cast.shen, out=2, back=3, at=NOON - 5 * DAYS)
    start(cast, 2)
    kitchen = {"street_id": cast.street.pk, "day": DAY, "meal": "lunch", "now": AFTER, "by_id": cast.kitchen.pk}
    meals.take_sample(dish="肉饼炖蛋", grams=130, **kitchen)
    meals.measure(dish="肉饼炖蛋", tenths=658, **kitchen)
    meals.measure(dish="咖喱土豆", tenths=745, **kitchen)
    _at_the_door(cast)
    _yesterday(cast)


def _yesterday(cast: Cast) -> None:
    """A lunch that is over and was charged; no cart brought Shen's box, so money is to be given back. And Shen was assessed, a second form lies begun, and she has company."""
    day = DAY - timedelta(days=1)
    here = {"street_id": cast.street.pk, "day": day, "meal": "lunch"}
    meals.take_orders(**here, now=CUT_OFF - timedelta(days=1))
    meals.put_on_carts(**here, drops=[], now=AFTER - timedelta(days=1), by_id=cast.officer.pk)
    meals.charge_meal(**here, now=NOON)
    done(cast, on=day, changes=["dementia"])
    begin(cast, instrument="lsns6")
    terms = {"terms": company.Terms(), "on": DAY, "now": NOON, "by_id": cast.officer.pk}
    company.offer_company(carer_id=cast.volunteer.pk, most=2, **terms)
    for person in (cast.shen, cast.lu):
        company.wish_for_company(elder_id=person.pk, wanted=True, **terms)
    pair = company.bring_together(elder_id=cast.shen.pk, carer_id=cast.volunteer.pk, since=day, now=NOON, by_id=cast.officer.pk)
    company.tell(companionship_id=pair.pk, kind="visit", on=DAY, minutes=60, text="听越剧", batch=uuid4(), now=NOON, by_id=cast.officer.pk)
    _invited(cast)


def _invited(cast: Cast) -> None:
    """A salon today with one place, one who waits, one who said no and one not asked yet; Shen came. Nobody has explained yet what 养鸟 is."""
    row = salons.salon(cast, places=1, on=DAY, question="编织")
    shen, first, second, _silent = salons.ask(cast, row, cast.shen, *salons.dancers(cast, 3))
    for one, kind in ((shen, "yes"), (first, "yes"), (second, "no")):
        salons.say(cast, one, kind)
    sign_in(occasion_id=row.pk, person_id=cast.shen.pk, now=NOON, by_id=cast.officer.pk)
    Person.objects.filter(pk=cast.lu.pk).update(interests=["象棋", "养鸟"])
    explain_word(street_id=cast.street.pk, word="看电视", meaning="none", on=DAY, now=NOON, by_id=cast.officer.pk)


def _covered(cast: Cast) -> None:
    """Shen is covered, a claim is open; another cover runs out; she takes a medicine; her committee's booklets were printed."""
    row = cover(cast, policy="PICC-397", premium_fen=12_000)
    step(cast, incident(cast, row), "reported", note="电话报案")
    cover(cast, cast.lu, kind=2, since=DAY - timedelta(days=340), until=DAY + timedelta(days=12))
    closed = incident(cast, cover(cast, kind=5), text="住院")
    step(cast, closed, "closed")
    by = {"now": NOON, "by_id": cast.officer.pk}
    stop_medicine(medicine_id=add_medicine(person_id=cast.shen.pk, entry=MedicineEntry("阿司匹林"), **by).pk, on=DAY, reason="医生停药", **by)
    add_medicine(person_id=cast.shen.pk, entry=MedicineEntry("氨氯地平片", "5毫克", "早饭后", prescribed_by="社区医院"), **by)
    set_habits(person_id=cast.shen.pk, notes={"rises": "五点半起"}, **by)
    for kind in ("card", "booklet"):
        run = ask_run(street_id=cast.street.pk, kind=kind, person_ids=[cast.shen.pk, cast.bao.pk], language="zh", title="怀德居委会", health=True, **by)
        if kind == "card":
            set_run(run_id=run.pk, now=NOON)


def _at_the_door(cast: Cast) -> None:
    """Shen's box went to a neighbour, after nobody had answered."""
    order = Order.objects.get(person=cast.shen, day=DAY)
    cart = Cart.objects.create(street=cast.street, name="一号车", boxes=60, driver=cast.driver)
    drop = meals.Drop(order.pk, cart.pk, cast.driver.pk, 1, 1, AFTER + timedelta(hours=2))
    meals.put_on_carts(street_id=cast.street.pk, day=DAY, meal="lunch", drops=[drop], now=AFTER, by_id=cast.officer.pk)
    for kind, text in (("nobody", ""), ("neighbour", "隔壁周阿姨")):
        at = AFTER + timedelta(hours=2)
        say(kind, order_id=order.pk, street_id=cast.street.pk, by_id=cast.driver.pk, made_at=at, received_at=at, now=at, text=text, boxes_back=1)


def _taken_in(cast: Cast) -> None:
    """An application of somebody who has no file yet, one that waits for the decision on an appeal, one that was withdrawn."""
    newcomer = intake.Newcomer(values={"name": "毛桂珍", "birth_date": date(1943, 5, 6), "birth_precision": "day", "committee_id": cast.huaide.pk, "living": "alone"})
    intake.apply(street_id=cast.street.pk, newcomer=newcomer, application=way.asked(), batch=uuid4(), now=NOON, by_id=cast.officer.pk)
    case = way.decide(cast, way.bring(cast, "decide"), "refused", None)
    way.act(case, "appeal", cast.officer, lodged_on=DAY, lodged_by="陆建华", relation="儿子", reason="父亲摔过两次")
    way.act(way.apply(cast, cast.shen), "withdraw", cast.officer, reason="去女儿家住", by_name="沈明")


def _families(cast: Cast) -> None:
    """Shen agreed to some purposes; her daughter has a link and wrote; a file is offered to the street, and one by it."""
    for purpose in ("family_page", "photos"):
        agree(cast, purpose)
    link, _ = link_for(cast)
    write_from_family(scope=family_scope(link, NOON), kind="message", text="请提醒妈妈多喝水", urgent=False, batch=uuid4(), now=NOON)
    here = {"reason": "搬家", "now": NOON, "by_id": cast.officer.pk}
    offer_file(person_id=cast.stranger.pk, to_street_id=cast.street.pk, **here)
    offer_file(person_id=cast.bao.pk, to_street_id=cast.elsewhere.pk, **here)


def _in_the_books(cast: Cast) -> None:
    """Money paid in, a meal paid from it, and one that was reversed."""
    books = {"street_id": cast.street.pk, "unit": "fen", "now": NOON}
    prepaid = ledger.open_account(**books, code="meals.prepaid", name="餐费预存", person_id=cast.shen.pk, least=0)
    income = ledger.open_account(**books, code="meals.income", name="餐费收入")
    cash = ledger.open_account(**books, code="cash", name="现金", kind="outside")
    for source, frm, to, amount in (("in", cash, prepaid, 30000), ("meal:1", prepaid, income, 1200), ("meal:2", prepaid, income, 1200)):
        ledger.post(source=source, lines=[(to.pk, amount), (frm.pk, -amount)], happened_on=DAY, text="餐费", now=NOON, by_id=cast.officer.pk)
    ledger.reverse(source="meal:2", happened_on=DAY, reason="没有送到", now=NOON, by_id=cast.officer.pk)


def _from_a_phone(cast: Cast) -> None:
    """Something that arrived and could not be entered."""
    phone = bound(cast.tan.person.user, by=cast.officer, now=NOON)
    odd = phone.act("concern", {"person": cast.shen.pk, "category": "nonsense", "severity": "soon", "text": "不肯吃饭"}, made_at=NOON)
    done(cast, instrument="monthly_review", month=DAY)  # finished at the desk before the phone's came
    late = phone.act("review", review(cast.shen), made_at=NOON)
    answers = acts.store(device=phone.device, batch=[odd, late, {"broken": True}], received_at=NOON)
    hand_out(person_id=cast.shen.pk, user_id=cast.visiting.pk, until=DAY, now=NOON, by_id=cast.officer.pk)
    inbox.apply_all([a.act.pk for a in answers if a.act], now=NOON)


def _from_a_members_list(cast: Cast) -> None:
    """Read and not confirmed: somebody new, somebody unclear who is answered for, one who waits, one whose row is wrong."""
    rows = "姓名,电话,小组,职务,入会日期\n钱桂珍,13817009999,书法组,,2020-03-01\n鲍秀英,,,,\n陆根宝,,,,\n甲一,,,,上个月\n"
    batch = exchange.receive_file(street_id=cast.street.pk, kind="members", file_name="会员名单.csv", pieces=[rows.encode()], now=NOON, by_id=cast.officer.pk)
    exchange.preview_batch(batch_id=batch.pk, now=NOON)
    answer_rows(batch=batch, answers={3: str(cast.bao.pk)}, now=NOON, by_id=cast.officer.pk)
    exchange.preview_batch(batch_id=batch.pk, now=NOON)


def _from_a_workbook(cast: Cast, folder: Path) -> None:
    """Twelve rows, some of them doubtful, written; and the same workbook read a second time, not yet confirmed."""
    sheet = folder / "register.xlsx"
    split_layout(sheet, make_people(12, seed=7))
    for write in (True, False):
        batch = exchange.receive_file(street_id=cast.street.pk, kind="register", file_name=sheet.name, pieces=[sheet.read_bytes()], now=NOON, by_id=cast.officer.pk)
        batch = exchange.preview_batch(batch_id=batch.pk, now=NOON)
        if write:
            exchange.start_applying(batch=batch, now=NOON, by_id=cast.officer.pk)
            exchange.apply_batch(batch_id=batch.pk, now=NOON)
