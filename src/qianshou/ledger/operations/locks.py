"""Accounts are locked before they are looked at, always in the order of their keys."""

from collections.abc import Iterable

from ..models import Account


def locked(account_ids: Iterable[int]) -> dict[int, Account]:
    """These accounts, locked until the transaction ends, by id. Account.DoesNotExist when one is missing."""
    wanted = set(account_ids)
    # NO KEY: a posting's foreign key may be checked meanwhile; a second posting waits.
    found = {one.pk: one for one in Account.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")}
    if missing := wanted - set(found):
        raise Account.DoesNotExist(f"no such account: {sorted(missing)}")
    return found
