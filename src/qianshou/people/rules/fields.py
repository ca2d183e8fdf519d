"""The fields of a file that an officer edits, by the table that holds them, and those that a search looks at."""

PERSON_FIELDS = ("name", "sex", "birth_date", "birth_precision", "committee_id", "place_id", "door", "dialects", "interests")
FILE_FIELDS = (
    "status", "status_since", "living", "health", "diet", "diet_unclear", "meal_days", "hardship", "access_note", "remarks",
)  # fmt: skip
SEARCHED_FIELDS = frozenset({"name", "place_id", "door"})
