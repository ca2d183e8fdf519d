"""Reads of the assessments."""

from .assessments import assessment_of, assessments_of, latest_levels, series_of
from .instruments import instrument_of, instruments_for

__all__ = ["assessment_of", "assessments_of", "instrument_of", "instruments_for", "latest_levels", "series_of"]
