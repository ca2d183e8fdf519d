"""Tables of people: places, persons, their files, telephones and contacts, grants; papers, keys and consents."""

from .consent import Consent
from .contact import Contact, Phone, SpareKey
from .file import ElderFile, Living, Status
from .grant import Grant
from .key import PersonKey
from .paper import Paper
from .person import Person, Sex
from .place import Place

__all__ = ["Consent", "Contact", "ElderFile", "Grant", "Living", "Paper", "Person", "PersonKey", "Phone", "Place", "Sex", "SpareKey", "Status"]
