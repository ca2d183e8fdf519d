"""The fee of a class: in the books once, back where somebody leaves before it begins, who has not paid is listed; another street gets nowhere."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.scope import scope_of
from qianshou.exchange.operations.merging import merge, unmerge
from qianshou.kernel import clock
from qianshou.ledger.models import Account, Posting, Receipt, Transaction
from qianshou.ledger.words import transaction_words
from qianshou.venues.models import ClassPayment, Course, Enrolment
from qianshou.venues.operations import courses, enrolments, fees
from qianshou.venues.operations.errors import Refused
from qianshou.venues.queries.courses import to_give_back
from tests.cast import DAY, NOON, elder
from tests.exchange.twins import doubt
from tests.venues.rooms import NEXT, by, course, enrol, room

pytestmark = pytest.mark.django_db
LATER = NOON + (NEXT - DAY)  # noon of the day of the first session


def pay(cast, row: Enrolment, **more) -> ClassPayment:
    return fees.pay_fee(enrolment_id=row.pk, **{"receipt": "0017", "batch": uuid4(), **by(cast), **more})


def income(cast) -> int:
    found = Account.objects.filter(street=cast.street, code="rooms.fees").first()
    return found.balance if found else 0


def due(cast, now=NOON) -> list[Enrolment]:
    """Whose money the street still has."""
    return list(to_give_back(scope=scope_of(cast.officer, DAY), today=clock.local_date(now)))


@pytest.fixture
def klass(cast) -> Course:
    """A calligraphy class of 60 yuan with two places; it begins in a week."""
    return course(cast, room(cast), fee_fen=6000)


def test_a_fee_is_booked_once_with_its_receipt(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    batch = uuid4()
    one, again = pay(cast, row, batch=batch), pay(cast, row, batch=batch)
    assert one == again and income(cast) == 6000 and sum(Posting.objects.values_list("amount", flat=True)) == 0
    [entry] = Transaction.objects.all()
    assert entry.source == f"class.fee:{one.pk}" and "0017" in transaction_words(entry) and "书法班" in transaction_words(entry)
    for code, wrong in (("paid", {}), ("day", {"on": DAY + timedelta(days=1)})):
        if code == "day":
            fees.take_back_payment(payment_id=one.pk, reason="记错", **by(cast))
        with pytest.raises(Refused, match=code):
            pay(cast, row, **wrong)


def test_who_waits_owes_nothing_and_a_free_class_takes_nothing(cast, klass):
    *_, waiting = enrol(cast, klass, cast.shen, cast.lu, cast.bao)
    with pytest.raises(Refused, match="seat"):
        pay(cast, waiting)
    [free] = enrol(cast, course(cast, room(cast, "另一间")), cast.shen)
    with pytest.raises(Refused, match="free"):
        pay(cast, free)
    assert not Transaction.objects.exists()


def test_a_fee_is_paid_in_parts_and_never_above_what_is_owed(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    first, second = pay(cast, row, fen=2000), pay(cast, row, fen=1500)
    assert income(cast) == 3500 and Transaction.objects.count() == 2 and first.source != second.source, "each part is an entry of its own"
    for fen, code in ((2501, "over"), (0, "sum"), (-1, "sum")):
        with pytest.raises(Refused, match=code):
            pay(cast, row, fen=fen)
    assert pay(cast, row).fen == 2500, "without a sum it is all that is owed"
    with pytest.raises(Refused, match="paid"):
        pay(cast, row, fen=1)
    fees.take_back_payment(payment_id=second.pk, reason="记错", **by(cast))
    assert income(cast) == 4500 and fees.held_of(row.pk) == 4500


def test_who_leaves_before_it_begins_is_on_the_list_until_the_money_is_handed_back(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    pay(cast, row, fen=4000)
    with pytest.raises(Refused, match="stays"):
        fees.repay_fee(enrolment_id=row.pk, why="x", batch=uuid4(), **by(cast))
    enrolments.leave(enrolment_id=row.pk, **by(cast))
    assert income(cast) == 4000 and [(one.pk, one.held) for one in due(cast)] == [(row.pk, 4000)], "the books change when the money does"
    back = fees.repay_fee(enrolment_id=row.pk, fen=1000, why="不来了", batch=uuid4(), **by(cast))
    assert income(cast) == 3000 and back.source == f"class.back:{back.pk}" and due(cast)[0].held == 3000
    for fen, code in ((3001, "too_much"), (0, "sum")):
        with pytest.raises(Refused, match=code):
            fees.repay_fee(enrolment_id=row.pk, fen=fen, why="不来了", batch=uuid4(), **by(cast))
    batch = uuid4()
    assert fees.repay_fee(enrolment_id=row.pk, why="不来了", batch=batch, **by(cast)) == fees.repay_fee(enrolment_id=row.pk, why="不来了", batch=batch, **by(cast))
    assert income(cast) == 0 and due(cast) == []
    with pytest.raises(Refused, match="nothing"):
        fees.repay_fee(enrolment_id=row.pk, why="不来了", batch=uuid4(), **by(cast))
    enrolments.come_back(enrolment_id=row.pk, **by(cast))
    assert pay(cast, row).fen == 6000, "whoever comes again owes all of it"


def test_leaving_by_mistake_costs_nobody_her_payment(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    pay(cast, row)
    enrolments.leave(enrolment_id=row.pk, **by(cast))
    enrolments.come_back(enrolment_id=row.pk, **by(cast))
    assert fees.held_of(row.pk) == 6000 and due(cast) == [] and Transaction.objects.count() == 1


def test_what_was_given_back_cannot_be_taken_back_as_a_mistake_too(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    paid = pay(cast, row)
    enrolments.leave(enrolment_id=row.pk, **by(cast))
    back = fees.repay_fee(enrolment_id=row.pk, fen=2000, why="不来了", batch=uuid4(), **by(cast))
    with pytest.raises(Refused, match="repaid"):
        fees.take_back_payment(payment_id=paid.pk, reason="记错", **by(cast))
    enrolments.come_back(enrolment_id=row.pk, **by(cast))
    pay(cast, row)
    with pytest.raises(Refused, match="paid_since"):
        fees.take_back_payment(payment_id=back.pk, reason="记错", **by(cast))
    assert fees.held_of(row.pk) == 6000


def test_leaving_after_it_began_keeps_the_fee_until_somebody_decides_otherwise(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    paid = pay(cast, row)
    enrolments.leave(enrolment_id=row.pk, now=LATER, by_id=cast.officer.pk)
    assert income(cast) == 6000 and due(cast, LATER) == []
    with pytest.raises(Refused, match="reason"):
        fees.take_back_payment(payment_id=paid.pk, reason=" ", now=LATER, by_id=cast.officer.pk)
    assert fees.take_back_payment(payment_id=paid.pk, reason="住院", now=LATER, by_id=cast.officer.pk)
    assert not fees.take_back_payment(payment_id=paid.pk, reason="住院", now=LATER, by_id=cast.officer.pk) and income(cast) == 0


ACTS = st.lists(st.tuples(st.sampled_from(["pay", "pay", "repay", "take_back", "leave", "come_back"]), st.integers(0, 70), st.integers(0, 9)), max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_is_done_books_receipts_and_a_plain_sum_agree(cast, acts):
    """A model that knows only a list of sums: what the street holds of her is never below nothing nor above the fee of 60 yuan."""
    with transaction.atomic():
        klass = course(cast, room(cast, "模型活动室"), fee_fen=60)
        [row] = enrol(cast, klass, cast.shen)
        here, lines, numbers = True, {}, {"in": 0, "out": 0}
        for act, fen, which in acts:
            held = sum(lines.values())
            if act == "pay":
                fine = here and 1 <= fen <= 60 - held
                call = lambda fen=fen: pay(cast, row, fen=fen)
            elif act == "repay":
                fine = not here and 1 <= fen <= held
                call = lambda fen=fen: fees.repay_fee(enrolment_id=row.pk, fen=fen, why="x", batch=uuid4(), **by(cast))
            elif act == "take_back":
                if not lines:
                    continue
                pk = sorted(lines)[which % len(lines)]
                fine = 0 <= held - lines[pk] <= 60
                call = lambda pk=pk: fees.take_back_payment(payment_id=pk, reason="x", **by(cast))
            else:
                here = act == "come_back"
                (enrolments.come_back if here else enrolments.leave)(enrolment_id=row.pk, **by(cast))
                continue
            if not fine:
                with pytest.raises(Refused):
                    call()
            elif act == "take_back":
                call()
                del lines[pk]
            else:
                made = call()
                lines[made.pk] = -fen if made.back else fen
                numbers["out" if made.back else "in"] += 1
            assert income(cast) == fees.held_of(row.pk) == sum(lines.values()) and 0 <= sum(lines.values()) <= 60
        for kind, count in numbers.items():
            assert sorted(Receipt.objects.filter(street=cast.street, kind=kind).values_list("number", flat=True)) == list(range(1, count + 1))
        transaction.set_rollback(True)


def test_a_fee_changes_only_while_nobody_has_paid(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    values = {"course_id": klass.pk, "name": "书法班", "teacher": "顾老师", "places": 2, "note": "", **by(cast)}
    assert courses.change_course(fee_fen=5000, version=1, **values).fee_fen == 5000
    pay(cast, row)
    with pytest.raises(Refused, match="fee_paid"):
        courses.change_course(fee_fen=0, version=2, **values)
    assert courses.change_course(version=2, **values).fee_fen == 5000
    with pytest.raises(Refused, match="fee"):
        course(cast, room(cast, "另一间"), fee_fen=1_000_001)


def test_the_database_itself_keeps_payments_within_the_fee(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    pay(cast, row)
    for back, fen in ((False, 1), (True, 6001)):
        with pytest.raises(IntegrityError, match="paid for a class"), transaction.atomic():
            ClassPayment.objects.create(enrolment=row, street=cast.street, fen=fen, back=back, on=DAY, batch=uuid4(), at=NOON)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_two_files_of_one_person_pay_once(cast, klass):
    second = elder(cast.street, cast.huolan, "沈玉芳", None, "", date(1938, 3, 5), "", NOON)
    hers, twins = enrol(cast, klass, cast.shen, second)
    paid = pay(cast, twins)
    undo = merge(person=second, into=cast.shen, take=[], case_id=doubt(cast, second, cast.shen, "x").pk, now=NOON, by_id=cast.officer.pk)
    paid.refresh_from_db()
    assert paid.enrolment == hers and paid.reversed_at is None and income(cast) == 6000, "what was paid counts for the enrolment that stays"
    assert Receipt.objects.get().person == cast.shen
    unmerge(person=second, undo=undo, now=NOON, by_id=cast.officer.pk)
    paid.refresh_from_db()
    assert paid.enrolment == twins and Receipt.objects.get().person == second


def test_what_two_files_paid_twice_is_given_back(cast, klass):
    second = elder(cast.street, cast.huolan, "沈玉芳", None, "", date(1938, 3, 5), "", NOON)
    hers, twins = enrol(cast, klass, cast.shen, second)
    pay(cast, hers, fen=4000), pay(cast, twins, fen=3000)
    undo = merge(person=second, into=cast.shen, take=[], case_id=doubt(cast, second, cast.shen, "x").pk, now=LATER, by_id=cast.officer.pk)
    assert [(one.pk, one.held) for one in due(cast, LATER)] == [(twins.pk, 3000)] and fees.held_of(hers.pk) == 4000
    fees.repay_fee(enrolment_id=twins.pk, why="重复", batch=uuid4(), now=LATER, by_id=cast.officer.pk)
    unmerge(person=second, undo=undo, now=LATER, by_id=cast.officer.pk)
    assert fees.held_of(twins.pk) == 0 and fees.held_of(hers.pk) == 4000


@pytest.fixture
def desk(cast, client):
    with clock.frozen(NOON):
        client.force_login(cast.officer)
        yield client


def test_who_has_not_paid_is_listed_and_pays_at_the_desk(cast, desk, klass):
    shen, _lu, _waiting = enrol(cast, klass, cast.shen, cast.lu, cast.bao)
    page = desk.get(reverse("rooms-unpaid"))
    assert [row.person for row in page.context["rows"]] == [cast.shen, cast.lu] and "¥120.00" in page.content.decode()
    assert "有名额的 2 人还没交清费用" in desk.get(reverse("rooms-class", args=[klass.pk])).content.decode()
    answer = desk.post(reverse("rooms-pay", args=[shen.pk]), {"batch": uuid4(), "receipt": "0018", "from": "unpaid"}, follow=True)
    assert "沈玉芳已交 ¥60.00，已入账" in answer.content.decode() and [row.person for row in answer.context["rows"]] == [cast.lu]
    paid = ClassPayment.objects.get()
    assert "收据号 0018" in desk.get(reverse("rooms-class", args=[klass.pk])).content.decode()
    desk.post(reverse("rooms-payment-off", args=[paid.pk]), {"reason": "退"})
    assert income(cast) == 0 and desk.get(reverse("rooms-unpaid")).context["sum"] == 12000
    assert desk.get(reverse("rooms-unpaid"), {"format": "text"}).content.decode().count("书法班") == 2


def test_a_fee_is_typed_in_yuan(cast, desk, klass):
    form = {"name": "书法班", "teacher": "顾老师", "places": "2", "note": "", "version": 1}
    assert "60" in desk.get(reverse("rooms-class-change", args=[klass.pk])).content.decode()
    assert desk.post(reverse("rooms-class-change", args=[klass.pk]), {**form, "fee_fen": "六十"}).status_code == 422
    desk.post(reverse("rooms-class-change", args=[klass.pk]), {**form, "fee_fen": "45.5"})
    klass.refresh_from_db()
    assert klass.fee_fen == 4550


def test_outsiders_neither_see_nor_book_a_fee(cast, desk, klass, client):
    [row] = enrol(cast, klass, cast.shen)
    paid = pay(cast, row)
    acts = [(reverse("rooms-pay", args=[row.pk]), {"batch": uuid4()}), (reverse("rooms-payment-off", args=[paid.pk]), {"reason": "x"})]
    for user, codes in ((cast.outsider, [404, 404]), (cast.committee_worker, [404, 404]), (cast.tan.person.user, [403, 403])):
        client.force_login(user)
        assert [client.post(*one).status_code for one in acts] == codes
    client.force_login(cast.outsider)
    assert client.get(reverse("rooms-unpaid")).context["rows"] == []
    client.logout()
    assert [client.post(*one).status_code for one in acts] == [302, 302] and client.get(reverse("rooms-unpaid")).status_code == 302
    assert income(cast) == 6000


def test_a_committees_worker_looks_at_the_streets_own_rooms_and_cannot_act_there(cast, client):
    own, others, streets = room(cast, "怀德活动室", cast.huaide), room(cast, "霍兰活动室", cast.huolan), room(cast, "街道文化中心")
    room(cast, "海州活动室", street=cast.elsewhere, committee=None)
    with clock.frozen(NOON):
        client.force_login(cast.committee_worker)
        page = client.get(reverse("rooms-today"))
        assert [card["row"] for card in page.context["cards"]] == [own] and [card["row"] for card in page.context["others"]] == [streets]
        assert f'href="{reverse("rooms-one", args=[streets.pk])}"' not in page.content.decode()
        assert [client.get(reverse(name, args=[streets.pk])).status_code for name in ("rooms-one", "rooms-count")] == [404, 404] and others
        client.force_login(cast.officer)
        assert client.get(reverse("rooms-today")).context["others"] == []
