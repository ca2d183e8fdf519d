"""The officer's morning: the day in numbers and as a picture, and what wants a decision."""
