"""Tables of people: places, persons, their files, telephones and contacts, grants; papers, keys and consents; medicines and habits."""

from .consent import Consent
from .contact import Contact, Phone, SpareKey
from .daily import Habit, Medicine
from .file import ElderFile, Living, Status
from .grant import Grant
from .key import PersonKey
from .paper import Paper
from .person import Person, Sex
from .place import Place

__all__ = [
    "Consent", "Contact", "ElderFile", "Grant", "Habit", "Living", "Medicine", "Paper", "Person", "PersonKey", "Phone", "Place", "Sex", "SpareKey", "Status",
]  # fmt: skip
