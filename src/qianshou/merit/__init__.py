"""Attendance sheets, appraisal, honours."""
