"""One change of a street's meals at a time: the cut-off reads what changes write.

Without a lock the two can miss each other (a change that comes too late for the run and too early for the order). One advisory lock a
street, held to the end of the transaction, is enough: these are office acts.
"""

from django.db import connection

_MEALS = 0x3EA15  # first key of the two-key advisory lock; the second is the street
_BOXES = 0x3EA16
_HOME = 0x3EA17  # the second key is the person


def lock_meals(street_id: int) -> None:
    """Wait until this transaction is the only one that changes the street's meals. Must run inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_MEALS, street_id])


def lock_boxes(street_id: int) -> None:
    """Wait until this transaction is the only one that counts the street's boxes and acts upon the count.

    Doors do not wait for it: what they say is always taken, whatever the count. Must run inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_BOXES, street_id])


def lock_homes(*person_ids: int) -> None:
    """Wait until this transaction is the only one that writes these persons' boxes; in one order, so that no two wait for each other."""
    with connection.cursor() as cursor:
        for person_id in sorted(set(person_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_HOME, person_id])
