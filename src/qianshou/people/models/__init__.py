"""Tables of people: places, persons, their files, telephones and contacts, grants."""

from .contact import Contact, Phone, SpareKey
from .file import ElderFile, Living, Status
from .grant import Grant
from .person import Person, Sex
from .place import Place

__all__ = ["Contact", "ElderFile", "Grant", "Living", "Person", "Phone", "Place", "Sex", "SpareKey", "Status"]
