"""Money of the association in the books: what it receives, what an activity costs street and association. Corrected by reversal only."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.ledger.models import Account, Transaction

from ..models import Activity, ActivityCost, PlanLine
from ..rules.activities import MOST_FEN
from .ideas import held

STREET, OWN, SPENT, RECEIVED = "association.street", "association.own", "association.spent", "association.received"
# As stored; translated when shown.
NAMES = {
    STREET: gettext_noop("Street's money for activities"), OWN: gettext_noop("Association's own money"),
    SPENT: gettext_noop("Spent on activities"), RECEIVED: gettext_noop("Received by the association"),
}  # fmt: skip
KINDS = {STREET: Account.Kind.STREET, OWN: Account.Kind.STREET, SPENT: Account.Kind.OUTSIDE, RECEIVED: Account.Kind.OUTSIDE}
COST = gettext_noop("Activity %(activity)s, receipt %(receipt)s")
COST_PLAIN = gettext_noop("Activity %(activity)s")
PAID = gettext_noop("Received by the association, receipt %(receipt)s")
PAID_PLAIN = gettext_noop("Received by the association")
MAY_SPEND = ("approved", "planned", "open", "held", "reported")


def account(street_id: int, code: str, now: datetime) -> Account:
    """One of the four accounts, opened when it is first needed. The association spends no more than it has; the street's budget is kept elsewhere."""
    return ledger.open_account(street_id=street_id, unit="fen", code=code, name=NAMES[code], kind=KINDS[code], least=0 if code == OWN else None, now=now)


@transaction.atomic
def receive(*, street_id: int, fen: int, receipt: str = "", batch: UUID, now: datetime, by_id: int) -> Transaction:
    """Money comes to the association. `batch` names the act: sent twice it is one. Refused "fen"."""
    if not 0 < fen <= MOST_FEN:
        raise Refused("fen")
    receipt = receipt.strip()[:40]
    made = ledger.post(
        source=f"association.received:{batch}", lines=[(account(street_id, OWN, now).pk, fen), (account(street_id, RECEIVED, now).pk, -fen)],
        happened_on=clock.local_date(now), text=PAID if receipt else PAID_PLAIN, params={"receipt": receipt} if receipt else {}, now=now, by_id=by_id,
    )  # fmt: skip
    log(act="association.received", now=now, by_id=by_id, street_id=street_id, target="transaction", target_id=made.pk)
    return made


@transaction.atomic
def spend(
    *, activity_id: int, what: str, street_fen: int, own_fen: int, receipt: str = "", line_id: int | None = None, on: date | None = None, batch: UUID,
    now: datetime, by_id: int,
) -> ActivityCost:  # fmt: skip
    """An activity cost something: the street's part, the association's part. `batch` names the act.

    Refused "what", "fen", "state" before the street approved it or once it was withdrawn, "poor" where the association has not as much, "day" for one to come.
    """
    row = Activity.objects.select_related("idea").get(pk=activity_id)
    if known := ActivityCost.objects.filter(batch=batch).first():
        return known
    day = on or clock.local_date(now)
    if not what.strip():
        raise Refused("what")
    if not (0 <= street_fen <= MOST_FEN and 0 <= own_fen <= MOST_FEN and street_fen + own_fen):
        raise Refused("fen")
    if day > clock.local_date(now):
        raise Refused("day")
    if held(row.idea_id).state not in MAY_SPEND:
        raise Refused("state")
    if line_id and not PlanLine.objects.filter(pk=line_id, activity=row).exists():
        line_id = None
    made = ActivityCost.objects.create(
        activity=row, line_id=line_id, what=what.strip()[:120], street_fen=street_fen, own_fen=own_fen, receipt=receipt.strip()[:40], on=day, batch=batch, at=now,
        by_id=by_id,
    )  # fmt: skip
    lines = [(account(row.street_id, code, now).pk, -fen) for code, fen in ((STREET, street_fen), (OWN, own_fen)) if fen]
    params = {"activity": row.pk} | ({"receipt": made.receipt} if made.receipt else {})
    try:
        ledger.post(
            source=made.source, lines=[*lines, (account(row.street_id, SPENT, now).pk, street_fen + own_fen)], happened_on=day, text=COST if made.receipt else COST_PLAIN,
            params=params, now=now, by_id=by_id,
        )  # fmt: skip
    except ledger.BelowLeast as error:
        raise Refused("poor", short=error.params["short"]) from error
    log(act="activity.cost", now=now, by_id=by_id, street_id=row.street_id, target="activity", target_id=row.pk, cost=made.pk)
    return made


@transaction.atomic
def take_back_cost(*, cost_id: int, reason: str, now: datetime, by_id: int) -> bool:
    """It was wrong: reversed in the books, and stays to be read. False when it was reversed before. Refused "reason"."""
    if not reason.strip():
        raise Refused("reason")
    row = ActivityCost.objects.select_for_update(of=("self",)).select_related("activity").get(pk=cost_id)
    if row.reversed_at:
        return False
    ledger.reverse(source=row.source, happened_on=max(row.on, clock.local_date(now)), reason=reason.strip()[:200], now=now, by_id=by_id)
    ActivityCost.objects.filter(pk=row.pk).update(reversed_at=now, reversed_why=reason.strip()[:200])
    log(act="activity.cost_reversed", now=now, by_id=by_id, street_id=row.activity.street_id, target="activity", target_id=row.activity_id, cost=row.pk)
    return True
