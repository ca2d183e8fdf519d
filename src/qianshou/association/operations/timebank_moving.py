"""A file goes to another street: what the person still asked for here ends. Her hours stay in the books here until both streets move them."""

from datetime import datetime

from django.utils.translation import gettext_noop

from ..models import TimebankAsk, TimebankMember
from .timebank_asks import release_member, withdraw_ask

MOVED = gettext_noop("moved to another street")  # as stored; translated when shown


def end_timebank(*, person_id: int, street_id: int, now: datetime, by_id: int) -> int:
    """Open asks of hers are withdrawn, what she was to do waits again. Runs in the caller's transaction; how many asks ended."""
    asks = list(TimebankAsk.objects.filter(elder_id=person_id, street_id=street_id, state__in=("open", "matched")).values_list("pk", flat=True))
    for ask_id in asks:
        withdraw_ask(ask_id=ask_id, reason=MOVED, now=now, by_id=by_id)
    for member_id in TimebankMember.objects.filter(person_id=person_id, street_id=street_id, left_on__isnull=True).values_list("pk", flat=True):
        release_member(member_id=member_id, now=now, by_id=by_id)
    return len(asks)
