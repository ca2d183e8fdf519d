"""Tables of the care net: carers, key elders, links, shifts, absences, plans, visits, attendance."""

from .attendance import ClockEvent
from .calendar import CalendarDay
from .carer import Absence, Carer, Shift
from .company import Companionship, CompanyEntry, CompanyOffer, CompanyWish, SavedSearch
from .credit import PointCredit, PointObjection, PointsOwed
from .family import FamilyNote
from .intake import Applicant, CameBy, IntakeAppeal, IntakeCase, IntakeDecision, IntakeEntry, IntakeForm, IntakePaperSeen, IntakeState
from .invitations import Answer, AnswerKind, Attendance, Invitation, Occasion
from .net import KeyElder, Link, Rank
from .plan import PlanItem
from .safeguard import Safeguard, SafeguardIncident, SafeguardStep
from .visit import STANDING, Visit, VisitEvent
from .vocabulary import TalentWord

__all__ = [
    "STANDING",
    "Absence",
    "Answer",
    "AnswerKind",
    "Applicant",
    "Attendance",
    "CalendarDay",
    "CameBy",
    "Carer",
    "ClockEvent",
    "Companionship",
    "CompanyEntry",
    "CompanyOffer",
    "CompanyWish",
    "FamilyNote",
    "IntakeAppeal",
    "IntakeCase",
    "IntakeDecision",
    "IntakeEntry",
    "IntakeForm",
    "IntakePaperSeen",
    "IntakeState",
    "Invitation",
    "KeyElder",
    "Link",
    "Occasion",
    "PlanItem",
    "PointCredit",
    "PointObjection",
    "PointsOwed",
    "Rank",
    "Safeguard",
    "SafeguardIncident",
    "SafeguardStep",
    "SavedSearch",
    "Shift",
    "TalentWord",
    "Visit",
    "VisitEvent",
]  # fmt: skip
