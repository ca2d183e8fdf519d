"""What the family page shows, for the scope of one open link: today, the month, and what the family wrote. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qianshou.access.models import Street
from qianshou.care.models import STANDING, FamilyNote, Visit, VisitEvent
from qianshou.kernel.clock import at, day_bounds, local_date
from qianshou.meals.queries.fed import Meal, person_meals
from qianshou.meals.rules.afterwards import NEIGHBOUR, NOT_FED, UNHEARD
from qianshou.meals.rules.afterwards import OFF as NOT_ORDERED
from qianshou.meals.rules.afterwards import TO_COME as MEAL_TO_COME
from qianshou.packs.loader import load
from qianshou.people.models import Person
from qianshou.people.queries.family import FamilyScope
from qianshou.watch.models import Alert, Call, Concern, Due

from ..rules.family import (
    CALL,
    DONE,
    LATE,
    MEAL,
    REACHED,
    SEEN_TO,
    TO_COME,
    TOLD,
    VISIT,
    DayCount,
    Item,
    Month,
    in_order,
    surname_of,
    visit_state,
)

OTHERS_DAYS = 60  # how far back concerns of others are counted
NOTES = 30
CALLS = ("greeting", "call")


@dataclass(frozen=True, slots=True)
class Other:
    """Something that somebody else noticed: that it was, and that it was answered; no word of what."""

    made_on: date
    answered_on: date | None


def person_of(scope: FamilyScope) -> Person:
    """Whose page it is: the name alone is shown."""
    return Person.objects.only("pk", "name", "street_id").get(pk=scope.person_id)


def today_of(*, scope: FamilyScope, language: str, now: datetime) -> list[Item]:
    """The office's day so far and to come."""
    day = local_date(now)
    return in_order([*_visits(scope, day, language, now), *_meals(scope, day, now), *_calls(scope, day, now)])


def _visits(scope: FamilyScope, day: date, language: str, now: datetime) -> list[Item]:
    rows = list(
        Visit.objects.filter(street_id=scope.street_id, elder_id=scope.person_id, day=day, withdrawn=False, moved_to__isnull=True).order_by(
            "window_start", "pk"
        )
    )
    dues = {d.key: d for d in Due.objects.filter(street_id=scope.street_id, person_id=scope.person_id, key__in=[v.due_key for v in rows])}
    help_of = _help([d.pk for d in dues.values()])
    came = _who([v.pk for v in rows], language)
    found = []
    for visit in rows:
        due = dues.get(visit.due_key)
        state = visit_state(state=visit.state, due_state=due.state if due else "", late=bool(due and due.late_at <= now))
        moment = {DONE: visit.arrived_at or visit.done_at, REACHED: due.met_made_at if due else None}.get(
            state, visit.arrived_at or visit.window_start
        )
        found.append(
            Item(
                VISIT,
                state,
                moment,
                visit.window_end if state == TO_COME else None,
                came.get(visit.pk, ""),
                help=help_of.get(due.pk, TOLD) if due and state == LATE else "",
            )
        )
    return found


def _who(visit_ids: list[int], language: str) -> dict[int, str]:
    """Visit → surname of the first carer who came."""
    rows = VisitEvent.objects.filter(STANDING, visit_id__in=visit_ids, kind__in=("arrived", "done"), carer__isnull=False).order_by(
        "-made_at", "-pk"
    )
    return {visit_id: surname_of(name, language) for visit_id, name in rows.values_list("visit_id", "carer__person__name")}


def _help(due_ids: list[int]) -> dict[int, str]:
    """Due → whether somebody sees to its alert."""
    rows = Alert.objects.filter(due_id__in=due_ids).exclude(state="closed").values_list("due_id", "state")
    return {due_id: SEEN_TO if state == "taken" else TOLD for due_id, state in rows}


def _meals(scope: FamilyScope, day: date, now: datetime) -> list[Item]:
    person = Person.objects.select_related("street").get(pk=scope.person_id)
    times = load(person.street.pack, day).meal_times
    found = []
    for meal in person_meals(person=person, first=day, last=day, now=now).meals:
        if meal.order.street_id != scope.street_id or meal.kind in NOT_ORDERED:
            continue
        when = times.get(meal.order.meal)
        found.append(_meal(meal, at(day, when.window[0]) if when else None, at(day, when.window[1]) if when else None))
    return found


