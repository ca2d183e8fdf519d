"""A new account with its first role, in one act."""

from datetime import date, datetime

from django.db import transaction

from ..models import User
from .users import add_user, assign_role


@transaction.atomic
def open_account(
    *,
    username: str,
    display_name: str,
    password: str | None,
    role: str,
    since: date,
    now: datetime,
    street_id: int | None = None,
    committee_id: int | None = None,
    district_id: int | None = None,
    by_id: int | None = None,
) -> User:
    """Make an account and give it a role. ValueError when the role does not fit the place: then no account is made either."""
    user = add_user(username=username, display_name=display_name, password=password, now=now, by_id=by_id)
    assign_role(
        user=user, role=role, since=since, now=now, street_id=street_id, committee_id=committee_id, district_id=district_id, by_id=by_id
    )
    return user
