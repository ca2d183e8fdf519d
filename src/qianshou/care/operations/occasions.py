"""An occasion is planned, changed, called off, and closed with what came of it; each can be taken back."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from qianshou.access.models import Committee
from qianshou.access.operations import log

from ..models import Invitation, Occasion
from ..rules.invitations import MOST_PLACES
from .errors import Refused
from .seating import seat_everybody


@dataclass(frozen=True, slots=True)
class Plan:
    """What an occasion is: `places` None for as many as like to come; `text` for the letter."""

    name: str
    on: date
    starts: time
    where: str
    organiser: str
    ends: time | None = None
    places: int | None = None
    telephone: str = ""
    text: str = ""
    answer_by: date | None = None

    def checked(self) -> dict:
        """As columns. Refused "name", "where", "organiser" where one is empty, "places", "ends", "answer_by" for what makes no sense."""
        values = {key: value.strip() if isinstance(value, str) else value for key, value in asdict(self).items()}
        for key, longest in (("name", 80), ("where", 120), ("organiser", 80), ("telephone", 40), ("text", 1000)):
            values[key] = values[key][:longest]
        for key in ("name", "where", "organiser"):
            if not values[key]:
                raise Refused(key)
        if self.places is not None and not 1 <= self.places <= MOST_PLACES:
            raise Refused("places", most=MOST_PLACES)
        if self.ends is not None and self.ends <= self.starts:
            raise Refused("ends")
        if self.answer_by is not None and self.answer_by > self.on:
            raise Refused("answer_by")
        return values


@transaction.atomic
def plan_occasion(*, street_id: int, plan: Plan, committee_id: int | None = None, question: str = "", now: datetime, by_id: int) -> Occasion:
    """Plan one. `committee_id`: of one committee, seen by it; `question`: the words in which people were looked for. Refused as `Plan.checked` says,
    "committee" for another street's."""
    if committee_id is not None and not Committee.objects.filter(pk=committee_id, street_id=street_id).exists():
        raise Refused("committee")
    row = Occasion.objects.create(
        street_id=street_id, committee_id=committee_id, question=question.strip()[:200], made_at=now, made_by_id=by_id, **plan.checked()
    )
    _log("occasion.planned", row, now, by_id, name=row.name)
    return row


@transaction.atomic
def change_occasion(*, occasion_id: int, plan: Plan, version: int, now: datetime, by_id: int) -> Occasion:
    """Change it. More places move up those who wait. Refused as `Plan.checked`, "stale" when somebody changed it meanwhile, "over" when it is called off or
    closed, "seated" for fewer places than were given."""
    row, values = held(occasion_id), plan.checked()
    if row.version != version:
        raise Refused("stale")
    if plan.places is not None:
        given = Invitation.objects.filter(occasion=row, seat__isnull=False)
        if given.count() > plan.places:
            raise Refused("seated", seated=given.count())
    Occasion.objects.filter(pk=row.pk).update(**values, version=F("version") + 1)
    row.refresh_from_db()
    seat_everybody(row, now=now)
    _log("occasion.changed", row, now, by_id)
    return row


@transaction.atomic
def call_off(*, occasion_id: int, reason: str, now: datetime, by_id: int) -> Occasion:
    """It does not take place. Who was asked stays known, for they are to be told. Refused "reason" without one, "over"."""
    row = held(occasion_id)
    if not reason.strip():
        raise Refused("reason")
    Occasion.objects.filter(pk=row.pk).update(cancelled_at=now, cancelled_why=reason.strip()[:200])
    _log("occasion.called_off", row, now, by_id, reason=reason.strip()[:200])
    return row


@transaction.atomic
def close(*, occasion_id: int, result: str, now: datetime, by_id: int) -> Occasion:
    """It took place: what came of it. Whoever had a place and did not sign in did not come. Refused "over"."""
    row = held(occasion_id)
    Occasion.objects.filter(pk=row.pk).update(closed_at=now, result=result.strip()[:1000])
    _log("occasion.closed", row, now, by_id)
    return row


@transaction.atomic
def reopen(*, occasion_id: int, now: datetime, by_id: int) -> bool:
    """Calling off or closing was a mistake. False when it was open."""
    done = Occasion.objects.filter(pk=occasion_id).exclude(cancelled_at=None, closed_at=None).update(cancelled_at=None, cancelled_why="", closed_at=None)
    if done:
        _log("occasion.reopened", Occasion.objects.get(pk=occasion_id), now, by_id)
    return bool(done)


def held(occasion_id: int, *, over_too: bool = False) -> Occasion:
    """The occasion, locked to the end of the transaction: one change of its places at a time. Refused "over" when it is called off or closed."""
    row = Occasion.objects.select_for_update(of=("self",)).get(pk=occasion_id)
    if row.over and not over_too:
        raise Refused("over")
    return row


def _log(act: str, row: Occasion, now: datetime, by_id: int, **more: object) -> None:
    log(act=act, now=now, by_id=by_id, street_id=row.street_id, target="occasion", target_id=row.pk, **more)
