"""Tables of the care net: carers, key elders, links, shifts, absences, plans, visits, attendance."""

from .attendance import ClockEvent
from .carer import Absence, Carer, Shift
from .company import Companionship, CompanyEntry, CompanyOffer, CompanyWish, SavedSearch
from .net import KeyElder, Link, Rank
from .plan import PlanItem
from .safeguard import Safeguard, SafeguardIncident, SafeguardStep
from .visit import STANDING, Visit, VisitEvent

__all__ = [
    "STANDING", "Absence", "Carer", "ClockEvent", "Companionship", "CompanyEntry", "CompanyOffer", "CompanyWish", "KeyElder", "Link", "PlanItem", "Rank",
    "Safeguard", "SafeguardIncident", "SafeguardStep", "SavedSearch", "Shift", "Visit", "VisitEvent",
]  # fmt: skip
