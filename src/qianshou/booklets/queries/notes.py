"""What carers, callers and others wrote about each person in a month, and the month's review: the draft of the form's remarks."""

from collections import defaultdict

from qianshou.care.models import STANDING, VisitEvent
from qianshou.kernel import clock
from qianshou.watch.models import Call, Concern

from ..rules import Note
from ..words import words
from .assessed import of_reviews
from .reader import Reader

TOPIC_OF_CATEGORY = {"body": "body", "mood": "mood", "home": "need", "money": "need"}
NOTE_KINDS = ("note", "done", "nobody", "arrived")


def notes_of(reader: Reader) -> dict[int, list[Note]]:
    """Notes of visits and calls, and concerns with their answers, by person."""
    found: dict[int, list[Note]] = defaultdict(list)
    for read in (of_visits, of_calls, of_concerns, of_reviews):
        for person_id, note in read(reader):
            found[person_id].append(note)
    return found


def of_visits(reader: Reader) -> list[tuple[int, Note]]:
    """What carers wrote at the door."""
    start, end = reader.moments
    rows = VisitEvent.objects.filter(STANDING, visit__elder__in=reader.ids, kind__in=NOTE_KINDS, made_at__gte=start, made_at__lt=end)
    rows = rows.exclude(note="").order_by("made_at", "id").values_list("visit__elder_id", "made_at", "note")
    return [(person_id, Note(clock.local_date(at), text)) for person_id, at, text in rows]


def of_calls(reader: Reader) -> list[tuple[int, Note]]:
    """What was written at the call desk."""
    start, end = reader.moments
    rows = Call.objects.filter(person__in=reader.ids, at__gte=start, at__lt=end).exclude(note="").exclude(outcome="taken_back")
    return [
        (person_id, Note(clock.local_date(at), text))
        for person_id, at, text in rows.order_by("at", "id").values_list("person_id", "at", "note")
    ]


def of_concerns(reader: Reader) -> list[tuple[int, Note]]:
    """Concerns, each with its answer; one that asks for an answer and has none says so."""
    (start, end), still_open = reader.moments, words(reader.language)["concern-open"]
    rows = Concern.objects.filter(person__in=reader.ids, made_at__gte=start, made_at__lt=end)
    rows = rows.exclude(state=Concern.State.TAKEN_BACK).order_by("made_at", "id")
    found = []
    for person_id, at, text, category, severity, answer in rows.values_list(
        "person_id", "made_at", "text", "category", "severity", "answer"
    ):
        after = answer or (still_open if severity > Concern.Severity.NOTE else "")
        found.append((person_id, Note(clock.local_date(at), f"{text}（{after}）" if after else text, TOPIC_OF_CATEGORY.get(category, ""))))
    return found
