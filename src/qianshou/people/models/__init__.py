"""Tables of people: places, persons, their files, telephones and contacts, grants; papers, keys, consents and rights; medicines and habits; links of families, moves of files; cards by the door; restrictions."""

from .consent import Consent
from .contact import Contact, Phone, SpareKey
from .daily import Habit, Medicine
from .family import FamilyLink, FamilyLook
from .file import ElderFile, Living, Status
from .grant import Grant
from .key import PersonKey
from .move import FileMove
from .paper import Paper
from .person import Person, Sex
from .place import Place
from .restriction import Restriction
from .rights import Erasure, ReadEntry, RightsRequest
from .sealed import SealedRow
from .wall_code import WallCode

__all__ = [
    "Consent", "Contact", "ElderFile", "Erasure", "FamilyLink", "FamilyLook", "FileMove", "Grant", "Habit", "Living", "Medicine", "Paper", "Person", "PersonKey", "Phone", "Place", "ReadEntry", "Restriction", "RightsRequest",
    "SealedRow", "Sex",
    "SpareKey", "Status", "WallCode",
]  # fmt: skip
