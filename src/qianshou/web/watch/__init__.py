"""Alerts, dues and concerns: the watch at the desk."""
