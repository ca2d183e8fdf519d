"""What follows a grant: the plan that people agreed to, consents, the booklet, and carers who answer: the person is in the net."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from qianshou.kernel import clock
from qianshou.people.operations import ConsentRefused, answer_consent
from qianshou.people.queries import consents_of

from ...models import IntakeCase, Link, PlanItem
from ...rules.intake import OPEN, after
from ..errors import Refused
from ..net import Pick, fill_hole, mark_key
from ..plan import add_item
from .moves import move, standing_of, take
from .papers import add_paper

GIVEN, REFUSED = "given", "refused"


@transaction.atomic
def accept_plan(
    *, case_id: int, version: int, batch: UUID, lines: Sequence[Mapping[str, object]], subsidies: Sequence[Mapping[str, object]] = (), now: datetime, by_id: int,
    note: str = "",
) -> IntakeCase:  # fmt: skip
    """The proposal, each line as people changed it, becomes the care plan: all lines or none. `lines` as `plan.add_item` takes its values.

    `subsidies`: [{"code", "fen", "per"}] that come into question, kept as they stood. Refused "empty_plan" without a line, an item that is
    there already, or a note why none is needed; and as `add_item`, with `line` (from 0).
    """
    case, again = take(case_id=case_id, act="planned", batch=batch, version=version)
    if again:
        return case
    today = clock.local_date(now)
    standing = PlanItem.objects.filter(elder_id=case.person_id).filter(Q(until__isnull=True) | Q(until__gte=today))
    if not lines and not note.strip() and not standing.exists():
        raise Refused("empty_plan")
    made = []
    for number, values in enumerate(lines):
        try:
            made.append(add_item(elder_id=case.person_id, values=values, now=now, by_id=by_id).pk)
        except Refused as error:
            raise Refused(error.code, **error.params, line=number) from error
    move(
        case, "planned", after("planned", standing_of(case)), batch=batch, now=now, by_id=by_id, note=note, detail={"items": made},
        subsidies=[dict(one) for one in subsidies],
    )  # fmt: skip
    return case


@transaction.atomic
def take_consents(
    *, case_id: int, version: int, batch: UUID, answers: Mapping[str, str], how: str, now: datetime, by_id: int, by_name: str = "", by_relation: str = "",
    witness: str = "", scan: tuple[str, bytes] | None = None,
) -> IntakeCase:  # fmt: skip
    """Each purpose was asked for, one by one: purpose → given | refused. What is refused is left out, and the case goes on.
    `scan`: name and bytes of the signed paper.

    Refused "purposes" with the `missing` ones that nobody answered, and with the codes of `answer_consent` ("witness": a yes that was spoken
    needs one).
    """
    case, again = take(case_id=case_id, act="consented", batch=batch, version=version)
    if again:
        return case
    kept = add_paper(case_id=case.pk, batch=batch, kind="consent", data=scan[1], name=scan[0], now=now, by_id=by_id).paper if scan else None
    said = Said(how=how, by_name=by_name, by_relation=by_relation, witness=witness, paper_id=kept.pk if kept else None)
    write_consents(case, answers, said, now=now, by_id=by_id)
    held = consents_of(case.person, clock.local_date(now))
    if missing := [one.purpose.code for one in held if one.state not in (GIVEN, REFUSED)]:
        raise Refused("purposes", missing=missing)
    refused = [one.purpose.code for one in held if one.state == REFUSED]
    move(case, "consented", after("consented", standing_of(case)), batch=batch, now=now, by_id=by_id, detail={"refused": refused})
    return case


@dataclass(frozen=True, slots=True)
class Said:
    """How answers were given: as `answer_consent` takes it."""

    how: str
    by_name: str = ""
    by_relation: str = ""
    witness: str = ""
    paper_id: int | None = None


def write_consents(case: IntakeCase, answers: Mapping[str, str], said: Said, *, now: datetime, by_id: int) -> None:
    """Write down each answer that differs from what holds; one that is held already keeps its day. Runs in the caller's transaction."""
    held = {one.purpose.code: one.state for one in consents_of(case.person, clock.local_date(now))}
    for code, value in answers.items():
        if value not in (GIVEN, REFUSED) or held.get(code) == value:
            continue
        try:
            answer_consent(person_id=case.person_id, purpose=code, given=value == GIVEN, now=now, by_id=by_id, **asdict(said))
        except ConsentRefused as error:
            raise Refused(error.code) from error


