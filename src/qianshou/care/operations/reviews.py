"""The form of each month is owed like a visit: to everybody in the net, by the cadence of their risk, until the month's last evening."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from qianshou.access.models import Street
from qianshou.kernel import clock
from qianshou.watch import operations as watch
from qianshou.watch.rules import NewDue

from ..queries.ladders import ladders_of
from ..queries.reviews import NONE, in_net
from ..rules.reviews import review_key

KIND = "review"
BY = time(18)


@transaction.atomic
def owe_reviews(*, street_id: int, now: datetime) -> int:
    """Owe the review of this month to whoever has none and whose time it is. Returns how many dues were new; run again it owes nothing twice."""
    street = Street.objects.get(pk=street_id)
    today = clock.local_date(now)
    month = today.replace(day=1)
    last_day = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    people = list(in_net(street, month).filter(review=NONE).values_list("pk", flat=True))
    if not people:
        return 0
    ladders = ladders_of(street_id=street_id, elder_ids=people, first=today, last=today)
    opens_at, by_at = clock.day_bounds(month)[0], clock.at(last_day, BY)
    return watch.owe_many(dues=[_due(street_id, pk, month, opens_at, by_at, ladders.of(pk, today)) for pk in people], now=now)


def _due(street_id: int, person_id: int, month: date, opens_at: datetime, by_at: datetime, ladder: list[int]) -> NewDue:
    return NewDue(
        street_id=street_id, key=review_key(person_id, month), kind=KIND, person_id=person_id, opens_at=opens_at, by_at=by_at, ladder=ladder,
        title={"code": KIND, "params": {"month": f"{month:%Y-%m}"}}, ref={"month": f"{month:%Y-%m}"},
    )  # fmt: skip
