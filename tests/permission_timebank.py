"""Objects of the time bank for the table of permissions."""

from uuid import uuid4

from qianshou.access.models import Street
from qianshou.association.models import TimebankTransfer
from qianshou.association.operations.timebank_asks import propose_member
from tests.association.timebank_street import asks, joins, logs
from tests.cast import NOON


def timebank(cast) -> dict:
    """Shen asks, Qiu was asked to go and has logged hours; a third street offers hours."""
    member, ask = joins(cast, cast.volunteer.person), asks(cast, cast.shen)
    match = propose_member(ask_id=ask.pk, member_id=member.pk, now=NOON, by_id=cast.officer.pk)
    third = Street.objects.create(district=cast.district, code="third", name="大桥街道", pack=cast.street.pack)
    sent = TimebankTransfer.objects.create(
        street=third, to_street=cast.street, person=cast.stranger, name="x", minutes=60, reason="x", offered_at=NOON, batch=uuid4()
    )
    return {"giver_id": member.pk, "ask_id": ask.pk, "match_id": match.pk, "hours_id": logs(cast, member, cast.shen).pk, "transfer_id": sent.pk}
