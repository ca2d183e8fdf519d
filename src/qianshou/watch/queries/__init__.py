"""Reads of the watch, already scoped."""
