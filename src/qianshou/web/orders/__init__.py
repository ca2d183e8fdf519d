"""Orders of meals: the telephone, the day's list, one person's meals, meal points."""
