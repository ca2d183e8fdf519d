"""The texts behind the codes that rows, batches and cases keep. Codes are stored; texts are made when shown, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS: dict[str, object] = {
    "id_missing": gettext_lazy("ID number missing"),
    "id_check": gettext_lazy("ID number has a wrong check digit"),
    "id_spoilt": gettext_lazy("ID number was cut by a number cell: only 15 digits are left"),
    "id_form": gettext_lazy("not an ID number: wrong length, impossible date or hidden digits"),
    "sex_contradicts": gettext_lazy("sex contradicts the ID number"),
    "birth_contradicts": gettext_lazy("birth date contradicts the ID number"),
    "same_person_other_address": gettext_lazy("same person as in row %(row)s, at another address"),
    "id_two_names": gettext_lazy("same ID number as row %(row)s, under another name"),
    "id_taken": gettext_lazy("this ID number is in the file of %(name)s"),
    "no_name": gettext_lazy("no name"),
    "blank_row": gettext_lazy("blank row"),
    "subtotal": gettext_lazy("subtotal"),
    "note": gettext_lazy("note beside the table"),
    "heading": gettext_lazy("title or heading"),
    "section": gettext_lazy("heading of a section"),
    "unknown_tier": gettext_lazy("unknown tier"),
    "tier_missing": gettext_lazy("no tier"),
    "number_missing": gettext_lazy("no employee number"),
    "number_twice": gettext_lazy("same employee number as row %(row)s"),
    "coordinates_odd": gettext_lazy("coordinates are not in or near Shanghai"),
    "place_twice": gettext_lazy("same place as row %(row)s, at other coordinates"),
    "no_place": gettext_lazy("no name of a place"),
    "no_date": gettext_lazy("no date"),
    "date_twice": gettext_lazy("same day as row %(row)s"),
    "no_big_meat": gettext_lazy("no main meat dish"),
    "no_small_meat": gettext_lazy("no small meat dish"),
    "no_vegetable": gettext_lazy("no vegetable dish"),
    "no_soup": gettext_lazy("no soup"),
    "no_staple": gettext_lazy("no staple"),
    "too_few": gettext_lazy("%(held)s instead of %(least)s dishes of a kind"),
    "twice": gettext_lazy("%(dish)s stands twice"),
    "skill_unknown": gettext_lazy("unknown skill: %(word)s"),
    "refused": gettext_lazy("could not be written: %(why)s"),
    "account_taken": gettext_lazy("an account with this employee number is there already"),
    "who_is_it": gettext_lazy("people of this name in the street's files: %(count)s, and nothing tells which of them it is. Answer above, under Who is it?"),
    "name_twice": gettext_lazy("same name as row %(row)s, and nothing tells the two apart. Answer above, or write a telephone or birth date into the sheet"),
    "member_twice": gettext_lazy("same person as in row %(row)s: take one of the two rows out"),
    "card_taken": gettext_lazy("card %(card)s is held by %(name)s: correct the number, or leave it empty and one is given"),
    "member_left": gettext_lazy("left the association on %(day)s: give her the membership back on her page, or write the day on which she joined anew"),
    "member_since_unread": gettext_lazy("joined on “%(word)s” is no date: write it like 2026-03-15"),
    "member_since_to_come": gettext_lazy("joined on %(word)s lies ahead: correct the date"),
    "office_since_unread": gettext_lazy("in office since “%(word)s” is no date: write it like 2026-03-15"),
    "office_since_to_come": gettext_lazy("in office since %(word)s lies ahead: correct the date"),
    "office_unknown": gettext_lazy("is a member, but “%(word)s” is no office of the association: write it as on the page Offices"),
    "office_of_group": gettext_lazy("is a member, but “%(word)s” is an office of a group: the row must name one group"),
    "office_held": gettext_lazy("is a member, but the office “%(word)s” is held by somebody else: end that term first"),
}

NOTES: dict[str, object] = {
    "birth_unread": gettext_lazy("birth date not understood"),
    "sex_unread": gettext_lazy("sex not understood"),
    "phone_unread": gettext_lazy("telephone number not understood"),
    "meals_unread": gettext_lazy("meal days not understood"),
    "person_new": gettext_lazy("somebody new: a person is written down"),
    "person_linked": gettext_lazy("known in the street's files: linked"),
    "left_out": gettext_lazy("left out, as an officer said"),
    "card_kept": gettext_lazy("keeps card %(card)s"),
    "group_new": gettext_lazy("the group %(word)s is new and will be made"),
}

REFUSALS: dict[str, object] = {
    "not_there": gettext_lazy("The file %(file)s is not there, or may not be read."),
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file has %(megabytes)s MB; the limit is %(limit)s MB. Split it, for example by committee."),
    "not_a_spreadsheet": gettext_lazy("This is not a spreadsheet (found: %(found)s). Wanted: .xlsx, .xls, .ods or .csv."),
    "web_page": gettext_lazy("This is a web page saved under a spreadsheet's name. Open it in Excel or WPS, save it as .xlsx, and try again."),
    "binary_workbook": gettext_lazy("This is a binary workbook (.xlsb). Save it as .xlsx, and try again."),
    "password": gettext_lazy("The workbook is protected by a password. Open it, take the password off, save, and try again."),
    "macros": gettext_lazy("The workbook has macros (programs). Save it as .xlsx without macros, and try again."),
    "zip_bomb": gettext_lazy("The file would unpack to far more than a table of people can hold. It was not opened."),
    "damaged": gettext_lazy("The file is damaged. Open it in Excel or WPS, save it anew, and try again."),
    "one_column": gettext_lazy("The sheet has one column only. A register has a name, an ID number, an address … each in a column of its own."),
    "too_many_cells": gettext_lazy("The sheet has too many rows or cells. Split it, for example by committee."),
    "formulas_unsaved": gettext_lazy(
        "The workbook has formulas without saved values (first at %(cell)s). Open it in Excel or WPS, save it, or paste the values, and try again."
    ),
    "formulas": gettext_lazy("Formulas stand where people's data should be (first at %(cell)s). Copy these cells and paste them as values, then try again."),
    "no_table": gettext_lazy("No table of this kind was found: no column with names in the first rows of any sheet."),
    "changed": gettext_lazy("The stored file is not the one that was uploaded. Upload it again."),
    "stopped": gettext_lazy("The work stopped on an error (%(why)s). What was written is complete row by row; run it again to go on."),
}

FIELD_LABELS: dict[str, object] = {
    "serial": gettext_lazy("running number"), "committee": gettext_lazy("committee"), "street": gettext_lazy("street"), "name": gettext_lazy("name"),
    "sex": gettext_lazy("sex"), "birth": gettext_lazy("birth date"), "age": gettext_lazy("age"), "id_number": gettext_lazy("ID number"),
    "address": gettext_lazy("address"), "registered_address": gettext_lazy("registered address"), "road": gettext_lazy("road"),
    "lane": gettext_lazy("lane or estate"), "door": gettext_lazy("door"), "house": gettext_lazy("house number"), "room": gettext_lazy("room"),
    "living": gettext_lazy("living situation"), "health": gettext_lazy("health"), "self_care": gettext_lazy("self-care"),
    "phone": gettext_lazy("telephone"), "contact": gettext_lazy("contact (name, relation, telephone in one)"),
    "contact_name": gettext_lazy("contact's name"), "contact_relation": gettext_lazy("contact's relation"),
    "contact_phone": gettext_lazy("contact's telephone"), "diet": gettext_lazy("diet"), "hobbies": gettext_lazy("talents and interests"),
    "meals": gettext_lazy("meal days"), "status": gettext_lazy("status"), "hardship": gettext_lazy("hardship and honours"),
    "dialect": gettext_lazy("dialect"), "key_holder": gettext_lazy("spare key"), "remark": gettext_lazy("remarks"), "other": gettext_lazy("kept as written"),
    "flag": gettext_lazy("tick"), "joined": gettext_lazy("several in one"), "staff_code": gettext_lazy("employee number"), "tier": gettext_lazy("tier"),
    "skills": gettext_lazy("skills"), "hours": gettext_lazy("hours a week"), "dialects": gettext_lazy("dialects"), "since": gettext_lazy("joined on"),
    "longitude": gettext_lazy("longitude"), "latitude": gettext_lazy("latitude"), "date": gettext_lazy("date"), "weekday": gettext_lazy("weekday"),
    "main": gettext_lazy("main meat dish"), "second": gettext_lazy("small meat dish"), "vegetable": gettext_lazy("vegetable dish"),
    "soup": gettext_lazy("soup"), "staple": gettext_lazy("staple"), "price": gettext_lazy("price"),
    "card": gettext_lazy("card number"), "groups": gettext_lazy("groups"), "office": gettext_lazy("office"), "office_since": gettext_lazy("in office since"), "member_since": gettext_lazy("member since"),
}  # fmt: skip


def reason_text(reason: dict) -> str:
    """One stored reason in words."""
    text = REASONS.get(reason["code"]) or NOTES.get(reason["code"])
    return _filled(str(text), reason.get("params", {})) if text else str(reason["code"])


def reasons_text(reasons: Iterable[dict]) -> str:
    """Stored reasons as one line."""
    return _("; ").join(reason_text(reason) for reason in reasons)


def refusal_text(error: dict) -> str:
    """Why a file was refused, and how to mend it."""
    text = REFUSALS.get(error.get("code", ""))
    return _filled(str(text), error.get("params", {})) if text else str(error.get("code", ""))


def field_label(choice: str) -> str:
    """A column's field in words; ticks and joined columns say of what."""
    field, _sign, detail = choice.partition(":")
    if not field:
        return _("left out")
    label = str(FIELD_LABELS.get(field, field))
    if field == "joined":
        return "+".join(str(FIELD_LABELS.get(part, part)) for part in detail.split("+"))
    return f"{label}: {detail.partition(':')[2] or detail}" if detail else label


def _filled(text: str, params: dict) -> str:
    try:
        return text % params
    except (KeyError, TypeError, ValueError):
        return text
