"""The call desk's queue: who is to be rung next, and how far the day is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.kernel.clock import local_date
from qianshou.people.models import Phone
from qianshou.watch.models import Call, Due
from qianshou.watch.rules.calls import DEFAULT_AGAIN_MINUTES, UNREACHED


def queue(*, scope: Scope, now: datetime) -> QuerySet[Due]:
    """Calls that are to be made now: whoever waited longest since the last try, the earliest deadline first.

    Somebody who did not answer comes again after twenty minutes. Each due has `tries` and `last_try`.
    """
    found = Due.objects.filter(scope.rows(), street_id=scope.street_id, kind="call", state__in=("open", "late"), opens_at__lte=now)
    found = found.filter(day__gte=local_date(now) - timedelta(days=1))
    found = found.annotate(
        tries=Count("calls", filter=Q(calls__outcome__in=UNREACHED)), last_try=Max("calls__at", filter=Q(calls__outcome__in=UNREACHED))
    )
    return found.select_related("person__place", "person__committee", "person__file").order_by(
        "late_at", "person__place_id", "person__name_key", "pk"
    )


def ready(*, scope: Scope, now: datetime) -> QuerySet[Due]:
    """Those of the queue that may be rung at once."""
    return queue(scope=scope, now=now).filter(Q(last_try__isnull=True) | Q(last_try__lte=now - timedelta(minutes=DEFAULT_AGAIN_MINUTES)))


def progress(*, scope: Scope, now: datetime) -> dict[str, int]:
    """The day's calls: all, done, excused, late, still open."""
    found = Due.objects.filter(scope.rows(), street_id=scope.street_id, kind="call", day=local_date(now))
    return found.aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(state__startswith="met")), excused=Count("pk", filter=Q(state="excused")),
        late=Count("pk", filter=Q(state="late")), due=Count("pk", filter=Q(state="open")),
    )  # fmt: skip


def call_due(*, scope: Scope, due_id: int) -> Due:
    """One call that is owed; DoesNotExist for outsiders."""
    return Due.objects.filter(scope.rows(), kind="call").select_related("person").get(pk=due_id)


def calls(*, scope: Scope, person_id: int) -> QuerySet[Call]:
    """Calls to one person, the newest first."""
    return Call.objects.filter(scope.rows(committee="person__committee_id"), person_id=person_id).select_related("by").order_by("-at")


def phones_of(person_id: int) -> QuerySet[Phone]:
    """A person's own telephones in order; sealed, as `people.vault` opens them."""
    return Phone.objects.filter(person_id=person_id)


def pick(*, scope: Scope, now: datetime) -> Due | None:
    """Whom this user rings next. Several people at the desk get different ones: each takes the place in the queue that
    their place among those who rang in the last ten minutes gives them."""
    recent = Call.objects.filter(street_id=scope.street_id, at__gt=now - timedelta(minutes=10)).values_list("by_id", flat=True).distinct()
    callers = sorted({*(c for c in recent if c), scope.user_id or 0})
    found = list(ready(scope=scope, now=now)[: len(callers)])
    if not found:
        return None
    return found[min(callers.index(scope.user_id or 0), len(found) - 1)]


def own_call(*, scope: Scope, call_id: int) -> Call:
    """A call that this user made; DoesNotExist for anybody else's."""
    return Call.objects.filter(scope.rows(committee="person__committee_id")).select_related("person").get(pk=call_id, by_id=scope.user_id)
