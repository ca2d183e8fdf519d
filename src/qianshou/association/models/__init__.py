"""Tables of the association."""

from .activities import Activity, ActivityCost, ActivityPhoto, PhotoPerson, PlanLine
from .ideas import STATE_WORDS, Idea, IdeaDecision, IdeaEntry
from .meetings import AgendaItem, Meeting, MeetingAttendance, MeetingTask, MeetingVote
from .members import Group, GroupMember, Member, OfficeTerm, Seat
from .timebank import TimebankAsk, TimebankHours, TimebankMatch, TimebankMember, TimebankTransfer

__all__ = [
    "STATE_WORDS", "Activity", "ActivityCost", "ActivityPhoto", "AgendaItem", "Group", "GroupMember", "Idea", "IdeaDecision", "IdeaEntry", "Meeting",
    "MeetingAttendance", "MeetingTask", "MeetingVote", "Member", "OfficeTerm", "PhotoPerson", "PlanLine", "Seat", "TimebankAsk", "TimebankHours", "TimebankMatch",
    "TimebankMember", "TimebankTransfer",
]  # fmt: skip
