"""Receipts: numbers without a gap, the first paper is the original and every later one a copy, a reversed payment's says so; outsiders get none."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from qianshou.kernel import clock
from qianshou.ledger import operations
from qianshou.ledger.models import Receipt, Transaction
from qianshou.meals.operations import pay_in
from qianshou.people.models import ReadEntry
from qianshou.venues.operations import fees
from tests.cast import NOON
from tests.ledger.books import open_books, pay
from tests.venues.rooms import by, course, enrol, room

pytestmark = pytest.mark.django_db
NEXT_YEAR = NOON + timedelta(days=60)


def paid_in(cast, person=None, fen=5000, now=NOON) -> Receipt:
    made = pay_in(person_id=(person or cast.shen).pk, fen=fen, receipt="", batch=uuid4(), now=now, by_id=cast.officer.pk)
    return Receipt.objects.get(transaction=made)


def names(kind="in") -> list[str]:
    return [one.name for one in Receipt.objects.filter(kind=kind).order_by("pk")]


def said(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True).stdout.decode().replace(" ", "")


@pytest.fixture
def desk(cast, client):
    with clock.frozen(NOON):
        client.force_login(cast.officer)
        yield client


def test_numbers_run_by_the_year_without_a_gap_whatever_the_money_is_for(cast):
    paid_in(cast)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        paid_in(cast, cast.lu)
        raise ZeroDivisionError  # the payment fails after its receipt: its number was never given
    [row] = enrol(cast, course(cast, room(cast), fee_fen=6000), cast.lu)
    fees.pay_fee(enrolment_id=row.pk, batch=uuid4(), **by(cast))
    paid_in(cast, now=NEXT_YEAR)
    assert names() == ["2026-0001", "2026-0002", "2027-0001"]
    assert list(Receipt.objects.order_by("pk").values_list("fen", "payer", "person")) == [(5000, "沈玉芳", cast.shen.pk), (6000, cast.lu.name, cast.lu.pk), (5000, "沈玉芳", cast.shen.pk)]


def test_a_receipt_is_issued_once_for_an_entry_and_only_for_money(cast):
    made = open_books(cast)
    pay("x", made.cash, made.shen, 100)
    one = operations.issue_receipt(source="x", person_id=cast.shen.pk, now=NOON, by_id=None)
    assert operations.issue_receipt(source="x", now=NEXT_YEAR, by_id=None) == one and names() == ["2026-0001"]
    with pytest.raises(Transaction.DoesNotExist):
        operations.issue_receipt(source="y", now=NOON, by_id=None)


def test_the_database_takes_the_next_number_only_and_changes_none(cast):
    one = paid_in(cast)
    other = pay("x", open_books(cast).cash, open_books(cast).shen, 100)
    for change in ({"number": 3}, {"number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.create(street=cast.street, transaction=other, kind="in", year=2026, fen=100, made_at=NOON, **change)
    for change in ({"number": 9}, {"fen": 1}, {"payer": "别人"}, {"year": 2025}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(pk=one.pk).delete()
    assert Receipt.objects.filter(pk=one.pk).update(payer="") == 1, "the name goes with the person"


def test_the_first_paper_is_the_original_and_each_later_one_a_copy(cast, desk):
    row = paid_in(cast, fen=10700053 // 1000 * 10)
    page = reverse("ledger-receipt-print", args=[row.transaction_id])
    first, second = said(desk.post(page)), said(desk.post(page))
    assert first.count("2026-0001") == 2 and first.count("沈玉芳") == 2, "one half for the payer, one for the books"
    assert "人民币壹仟零柒拾元整" in first and "¥1,070.00" in first and "预存餐费" in first and cast.officer.display_name in first
    assert "副本" not in first and second.count("副本") == 2 and "原件已于2026年11月24日打印" in second
    assert said(desk.get(reverse("ledger-receipt-pdf", args=[row.pk]))).count("副本") == 2
    row.refresh_from_db()
    assert row.printed_at == NOON


def test_whoever_prints_or_opens_a_receipt_has_read_of_its_payer(cast, desk):
    row = paid_in(cast)
    desk.post(reverse("ledger-receipt-print", args=[row.transaction_id]))
    desk.get(reverse("ledger-receipt-pdf", args=[row.pk]))
    assert list(ReadEntry.objects.values_list("person_id", "page")) == [(cast.shen.pk, "ledger-receipt-print"), (cast.shen.pk, "ledger-receipt-pdf")]


def test_the_receipt_of_a_reversed_payment_says_so(cast, desk):
    row = paid_in(cast)
    operations.reverse(source=row.transaction.source, happened_on=clock.local_date(NOON), reason="多记一笔", now=NOON, by_id=cast.officer.pk)
    text = said(desk.post(reverse("ledger-receipt-print", args=[row.transaction_id])))
    assert text.count("冲销：多记一笔") == 2
    page = desk.get(reverse("ledger-receipts"), {"reversed": "1"})
    assert [one.name for one in page.context["page"].object_list] == ["2026-0001"] and page.context["stands"] == 0


def test_the_register_lists_what_is_asked_for(cast, desk):
    paid_in(cast), paid_in(cast, cast.lu, 2550), paid_in(cast, now=NEXT_YEAR)
    shown = lambda **asked: [one.name for one in desk.get(reverse("ledger-receipts"), asked).context["page"].object_list]
    assert shown() == ["2027-0001"] and shown(year=2026) == ["2026-0002", "2026-0001"]
    assert shown(year=2026, q=cast.lu.name) == shown(year=2026, q="2026-0002") == shown(year=2026, q="2") == ["2026-0002"]
    assert shown(year=2026, kind="out") == [] and shown(year=2026, q="无此人") == []
    assert "25.5" in desk.get(reverse("ledger-receipts"), {"year": 2026, "format": "text"}).content.decode()
    assert "2026-0001" in desk.get(reverse("orders-person", args=[cast.shen.pk])).content.decode()


def test_a_class_receipt_is_printed_where_the_fee_is_taken_and_the_entry_is_not_reversed_behind_its_back(cast, desk):
    [row] = enrol(cast, course(cast, room(cast), fee_fen=6000), cast.shen)
    part = fees.pay_fee(enrolment_id=row.pk, fen=2550, batch=uuid4(), **by(cast))
    client, page = desk, reverse("rooms-receipt-print", args=[part.pk])
    client.force_login(cast.secretary)
    assert "人民币贰拾伍元伍角" in said(client.post(page)) and "副本" in said(client.get(reverse("rooms-receipt-pdf", args=[part.pk])))
    client.force_login(cast.officer)
    entry = Transaction.objects.get(source=part.source)
    answer = client.post(reverse("ledger-reverse", args=[entry.pk]), {"reason": "x"})
    assert answer.status_code == 422 and not Transaction.objects.filter(reverses=entry).exists() and fees.held_of(row.pk) == 2550


def test_outsiders_print_and_read_no_receipt(cast, desk):
    row = paid_in(cast)
    [learner] = enrol(cast, course(cast, room(cast), fee_fen=6000), cast.shen)
    part = fees.pay_fee(enrolment_id=learner.pk, batch=uuid4(), **by(cast))
    pages = [("post", reverse("ledger-receipt-print", args=[row.transaction_id])), ("get", reverse("ledger-receipt-pdf", args=[row.pk])),
             ("post", reverse("rooms-receipt-print", args=[part.pk])), ("get", reverse("rooms-receipt-pdf", args=[part.pk]))]  # fmt: skip
    for user, codes in ((cast.outsider, [404] * 4), (cast.committee_worker, [403, 403, 404, 404]), (cast.tan.person.user, [403] * 4)):
        desk.force_login(user)
        assert [getattr(desk, how)(page).status_code for how, page in pages] == codes
    desk.force_login(cast.outsider)
    assert list(desk.get(reverse("ledger-receipts")).context["page"].object_list) == []
    desk.logout()
    assert [getattr(desk, how)(page).status_code for how, page in pages] == [302] * 4
    assert Receipt.objects.filter(printed_at__isnull=False).count() == 0
