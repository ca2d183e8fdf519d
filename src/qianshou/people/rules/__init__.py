"""Pure decisions about people's files: ages, coordinates, merging of edits, order of search results, identity checks."""

from .ages import age_on, birth_text, years_before
from .coordinates import Datum, read_coordinates, to_wgs84
from .fields import FILE_FIELDS, PERSON_FIELDS, SEARCHED_FIELDS
from .identity import identity_doubts
from .merging import Merge, three_way
from .ranking import Rank

__all__ = [
    "FILE_FIELDS", "PERSON_FIELDS", "SEARCHED_FIELDS", "Datum", "Merge", "Rank",
    "age_on", "birth_text", "identity_doubts", "read_coordinates", "three_way", "to_wgs84",
    "years_before",
]  # fmt: skip
