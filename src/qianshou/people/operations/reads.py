"""Who read whose file: one entry for each person and page, written before the answer leaves."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection

from qianshou.access.scope import Scope
from qianshou.kernel.clock import local_date

# By what right: the street or committee the reader works for, else the grant that holds ("link", "round", "company", "consent").
# A phone asks for its day every few minutes: what one user saw of one person on one page within `once_in` is one entry.
WRITE = """
INSERT INTO people_readentry (person_id, street_id, user_id, at, page, ground, way)
SELECT p.id, p.street_id, %(user)s, %(now)s, %(page)s,
       CASE WHEN %(user)s IS NULL THEN 'program' WHEN p.street_id = ANY (%(streets)s) THEN 'street' WHEN p.committee_id = ANY (%(committees)s) THEN 'committee'
            ELSE coalesce((SELECT g.why FROM people_grant g WHERE g.user_id = %(user)s AND g.person_id = p.id AND g.since <= %(day)s
                           AND (g.until IS NULL OR g.until >= %(day)s) ORDER BY g.since DESC LIMIT 1), 'other') END, %(way)s
FROM people_person p WHERE p.id = ANY (%(people)s)
   AND NOT EXISTS (SELECT FROM people_readentry r WHERE r.person_id = p.id AND r.at > %(since)s AND r.at <= %(now)s
                   AND r.user_id IS NOT DISTINCT FROM %(user)s AND r.page = %(page)s)
"""


def record_reads(
    *, scope: Scope, person_ids: Collection[int], page: str, now: datetime, way: str = "", once_in: timedelta = timedelta(seconds=10)
) -> int:
    """Write down that the scope's user reads these persons on this page or in this file. Returns how many entries were written.

    `way`: how it was come upon: "search", "list", "direct", "export", "phone". The same page again within `once_in` is no second read.
    """
    if not person_ids:
        return 0
    values = {
        "user": scope.user_id, "now": now, "page": page[:60], "streets": sorted(scope.street_ids), "committees": sorted(scope.committee_ids),
        "day": local_date(now), "way": way[:12], "people": sorted(set(person_ids)), "since": now - once_in,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
        return cursor.rowcount
