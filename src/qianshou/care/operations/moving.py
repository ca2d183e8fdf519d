"""A file goes to another street: links, plan, visits to come and company end; that she is a key elder and what she wishes goes along."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from qianshou.kernel import clock
from qianshou.people.operations.grants import end_grants
from qianshou.watch.operations.moving import MOVED

from ..models import Companionship, CompanyWish, FamilyNote, Invitation, KeyElder, Link, PlanItem, Safeguard, SafeguardIncident, Visit
from ..rules.visits import PLANNED
from .invitations import take_off
from .locks import lock_street
from .net import end_link
from .plan import end_item, withdraw


@dataclass(frozen=True, slots=True)
class Ended:
    """What the old street's net no longer holds; `key`: why she was a key elder there, None if she was none."""

    links: int
    items: int
    visits: int
    companions: int
    key: str | None


@transaction.atomic
def end_care(*, elder_id: int, street_id: int, now: datetime, by_id: int) -> Ended:
    """Yesterday was the last day of every link, plan item and companionship; visits not begun are withdrawn. All of it stays in the street's books."""
    lock_street(street_id)
    last_day = clock.local_date(now) - timedelta(days=1)
    links = list(Link.objects.filter(elder_id=elder_id).filter(Q(until__isnull=True) | Q(until__gt=last_day)).order_by("pk"))
    for link in links:
        end_link(link_id=link.pk, last_day=last_day, reason=MOVED, now=now, by_id=by_id)
    # A link that was to end later than today ends now, too.
    Link.objects.filter(pk__in=[link.pk for link in links], until__gt=last_day).update(until=last_day, ended_reason=MOVED)
    for link in links:
        end_grants(source=f"link:{link.pk}", last_day=last_day)
    items = list(PlanItem.objects.filter(elder_id=elder_id).filter(Q(until__isnull=True) | Q(until__gt=last_day)).order_by("pk"))
    for item in items:
        end_item(item_id=item.pk, last_day=last_day, now=now, by_id=by_id)
    standing = list(Visit.objects.filter(elder_id=elder_id, state=PLANNED, street_id=street_id).order_by("pk"))
    withdraw(visits=standing, reason=MOVED, now=now, by_id=by_id)
    pairs = list(Companionship.objects.filter(elder_id=elder_id, until__isnull=True).values_list("pk", flat=True))
    Companionship.objects.filter(pk__in=pairs).update(until=last_day, ended_reason=MOVED)
    for pk in pairs:
        end_grants(source=f"company:{pk}", last_day=last_day)
    to_come = Invitation.objects.filter(person_id=elder_id, taken_off_at__isnull=True, occasion__on__gt=last_day, occasion__cancelled_at__isnull=True)
    for pk in to_come.filter(occasion__closed_at__isnull=True).order_by("occasion_id").values_list("pk", flat=True):
        take_off(invitation_id=pk, now=now, by_id=by_id)
    return Ended(len(links), len(items), len(standing), len(pairs), _end_key(elder_id, last_day))


def _end_key(elder_id: int, last_day) -> str | None:
    running = KeyElder.objects.filter(elder_id=elder_id, until__isnull=True).first()
    if running is None:
        return None
    KeyElder.objects.filter(pk=running.pk).update(until=last_day)
    return running.reason


@transaction.atomic
def take_care_over(*, elder_id: int, to_street_id: int, key: str | None, now: datetime) -> None:
    """In the new street she is a key elder again from today, which shows as a hole until somebody answers for her; her wish for company and her
    safeguards stand."""
    lock_street(to_street_id)
    CompanyWish.objects.filter(elder_id=elder_id).update(street_id=to_street_id)
    FamilyNote.objects.filter(person_id=elder_id).update(street_id=to_street_id)
    Safeguard.objects.filter(person_id=elder_id).update(street_id=to_street_id)
    SafeguardIncident.objects.filter(safeguard__person_id=elder_id).update(street_id=to_street_id)
    if key is not None:
        KeyElder.objects.create(elder_id=elder_id, street_id=to_street_id, since=clock.local_date(now), reason=key)