def _meal(meal: Meal, opens: datetime | None, closes: datetime | None) -> Item:
    code = meal.order.meal
    if meal.kind == MEAL_TO_COME:
        return Item(MEAL, TO_COME, meal.delivery.planned_at or opens if meal.delivery else opens, closes, meal=code)
    if meal.kind in NOT_FED or meal.kind == UNHEARD:
        taken = meal.alert is not None and meal.alert.state == "taken"
        closed = meal.alert is not None and meal.alert.state == "closed" and meal.alert.outcome in ("well", "helped")
        return Item(
            MEAL,
            REACHED if closed else LATE,
            meal.at or closes,
            meal=code,
            how=meal.kind,
            help="" if closed else SEEN_TO if taken else TOLD,
        )
    return Item(MEAL, DONE, meal.at or closes, meal=code, how=NEIGHBOUR if meal.kind == NEIGHBOUR else "handed")


def _calls(scope: FamilyScope, day: date, now: datetime) -> list[Item]:
    start, end = day_bounds(day)
    rows = Call.objects.filter(street_id=scope.street_id, person_id=scope.person_id, at__gte=start, at__lt=end).exclude(
        outcome="taken_back"
    )
    made = [
        Item(CALL, LATE if row.outcome in ("no_answer", "wrong_number") else DONE, row.at, help=TOLD if row.outcome == "no_answer" else "")
        for row in rows.order_by("at")
    ]
    if any(item.state == DONE for item in made):  # reached in the end: earlier tries need nobody any more
        made = [item for item in made if item.state == DONE]
    owed = Due.objects.filter(street_id=scope.street_id, person_id=scope.person_id, day=day, kind__in=CALLS, state__in=("open", "late"))
    if made:
        return made
    return [
        Item(
            CALL,
            LATE if d.late_at <= now else TO_COME,
            None if d.late_at > now else d.by_at,
            d.by_at,
            help=TOLD if d.late_at <= now else "",
        )
        for d in owed.order_by("by_at")
    ]


def month_of(*, scope: FamilyScope, first: date, now: datetime) -> Month:
    """The days of the month of `first`, from its first to its last; days to come have nothing yet."""
    first = first.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    visits, missed = Counter(), Counter()
    here = {"street_id": scope.street_id}
    for day, state in Visit.objects.filter(**here, elder_id=scope.person_id, day__range=(first, last), withdrawn=False).values_list(
        "day", "state"
    ):
        visits[day] += state == "done"
        missed[day] += state == "unanswered"
    late = Due.objects.filter(**here, person_id=scope.person_id, kind="visit", day__range=(first, last), state="late").values_list(
        "day", "ref__visit"
    )
    unanswered = set(
        Visit.objects.filter(**here, elder_id=scope.person_id, day__range=(first, last), state="unanswered").values_list("pk", flat=True)
    )
    missed.update(day for day, visit in late if visit not in unanswered)
    person = Person.objects.select_related("street").get(pk=scope.person_id)
    eaten = person_meals(person=person, first=first, last=last, now=now)
    meals = Counter(meal.order.day for meal in eaten.meals if meal.group == "fed" and meal.order.street_id == scope.street_id)
    missed.update(meal.order.day for meal in eaten.amiss if meal.order.street_id == scope.street_id)
    reached = Call.objects.filter(**here, person_id=scope.person_id, at__gte=start, at__lt=end).exclude(
        outcome__in=("taken_back", "no_answer", "wrong_number")
    )
    calls = Counter(local_date(moment) for moment in reached.values_list("at", flat=True))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Month(tuple(DayCount(day, visits[day], meals[day], calls[day], missed[day]) for day in days))


def notes_of(*, scope: FamilyScope) -> list[FamilyNote]:
    """What this relative wrote by this link, with its answers, the latest first."""
    return list(FamilyNote.objects.filter(link_id=scope.link_id, person_id=scope.person_id).select_related("concern")[:NOTES])


def others_of(*, scope: FamilyScope, now: datetime) -> list[Other]:
    """What others noticed in the last two months, the latest first: the days alone, for the words may be of health or of other people."""
    rows = Concern.objects.filter(street_id=scope.street_id, person_id=scope.person_id, made_at__gte=now - timedelta(days=OTHERS_DAYS))
    rows = rows.exclude(state="taken_back").exclude(ref__startswith="family:").order_by("-made_at", "-pk")
    return [
        Other(local_date(made), local_date(answered) if answered else None) for made, answered in rows.values_list("made_at", "answered_at")
    ]


def street_of(scope: FamilyScope) -> Street:
    """The office that answers."""
    return Street.objects.get(pk=scope.street_id)
