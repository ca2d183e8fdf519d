"""The part of the permission table that is about activity rooms and receipts, and the objects its addresses name: see permission_table.py."""

from datetime import timedelta
from uuid import uuid4

from qianshou.venues.models import Booking
from qianshou.venues.operations import counting, equipment, fees, hours
from tests.cast import DAY, NOON
from tests.venues.rooms import course, enrol, room

ROOMS = {
    "rooms/": "rooms.read",
    "rooms/new/": "rooms.write",
    "rooms/week/": "rooms.read",
    "rooms/goals/": "rooms.read",
    "rooms/book/": "rooms.write",
    "rooms/bookings/<int:booking_id>/": "rooms.read",
    "rooms/bookings/<int:booking_id>/move/": "rooms.write",
    "rooms/bookings/<int:booking_id>/cancel/": "rooms.write",
    "rooms/bookings/<int:booking_id>/restore/": "rooms.write",
    "rooms/bookings/<int:booking_id>/attendance/": "rooms.read",
    "rooms/bookings/<int:booking_id>/attendance/<int:enrolment_id>/": "rooms.write",
    "rooms/bookings/<int:booking_id>/attendance/rest/": "rooms.write",
    "rooms/classes/": "rooms.read",
    "rooms/classes/new/": "rooms.write",
    "rooms/classes/unpaid/": "rooms.read",
    "rooms/classes/<int:course_id>/": "rooms.read",
    "rooms/classes/<int:course_id>/change/": "rooms.write",
    "rooms/classes/<int:course_id>/session/": "rooms.write",
    "rooms/classes/<int:course_id>/end/": "rooms.write",
    "rooms/classes/<int:course_id>/reopen/": "rooms.write",
    "rooms/classes/<int:course_id>/enrol/": "rooms.write",
    "rooms/classes/<int:course_id>/found/": "rooms.write",
    "rooms/enrolments/<int:enrolment_id>/leave/": "rooms.write",
    "rooms/enrolments/<int:enrolment_id>/back/": "rooms.write",
    "rooms/enrolments/<int:enrolment_id>/told/": "rooms.write",
    "rooms/enrolments/<int:enrolment_id>/result/": "rooms.write",
    "rooms/enrolments/<int:enrolment_id>/pay/": "rooms.write",
    "rooms/payments/<int:payment_id>/off/": "rooms.write",
    "rooms/payments/<int:payment_id>/receipt/": "rooms.write",
    "rooms/payments/<int:payment_id>/receipt.pdf": "rooms.read",
    "rooms/enrolments/<int:enrolment_id>/give-back/": "rooms.write",
    "ledger/entries/<int:transaction_id>/receipt/": "ledger.write",
    "ledger/receipts/": "ledger.read",
    "ledger/receipts/<int:receipt_id>.pdf": "ledger.read",
    "rooms/equipment/<int:equipment_id>/": "rooms.write",
    "rooms/arrivals/<int:arrival_id>/off/": "rooms.count",
    "rooms/different/<int:different_id>/off/": "rooms.write",
    "rooms/feeds/<str:token>.ics": "public",
    "rooms/<int:venue_id>/": "rooms.read",
    "rooms/<int:venue_id>/change/": "rooms.write",
    "rooms/<int:venue_id>/close/": "rooms.write",
    "rooms/<int:venue_id>/reopen/": "rooms.write",
    "rooms/<int:venue_id>/feed/": "rooms.write",
    "rooms/<int:venue_id>/hours/": "rooms.write",
    "rooms/<int:venue_id>/different/": "rooms.write",
    "rooms/<int:venue_id>/equipment/": "rooms.read",
    "rooms/<int:venue_id>/goals/": "rooms.write",
    "rooms/<int:venue_id>/count/": "rooms.count",
    "rooms/<int:venue_id>/count/found/": "rooms.count",
    "rooms/<int:venue_id>/week/<str:monday>.pdf": "rooms.read",
}


def rooms(cast) -> dict:
    """The committee's room with a class in which Shen learns; she was counted; something stands there; a day is closed."""
    by = {"now": NOON, "by_id": cast.officer.pk}
    venue = room(cast, committee=cast.huaide)
    klass = course(cast, venue, since=DAY + timedelta(days=7), fee_fen=6000)
    (learner,) = enrol(cast, klass, cast.shen)
    payment = fees.pay_fee(enrolment_id=learner.pk, batch=uuid4(), **by)
    return {
        "venue_id": venue.pk, "booking_id": Booking.objects.filter(course=klass).first().pk, "course_id": klass.pk, "enrolment_id": learner.pk, "rooms token": venue.public_key,
        "payment_id": payment.pk, "receipt_id": fees.receipt_for_payment(payment_id=payment.pk, **by).pk,
        "arrival_id": counting.count_person(venue_id=venue.pk, person_id=cast.shen.pk, batch=uuid4(), **by).pk,
        "equipment_id": equipment.add_equipment(venue_id=venue.pk, sort="water", name="", count=1, **by).pk,
        "different_id": hours.differ(venue_id=venue.pk, since=DAY, until=DAY, spans=[], reason="消毒", **by).pk,
    }  # fmt: skip
