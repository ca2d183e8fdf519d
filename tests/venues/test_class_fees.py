"""The fee of a class: in the books once, back where somebody leaves before it begins, who has not paid is listed; another street gets nowhere."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qianshou.exchange.operations.merging import merge, unmerge
from qianshou.kernel import clock
from qianshou.ledger.models import Account, Posting, Transaction
from qianshou.ledger.words import transaction_words
from qianshou.venues.models import ClassPayment, Course, Enrolment
from qianshou.venues.operations import courses, enrolments, fees
from qianshou.venues.operations.errors import Refused
from qianshou.venues.rules.fees import comes_back
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


def test_leaving_before_it_begins_gives_the_fee_back_and_coming_back_owes_it_again(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    paid = pay(cast, row)
    enrolments.leave(enrolment_id=row.pk, **by(cast))
    paid.refresh_from_db()
    assert income(cast) == 0 and paid.reversed_at and paid.reversed_why == fees.LEFT_BEFORE
    enrolments.come_back(enrolment_id=row.pk, **by(cast))
    pay(cast, row)
    assert income(cast) == 6000


def test_leaving_after_it_began_keeps_the_fee_until_somebody_takes_it_back(cast, klass):
    [row] = enrol(cast, klass, cast.shen)
    paid = pay(cast, row)
    enrolments.leave(enrolment_id=row.pk, now=LATER, by_id=cast.officer.pk)
    assert income(cast) == 6000
    with pytest.raises(Refused, match="reason"):
        fees.take_back_payment(payment_id=paid.pk, reason=" ", now=LATER, by_id=cast.officer.pk)
    assert fees.take_back_payment(payment_id=paid.pk, reason="住院", now=LATER, by_id=cast.officer.pk)
    assert not fees.take_back_payment(payment_id=paid.pk, reason="住院", now=LATER, by_id=cast.officer.pk) and income(cast) == 0


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
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassPayment.objects.create(enrolment=row, street=cast.street, fen=1, on=DAY, batch=uuid4(), at=NOON)


def test_two_files_of_one_person_pay_once(cast, klass):
    second = elder(cast.street, cast.huolan, "沈玉芳", None, "", date(1938, 3, 5), "", NOON)
    hers, twins = enrol(cast, klass, cast.shen, second)
    paid = pay(cast, twins)
    undo = merge(person=second, into=cast.shen, take=[], case_id=doubt(cast, second, cast.shen, "x").pk, now=NOON, by_id=cast.officer.pk)
    paid.refresh_from_db()
    assert paid.enrolment == hers and paid.reversed_at is None and income(cast) == 6000, "what was paid counts for the enrolment that stays"
    unmerge(person=second, undo=undo, now=NOON, by_id=cast.officer.pk)
    paid.refresh_from_db()
    assert paid.enrolment == twins


@given(st.dates(), st.dates())
def test_a_fee_comes_back_only_before_the_first_day(begins, today):
    assert comes_back(begins, today) == (today < begins)


@pytest.fixture
def desk(cast, client):
    with clock.frozen(NOON):
        client.force_login(cast.officer)
        yield client


def test_who_has_not_paid_is_listed_and_pays_at_the_desk(cast, desk, klass):
    shen, _lu, _waiting = enrol(cast, klass, cast.shen, cast.lu, cast.bao)
    page = desk.get(reverse("rooms-unpaid"))
    assert [row.person for row in page.context["rows"]] == [cast.shen, cast.lu] and "¥120.00" in page.content.decode()
    assert "有名额的 2 人还没交费" in desk.get(reverse("rooms-class", args=[klass.pk])).content.decode()
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
