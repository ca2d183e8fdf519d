"""What somebody says of her own hours on her phone: the elder's card confirms them, or she takes them back. Writing them down is `log_hours`."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.people.queries.wall_codes import at_the_door

from ..models import TimebankHours, TimebankMember
from .timebank_errors import Refused
from .timebank_hours import State, confirm_hours, drop_hours

UNSAID = gettext_noop("taken back on the phone by whoever wrote it down")  # as stored; translated when shown


@transaction.atomic
def confirm_by_card(*, member: TimebankMember, batch: UUID, scanned: str, now: datetime, by_id: int) -> TimebankHours:
    """The elder holds her wall card up to the giver's phone: that is her word, and the minutes move. `batch`: of the hours.

    Refused "unknown" where the giver has no such hours, "card" for anybody else's card or one that was ended, "again" for hours that were confirmed
    already, "doubted" for hours that the office has to settle first, and as `confirm_hours`.
    """
    row = _own(member, batch)
    if row is None:
        raise Refused("unknown")
    if not at_the_door(scanned=scanned, person_id=row.elder_id):
        raise Refused("card")
    if row.state == State.CONFIRMED:
        raise Refused("again")
    if row.state == State.DISPUTED:
        raise Refused("doubted")
    return confirm_hours(hours_id=row.pk, said_by=TimebankHours.Said.CARD, now=now, by_id=by_id)


@transaction.atomic
def unsay_hours(*, member: TimebankMember, batch: UUID, now: datetime, by_id: int) -> TimebankHours | None:
    """She takes back what she wrote down, while nobody has confirmed it. Twice: what stands. None where there is nothing to take back.

    Refused "confirmed" once the minutes have moved: that is the desk's to reverse.
    """
    row = _own(member, batch)
    if row is None or row.state in (State.DROPPED, State.TAKEN_BACK):
        return row
    if row.state == State.CONFIRMED:
        raise Refused("confirmed")
    return drop_hours(hours_id=row.pk, why=UNSAID, now=now, by_id=by_id)


def _own(member: TimebankMember, batch: UUID) -> TimebankHours | None:
    """Hours of this giver, locked; whichever membership of hers they were given under."""
    rows = TimebankHours.objects.select_for_update(of=("self",))
    return rows.filter(batch=batch, member__person=member.person_id, street_id=member.street_id).first()
