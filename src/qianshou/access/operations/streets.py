"""Districts, streets and committees: made once, found again by their code or name."""

from datetime import datetime

from django.db import transaction

from ..models import Committee, District, Street
from .log import log


@transaction.atomic
def add_district(*, code: str, name: str, now: datetime, by_id: int | None = None) -> tuple[District, bool]:
    """The district with this code, and whether it is new."""
    district, made = District.objects.get_or_create(code=code, defaults={"name": name})
    if made:
        log(act="district.added", now=now, by_id=by_id, target="district", target_id=district.pk, code=code)
    return district, made


@transaction.atomic
def add_street(*, code: str, name: str, now: datetime, district: District | None = None, by_id: int | None = None) -> tuple[Street, bool]:
    """The street with this code, and whether it is new. An existing street keeps its name."""
    street, made = Street.objects.get_or_create(code=code, defaults={"name": name, "district": district})
    if made:
        log(act="street.added", now=now, by_id=by_id, street_id=street.pk, target="street", target_id=street.pk, code=code)
    return street, made


@transaction.atomic
def add_committee(*, street: Street, name: str, now: datetime, by_id: int | None = None) -> tuple[Committee, bool]:
    """The committee of this name in the street, and whether it is new; new ones go to the end of the list."""
    position = Committee.objects.filter(street=street).count()
    committee, made = Committee.objects.get_or_create(street=street, name=name, defaults={"position": position})
    if made:
        log(act="committee.added", now=now, by_id=by_id, street_id=street.pk, target="committee", target_id=committee.pk)
    return committee, made
