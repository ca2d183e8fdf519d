"""Districts, streets and committees: made once, found again by their code or name."""

from datetime import datetime

from django.db import transaction

from qianshou.kernel.text import half_width

from ..models import Committee, District, Street
from .log import log

FEWEST_DIGITS = 5  # 12345 and 12349 are numbers too


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
def set_telephone(*, street_id: int, telephone: str, now: datetime, by_id: int | None = None) -> str:
    """Write down the telephone of the office or its duty desk, "" for none; returns it as kept. ValueError where it holds no number."""
    text = " ".join(half_width(telephone).split())[:40]
    if text and sum(c.isdigit() for c in text) < FEWEST_DIGITS:
        raise ValueError("no_number")
    if Street.objects.filter(pk=street_id).exclude(telephone=text).update(telephone=text):
        log(act="street.telephone", now=now, by_id=by_id, street_id=street_id, target="street", target_id=street_id, telephone=text)
    return text


@transaction.atomic
def add_committee(*, street: Street, name: str, now: datetime, by_id: int | None = None) -> tuple[Committee, bool]:
    """The committee of this name in the street, and whether it is new; new ones go to the end of the list."""
    position = Committee.objects.filter(street=street).count()
    committee, made = Committee.objects.get_or_create(street=street, name=name, defaults={"position": position})
    if made:
        log(act="committee.added", now=now, by_id=by_id, street_id=street.pk, target="committee", target_id=committee.pk)
    return committee, made
