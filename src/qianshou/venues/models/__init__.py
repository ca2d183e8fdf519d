"""Tables of the places that the street runs: rooms with hours, bookings, arrivals, classes, equipment, goals."""

from .arrival import Arrival
from .booking import Booking, BookingEntry
from .course import ClassPayment, Course, Enrolment, SessionMark
from .equipment import Equipment, EquipmentEntry
from .goal import Goal
from .venue import DifferentHours, OpeningHours, Venue

__all__ = [
    "Arrival",
    "Booking",
    "BookingEntry",
    "ClassPayment",
    "Course",
    "DifferentHours",
    "Enrolment",
    "Equipment",
    "EquipmentEntry",
    "Goal",
    "OpeningHours",
    "SessionMark",
    "Venue",
]  # fmt: skip
