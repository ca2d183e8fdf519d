"""Which account stands now for one that a merge may have closed."""

from collections.abc import Iterable

from ..models import Account


def heads(account_ids: Iterable[int]) -> dict[int, int]:
    """Account id → the id of the open account at the end of its successors; itself where it is open."""
    found = {pk: pk for pk in account_ids}
    while moved := _successors(found.values()):
        found = {pk: moved.get(now, now) for pk, now in found.items()}
    return found


def on_the_way(account_ids: Iterable[int]) -> set[int]:
    """These accounts and every successor up to the open ones: all that a posting on them may touch."""
    found, last = set(account_ids), set(account_ids)
    while last := set(_successors(last).values()):
        found |= last
    return found


def _successors(account_ids: Iterable[int]) -> dict[int, int]:
    return dict(Account.objects.filter(pk__in=set(account_ids), successor__isnull=False).values_list("pk", "successor_id"))
