"""Streets and users, as the commands `street` and `user` see them."""

from __future__ import annotations

from qianshou.__main__ import CommandError
from qianshou.kernel import clock


def streets() -> list[dict]:
    """Code, name and district of every street."""
    from qianshou.access.models import Street

    rows = Street.objects.order_by("code").values_list("code", "name", "district__name")
    return [{"code": code, "name": name, "district": district} for code, name, district in rows]


def street_named(code: str):
    """The street with this code; CommandError that lists those there are."""
    from qianshou.access.models import Street

    street = Street.objects.filter(code=code).first()
    if street is None:
        known = ", ".join(row["code"] for row in streets()) or "none yet; `qianshou street add CODE NAME` adds one"
        raise CommandError(f"No street has the code {code!r}. There are: {known}.")
    return street


def add_street(*, code: str, name: str, district: list[str] | None, committees: list[str]) -> dict:
    """Make the street, its district and its committees where missing."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_slug

    from qianshou.access.operations import streets as operations

    try:
        for text in [code, *(district[:1] if district else [])]:
            validate_slug(text)
    except ValidationError:
        raise CommandError(f"{text!r} is no code: use letters, digits and hyphens.") from None
    now = clock.now()
    above = operations.add_district(code=district[0], name=district[1], now=now)[0] if district else None
    street, created = operations.add_street(code=code, name=name, district=above, now=now)
    for committee in committees:
        operations.add_committee(street=street, name=committee, now=now)
    return {"id": street.pk, "code": street.code, "name": street.name, "created": created}


def add_user(*, username: str, display_name: str, role: str, street: str | None, committee: str | None, district: str | None,
             password: str) -> dict:  # fmt: skip
    """Make an account with one role; CommandError when the name is taken or the role needs another place."""
    from qianshou.access.models import Committee, District, User
    from qianshou.access.operations.accounts import open_account

    if User.objects.filter(username=username).exists():
        raise CommandError(f"There is a user {username!r} already.")
    place = street_named(street) if street else None
    home = Committee.objects.filter(street=place, name=committee).first() if committee and place else None
    if committee and home is None:
        raise CommandError(f"{street or 'No street'} has no committee {committee!r}.")
    over = District.objects.filter(code=district).first() if district else None
    if district and over is None:
        raise CommandError(f"No district has the code {district!r}.")
    try:
        user = open_account(username=username, display_name=display_name, password=password, role=role, since=clock.today(),
                            now=clock.now(), street_id=place and place.pk, committee_id=home and home.pk,
                            district_id=over and over.pk)  # fmt: skip
    except ValueError:
        raise CommandError(f"The role {role} needs its place: --street, --street with --committee, or --district.") from None
    return {"id": user.pk, "username": username, "role": role}
