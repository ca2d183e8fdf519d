"""Tables of the association."""

from .timebank import TimebankAsk, TimebankHours, TimebankMatch, TimebankMember, TimebankTransfer

__all__ = ["TimebankAsk", "TimebankHours", "TimebankMatch", "TimebankMember", "TimebankTransfer"]
