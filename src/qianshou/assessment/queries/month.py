"""What is known of people's month when its form is begun: notes with the dues, concerns, whether they were in hospital."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument
from qianshou.people.models import ElderFile, Status
from qianshou.people.queries.sealed import old_files
from qianshou.watch.models import Concern, Due

from ..rules.drafting import Noted, draft_month

MET = ("met", "met_heard_late", "met_late")


def drafts_of(
    person_ids: Collection[int], *, street_id: int, instrument: Instrument, month: date, reader_id: int | None = None
) -> dict[int, dict[str, object]]:
    """Person → what the form of a month begins with, as far as the instrument asks for it. Four queries, however many people.

    `reader_id`: for a carer's phone. Concerns of others then count, but their words are not repeated: one may be about her.
    """
    known = {item.code: [a.code for a in item.answers] for item in instrument.items}
    codes = {"events": known.get("events", ()), "needs": known.get("needs", ())}
    here = {"street_id": street_id, "month": month}
    noted, ill = noted_of(person_ids, reader_id=reader_id, **here), in_hospital(person_ids, **here)
    drafts = {person: draft_month(noted[person], in_hospital=person in ill, **codes) for person in person_ids}
    return {person: {code: value for code, value in found.items() if code in known} for person, found in drafts.items()}


def noted_of(person_ids: Collection[int], *, street_id: int, month: date, reader_id: int | None = None) -> dict[int, list[Noted]]:
    """Notes of what was done for each of them and concerns of a month, by day."""
    start, end = _span(month)
    found: dict[int, list[Noted]] = defaultdict(list)
    here = {"street_id": street_id, "person_id__in": person_ids}
    dues = Due.objects.filter(**here, state__in=MET, met_made_at__gte=start, met_made_at__lt=end)
    for person, at, evidence in dues.values_list("person_id", "met_made_at", "evidence"):
        found[person].append(Noted(clock.local_date(at), str(evidence.get("note") or "")))
    concerns = Concern.objects.filter(**here, made_at__gte=start, made_at__lt=end).exclude(state=Concern.State.TAKEN_BACK)
    for person, at, text, category, by in concerns.values_list("person_id", "made_at", "text", "category", "reported_by_id"):
        found[person].append(Noted(clock.local_date(at), text, category, quiet=reader_id not in (None, by)))
    return {person: sorted((one for one in found[person] if one.text.strip()), key=lambda one: one.on) for person in person_ids}


def in_hospital(person_ids: Collection[int], *, street_id: int, month: date) -> set[int]:
    """Those of them who are in hospital by the file as it stands, or were by its history within the month."""
    start, end = _span(month)
    own = set(ElderFile.objects.filter(person_id__in=person_ids, street_id=street_id).values_list("person_id", flat=True))
    there = set(ElderFile.objects.filter(person_id__in=own, status=Status.HOSPITAL).values_list("person_id", flat=True))
    for person_id, rows in old_files(own - there).items():
        if any(row.status == Status.HOSPITAL and start <= row.pgh_created_at < end for row in rows):
            there.add(person_id)
    return there


def _span(month: date) -> tuple:
    return clock.day_bounds(month)[0], clock.day_bounds((month + timedelta(days=31)).replace(day=1))[0]
