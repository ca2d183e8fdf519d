"""The fee of a class in the books: paid, taken back. Corrected by reversal only.

The money is the street's income (`rooms.fees`) and comes from outside (`rooms.cash`), as with meals. A fee is for the whole term; whoever leaves before it
begins gets it back, whoever leaves later does not, unless somebody takes the payment back with a reason.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Account

from ..models import ClassPayment, Course, Enrolment
from ..rules.fees import comes_back
from .errors import Refused
from .locks import held_course

FEES, CASH = "rooms.fees", "rooms.cash"
# As stored; translated when shown.
NAMES = {FEES: gettext_noop("Fees of classes"), CASH: gettext_noop("Money paid for classes")}
PAID = gettext_noop("Fee of the class %(class)s, receipt %(receipt)s")
PAID_PLAIN = gettext_noop("Fee of the class %(class)s")
LEFT_BEFORE = gettext_noop("left before the class began")


@transaction.atomic
def pay_fee(*, enrolment_id: int, receipt: str = "", on: date | None = None, batch: UUID, now: datetime, by_id: int) -> ClassPayment:
    """Somebody with a place pays the fee of her class. `batch` names the act: sent twice it is one.

    Refused "free" where there is no fee, "seat" for one who waits or left, "paid" when she has paid, "day" for one to come.
    """
    course = held_course(Enrolment.objects.values_list("course_id", flat=True).get(pk=enrolment_id), ended_too=True)
    if known := ClassPayment.objects.filter(batch=batch).first():
        return known
    row, day = Enrolment.objects.get(pk=enrolment_id), on or clock.local_date(now)
    if not course.fee_fen:
        raise Refused("free")
    if row.seat is None:
        raise Refused("seat")
    if row.payments.filter(reversed_at__isnull=True).exists():
        raise Refused("paid")
    if day > clock.local_date(now):
        raise Refused("day")
    made = ClassPayment.objects.create(
        enrolment=row, street_id=row.street_id, fen=course.fee_fen, receipt=receipt.strip()[:40], on=day, batch=batch, at=now, by_id=by_id
    )
    params = {"class": course.name} | ({"receipt": made.receipt} if made.receipt else {})
    lines = [(_account(course, FEES, now).pk, made.fen), (_account(course, CASH, now).pk, -made.fen)]
    ledger.post(source=made.source, lines=lines, happened_on=day, text=PAID if made.receipt else PAID_PLAIN, params=params, now=now, by_id=by_id)
    log(act="class.paid", now=now, by_id=by_id, street_id=row.street_id, target="course", target_id=course.pk, payment=made.pk)
    return made


@transaction.atomic
def take_back_payment(*, payment_id: int, reason: str, now: datetime, by_id: int) -> bool:
    """It was a mistake, or is given back: reversed in the books, and stays to be read. False when it was before. Refused "reason"."""
    if not reason.strip():
        raise Refused("reason")
    row = ClassPayment.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=payment_id)
    if row.reversed_at:
        return False
    _reverse(row, reason.strip()[:200], now, by_id)
    return True


def give_back_before_it_begins(*, enrolment_id: int, course: Course, now: datetime, by_id: int) -> int:
    """She left: what she paid comes back where the class has not begun. Returns the fen. Runs in the caller's transaction; the class is locked."""
    row = ClassPayment.objects.select_for_update(of=("self",)).filter(enrolment=enrolment_id, reversed_at__isnull=True).first()
    if row is None or not comes_back(course.since, clock.local_date(now)):
        return 0
    _reverse(row, LEFT_BEFORE, now, by_id, said=gettext(LEFT_BEFORE))
    return row.fen


def _reverse(row: ClassPayment, reason: str, now: datetime, by_id: int, said: str = "") -> None:
    ledger.reverse(source=row.source, happened_on=max(row.on, clock.local_date(now)), reason=said or reason, now=now, by_id=by_id)
    ClassPayment.objects.filter(pk=row.pk).update(reversed_at=now, reversed_why=reason)
    log(act="class.paid_back", now=now, by_id=by_id, street_id=row.street_id, target="course", target_id=row.enrolment.course_id, payment=row.pk)


def _account(course: Course, code: str, now: datetime) -> Account:
    kind = Account.Kind.OUTSIDE if code == CASH else Account.Kind.STREET
    return ledger.open_account(street_id=course.street_id, unit="fen", code=code, name=NAMES[code], kind=kind, least=None, now=now)
