"""A committee's elders over a year: what each month's form would say of due and done, and which reviews were made."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import QuerySet

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.assessment.models import Assessment
from qianshou.kernel import clock
from qianshou.people.models import ElderFile

from ..elders_year import ElderYear, counted
from ..spans import end_of, first_of_year, months_of
from .meals_owed import meals_owed
from .owed import owed_of
from .people import elders, elders_between
from .reader import Reader


def year_files(scope: Scope, street: Street, year: date) -> QuerySet[ElderFile]:
    """The files of everybody who has a form in some month of the year."""
    first = first_of_year(year)
    return elders_between(scope, first, end_of("elder_year", first)).filter(street=street)


def elder_years(scope: Scope, street: Street, year: date, now: datetime, language: str, committee_id: int | None) -> list[ElderYear]:
    """Everybody of the committee (None: of no committee) with a form in the year, in the order of names as the months have it."""
    months = [one for one in months_of(year) if one <= clock.local_date(now)]
    files = year_files(scope, street, year).filter(person__committee_id=committee_id)
    counts: dict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
    for month in months:
        ids = tuple(elders(scope, month).filter(street=street, person__committee_id=committee_id).values_list("person_id", flat=True))
        reader = Reader(street, month, language, now, ids)
        owed, meals = owed_of(reader), meals_owed(reader)
        for pk in ids:
            counts[pk][month] = counted([*owed.get(pk, ()), *meals.get(pk, ())])
    people = files.order_by("person__name_key", "person_id").values_list("person_id", "person__name", "person__place__name", "person__door")
    reviews = _reviews([pk for pk, *_ in people], year)
    return [ElderYear(pk, name, f"{place or ''}{door}", counts[pk], frozenset(reviews[pk])) for pk, name, place, door in people]


def _reviews(person_ids: list[int], year: date) -> dict[int, set[date]]:
    """Person → months of which the review was made."""
    found: dict[int, set[date]] = defaultdict(set)
    rows = Assessment.objects.filter(person__in=person_ids, month__year=year.year, state=Assessment.State.DONE, replaced=False)
    for person_id, month in rows.order_by().values_list("person_id", "month"):
        found[person_id].add(month)
    return found
