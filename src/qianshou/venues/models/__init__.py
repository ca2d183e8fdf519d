"""Tables of the places that the street runs: rooms with hours, bookings, arrivals, classes, equipment, goals."""

from .arrival import Arrival
from .booking import Booking, BookingEntry
from .course import Course, Enrolment, SessionMark
from .equipment import Equipment, EquipmentEntry
from .goal import Goal
from .venue import DifferentHours, OpeningHours, Venue

__all__ = [
    "Arrival",
    "Booking",
    "BookingEntry",
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
