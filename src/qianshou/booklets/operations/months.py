"""Ask for the volumes of a month: the rows that show progress, and one job for street and month, in one transaction."""

from datetime import date, datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.access.scope import Scope
from qianshou.merit.queries.attendance import carers

from ..models import Volume
from ..queries.volumes import forms_by_committee
from ..rules import first_of, next_month


class NothingToBind(ValueError):
    """The month has not begun, or the street has neither elders nor carers in it."""


@transaction.atomic
def bind_month(*, street_id: int, month: date, by_id: int | None, now: datetime, language: str = "zh-hans") -> list[int]:
    """Ask for every volume of a street's month: one a committee, and the attendance sheets. Returns the volumes' ids.

    Asking again while a volume waits or is being bound leaves it as it is. Raises NothingToBind and Street.DoesNotExist.
    """
    street, first = Street.objects.get(pk=street_id), first_of(month)
    totals = wanted(street, first)
    if not totals or first > now.date():
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
    log(act="booklets.asked", now=now, by_id=by_id, street_id=street_id, target="month", target_id=f"{first:%Y-%m}", volumes=len(ids))
    enqueue(street_id, first, language)
    return ids


def wanted(street: Street, month: date) -> dict[tuple[str, int | None], int]:
    """Which volumes the month has, (kind, committee) → how many forms; in the order in which they are bound."""
    scope = Scope.system(street.pk)
    forms = forms_by_committee(scope, street, month)
    order = {pk: place for place, pk in enumerate(street.committees.values_list("pk", flat=True))}
    found = {(Volume.Kind.FORMS.value, pk): forms[pk] for pk in sorted(forms, key=lambda pk: order.get(pk, len(order)))}
    count = carers(scope, month, next_month(month)).count()
    return found | ({(Volume.Kind.ATTENDANCE.value, None): count} if count else {})


def enqueue(street_id: int, month: date, language: str) -> None:
    """One job for street, month and language; a second request while one waits adds nothing."""
    from ..tasks import bind

    name = f"booklets:{street_id}:{month:%Y-%m}:{language}"
    try:
        with transaction.atomic():
            bind.configure(lock=name, queueing_lock=name).defer(street_id=street_id, month=month.isoformat(), language=language)
    except AlreadyEnqueued:
        return
