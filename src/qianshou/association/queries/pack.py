"""What the street's pack says of its association on a day."""

from collections.abc import Iterable
from datetime import date

from qianshou.access.models import Street
from qianshou.packs.loader import load
from qianshou.packs.shapes_association import AssociationRule


def rules_of(street: Street, on: date, kind: str, of: str = "") -> dict[str, AssociationRule]:
    """Lines of a kind (office | quorum | activity | step) by code; `of` narrows offices to the association's or a group's."""
    rows: Iterable[AssociationRule] = load(street.pack, on).association.values()
    return {one.code: one for one in rows if one.kind == kind and (not of or one.of == of)}


def quorum_percent(street: Street, on: date) -> int:
    """So many in a hundred of the members must be present for a vote."""
    return next((one.number for one in rules_of(street, on, "quorum").values()), 0)
