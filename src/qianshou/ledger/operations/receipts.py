"""Receipts are issued with the money, one after the other, and printed: the first one is the original, every later one a copy."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Sum

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Person

from ..models import Receipt, Transaction
from ..rules import Unit


@transaction.atomic
def issue_receipt(*, source: str, kind: str = Receipt.Kind.RECEIVED, person_id: int | None = None, payer: str = "", now: datetime, by_id: int | None) -> Receipt:
    """The next number of the street's year for what stands in the books under `source`; the one that stands when it has one already.

    `payer` is who handed the money over, without it the person's name. Transaction.DoesNotExist for an unknown source; ValueError for other units than money.
    Runs in the transaction of the payment: when that fails the number was never given.
    """
    entry = Transaction.objects.get(source=source)
    if entry.unit != Unit.FEN:
        raise ValueError(f"a receipt is for money, not for {entry.unit}")
    # One receipt of the street after the other, to the end of the transaction: else two payments at once would leave a gap when one fails.
    Street.objects.select_for_update(no_key=True).get(pk=entry.street_id)
    if standing := Receipt.objects.filter(transaction=entry).first():
        return standing
    name = payer.strip() or (Person.objects.values_list("name", flat=True).get(pk=person_id) if person_id else "")
    year = clock.local_date(now).year
    last = Receipt.objects.filter(street=entry.street_id, kind=kind, year=year).aggregate(n=Max("number"))["n"] or 0
    made = Receipt.objects.create(
        street_id=entry.street_id, transaction=entry, kind=Receipt.Kind(kind), year=year, number=last + 1, person_id=person_id, payer=name[:60], made_at=now,
        fen=entry.postings.filter(amount__gt=0).aggregate(n=Sum("amount"))["n"],
    )  # fmt: skip
    log(act="receipt.issued", now=now, by_id=by_id, street_id=entry.street_id, target="receipt", target_id=made.pk, number=made.name)
    return made


@transaction.atomic
def print_receipt(*, receipt_id: int, now: datetime, by_id: int) -> bool:
    """It is printed. True the first time: that paper is the original, every later one says copy."""
    first = bool(Receipt.objects.filter(pk=receipt_id, printed_at__isnull=True).update(printed_at=now))
    row = Receipt.objects.get(pk=receipt_id)
    log(act="receipt.printed" if first else "receipt.copied", now=now, by_id=by_id, street_id=row.street_id, target="receipt", target_id=row.pk, number=row.name)
    return first
