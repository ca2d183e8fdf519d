"""Tables of the care net: carers, key elders, links, shifts, absences, plans, visits, attendance."""

from .attendance import ClockEvent
from .carer import Absence, Carer, Shift
from .company import Companionship, CompanyEntry, CompanyOffer, CompanyWish, SavedSearch
from .credit import PointCredit, PointObjection
from .net import KeyElder, Link, Rank
from .plan import PlanItem
from .visit import STANDING, Visit, VisitEvent

__all__ = [
    "STANDING", "Absence", "Carer", "ClockEvent", "Companionship", "CompanyEntry", "CompanyOffer", "CompanyWish", "KeyElder", "Link", "PlanItem", "PointCredit",
    "PointObjection", "Rank", "SavedSearch", "Shift", "Visit", "VisitEvent",
]  # fmt: skip
