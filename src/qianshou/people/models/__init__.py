"""Tables of people: places, persons, their files, telephones and contacts, grants; papers, keys, consents and rights."""

from .consent import Consent
from .contact import Contact, Phone, SpareKey
from .file import ElderFile, Living, Status
from .grant import Grant
from .key import PersonKey
from .paper import Paper
from .person import Person, Sex
from .place import Place
from .rights import Erasure, ReadEntry, RightsRequest
from .sealed import SealedRow

__all__ = [
    "Consent", "Contact", "ElderFile", "Erasure", "Grant", "Living", "Paper", "Person", "PersonKey", "Phone", "Place", "ReadEntry", "RightsRequest",
    "SealedRow", "Sex", "SpareKey", "Status",
]  # fmt: skip
