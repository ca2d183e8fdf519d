"""Assessments: what is owed, the form at the table, the result with its reasons, how it moved, the instruments."""
