"""What families write, for the desk."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from qianshou.access.scope import Scope
from qianshou.watch.models import WANTS_ANSWER

from ..models import FamilyNote

WAITING = "waiting"
FRESH = timedelta(days=7)  # how long a message is shown at the door


def family_notes(*, scope: Scope, show: str = "", committee_id: int | None = None, text: str = "") -> QuerySet[FamilyNote]:
    """Notes of the scope: "waiting" for an answer, the oldest first; "answered", the latest first; else all."""
    if not scope.may("watch.read"):
        return FamilyNote.objects.none()
    rows = FamilyNote.objects.filter(scope.rows(street="concern__street_id", committee="concern__committee_id"))
    if scope.street_id:
        rows = rows.filter(concern__street_id=scope.street_id)
    if show == WAITING:
        rows = rows.filter(concern__state__in=WANTS_ANSWER)
    elif show:
        rows = rows.exclude(concern__state__in=WANTS_ANSWER)
    if committee_id:
        rows = rows.filter(concern__committee_id=committee_id)
    if text:
        rows = rows.filter(person__name__contains=text)
    order = ("-concern__severity", "made_at", "pk") if show == WAITING else ("-concern__answered_at", "-pk")
    return rows.select_related("person__committee", "link", "concern__answered_by", "concern__taken_by").order_by(*order)


def family_note(*, scope: Scope, note_id: int) -> FamilyNote:
    """One note; FamilyNote.DoesNotExist for outsiders."""
    return family_notes(scope=scope).get(pk=note_id)


def family_words(*, person_ids: Collection[int], now: datetime) -> dict[int, list[str]]:
    """Elder → what the family asks the carer, of the last week, the latest first: for the carer who goes there."""
    rows = FamilyNote.objects.filter(person__in=person_ids, kind=FamilyNote.Kind.MESSAGE, made_at__gt=now - FRESH).exclude(
        concern__state="taken_back"
    )
    found: dict[int, list[str]] = {}
    for person_id, text in rows.order_by("-made_at", "-pk").values_list("person_id", "concern__text"):
        found.setdefault(person_id, []).append(text)
    return found
