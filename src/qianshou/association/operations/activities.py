"""From the plan sheet to the report. Asking, places, waiting list and signing in are an Occasion's (care.operations.occasions, invitations, attending)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.care.models import Invitation, Occasion
from qianshou.care.operations import invitations, occasions
from qianshou.care.operations.errors import Refused
from qianshou.care.rules.invitations import MOST_PLACES
from qianshou.kernel import clock

from ..models import Activity, PlanLine
from ..queries.pack import rules_of
from ..rules.activities import MOST_FEN
from ..rules.ideas import APPROVED, MAY_PLAN, PLANNED
from . import ideas

SIGNED_UP = gettext_noop("Signed up herself")  # as the invitation keeps it; translated when shown
MOST_LINES = 60
LENGTHS = {"name": 80, "purpose": 500, "venue": 120, "venue_code": 60, "for_whom": 200, "responsible": 60, "telephone": 40}
NEEDED = ("name", "purpose", "venue", "responsible")
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet; `fen` is planned for the whole line. `id` of one that stands there already."""

    kind: str
    what: str
    quantity: int | None = None
    fen: int = 0
    who: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the plan sheet says."""

    kind: str
    name: str
    purpose: str
    venue: str
    on: date
    starts: time
    responsible: str
    venue_code: str = ""
    ends: time | None = None
    places: int | None = None
    for_whom: str = ""
    telephone: str = ""
    lines: Sequence[Line] = field(default=())

    def checked(self) -> dict:
        """As columns. Refused with the name of what is missing or makes no sense: name, purpose, venue, responsible, places, ends, fen, lines."""
        values = {key: value for key, value in asdict(self).items() if key != "lines"}
        for key, longest in LENGTHS.items():
            values[key] = values[key].strip()[:longest]
        for key in NEEDED:
            if not values[key]:
                raise Refused(key)
        if self.places is not None and not 1 <= self.places <= MOST_PLACES:
            raise Refused("places", most=MOST_PLACES)
        if self.ends is not None and self.ends <= self.starts:
            raise Refused("ends")
        if len(self.lines) > MOST_LINES:
            raise Refused("lines", most=MOST_LINES)
        if any(not 0 <= one.fen <= MOST_FEN or not 0 <= (one.quantity or 0) <= 100_000 for one in self.lines):
            raise Refused("fen")
        return values


@transaction.atomic
def plan_activity(*, idea_id: int, sheet: Sheet, version: int | None = None, now: datetime, by_id: int) -> Activity:
    """Write the sheet of an approved idea, or change it; where sign-up is open the occasion follows.

    Refused as `Sheet.checked`, "state" where the street has not approved it or the day is over, "kind", "past" for a new sheet of a day that is over,
    "stale" when somebody changed it meanwhile; and as `occasions.change_occasion`.
    """
    idea, values = ideas.held(idea_id), sheet.checked()
    if idea.state not in MAY_PLAN:
        raise Refused("state")
    if sheet.kind not in rules_of(idea.street, clock.local_date(now), "activity"):
        raise Refused("kind")
    row = Activity.objects.filter(idea=idea).first()
    if row is None:
        if sheet.on < clock.local_date(now):
            raise Refused("past")
        row = Activity.objects.create(idea=idea, street_id=idea.street_id, made_at=now, made_by_id=by_id, **values)
    else:
        if row.version != version:
            raise Refused("stale")
        Activity.objects.filter(pk=row.pk).update(**values, version=F("version") + 1)
        row.refresh_from_db()
    _write_lines(row, sheet.lines, now)
    ideas.move(idea, "plan" if idea.state == APPROVED else "change", now=now, by_id=by_id)
    if row.occasion_id:
        occasions.change_occasion(occasion_id=row.occasion_id, plan=_invitation(row), version=row.occasion.version, now=now, by_id=by_id)
    return row


def _write_lines(row: Activity, lines: Sequence[Line], now: datetime) -> None:
    """Lines are changed in place; one that is left out is taken off the sheet, and is not lost."""
    stand = {one.pk: one for one in PlanLine.objects.filter(activity=row, gone_at__isnull=True)}
    kept = set()
    for line in lines:
        if line.kind not in PlanLine.Kind.values or not line.what.strip():
            continue
        values = {"kind": line.kind, "what": line.what.strip()[:120], "quantity": line.quantity, "fen": line.fen, "who": line.who.strip()[:120]}
        if line.id in stand:
            kept.add(line.id)
            PlanLine.objects.filter(pk=line.id).update(**values)
        else:
            PlanLine.objects.create(activity=row, **values)
    PlanLine.objects.filter(pk__in=set(stand) - kept).update(gone_at=now)
    if PlanLine.objects.filter(activity=row, gone_at__isnull=True).count() > MOST_LINES:
        raise Refused("lines", most=MOST_LINES)


def _invitation(row: Activity) -> occasions.Plan:
    return occasions.Plan(
        name=row.name, on=row.on, starts=row.starts, ends=row.ends, where=row.venue, organiser=row.responsible, places=row.places, telephone=row.telephone,
        text=row.purpose,
    )  # fmt: skip


@transaction.atomic
def open_sign_up(*, idea_id: int, now: datetime, by_id: int) -> Occasion:
    """The plan stands and people are asked: an occasion is made of it. Refused "state", "past"."""
    idea = ideas.held(idea_id)
    if idea.state != PLANNED:
        raise Refused("state")
    row = Activity.objects.select_for_update().get(idea=idea)
    if row.on < clock.local_date(now):
        raise Refused("past")
    made = occasions.plan_occasion(street_id=row.street_id, plan=_invitation(row), now=now, by_id=by_id)
    Activity.objects.filter(pk=row.pk).update(occasion=made)
    ideas.move(idea, "open", now=now, by_id=by_id)
    return made


@transaction.atomic
def sign_up(*, activity_id: int, person_id: int, batch: UUID, now: datetime, by_id: int) -> Invitation:
    """Somebody would like to come: a place while there is one, then the waiting list. `batch` names the act. Refused "state" before sign-up; as care says."""
    row = Activity.objects.get(pk=activity_id)
    if row.occasion_id is None:
        raise Refused("state")
    asked = invitations.invite_by_hand(occasion_id=row.occasion_id, person_id=person_id, reason=SIGNED_UP, now=now, by_id=by_id)
    invitations.answer(invitation_id=asked.pk, kind="yes", via="person", batch=batch, now=now, by_id=by_id)
    asked.refresh_from_db()
    return asked


@transaction.atomic
def hold_day(*, idea_id: int, used: Mapping[int, int], note: str = "", now: datetime, by_id: int) -> Activity:
    """It took place: how many of each line were used or given. The occasion is closed with it. Refused "state", "early", "called_off", "used"."""
    idea = ideas.held(idea_id)
    row = Activity.objects.select_related("occasion").filter(idea=idea).first()
    if idea.state != "open" or row is None or row.occasion is None:
        raise Refused("state")
    if clock.local_date(now) < row.occasion.on:
        raise Refused("early")
    if row.occasion.cancelled_at:
        raise Refused("called_off")
    write_used(row, used)
    if not row.occasion.closed_at:
        occasions.close(occasion_id=row.occasion_id, result=note, now=now, by_id=by_id)
    ideas.move(idea, "hold", note=note, now=now, by_id=by_id)
    return row


def write_used(row: Activity, used: Mapping[int, int]) -> None:
    """How many of each line were used or given. Refused "used" for what cannot be."""
    if any(not 0 <= n <= 100_000 for n in used.values()):
        raise Refused("used")
    for line in PlanLine.objects.filter(activity=row, pk__in=list(used), gone_at__isnull=True):
        PlanLine.objects.filter(pk=line.pk).update(used=used[line.pk])


@transaction.atomic
def write_report(*, idea_id: int, result: str, said: str, used: Mapping[int, int], done: bool, now: datetime, by_id: int) -> Activity:
    """How it was and what people said; `done`: the report stands, and the idea with it. Refused "state", "result" for a report without one."""
    idea = ideas.held(idea_id)
    if idea.state not in ("held", "reported"):
        raise Refused("state")
    if done and not result.strip():
        raise Refused("result")
    row = Activity.objects.select_for_update(of=("self",)).get(idea=idea)
    write_used(row, used)
    Activity.objects.filter(pk=row.pk).update(result=result.strip()[:LONGEST], said=said.strip()[:LONGEST], version=F("version") + 1)
    if done and idea.state == "held":
        Activity.objects.filter(pk=row.pk).update(reported_at=now, reported_by_id=by_id)
        ideas.move(idea, "report", now=now, by_id=by_id)
    else:
        log(act="activity.report", now=now, by_id=by_id, street_id=row.street_id, target="activity", target_id=row.pk)
    row.refresh_from_db()
    return row
