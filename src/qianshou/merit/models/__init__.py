"""Tables of attendance, appraisal and honours."""

from .attendance import AbsencePaper, AttendanceCorrection, ClosedSheet, MonthClosing, Replacement

__all__ = ["AbsencePaper", "AttendanceCorrection", "ClosedSheet", "MonthClosing", "Replacement"]
