"""Tables of people: places, persons, their files, telephones and contacts, grants; their rights."""

from .contact import Contact, Phone, SpareKey
from .file import ElderFile, Living, Status
from .grant import Grant
from .person import Person, Sex
from .place import Place
from .rights import Erasure, ReadEntry, RightsRequest
from .sealed import SealedRow

__all__ = [
    "Contact", "ElderFile", "Erasure", "Grant", "Living", "Person", "Phone", "Place", "ReadEntry", "RightsRequest", "SealedRow", "Sex", "SpareKey", "Status",
]  # fmt: skip
