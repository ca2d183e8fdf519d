"""One object of Pingliang for each parameter that an address has."""

from datetime import date

from qianshou.access.models import RoleAssignment
from qianshou.booklets.models import Volume
from tests.cast import DAY, NOON

# Addresses whose parameter names no object of a street: a day, a month, a kind of paper.
PLAIN = {"month", "day", "kind", "week"}


def is_open(route: str) -> bool:
    """True when no parameter of the route names an object that belongs to a street."""
    import re

    return set(re.findall(r"<(?:\w+:)?(\w+)>", route)) <= PLAIN


def make(cast) -> dict:
    """Parameter name → value."""
    volume = Volume.objects.create(street=cast.street, committee=cast.huaide, kind="forms", month=date(2026, 11, 1), asked_at=NOON, state="bound")
    return {
        "user_id": cast.desk.pk,
        "assignment_id": RoleAssignment.objects.get(user=cast.desk).pk,
        "carer_id": cast.tan.pk,
        "person_id": cast.shen.pk,
        "volume_id": volume.pk,
        "month": "2026-11",
        "day": DAY.isoformat(),
    }
