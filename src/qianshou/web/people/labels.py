"""Words for fields and values of a file, for pages, histories and lists."""

from datetime import date, datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee
from qianshou.people.models import Living, Phone, Place, Status
from qianshou.people.models.person import BirthPrecision, Sex

from ..templatetags.shell import listed

FIELDS = {
    "name": _("Name"), "sex": _("Sex"), "birth_date": _("Birth date"), "birth_precision": _("Birth date known"),
    "committee_id": _("Committee"), "place_id": _("Lane"), "door": _("Door"), "dialects": _("Dialects"), "interests": _("Talents and interests"),
    "status": _("Status"), "status_since": _("Status since"), "living": _("Living situation"), "health": _("Health"), "diet": _("Diet"),
    "diet_unclear": _("Diet not yet clear"), "meal_days": _("Meal days"), "hardship": _("Hardship"), "access_note": _("How to get in"),
    "remarks": _("Remarks"), "id_sealed": _("ID number"), "id_number": _("ID number"), "sealed": _("Telephone"), "kind": _("Kind"), "position": _("Order"),
    "relation": _("Relation"), "note": _("Note"), "holder_name": _("Holder"), "since": _("From"), "until": _("Until"),
    "in_review": _("To be looked at"), "merged_into_id": _("Merged into"),
}  # fmt: skip
TABLES = {"person": _("Personal data"), "file": _("Elder's file"), "phone": _("Telephone"), "contact": _("Contact"), "key": _("Spare key")}
CHOICES = {"sex": Sex, "birth_precision": BirthPrecision, "status": Status, "living": Living, "kind": Phone.Kind}
MISSING = {
    "phone": _("no telephone"), "contact": _("no contact"), "id": _("no ID number"), "birth": _("no birth date"),
    "place": _("lane not on the map"), "diet": _("diet not clear"),
}  # fmt: skip
ACTS = {
    "file.opened": _("File opened"), "file.changed": _("File changed"), "file.contacts": _("Contacts set"), "file.phones": _("Telephones set"),
    "file.key_given": _("Spare key given"), "file.key_back": _("Spare key came back"), "file.id_shown": _("ID number looked at"),
    "person.merged": _("Files merged"), "consent.answered": _("Consent answered"), "consent.withdrawn": _("Consent taken back"), "paper.kept": _("Paper kept"),
    "paper.read": _("Paper looked at"), "family.link_made": _("Family link made"), "family.code_new": _("New code for the family"), "family.keys_new": _("New address for the family"), "family.link_shut": _("Family link shut"),
    "family.link_locked": _("Family link locked"), "family.wrote": _("The family wrote"), "move.offered": _("Offered to another street"), "move.withdrawn": _("Offer taken back"),
    "move.left": _("Went to another street"), "move.taken": _("Came from another street"),
}  # fmt: skip
DOUBTS = {
    "id_check": _("The check digit of the ID number is wrong."),
    "id_form": _("The ID number is not complete."),
    "id_spoilt": _("The ID number was spoilt by a number cell."),
    "sex": _("The sex contradicts the ID number."),
    "birth": _("The birth date contradicts the ID number."),
}
PER_STATE = {"active": "done", "hospital": "hole", "away": "hole", "moved": "calm", "dead": "calm"}


def field_label(name: str) -> str:
    """The word for a column."""
    return str(FIELDS.get(name, name))


def said(name: str, value: object) -> str:
    """A value as people read it: choices, days, lists, truths; an empty one is a dash."""
    if value in (None, "", [], ()):
        return "—"
    if name in CHOICES:
        return str(dict(CHOICES[name].choices).get(value, value))
    if name == "meal_days":
        return gettext("every day") if len(value) == 7 else listed(str(WEEKDAYS[day - 1]) for day in value)
    if name == "committee_id":
        return str(Committee.objects.filter(pk=value).first() or value)
    if name == "place_id":
        return str(Place.objects.filter(pk=value).first() or value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return listed(str(v) for v in value)
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return str(value)
