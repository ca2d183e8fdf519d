"""Honours: proposed by the program, approved or refused by an officer with a reason, confirmed by a second one; then the carer is told and what goes with it is booked."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.ledger import operations as ledger
from qianshou.notify.operations import tell
from qianshou.packs.loader import load
from qianshou.packs.shapes_praise import HonourRule

from ..models import Honour
from ..queries.honours import reached_by
from ..rules.honours import highest, step

TOLD = "honour"  # code of the notice
OWN, GIVEN = "merit.honours", "merit.honours_given"
OWN_NAME, GIVEN_NAME = gettext_noop("Honours of a carer"), gettext_noop("Honours given out")
BOOKED = gettext_noop("Honour")


@transaction.atomic
def propose_honours(*, street_id: int, now: datetime, by_id: int | None = None) -> int:
    """Propose what was reached and is not there yet, each once for a carer and a threshold, of one kind only the highest. Returns how many are new.

    Safe to run again and at once.
    """
    street = Street.objects.get(pk=street_id)
    today = clock.local_date(now)
    version = load(street.pack, today).version
    rows = [
        Honour(street=street, carer=one.carer, code=one.rule.code, kind=one.rule.kind, threshold=one.rule.at, evidence=one.evidence, pack=version, proposed_at=now)
        for one in highest(reached_by(street, today))
    ]
    held = set(Honour.objects.filter(street=street).values_list("carer_id", "code"))
    new = [row for row in rows if (row.carer_id, row.code) not in held]
    Honour.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        log(act="honours.proposed", now=now, by_id=by_id, street_id=street_id, target="street", target_id=street_id, count=len(new))
    return len(new)


@transaction.atomic
def decide_honour(*, honour_id: int, approve: bool, reason: str, now: datetime, by_id: int) -> Honour:
    """Approve it, to be confirmed by somebody else, or refuse it. Refused "reason" without one, "step" when it is not its turn any more."""
    row = _step(honour_id, "approve" if approve else "refuse")
    if not reason.strip():
        raise Refused("reason")
    row.decided_by_id, row.decided_at, row.reason = by_id, now, reason.strip()[:300]
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    log(act=f"honour.{row.state}", now=now, by_id=by_id, street_id=row.street_id, target="honour", target_id=row.pk)
    return row


@transaction.atomic
def confirm_honour(*, honour_id: int, given_on: date, now: datetime, by_id: int) -> Honour:
    """A second officer confirms: the carer is told, money goes into her account. Refused "second" for whoever approved it, "step", "future" for a day to come."""
    row = _step(honour_id, "confirm")
    if row.decided_by_id == by_id:
        raise Refused("second")
    if given_on > clock.local_date(now):
        raise Refused("future")
    rule = rule_of(row)
    row.confirmed_by_id, row.confirmed_at, row.given_on = by_id, now, given_on
    if rule:
        row.fen, row.gift_zh, row.gift_en = rule.fen, rule.gift_zh[:60], rule.gift_en[:60]
    row.save(update_fields=["state", "confirmed_by", "confirmed_at", "given_on", "fen", "gift_zh", "gift_en"])
    if row.fen:
        _book(row, now, by_id)
    if row.carer.person.user_id:
        tell(street_id=row.street_id, code=TOLD, told={row.carer.person.user_id: {"honour": row.pk, "code": row.code}}, now=now, ref=f"honour:{row.pk}")
    log(act="honour.confirmed", now=now, by_id=by_id, street_id=row.street_id, target="honour", target_id=row.pk, fen=row.fen)
    return row


@transaction.atomic
def reopen_honour(*, honour_id: int, now: datetime, by_id: int) -> Honour:
    """It was refused too soon: proposed again. Refused "step"."""
    row = _step(honour_id, "reopen")
    row.decided_by_id, row.decided_at, row.reason = None, None, ""
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    log(act="honour.reopened", now=now, by_id=by_id, street_id=row.street_id, target="honour", target_id=row.pk)
    return row


def rule_of(row: Honour) -> HonourRule | None:
    """The threshold as the street's pack has it now; None where it does not have it any more."""
    return load(row.street.pack).honours.get(row.code)


def _step(honour_id: int, act: str) -> Honour:
    row = Honour.objects.select_for_update(of=("self",)).select_related("street", "carer__person").get(pk=honour_id)
    state = step(row.state, act)
    if state is None:
        raise Refused("step")
    row.state = state
    return row


def _book(row: Honour, now: datetime, by_id: int) -> None:
    """Into the carer's account, out of the street's."""
    books = {"street_id": row.street_id, "unit": "fen", "now": now}
    own = ledger.open_account(**books, code=OWN, name=OWN_NAME, person_id=row.carer.person_id)
    given = ledger.open_account(**books, code=GIVEN, name=GIVEN_NAME)
    ledger.post(source=f"honour:{row.pk}", lines=[(own.pk, row.fen), (given.pk, -row.fen)], happened_on=row.given_on, text=BOOKED, params={"honour": row.code}, now=now, by_id=by_id)
