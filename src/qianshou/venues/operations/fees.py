"""The fee of a class in the books: paid in one or several parts, given back, taken back. Corrected by reversal only.

The money is the street's income (`rooms.fees`) and comes from outside (`rooms.cash`), as with meals; each payment has its receipt. A fee is for the whole
term. Whoever leaves keeps what she paid until it is handed to her: giving back is an act of its own, on its own day, with a paper that she signs.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Account, Receipt

from ..models import ClassPayment, Course, Enrolment
from ..rules.fees import Line, balance, fits, owed
from .errors import Refused
from .locks import held_course

FEES, CASH = "rooms.fees", "rooms.cash"
# As stored; translated when shown.
NAMES = {FEES: gettext_noop("Fees of classes"), CASH: gettext_noop("Money paid for classes")}
PAID = gettext_noop("Fee of the class %(class)s, receipt %(receipt)s")
PAID_PLAIN = gettext_noop("Fee of the class %(class)s")
GIVEN_BACK = gettext_noop("Fee of the class %(class)s given back")


@transaction.atomic
def pay_fee(*, enrolment_id: int, fen: int | None = None, receipt: str = "", on: date | None = None, batch: UUID, now: datetime, by_id: int) -> ClassPayment:
    """Somebody with a place pays `fen` of her fee, without it all that she owes. `batch` names the act: sent twice it is one.

    `receipt` is the number of one that was written by hand. Refused "free" where there is no fee, "seat" for one who waits or left, "paid" when nothing
    is owed, "sum" below one fen, "over" for more than is owed, "day" for one to come.
    """
    row, course = _row(enrolment_id)
    if known := ClassPayment.objects.filter(batch=batch).first():
        return known
    if not course.fee_fen:
        raise Refused("free")
    if row.seat is None:
        raise Refused("seat")
    rest = owed(course.fee_fen, held_of(row.pk), has_place=True)
    if not rest:
        raise Refused("paid")
    fen = rest if fen is None else fen
    if fen < 1:
        raise Refused("sum")
    if fen > rest:
        raise Refused("over", fen=rest)
    made = ClassPayment(enrolment=row, street_id=row.street_id, fen=fen, receipt=receipt.strip()[:40], on=on or clock.local_date(now), batch=batch, at=now, by_id=by_id)
    return _book(made, course, now, by_id)


@transaction.atomic
def repay_fee(*, enrolment_id: int, fen: int | None = None, why: str, on: date | None = None, batch: UUID, now: datetime, by_id: int) -> ClassPayment:
    """Money is handed back to somebody who left or never got a place: `fen`, without it all that is held of hers.

    Refused "reason", "stays" for one who has a place (there a payment is taken back), "nothing" when nothing is held, "sum", "too_much", "day".
    """
    row, course = _row(enrolment_id)
    if known := ClassPayment.objects.filter(batch=batch).first():
        return known
    if not why.strip():
        raise Refused("reason")
    if row.seat is not None:
        raise Refused("stays")
    held = held_of(row.pk)
    if not held:
        raise Refused("nothing")
    fen = held if fen is None else fen
    if fen < 1:
        raise Refused("sum")
    if fen > held:
        raise Refused("too_much", fen=held)
    made = ClassPayment(enrolment=row, street_id=row.street_id, fen=fen, back=True, why=why.strip()[:200], on=on or clock.local_date(now), batch=batch, at=now, by_id=by_id)
    return _book(made, course, now, by_id)


@transaction.atomic
def take_back_payment(*, payment_id: int, reason: str, now: datetime, by_id: int) -> bool:
    """It was a mistake: reversed in the books, and stays to be read with its receipt. False when it was before.

    Refused "reason", "repaid" where it was given back since, "paid_since" where the fee was paid anew after it was given back.
    """
    if not reason.strip():
        raise Refused("reason")
    _enrolment, course = _row(ClassPayment.objects.values_list("enrolment_id", flat=True).get(pk=payment_id))
    row = ClassPayment.objects.get(pk=payment_id)
    if row.reversed_at:
        return False
    if not fits(course.fee_fen, held_of(row.enrolment_id) + (row.fen if row.back else -row.fen)):
        raise Refused("paid_since" if row.back else "repaid")
    ledger.reverse(source=row.source, happened_on=max(row.on, clock.local_date(now)), reason=reason.strip()[:200], now=now, by_id=by_id)
    ClassPayment.objects.filter(pk=row.pk).update(reversed_at=now, reversed_why=reason.strip()[:200])
    log(act="class.paid_back", now=now, by_id=by_id, street_id=row.street_id, target="course", target_id=course.pk, payment=row.pk)
    return True


@transaction.atomic
def receipt_for_payment(*, payment_id: int, now: datetime, by_id: int) -> Receipt:
    """The receipt of a payment; one from before receipts were printed gets the next number now."""
    row = ClassPayment.objects.select_related("enrolment").get(pk=payment_id)
    return _receipt(row, row.enrolment.person_id, now, by_id)


def held_of(enrolment_id: int) -> int:
    """Fen that the street holds of an enrolment; its class is locked."""
    rows = ClassPayment.objects.filter(enrolment=enrolment_id)
    return balance(Line(fen, back, at is not None) for fen, back, at in rows.values_list("fen", "back", "reversed_at"))


def anybody_paid(course_id: int) -> bool:
    """Whether the street holds money of anybody for this class; it is locked."""
    payers = ClassPayment.objects.filter(enrolment__course=course_id, reversed_at__isnull=True).values_list("enrolment", flat=True).distinct()
    return any(held_of(pk) for pk in payers)


def _row(enrolment_id: int) -> tuple[Enrolment, Course]:
    """The enrolment, read after its class is locked; money may still come when the class is over."""
    course = held_course(Enrolment.objects.values_list("course_id", flat=True).get(pk=enrolment_id), ended_too=True)
    return Enrolment.objects.get(pk=enrolment_id), course


def _book(made: ClassPayment, course: Course, now: datetime, by_id: int) -> ClassPayment:
    """Write a payment, its entry in the books and its receipt."""
    if made.on > clock.local_date(now):
        raise Refused("day")
    made.save(force_insert=True)
    text = GIVEN_BACK if made.back else PAID if made.receipt else PAID_PLAIN
    amount = -made.fen if made.back else made.fen
    ledger.post(
        source=made.source, lines=[(_account(course, FEES, now).pk, amount), (_account(course, CASH, now).pk, -amount)], happened_on=made.on, text=text,
        params={"class": course.name} | ({"receipt": made.receipt} if made.receipt else {}), now=now, by_id=by_id,
    )  # fmt: skip
    _receipt(made, made.enrolment.person_id, now, by_id)
    act = "class.repaid" if made.back else "class.paid"
    log(act=act, now=now, by_id=by_id, street_id=made.street_id, target="course", target_id=course.pk, payment=made.pk)
    return made


def _receipt(row: ClassPayment, person_id: int, now: datetime, by_id: int) -> Receipt:
    kind = Receipt.Kind.GIVEN_BACK if row.back else Receipt.Kind.RECEIVED
    return ledger.issue_receipt(source=row.source, kind=kind, person_id=person_id, now=now, by_id=by_id)


def _account(course: Course, code: str, now: datetime) -> Account:
    kind = Account.Kind.OUTSIDE if code == CASH else Account.Kind.STREET
    return ledger.open_account(street_id=course.street_id, unit="fen", code=code, name=NAMES[code], kind=kind, least=None, now=now)
