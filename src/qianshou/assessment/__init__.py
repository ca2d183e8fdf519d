"""Assessment: instruments, assessments and levels; the form of each month."""
