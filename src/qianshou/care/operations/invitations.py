"""People are asked to an occasion, taken off the list, and answer; who moved up is told. Each can be taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from qianshou.access.operations import log
from qianshou.people.models import Person
from qianshou.people.queries.consents import said_no
from qianshou.people.queries.restrictions import restricted_among
from qianshou.people.rules.restrictions import TALENTS as NO_ASKING

from ..models import Answer, AnswerKind, Invitation, Occasion
from ..queries.finding import TALENTS
from ..rules.invitations import MOST_ASKED, why_not
from .errors import Refused
from .occasions import held
from .seating import restate, seat_everybody


@transaction.atomic
def invite(*, occasion_id: int, person_ids: Sequence[int], now: datetime, by_id: int) -> tuple[list[Invitation], list[int]]:
    """Ask these people. Returns the invitations made and the persons left out because the list may not ask them (`rules.why_not`); whoever was asked before
    is left as she is. Refused "over", "many" for more than a thousand at once."""
    occasion = held(occasion_id)
    if len(person_ids) > MOST_ASKED:
        raise Refused("many", most=MOST_ASKED)
    no = set(said_no(occasion.street_id, TALENTS).values_list("person_id", flat=True))
    people = list(_people(occasion, person_ids).select_related("file"))
    barred = restricted_among(person_ids, NO_ASKING)
    left_out = [p.pk for p in people if why_not(p.file.status, said_no=p.pk in no, restricted=p.pk in barred)]
    made = _write(occasion, [p.pk for p in people if p.pk not in set(left_out)], "", now, by_id)
    if made:
        _log("invitation.asked", occasion, now, by_id, people=len(made))
    return made, left_out


@transaction.atomic
def invite_by_hand(*, occasion_id: int, person_id: int, reason: str, now: datetime, by_id: int) -> Invitation:
    """Ask somebody whom the list leaves out, with the reason of whoever decides it. Asked before, she is put on the list again. Refused "over", "person" for
    one who is not of the street, "dead" for ever, "reason" where one is needed and none was given, "restricted" where she had it
    restricted: no reason of the office outweighs that."""
    occasion = held(occasion_id)
    person = _people(occasion, [person_id]).select_related("file").first()
    if person is None:
        raise Refused("person")
    no = said_no(occasion.street_id, TALENTS).filter(person_id=person_id).exists()
    why = why_not(person.file.status, said_no=no)
    if why == "dead":
        raise Refused("dead")
    if restricted_among([person.pk], NO_ASKING):
        raise Refused("restricted")
    if why and not reason.strip():
        raise Refused("reason")
    made = _write(occasion, [person.pk], reason.strip()[:200], now, by_id)
    row = made[0] if made else Invitation.objects.get(occasion=occasion, person=person)
    _log("invitation.by_hand", occasion, now, by_id, person=person.pk, reason=row.by_hand)
    return row


def _people(occasion: Occasion, person_ids: Sequence[int]):
    return Person.objects.filter(pk__in=person_ids, street_id=occasion.street_id, merged_into__isnull=True, file__isnull=False).order_by("name_key", "pk")


def _write(occasion: Occasion, person_ids: Sequence[int], reason: str, now: datetime, by_id: int) -> list[Invitation]:
    """New invitations, and those that were taken off put back."""
    known = {row.person_id: row for row in Invitation.objects.filter(occasion=occasion, person_id__in=person_ids)}
    back = [known[pk] for pk in person_ids if pk in known and known[pk].taken_off_at]
    for row in back:
        Invitation.objects.filter(pk=row.pk).update(taken_off_at=None, by_hand=reason or row.by_hand)
        restate(row.pk)
    rows = [
        Invitation(occasion=occasion, person_id=pk, street_id=occasion.street_id, invited_at=now, invited_by_id=by_id, by_hand=reason)
        for pk in person_ids
        if pk not in known
    ]
    seat_everybody(occasion, now=now)
    return [*Invitation.objects.bulk_create(rows), *back]


@transaction.atomic
def take_off(*, invitation_id: int, now: datetime, by_id: int) -> bool:
    """She is not asked after all; her place goes to the next. False when she was off the list. Refused "over"."""
    row, occasion = _row(invitation_id)
    done = Invitation.objects.filter(pk=row.pk, taken_off_at__isnull=True).update(taken_off_at=now, since_answer=None, seat=None, moved_up_at=None, told_at=None)
    if done:
        seat_everybody(occasion, now=now)
        _log("invitation.taken_off", occasion, now, by_id, person=row.person_id)
    return bool(done)


@transaction.atomic
def put_back(*, invitation_id: int, now: datetime, by_id: int) -> bool:
    """Taking her off was a mistake: she stands where her answers put her. False when she was on the list."""
    row, occasion = _row(invitation_id)
    if row.taken_off_at is None:
        return False
    Invitation.objects.filter(pk=row.pk).update(taken_off_at=None)
    restate(row.pk)
    seat_everybody(occasion, now=now, but=row.pk)
    _log("invitation.put_back", occasion, now, by_id, person=row.person_id)
    return True


@transaction.atomic
def answer(
    *, invitation_id: int, kind: str, batch: UUID, via: str = Answer.Via.CALL, note: str = "", call_on: date | None = None, now: datetime, by_id: int
) -> Answer:
    """What she said. Yes gets a place while there is one, then waits in the order of yes; saying yes again changes nothing of that. `batch` names the
    answer: sent twice it is one. Refused "kind", "via", "over", "off" when she was taken off the list."""
    row, occasion = _row(invitation_id)
    if known := Answer.objects.filter(batch=batch, invitation=row).first():
        return known
    if kind not in AnswerKind.values:
        raise Refused("kind")
    if via not in Answer.Via.values:
        raise Refused("via")
    if row.taken_off_at is not None:
        raise Refused("off")
    said = Answer.objects.create(
        invitation=row, kind=kind, via=via, note=note.strip()[:200], call_on=call_on if kind == AnswerKind.AGAIN else None, at=now, by_id=by_id, batch=batch
    )
    restate(row.pk)
    if kind == AnswerKind.YES:  # whoever moved up and says yes again knows it
        Invitation.objects.filter(pk=row.pk, moved_up_at__isnull=False, told_at__isnull=True).update(told_at=now)
    seat_everybody(occasion, now=now, but=row.pk)
    _log("invitation.answered", occasion, now, by_id, person=row.person_id, kind=kind)
    return said


@transaction.atomic
def take_back_answer(*, answer_id: int, now: datetime, by_id: int) -> bool:
    """It was a mistake: she stands as before it, but a place that went to somebody else meanwhile stays there. False when it was taken back before."""
    said = Answer.objects.select_related("invitation").get(pk=answer_id)
    occasion = held(said.invitation.occasion_id)
    done = Answer.objects.filter(pk=said.pk, taken_back_at__isnull=True).update(taken_back_at=now)
    if done:
        restate(said.invitation_id)
        seat_everybody(occasion, now=now, but=said.invitation_id)
        _log("invitation.answer_taken_back", occasion, now, by_id, person=said.invitation.person_id)
    return bool(done)


@transaction.atomic
def told(*, invitation_id: int, now: datetime, by_id: int) -> bool:
    """Whoever moved up knows it. False when there was nothing to tell, or it was told before."""
    row, occasion = _row(invitation_id)
    done = Invitation.objects.filter(pk=row.pk, moved_up_at__isnull=False, told_at__isnull=True).update(told_at=now)
    if done:
        _log("invitation.told", occasion, now, by_id, person=row.person_id)
    return bool(done)


def _row(invitation_id: int) -> tuple[Invitation, Occasion]:
    """The invitation, read after its occasion is locked."""
    occasion = held(Invitation.objects.values_list("occasion_id", flat=True).get(pk=invitation_id))
    return Invitation.objects.get(pk=invitation_id), occasion


def _log(act: str, occasion: Occasion, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=occasion.street_id, target="occasion", target_id=occasion.pk, **more)
