"""Writes of people: files, contacts, keys, places, papers, consents. Bulk writing of register rows is in `bulk`."""

from .consents import ConsentRefused, answer_consent, withdraw_consent
from .contacts import ContactEntry, end_spare_key, set_contacts, set_contacts_and_phones, set_phones, set_spare_key
from .files import Stale, register_person, update_file
from .keys import destroy_key, key_of
from .papers import keep_paper
from .places import add_place, place_lane

__all__ = [
    "ConsentRefused", "ContactEntry", "Stale", "add_place", "answer_consent", "destroy_key", "end_spare_key", "keep_paper", "key_of", "place_lane",
    "register_person", "set_contacts", "set_contacts_and_phones", "set_phones", "set_spare_key", "update_file", "withdraw_consent",
]  # fmt: skip
