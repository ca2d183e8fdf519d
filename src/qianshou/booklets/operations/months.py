"""Ask for the volumes of a month: the rows that show progress, and one job for street and month, in one transaction."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.merit.queries.attendance import carers

from ..models import Volume
from ..queries.volumes import forms_by_committee
from ..rules import first_of, next_month
from .queueing import enqueue


class NothingToBind(ValueError):
    """The month (or year) has not begun, or the street has neither elders nor carers in it."""


@transaction.atomic
def bind_month(*, street_id: int, month: date, by_id: int | None, now: datetime, language: str = "zh-hans") -> list[int]:
    """Ask for every volume of a street's month: one a committee, and the attendance sheets. Returns the volumes' ids.

    Asking again while a volume waits or is being bound leaves it as it is. Raises NothingToBind and Street.DoesNotExist.
    """
    street, first = Street.objects.get(pk=street_id), first_of(month)
    ids = ask(street, first, wanted(street, first), by_id=by_id, now=now, language=language)
    log(act="booklets.asked", now=now, by_id=by_id, street_id=street_id, target="month", target_id=f"{first:%Y-%m}", volumes=len(ids))
    enqueue(street_id, first, language)
    return ids


def ask(street: Street, first: date, totals: Mapping[tuple[str, int | None], int], *, by_id: int | None, now: datetime, language: str) -> list[int]:
    """A row that waits for each volume of `totals`, (kind, committee) → how many forms. Raises NothingToBind."""
    if not totals or first > clock.local_date(now):
        raise NothingToBind
    ids = []
    for (kind, committee_id), total in totals.items():
        volume, made = Volume.objects.get_or_create(
            street=street, month=first, kind=kind, committee_id=committee_id, language=language,
            defaults={"asked_by_id": by_id, "asked_at": now, "total": total})  # fmt: skip
        ids.append(volume.pk)
        if not made:
            idle = Volume.objects.filter(pk=volume.pk, state__in=(Volume.State.BOUND, Volume.State.FAILED))
            idle.update(state=Volume.State.WAITING, done=0, total=total, error="", asked_by_id=by_id, asked_at=now)
    return ids


def wanted(street: Street, month: date) -> dict[tuple[str, int | None], int]:
    """Which volumes the month has, (kind, committee) → how many forms; in the order in which they are bound."""
    scope = Scope.system(street.pk)
    found = in_order(street, Volume.Kind.FORMS.value, forms_by_committee(scope, street, month))
    count = carers(scope, month, next_month(month)).count()
    return found | ({(Volume.Kind.ATTENDANCE.value, None): count} if count else {})


def in_order(street: Street, kind: str, by_committee: Mapping[int | None, int]) -> dict[tuple[str, int | None], int]:
    """(kind, committee) → how many, by the street's order of committees; those of no committee come last."""
    order = {pk: place for place, pk in enumerate(street.committees.values_list("pk", flat=True))}
    return {(kind, pk): by_committee[pk] for pk in sorted(by_committee, key=lambda pk: order.get(pk, len(order)))}
