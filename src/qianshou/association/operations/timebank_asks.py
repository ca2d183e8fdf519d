"""An elder asks for help; somebody is proposed for it, agrees or says no; it is not needed any more."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Person

from ..models import TimebankAsk, TimebankMatch, TimebankMember
from ..models.timebank import Part
from ..queries.timebank_places import place_in_line, promised_of
from ..rules.timebank import may_ask
from .timebank_accounts import hours_account, numbers_of
from .timebank_errors import Refused

State, Answer = TimebankAsk.State, TimebankMatch.State
LEFT = gettext_noop("left the time bank")  # as stored; translated when shown
GOING = (Answer.PROPOSED, Answer.AGREED)


@transaction.atomic
def ask_for_help(
    *, elder_id: int, service: str, on: date, minutes: int, part: str = "", note: str = "", batch: UUID, now: datetime, by_id: int | None
) -> TimebankAsk:
    """Write down what an elder asks for. The same batch again returns the first ask.

    Refused "kind", "past", "part", "short" (least), "day_most", or "balance" (short): she is not first in line and has not so many hours.
    """
    if held := TimebankAsk.objects.filter(batch=batch).first():
        return held
    elder = Person.objects.select_related("street", "file").get(pk=elder_id, merged_into__isnull=True, file__isnull=False)
    today = clock.local_date(now)
    numbers = numbers_of(elder.street, on)
    if service not in numbers.services:
        raise Refused("kind")
    if on < today:
        raise Refused("past")
    if part not in Part.values:
        raise Refused("part")
    if minutes < numbers.least_help:
        raise Refused("short", least=numbers.least_help)
    if minutes > numbers.day_most:
        raise Refused("day_most", most=numbers.day_most)
    account = hours_account(person_id=elder.pk, street_id=elder.street_id, numbers=numbers, now=now, by_id=by_id)
    first = place_in_line(elder, on).first
    short = may_ask(
        numbers, minutes=minutes, balance=account.balance, least=-numbers.may_owe, promised=promised_of(elder.pk, elder.street_id), first=first
    )
    if short:
        raise Refused("balance", short=short)
    ask = TimebankAsk.objects.create(
        elder=elder, street_id=elder.street_id, service=service, on=on, part=part, minutes=minutes, note=note.strip()[:200], asked_at=now,
        asked_by_id=by_id, batch=batch,
    )  # fmt: skip
    _log("asked", ask, now, by_id)
    return ask


@transaction.atomic
def withdraw_ask(*, ask_id: int, reason: str, now: datetime, by_id: int | None) -> TimebankAsk:
    """It is not needed any more; whoever was to go does not. Refused "reason", "closed" when it was done or withdrawn before."""
    if not reason.strip():
        raise Refused("reason")
    values = {"state": State.WITHDRAWN, "closed_at": now, "closed_why": reason.strip()[:200]}
    ask = _moved(ask_id, (State.OPEN, State.MATCHED), **values)
    ask.matches.filter(state__in=GOING).update(state=Answer.WITHDRAWN, answered_at=now)
    _log("withdrawn", ask, now, by_id)
    return ask


@transaction.atomic
def reopen_ask(*, ask_id: int, now: datetime, by_id: int | None) -> TimebankAsk:
    """It is needed after all: a withdrawal that was a mistake. Refused "closed" when it was not withdrawn."""
    ask = _moved(ask_id, (State.WITHDRAWN,), state=State.OPEN, closed_at=None, closed_why="")
    _log("reopened", ask, now, by_id)
    return ask


@transaction.atomic
def propose_member(*, ask_id: int, member_id: int, reasons: Iterable = (), now: datetime, by_id: int | None) -> TimebankMatch:
    """Ask this member to go. The same again returns what stands.

    Refused "closed" (the ask is not open), "street", "left", "self", or "taken" while somebody else was asked.
    """
    ask = TimebankAsk.objects.select_for_update(of=("self",)).get(pk=ask_id)
    member = TimebankMember.objects.get(pk=member_id)
    if standing := ask.matches.filter(state__in=GOING).first():
        if standing.member_id == member.pk:
            return standing
        raise Refused("taken")
    if ask.state != State.OPEN:
        raise Refused("closed")
    if member.street_id != ask.street_id:
        raise Refused("street")
    if member.left_on is not None:
        raise Refused("left")
    if member.person_id == ask.elder_id:
        raise Refused("self")
    match = TimebankMatch.objects.create(
        ask=ask, member=member, street_id=ask.street_id, reasons=[list(one) for one in reasons], proposed_at=now, proposed_by_id=by_id
    )
    _log("proposed", ask, now, by_id, member=member.pk)
    return match


@transaction.atomic
def agree_to_go(*, match_id: int, now: datetime, by_id: int | None) -> TimebankMatch:
    """She goes. Saying so twice changes nothing. Refused "answered" when she said something else before."""
    match = TimebankMatch.objects.select_related("ask").get(pk=match_id)
    if match.state == Answer.AGREED:
        return match
    _moved(match.ask_id, (State.OPEN,), state=State.MATCHED)
    return _answered(match, Answer.AGREED, "", now, by_id, was=(Answer.PROPOSED,))


@transaction.atomic
def decline_to_go(*, match_id: int, answer: str, now: datetime, by_id: int | None) -> TimebankMatch:
    """She does not go (any more), and why; the ask waits again and she is not proposed for it again. Refused "reason", "answered", "closed"."""
    if not answer.strip():
        raise Refused("reason")
    match = TimebankMatch.objects.select_related("ask").get(pk=match_id)
    if match.state not in GOING:
        raise Refused("answered")
    _moved(match.ask_id, (State.OPEN, State.MATCHED), state=State.OPEN)
    return _answered(match, Answer.DECLINED, answer.strip()[:200], now, by_id, was=GOING)


def release_member(*, member_id: int, now: datetime, by_id: int | None) -> int:
    """Somebody leaves: what she was to do waits again. Runs in the caller's transaction; how many asks."""
    held = list(TimebankMatch.objects.filter(member_id=member_id, state__in=GOING, ask__state__in=(State.OPEN, State.MATCHED)))
    for match in held:
        _moved(match.ask_id, (State.OPEN, State.MATCHED), state=State.OPEN)
        _answered(match, Answer.WITHDRAWN, LEFT, now, by_id, was=GOING)
    return len(held)


def _answered(match: TimebankMatch, state: str, answer: str, now: datetime, by_id: int | None, *, was: tuple) -> TimebankMatch:
    if not TimebankMatch.objects.filter(pk=match.pk, state__in=was).update(state=state, answer=answer, answered_at=now):
        raise Refused("answered")
    match.refresh_from_db()
    _log(str(state), match.ask, now, by_id, member=match.member_id)
    return match


def _moved(ask_id: int, was: tuple, **values: object) -> TimebankAsk:
    """Change an ask that is in one of these states; Refused "closed" otherwise."""
    if not TimebankAsk.objects.filter(pk=ask_id, state__in=was).update(**values):
        raise Refused("closed")
    return TimebankAsk.objects.get(pk=ask_id)


def _log(what: str, ask: TimebankAsk, now: datetime, by_id: int | None, **more: object) -> None:
    log(act=f"timebank.{what}", now=now, by_id=by_id, street_id=ask.street_id, target="timebank_ask", target_id=ask.pk, elder=ask.elder_id, **more)
