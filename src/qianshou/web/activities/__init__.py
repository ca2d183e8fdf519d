"""Ideas and what becomes of them: the thread from the first word to the report, on one page."""
