"""One change of a street's plan at a time.

Making visits reads plan items, links and statuses and writes from them; a change of any of these reads visits and writes them. Without
a lock the two can miss each other (a visit made from an item that was just ended). One advisory lock a street, held to the end of the
transaction, is enough: these are office acts, not the phones'.
"""

from collections.abc import Iterable

from django.db import connection

_POINTS = 0x0CA4F  # the second key is the carer
_CARE = 0x0CA4E  # first key of the two-key advisory lock; the second is the street


def lock_street(street_id: int) -> None:
    """Wait until this transaction is the only one that changes the street's care plan. Must run inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CARE, street_id])


def lock_points(carer_ids: Iterable[int]) -> None:
    """Wait until this transaction is the only one that works out these carers' points. Taken before any account of theirs: two that wait for the
    street's account then never wait for one another."""
    with connection.cursor() as cursor:
        for carer_id in sorted(set(carer_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_POINTS, carer_id])
