"""A district in the database, for benchmarks: twelve streets with people, dues, alerts, concerns, a net and doubtful rows."""

from .fill import DAYS, DUES_A_DAY, STREETS, fill

__all__ = ["DAYS", "DUES_A_DAY", "STREETS", "fill"]
