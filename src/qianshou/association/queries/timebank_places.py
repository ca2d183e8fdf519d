"""What an elder's place in line rests on, and what is promised and paid already."""

from collections.abc import Collection
from datetime import date

from django.db.models import Sum

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.assessment.queries import latest_levels
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Person
from qianshou.people.rules.ages import age_on

from ..models import TimebankAsk, TimebankHours
from ..rules.timebank import Facts, Place, place_of

ABILITY = "gbt42195"  # the instrument whose levels say who is disabled, beside the words of the file
LEVEL_WORDS = {2: "半失能", 3: "失能", 4: "失能"}


def place_in_line(person: Person, on: date) -> Place:
    """One elder's place on a day."""
    return places_in_line(person.street, [person.pk], on)[person.pk]


def places_in_line(street: Street, person_ids: Collection[int], on: date) -> dict[int, Place]:
    """Person → place on a day; a handful of queries, however many people. Whoever has no file has no place."""
    lines = load(street.pack, on).time_bank_lines
    levels = latest_levels(scope=Scope.system(), person_ids=person_ids, instrument=ABILITY, today=on)
    found = dict.fromkeys(person_ids, place_of(Facts(), lines))
    rows = ElderFile.objects.filter(pk__in=person_ids).values_list("pk", "person__birth_date", "living", "hardship", "health")
    for pk, born, living, hardship, health in rows:
        words = [*health, *hardship, *([LEVEL_WORDS[levels[pk][0]]] if pk in levels and levels[pk][0] in LEVEL_WORDS else [])]
        found[pk] = place_of(Facts(age_on(born, on), living, hardship, words), lines)
    return found


def promised_of(person_id: int, street_id: int) -> int:
    """Minutes of help that an elder asked for or got and that are not settled: asks that wait, and hours to be confirmed without them."""
    asks = TimebankAsk.objects.filter(elder_id=person_id, street_id=street_id, state__in=("open", "matched")).aggregate(n=Sum("minutes"))["n"] or 0
    hours = TimebankHours.objects.filter(elder_id=person_id, street_id=street_id, state__in=("logged", "disputed")).aggregate(n=Sum("minutes"))["n"] or 0
    return asks + hours


def pot_paid(person_id: int, street_id: int, on: date) -> int:
    """Minutes that the pot has paid for an elder in the month of a day."""
    rows = TimebankHours.objects.filter(elder_id=person_id, street_id=street_id, state="confirmed", on__year=on.year, on__month=on.month)
    return rows.aggregate(n=Sum("pot"))["n"] or 0
