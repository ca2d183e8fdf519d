"""The roles and what each may do. The one table of capabilities; `tests/test_permissions.py` holds every URL against it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    """How far a role reaches."""

    SYSTEM = "system"  # the installation: users and settings, not files
    DISTRICT = "district"  # streets of a district, without personal data
    STREET = "street"  # every file of a street
    COMMITTEE = "committee"  # files of one committee
    GRANTS = "grants"  # only persons granted one by one


@dataclass(frozen=True)
class Role:
    """A role: its words, reach and capabilities."""

    label: object
    level: Level
    capabilities: frozenset[str]


READ_STREET = {
    "board.read",
    "files.read",
    "care.read",
    "rounds.read",
    "watch.read",
    "roster.read",
    "booklets.read",
    "attendance.read",
    "packs.read",
    "places.read",
    "ledger.read",
    "assessments.read",
    "reviews.read",
    "company.read",
    "safeguards.read",
    "health.read",
    "invitations.read",
    "intake.read",
    "rights.read",
    "points.read",
    "appraisal.read", "honours.read",
    "timebank.read",
    "elections.read",
    "rooms.read",
}
OFFICER = READ_STREET | {
    "files.write", "places.write", "import.run", "review.settle", "export.run", "care.write", "rounds.write", "watch.act", "watch.excuse",
    "roster.write", "calls.make", "campaigns.write", "booklets.bind", "cards.print", "users.manage", "acts.settle", "channels.write",
    "night.run", "menu.write", "diets.read", "diets.write", "substitutes.choose", "meals.order", "meals.kitchen", "ledger.write", "boxes.write",
    "carts.read", "carts.write", "assessments.write", "instruments.write", "reviews.write", "company.write", "files.move", "points.write", "attendance.write",
    "safeguards.write",
    "invitations.write",
    "intake.write", "intake.decide",
    "rights.write", "rights.erase",
    "appraisal.write", "appraisal.call", "honours.write",
    "timebank.write", "timebank.export",
    "elections.write",
    "association.read", "association.write", "ideas.decide", "members.import",
    "rooms.write", "rooms.count", "rooms.overrule",
}  # fmt: skip
COMMITTEE_WORKER = {
    "board.read",
    "files.read",
    "files.write",
    "export.run",
    "care.read",
    "watch.read",
    "watch.act",
    "calls.make",
    "booklets.read",
    "packs.read",
    "places.read",
    "diets.read",
    "diets.write",
    "meals.order",
    "assessments.read",
    "reviews.read",
    "reviews.write",
    "company.read",
    "company.write",
    "safeguards.read",
    "safeguards.write",
    "health.read",
    "invitations.read",
    "invitations.write",
    "intake.read",
    "intake.write",
    "rights.read",
    "rights.write",
    "rooms.read", "rooms.write", "rooms.count",
}

ROLES: dict[str, Role] = {
    "administrator": Role(_("Administrator"), Level.SYSTEM, frozenset({"users.manage", "channels.write", "packs.read", "packs.write", "night.run"})),
    "district_officer": Role(_("District officer"), Level.DISTRICT, frozenset({"packs.read", "packs.write", "night.run"})),
    "street_officer": Role(_("Street officer"), Level.STREET, frozenset(OFFICER)),
    "committee_worker": Role(_("Committee worker"), Level.COMMITTEE, frozenset(COMMITTEE_WORKER)),
    "assessor": Role(_("Assessor"), Level.STREET, frozenset({"files.read", "care.read", "packs.read", "assessments.read", "assessments.write", "intake.read", "intake.write", "health.read"})),
    "visiting_assessor": Role(_("Visiting assessor"), Level.GRANTS, frozenset({"field.use", "field.assess"})),
    "association_secretary": Role(_("Association secretary"), Level.STREET, frozenset({"packs.read", "care.read", "attendance.read", "invitations.read", "invitations.write", "honours.read", "timebank.read", "timebank.write", "timebank.export", "elections.read", "association.read", "association.write", "members.import", "rooms.read", "rooms.write", "rooms.count"})),
    "duty_desk": Role(
        _("Duty desk"),
        Level.STREET,
        frozenset({"board.read", "files.read", "care.read", "watch.read", "watch.act", "roster.read", "calls.make", "meals.order", "health.read", "safeguards.read", "appraisal.call", "rooms.read", "rooms.count"}),
    ),
    "carer": Role(_("Carer"), Level.GRANTS, frozenset({"field.use"})),
    "volunteer": Role(_("Volunteer"), Level.GRANTS, frozenset({"field.use"})),
    "kitchen": Role(_("Kitchen"), Level.GRANTS, frozenset({"packs.read", "menu.write", "meals.kitchen", "carts.read"})),
    "driver": Role(_("Driver"), Level.GRANTS, frozenset({"field.use"})),
    "family": Role(_("Family"), Level.GRANTS, frozenset()),
}


def capabilities_of(role: str) -> frozenset[str]:
    """What a role may do; nothing for a role nobody knows."""
    known = ROLES.get(role)
    return known.capabilities if known else frozenset()
