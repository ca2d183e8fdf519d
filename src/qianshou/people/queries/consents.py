"""Who allowed what, and the papers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.packs.shapes_file import Purpose

from ..models import Consent, Paper, Person
from ..rules.restrictions import PHOTOS
from .files import people_seen
from .restrictions import allowed


@dataclass(frozen=True, slots=True)
class Answer:
    """A purpose and how it stands: `now` is the answer that holds (None: never asked, or taken back), `before` the older ones."""

    purpose: Purpose
    now: Consent | None
    before: tuple[Consent, ...]

    @property
    def state(self) -> str:
        """given | refused | withdrawn | not_asked."""
        if self.now:
            return "given" if self.now.given else "refused"
        return "withdrawn" if self.before else "not_asked"


def consents_of(person: Person, on: date) -> list[Answer]:
    """Each purpose that the pack has on that day, with what was answered. The caller has fetched the person by its scope."""
    rows = list(Consent.objects.filter(person=person).select_related("recorded_by", "paper", "withdrawn_recorded_by"))
    found = []
    for purpose in load(person.street.pack, on).purposes.values():
        of = [row for row in rows if row.purpose == purpose.code]
        holds = next((row for row in of if row.ended_at is None), None)
        found.append(Answer(purpose, holds, tuple(row for row in of if row.ended_at)))
    return found


def has_consent(person_id: int, purpose: str) -> bool:
    """Whether the person's consent for this purpose holds now."""
    return Consent.objects.filter(person_id=person_id, purpose=purpose, given=True, ended_at=None).exists()


def said_no(street_id: int, purpose: str) -> QuerySet:
    """Ids of people of a street who refused this purpose or took it back, and have not said yes since. Never asked is not no."""
    yes = Consent.objects.filter(street_id=street_id, purpose=purpose, given=True, ended_at=None).values("person_id")
    refused = Consent.objects.filter(street_id=street_id, purpose=purpose, given=False, ended_at=None)
    taken_back = Consent.objects.filter(street_id=street_id, purpose=purpose, withdrawn=True).exclude(person_id__in=yes)
    return (refused | taken_back).values("person_id")


def has_said_no(person_id: int, purpose: str) -> bool:
    """Whether this person refused the purpose or took it back, and has not said yes since."""
    rows = Consent.objects.filter(person_id=person_id, purpose=purpose)
    held = rows.filter(ended_at=None).values_list("given", flat=True).first()
    return not held if held is not None else rows.filter(withdrawn=True).exists()


def had_consent(person_id: int, purpose: str, at: datetime) -> bool:
    """Whether it held at that moment."""
    rows = Consent.objects.filter(person_id=person_id, purpose=purpose, given=True, at__lte=at)
    return any(row.ended_at is None or row.ended_at > at for row in rows)


def paper_of(scope: Scope, paper_id: int, today: date) -> Paper:
    """One paper of somebody whom the user may see; Paper.DoesNotExist otherwise, and for a photograph of somebody who
    said no to being shown or had photographs restricted."""
    one = Paper.objects.select_related("key", "person").get(pk=paper_id, person__in=people_seen(scope, today))
    if one.kind == Paper.Kind.PHOTO and (has_said_no(one.person_id, "photos") or not allowed(one.person_id, PHOTOS)):
        raise Paper.DoesNotExist
    return one
