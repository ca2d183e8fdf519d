"""When two files become one, each purpose keeps the newest word: an answer, or a withdrawal."""

from datetime import datetime

from ..models import Consent, Person
from .handing_over import hand_back, hand_over


def hand_over_consents(*, later: Person, earlier: Person, now: datetime) -> dict:
    """All answers go to the staying file; one that holds but is not the newest word for its purpose ends. Returns what the undo needs."""
    newest: dict[str, Consent] = {}
    rows = list(Consent.objects.select_for_update().filter(person__in=[later, earlier]))
    for row in sorted(rows, key=_said_at):
        newest[row.purpose] = row
    ended = [row.pk for row in rows if row.ended_at is None and newest[row.purpose].pk != row.pk]
    Consent.objects.filter(pk__in=ended).update(ended_at=now)
    return {"ended": ended, "moved": hand_over(Consent.objects.filter(person=later), "person_id", earlier.pk)}


def hand_back_consents(*, later: Person, earlier: Person, undo: dict) -> None:
    """Each file has its own answers again; what the merge had ended holds again where nothing newer was answered since."""
    hand_back(Consent, "person_id", undo.get("moved", []), held_by=earlier.pk, to=later.pk)
    for row in Consent.objects.filter(pk__in=undo.get("ended", []), withdrawn=False):
        if not Consent.objects.filter(person_id=row.person_id, purpose=row.purpose, ended_at=None).exists():
            Consent.objects.filter(pk=row.pk).update(ended_at=None)


def _said_at(row: Consent) -> tuple[datetime, int]:
    return (row.ended_at if row.withdrawn and row.ended_at else row.at), row.pk
