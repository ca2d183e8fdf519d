"""Writes of people: files, contacts, keys, places. Bulk writing of register rows is in `bulk`."""

from .contacts import ContactEntry, end_spare_key, set_contacts, set_contacts_and_phones, set_phones, set_spare_key
from .files import Stale, register_person, update_file
from .places import add_place, place_lane

__all__ = [
    "ContactEntry", "Stale", "add_place", "end_spare_key", "place_lane", "register_person", "set_contacts", "set_contacts_and_phones", "set_phones",
    "set_spare_key", "update_file",
]  # fmt: skip
