"""A cover that runs out is owed its renewal like a visit: some weeks before, to the office, loud when it is late."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Concat

from qianshou.access.models import Street
from qianshou.access.queries import ladder_of_roles
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import Status
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from qianshou.watch.rules import NewDue

from ..models import Safeguard
from ..rules.safeguards import CATCH_UP, DAY, GRACE, Cover, to_renew
from .safeguards import STANDS

KIND = "safeguard"
LADDER = ("street_officer", "duty_desk")
BY = time(17)  # while the office is there, not at midnight


@transaction.atomic
def owe_renewals(*, street_id: int, now: datetime) -> int:
    """Owe the renewal of each last cover that ends within its lead; returns how many dues were new. Run again it owes nothing twice.

    Nothing is owed for a cover that was ended on purpose, nor to whoever has died or moved away.
    """
    street = Street.objects.get(pk=street_id)
    today = clock.local_date(now)
    leads = {one.number: one.lead_days for one in load(street.pack, today).safeguards.values()}
    later = Safeguard.objects.filter(STANDS, person=OuterRef("person"), kind=OuterRef("kind"), since__gt=OuterRef("until"))
    owed = Due.objects.filter(street=street, key=Concat(Value("safeguard:"), OuterRef("pk"), output_field=CharField()))
    rows = (
        Safeguard.objects.filter(STANDS, street=street, ended_on__isnull=True, until__gte=today - CATCH_UP)
        .filter(until__lte=today + max(leads.values(), default=30) * DAY)
        .exclude(person__file__status__in=[Status.DEAD, Status.MOVED])
        .exclude(Exists(later))
        .exclude(Exists(owed))
    )
    new = [
        row for row in rows.order_by(F("until"), "pk") if to_renew([Cover(row.pk, row.since, row.until)], today=today, lead=leads.get(row.kind, 30))
    ]
    if not new:
        return 0
    ladder = ladder_of_roles(street_id=street_id, roles=LADDER, on=today)
    return watch.owe_many(dues=[_due(row, leads.get(row.kind, 30), today, ladder) for row in new], now=now)


def _due(row: Safeguard, lead: int, today, ladder: list[int]) -> NewDue:
    opens_at = clock.day_bounds(row.until - timedelta(days=lead))[0]
    by_at = clock.at(row.until if row.until >= today else today + GRACE, BY)
    title = {"code": KIND, "params": {"number": row.kind, "provider": row.provider, "day": row.until.isoformat()}}
    return NewDue(
        street_id=row.street_id, key=row.due_key, kind=KIND, person_id=row.person_id, title=title, opens_at=opens_at, by_at=by_at, ladder=ladder,
        ref={"safeguard": row.pk, "number": row.kind, "last": row.until.isoformat()},
    )  # fmt: skip
