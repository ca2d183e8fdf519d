"""Attendance sheets."""
