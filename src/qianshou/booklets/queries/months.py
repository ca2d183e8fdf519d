"""What a month says of each person: dues with reasons, notes, concerns. A fixed number of reads for any number of people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import Visit, VisitEvent
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Person
from qianshou.watch.models import Alert, Call, Concern, Due

from ..rules import EXCUSED, MISSED, Note, Owed, first_of, next_month, state_of
from ..sheets import Month
from ..words import words
from .people import elders, heads

LAST = 10_000  # order of what is not in the catalogue
TOPIC_OF_CATEGORY = {"body": "body", "mood": "mood", "home": "need", "money": "need"}
NOTE_KINDS = ("note", "done", "nobody", "arrived")


@dataclass(slots=True)
class Reader:
    """One gathering: whose month, in which language, as known at which moment."""

    street: Street
    month: date
    language: str
    now: datetime
    ids: list[int] = field(default_factory=list)

    @property
    def span(self) -> dict:
        """The filter of days of the month."""
        return {"day__gte": first_of(self.month), "day__lt": next_month(self.month)}

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The month as moments [start, end)."""
        return clock.day_bounds(first_of(self.month))[0], clock.day_bounds(next_month(self.month))[0]


def months(scope: Scope, street: Street, month: date, now: datetime, language: str, committee_id: int | None | str = "all") -> list[Month]:
    """The month of everybody who has a form and whom the scope may see, in the order of a volume.

    `committee_id`: one committee, None for those of no committee, "all" for everybody.
    """
    files = elders(scope, month).filter(street=street)
    if committee_id != "all":
        files = files.filter(person__committee_id=committee_id)
    return read(files, Reader(street, first_of(month), language, now))


def month_of(scope: Scope, person_id: int, month: date, now: datetime, language: str) -> tuple[Month, Person]:
    """One person's month. Raises Person.DoesNotExist for nobody, or nobody the scope may see."""
    person = Person.objects.select_related("street", "committee").filter(scope.rows(), pk=person_id, file__isnull=False).get()
    found = read(ElderFile.objects.filter(pk=person_id), Reader(person.street, first_of(month), language, now))
    return found[0], person


def read(files, reader: Reader) -> list[Month]:
    """The months of the persons behind `files`."""
    facts = heads(files, reader.street, reader.month, reader.language)
    reader.ids = [one.person_id for one in facts]
    owed, notes = owed_of(reader), notes_of(reader)
    return [Month(one, owed[one.person_id], notes[one.person_id]) for one in facts]


def owed_of(reader: Reader) -> dict[int, list[Owed]]:
    """Every due of the month by person."""
    w = words(reader.language)
    visits = dict(Visit.objects.filter(elder__in=reader.ids, **reader.span).values_list("pk", "service"))
    alerts = alerts_of(reader, w)
    services = list(load(reader.street.pack).services.values())
    catalogue = {service.code: (place, service.name(reader.language)) for place, service in enumerate(services)}
    found: dict[int, list[Owed]] = defaultdict(list)
    rows = Due.objects.filter(person__in=reader.ids, **reader.span).order_by("by_at", "id")
    columns = ("pk", "person_id", "day", "kind", "key", "title", "state", "late_at", "excuse")
    for pk, person_id, day, kind, key, title, watched, late_at, excuse in rows.values_list(*columns):
        order, name = named(kind, key, title, visits, catalogue, w)
        state = state_of(watched, late_at, reader.now)
        why, remedy = "", ""
        if state == EXCUSED:
            why = w["outcomes"].get(excuse, excuse)
        elif state == MISSED:
            why, remedy = alerts.get(pk, (w["whys"]["late"], w["not-heard"]))
        elif watched == "met_late":
            why = w["met-late"]
        found[person_id].append(Owed(day, name, order, state, why, remedy))
    return found


def named(kind: str, key: str, title: dict, visits: dict[int, str], catalogue: dict, w: dict) -> tuple[int, str]:
    """(order, name) of the service that a due is: the catalogue's for a visit, a campaign's own title, else its kind."""
    if kind == "visit":
        _, _, number = key.partition(":")
        service = visits.get(int(number)) if number.isdigit() else None
        return catalogue.get(service, (LAST, service or w["kinds"]["visit"]))
    own = title.get("title") or (title.get("params") or {}).get("title")
    return (LAST + 2, own) if kind == "campaign" and own else (LAST + 1, w["kinds"].get(kind, kind))


def alerts_of(reader: Reader, w: dict) -> dict[int, tuple[str, str]]:
    """For each due with an alert: why it was raised and how it ended (the last alert counts)."""
    found: dict[int, tuple[str, str]] = {}
    rows = Alert.objects.filter(due__person__in=reader.ids, due__day__gte=first_of(reader.month), due__day__lt=next_month(reader.month))
    for due_id, why, state, outcome, note, closed_at in rows.order_by("raised_at", "id").values_list(
        "due_id", "why", "state", "outcome", "outcome_note", "closed_at"):  # fmt: skip
        if state == "closed":
            at = closed_at.astimezone(clock.ZONE) if closed_at else None
            said = note or w["outcomes"].get(outcome, outcome)
            remedy = f"{at.hour}:{at.minute:02d} {said}" if at else said
        else:
            remedy = w["alert-open"]
        found[due_id] = (w["whys"].get(why, why), remedy)
    return found


def notes_of(reader: Reader) -> dict[int, list[Note]]:
    """What carers, callers and others wrote about each person in the month."""
    w, (start, end) = words(reader.language), reader.moments
    found: dict[int, list[Note]] = defaultdict(list)
    events = VisitEvent.objects.filter(visit__elder__in=reader.ids, kind__in=NOTE_KINDS, made_at__gte=start, made_at__lt=end).exclude(note="")
    for person_id, made_at, text in events.order_by("made_at", "id").values_list("visit__elder_id", "made_at", "note"):
        found[person_id].append(Note(clock.local_date(made_at), text))
    calls = Call.objects.filter(person__in=reader.ids, at__gte=start, at__lt=end).exclude(note="").exclude(outcome="taken_back")
    for person_id, at, text in calls.order_by("at", "id").values_list("person_id", "at", "note"):
        found[person_id].append(Note(clock.local_date(at), text))
    for person_id, notes in concerns_of(reader.ids, start, end, w["concern-open"]).items():
        found[person_id].extend(notes)
    return found


def concerns_of(ids: Iterable[int], start: datetime, end: datetime, still_open: str) -> dict[int, list[Note]]:
    """Concerns raised in the month, each with its answer or the word that there is none yet."""
    found: dict[int, list[Note]] = defaultdict(list)
    rows = Concern.objects.filter(person__in=ids, made_at__gte=start, made_at__lt=end).order_by("made_at", "id")
    for person_id, made_at, text, category, answer in rows.values_list("person_id", "made_at", "text", "category", "answer"):
        found[person_id].append(Note(clock.local_date(made_at), f"{text}（{answer or still_open}）", TOPIC_OF_CATEGORY.get(category, "")))
    return found
