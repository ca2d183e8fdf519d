"""Hours that wait too long for a word: owed by the office, for an old person remembers a visit for some days only."""

from datetime import date, timedelta

from django.db.models import QuerySet

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load

from ..models import TimebankHours
from ..rules.timebank import Numbers
from .timebank import hours


def waiting_too_long(scope: Scope, today: date) -> QuerySet[TimebankHours]:
    """Hours to be confirmed of the scope's street for days longer ago than its rule `confirm_days`; none without a street or the capability."""
    street = Street.objects.filter(pk=scope.street_id).first() if scope.street_id and scope.may("timebank.read") else None
    if street is None:
        return TimebankHours.objects.none()
    days = Numbers.read(load(street.pack, today).time_bank).confirm_days
    return hours(scope, state="logged", before=today - timedelta(days=days))
