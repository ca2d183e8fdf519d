"""Codes of this room in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people.queries.reads import Read

PERSON_SAYS = {
    "identity": _("Write down how you made sure who asks: an identity card seen, known in person."),
    "words": _("Write down what is wrong and how it should read."),
    "by_name": _("Write down the name of whoever asks for the person."),
    "answer": _("Write down what was done, or why it is refused."),
    "state": _("Somebody else has answered it meanwhile. Nothing was written."),
    "purposes": _("Choose what is restricted: a restriction that stops nothing is none. If nothing can be, refuse it and say why."),
    "reason": _("Write down what was decided, and why."),
    "lifted": _("Write down who says so, and how you know."),
    "asked_on": _("The day is missing, or has not come yet."),
    "why": _("Write down why. It stays in the log."),
}
# What a restriction stops, purpose by purpose (people/rules/restrictions.py).
STOPS = {
    "photos": _("No photograph of her is shown on a page, printed in a booklet or in a report of an activity, and none on which she can be recognised is kept."),
    "family_page": _("The page for the family lets nobody in, and no new link is made. Lifted, the links open again."),
    "talents": _("She is not found by her talents, not asked to occasions, and not proposed for company. To what she said yes she may come, and company that runs goes on."),
    "callbacks": _("Nobody rings her about her carer for an appraisal; she is left out of the draw."),
    "passing_on": _("She is left out of lists that are taken away or handed to others, of the district's tables that are filled in, and no assessment of hers leaves as a file (FHIR)."),
}
HINDERS = {
    "carer": _("She is a carer in service. Write down her last day under Carers first."),
    "meals": _("A meal is ordered for today or a later day. Cancel it first, or wait until it was eaten."),
    "concerns": _("A concern about her waits for an answer. Answer it first."),
    "same_officer": _("Whoever asked for an erasure does not do it: another officer must."),
    "state": _("It was done or dropped by somebody else meanwhile. Nothing was written."),
}
HOW = {"row": _("rows go"), "blank": _("rows stay, emptied"), "others": _("names in them are blotted out where an officer says so")}
KINDS = {
    "identity": _("identity"), "contact": _("telephones and contacts"), "health": _("health"), "place": _("where somebody lives or was"),
    "life": _("household, habits, talents"), "money": _("money"), "work": _("work"), "account": _("sign-in"), "words": _("free words and raw cells"),
}  # fmt: skip
BASES = {"consent": _("consent"), "duty": _("duty of the office by law"), "law": _("law says it must be kept"), "contract": _("service agreed on")}
COUNTED = {"end": _("after the file is closed"), "made": _("after it was written")}
GROUNDS = {
    "street": _("works for the street"), "committee": _("works for the committee"), "link": _("answers for her"), "round": _("goes there on a round"),
    "company": _("keeps her company"), "consent": _("family, by consent"), "program": _("the program itself"), "other": _("other"),
}  # fmt: skip
WAYS = {
    "search": _("by a search"), "list": _("from the list"), "page": _("from another page"), "direct": _("by its address"), "export": _("taken away as a file"),
    "phone": _("on the phone"),
}  # fmt: skip
PAGES = {
    "people-file": _("File"), "people-history": _("History"), "people-edit": _("Change of the file"), "people-contacts": _("Contacts"),
    "people-id-number": _("Whole ID number"), "people-reads": _("Log of reads"), "people-paper": _("Paper"), "people-list": _("List taken away"),
    "net-elder": _("Carers"), "plans-elder": _("Care plan"), "diets-person": _("Diet"), "orders-person": _("Meals"), "booklets-forms": _("Monthly forms"),
    "booklets-form": _("Monthly form as PDF"), "booklets-volume": _("Bound volume"), "assessments-person": _("Assessments"), "assessments-one": _("Assessment"),
    "company-elder": _("Company"), "company-one": _("Company"), "concerns-new": _("Concern"), "field-day": _("Day on the phone"), "field-table": _("Forms on the phone"), "finding": _("Found people taken away"),
    "rights-person": _("Rights"), "rights-record": _("Whole record"), "rights-erase": _("Before an erasure"), "rights-request": _("Request"),
    "rights-erasure": _("Erasure"), "rights-restriction": _("Restriction"),
}  # fmt: skip


def pack_of(street_id: int) -> Pack:
    """The pack of a street as it holds today."""
    return load(Street.objects.get(pk=street_id).pack, clock.today())


def kinds_of_request(street_id: int) -> list[tuple[str, str, int]]:
    """(code, name, days) of each right, as the street's pack has them."""
    return [(code, one.name(get_language()), one.days) for code, one in pack_of(street_id).request_leads.items()]


def page_words(code: str) -> str:
    """The page of a read; pages nobody named stand by their code."""
    return str(PAGES.get(code, code))


def read_words(entry: Read) -> dict:
    """A read in words."""
    return {"at": entry.at, "who": entry.who or GROUNDS["program"], "page": page_words(entry.page), "ground": GROUNDS.get(entry.ground, entry.ground), "way": WAYS.get(entry.way, "")}
