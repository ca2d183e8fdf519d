"""What happened to a person since the last assessment: home from hospital, a fall."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from qianshou.kernel import clock
from qianshou.people.models import ElderFile, Status
from qianshou.people.queries.sealed import old_files

from ..models import Assessment

FALL = "fall"  # an answer of the month's form (`events`)


def events_of(*, street_id: int, person_ids: Collection[int], until: date) -> dict[int, list[tuple[str, date]]]:
    """Person → (why, day), up to a day: "hospital" with the day of coming home, "fall" with the day of the form that tells of it.

    Coming home is read from the history of the file: it was "in hospital" and is "at home" now.
    """
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    home = ElderFile.objects.filter(street_id=street_id, person_id__in=person_ids, status=Status.ACTIVE).values_list("person_id", flat=True)
    for person, rows in old_files(list(home)).items():
        found[person] += [("hospital", clock.local_date(row.pgh_created_at)) for row in rows if row.status == Status.HOSPITAL]
    forms = Assessment.objects.filter(
        street_id=street_id, person_id__in=person_ids, month__isnull=False, state=Assessment.State.DONE, replaced=False, answers__events__contains=[FALL]
    )  # fmt: skip
    for person, on in forms.values_list("person_id", "made_on"):
        found[person].append((FALL, on))
    return {person: [e for e in sorted(set(events), key=lambda e: e[1]) if e[1] <= until] for person, events in found.items()} | {
        person: [] for person in person_ids if person not in found
    }
