"""Bound volumes and monthly forms on pages."""