def unchanged(case: IntakeCase, answers: Mapping[str, str], was: Mapping[str, str] | None, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """Answers whose purpose stands as it `was` when it was taken along (None: whatever it was), and those that somebody has answered otherwise since."""
    if was is None:
        return dict(answers), {}
    held = {one.purpose.code: one.state if one.state in (GIVEN, REFUSED) else "" for one in consents_of(case.person, clock.local_date(now))}
    apart = {code: value for code, value in answers.items() if held.get(code, "") not in (was.get(code, ""), value)}
    return {code: value for code, value in answers.items() if code not in apart}, apart


@transaction.atomic
def hand_over_booklet(*, case_id: int, version: int, batch: UUID, on: date, to: str, now: datetime, by_id: int, note: str = "") -> IntakeCase:
    """The personal booklet was given, to whom, on which day; the signature is among the case's papers. Refused "to", "future"."""
    case, again = take(case_id=case_id, act="handed", batch=batch, version=version)
    if again:
        return case
    if not to.strip():
        raise Refused("to")
    if on > clock.local_date(now):
        raise Refused("future")
    move(case, "handed", after("handed", standing_of(case)), batch=batch, now=now, by_id=by_id, on=on, note=note, handed_on=on, handed_to=to.strip()[:60])
    return case


@transaction.atomic
def enter_net(*, case_id: int, version: int, batch: UUID, picks: Sequence[Pick], key: bool, now: datetime, by_id: int, start: date | None = None) -> IntakeCase:
    """Carers answer for the person from `start` (today): the case is done. `key`: a key elder, whom the net must hold; without carers
    she is a hole from that day, which the net shows.

    Refused "nobody" when nobody would answer and nobody would see it; and as `link_carer`.
    """
    case, again = take(case_id=case_id, act="entered", batch=batch, version=version)
    if again:
        return case
    start = start or clock.local_date(now)
    linked = Link.objects.filter(elder_id=case.person_id, until__isnull=True).exists()
    if not (picks or linked or key):
        raise Refused("nobody")
    if key:
        mark_key(elder_id=case.person_id, since=start, reason=case.number, now=now, by_id=by_id)
    links = fill_hole(elder_id=case.person_id, picks=picks, start=start, now=now, by_id=by_id)
    detail = {"links": [link.pk for link in links], "key": key}
    move(case, "entered", after("entered", standing_of(case)), batch=batch, now=now, by_id=by_id, on=start, detail=detail)
    return case


@transaction.atomic
def withdraw(*, case_id: int, version: int, batch: UUID, reason: str, by_name: str, now: datetime, by_id: int) -> IntakeCase:
    """Whoever applied does not want it any more, or has moved or died. It can be reopened. Refused "reason", "by_name" without one."""
    case, again = take(case_id=case_id, act="withdrawn", batch=batch, version=version)
    if again:
        return case
    if not reason.strip():
        raise Refused("reason")
    if not by_name.strip():
        raise Refused("by_name")
    move(case, "withdrawn", after("withdrawn", standing_of(case)), batch=batch, now=now, by_id=by_id, note=reason, detail={"said_by": by_name.strip()[:60]})
    return case


@transaction.atomic
def reopen(*, case_id: int, version: int, batch: UUID, reason: str, now: datetime, by_id: int) -> IntakeCase:
    """A withdrawn application goes on where it stood. Refused "reason" without one, "open_case" when another case of the person is open."""
    case, again = take(case_id=case_id, act="reopened", batch=batch, version=version)
    if again:
        return case
    if not reason.strip():
        raise Refused("reason")
    if IntakeCase.objects.filter(person_id=case.person_id, state__in=OPEN).exists():
        raise Refused("open_case")
    move(case, "reopened", after("reopened", standing_of(case)), batch=batch, now=now, by_id=by_id, note=reason)
    return case
