"""Any mix of arrangements, pauses, one-off changes, undos, statuses, cut-offs and repeats: exactly the right meals.

The model is a diary in plain Python: it knows nothing of tables, runs or the rule's order.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.meals.models import CutOff, Order
from qianshou.people.models import ElderFile
from tests.cast import DAY
from tests.meals_orders.days import LUNCH

SPAN = [DAY + timedelta(days=n) for n in range(4)]
HOURS = (7, 8, 9, 11, 13, 20)  # before the cut-off (8:30) of lunch, after it, and when the meal is over (12:30)
WHO = ("shen", "lu")

steps = st.one_of(
    st.tuples(st.just("week"), st.sampled_from(WHO), st.frozensets(st.integers(1, 7)), st.integers(1, 2), st.integers(0, 2)),
    st.tuples(st.just("say"), st.sampled_from(WHO), st.integers(0, 3), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("undo"), st.integers(0, 3)),
    st.tuples(st.just("pause"), st.sampled_from(WHO), st.integers(0, 2), st.none() | st.integers(0, 2)),
    st.tuples(st.just("resume"), st.sampled_from(WHO), st.integers(0, 2)),
    st.tuples(st.just("status"), st.sampled_from(WHO), st.sampled_from(["active", "hospital", "dead"])),
    st.tuples(st.just("run")),
    st.tuples(st.just("later"), st.integers(1, 3)),
)
# Every morning begins with standing orders; a cut-off is run now and then whatever else is said.
mornings = st.lists(st.tuples(steps, st.sampled_from([(), ("run",), ("later", 1), ("later", 2)])), min_size=5, max_size=25)


@dataclass
class Diary:
    """Everything that was said about one person, in the order in which it was said, and the boxes that the kitchen was told of."""

    weeks: list[tuple[date, frozenset, int]] = field(default_factory=list)
    stops: list[list] = field(default_factory=list)  # [said, first, last or None]
    words: list[list] = field(default_factory=list)  # [said, day, portions, batch, held]
    at_home: bool = True
    boxes: dict[date, int] = field(default_factory=dict)

    def wanted(self, day: date) -> int:
        """What the person would be brought if it were decided now."""
        week = next((w for w in reversed(self.weeks) if w[0] <= day), None)
        portions = week[2] if week and day.isoweekday() in week[1] else 0
        said = [(s[0], 0) for s in self.stops if s[1] <= day and (s[2] is None or day <= s[2])]
        said += [(w[0], w[2]) for w in self.words if w[1] == day and w[4]]
        if said:
            portions = max(said)[1]
        return portions if self.at_home else 0


class Office:
    """Does each step in the program and in the diary."""

    def __init__(self, cast) -> None:
        self.cast, self.tick, self.day, self.hour, self.taken = cast, 0, 0, 0, set()
        self.diaries = {name: Diary() for name in WHO}
        self.batches: list[tuple[str, object]] = []

    @property
    def now(self):
        self.tick += 1
        return clock.at(SPAN[self.day], time(HOURS[self.hour], 0)) + timedelta(seconds=self.tick)

    def open_day(self, now) -> date:
        return SPAN[self.day] if now < clock.at(SPAN[self.day], time(8, 30)) else SPAN[self.day] + timedelta(days=1)

    def cookable(self, day: date, now) -> bool:
        return now < clock.at(day, time(12, 30))

    def follow(self, name: str, days, *, may_add: bool, now) -> None:
        """The kitchen had its orders for these days: each box follows what is wanted now; it comes back only by a word of its own."""
        diary = self.diaries[name]
        for day in days:
            if day in self.taken and self.cookable(day, now):
                had, wanted = diary.boxes.get(day, 0), diary.wanted(day)
                if had or may_add:
                    diary.boxes[day] = wanted

    def week(self, name, weekdays, portions, ahead) -> None:
        now = self.now
        since = self.open_day(now) + timedelta(days=ahead)
        meals.set_standing(person_id=self.person(name).pk, meal=LUNCH, week={d: meals.Wish(portions) for d in weekdays}, since=since, now=now)
        diary = self.diaries[name]
        diary.weeks = [w for w in diary.weeks if w[0] < since] + [(since, weekdays, portions)]

    def say(self, name, ahead, portions, with_reason) -> None:
        day, now, batch = SPAN[self.day] + timedelta(days=ahead), self.now, uuid4()
        wishes = [meals.MealWish(day=day, meal=LUNCH, portions=portions)]
        late = now >= clock.at(day, time(8, 30))

        def do() -> None:
            meals.change_meals(
                person_id=self.person(name).pk, wishes=wishes, batch=batch, reason="电话" if with_reason else "", now=now, by_id=self.cast.officer.pk
            )

        if not self.cookable(day, now) or (late and not with_reason):
            with pytest.raises(Refused):
                do()
            return
        do()
        do()  # a second press of Enter
        self.diaries[name].words.append([now, day, portions, batch, True])
        self.batches.append((name, batch))
        self.follow(name, [day], may_add=True, now=now)

    def undo(self, back) -> None:
        if back >= len(self.batches):
            return
        name, batch = self.batches[-1 - back]
        now = self.now
        meals.withdraw_changes(batch=batch, now=now, by_id=self.cast.officer.pk)
        for word in self.diaries[name].words:
            if word[3] == batch and word[4] and self.cookable(word[1], now):
                word[4] = False
                self.follow(name, [word[1]], may_add=True, now=now)

    def pause(self, name, ahead, length) -> None:
        now, first = self.now, SPAN[self.day] + timedelta(days=ahead)
        last = None if length is None else first + timedelta(days=length)
        meals.pause_meals(person_id=self.person(name).pk, since=first, until=last, reason="away", now=now, by_id=self.cast.officer.pk)
        self.diaries[name].stops.append([now, first, last])
        self.follow(name, sorted(self.taken), may_add=False, now=now)

    def resume(self, name, ahead) -> None:
        now, first = self.now, SPAN[self.day] + timedelta(days=ahead)
        meals.resume_meals(person_id=self.person(name).pk, from_day=first, now=now, by_id=self.cast.officer.pk)
        for stop in self.diaries[name].stops:
            if stop[1] <= first and (stop[2] is None or stop[2] >= first):
                stop[2] = first - timedelta(days=1)

    def status(self, name, status) -> None:
        now = self.now
        ElderFile.objects.filter(pk=self.person(name).pk).update(status=status)
        meals.status_changed(elder_id=self.person(name).pk, now=now)
        diary = self.diaries[name]
        diary.at_home = status == "active"
        if not diary.at_home:
            self.follow(name, sorted(self.taken), may_add=False, now=now)

    def run(self) -> None:
        now, day = self.now, SPAN[self.day]
        meals.take_owed_orders(street_id=self.cast.street.pk, now=now)
        if clock.at(day, time(8, 30)) <= now < clock.at(day, time(12, 30)) and day not in self.taken:
            self.taken.add(day)
            for diary in self.diaries.values():
                if wanted := diary.wanted(day):
                    diary.boxes[day] = wanted

    def later(self, hours) -> None:
        self.hour += hours
        while self.hour >= len(HOURS):
            self.day, self.hour = min(self.day + 1, len(SPAN) - 1), self.hour - len(HOURS)

    def person(self, name):
        return getattr(self.cast, name)

    def check(self) -> None:
        """The boxes of the kitchen are those of the diaries, one a person and day."""
        rows = {(o.person_id, o.day): o.portions for o in Order.objects.filter(state="ordered", meal=LUNCH)}
        told = {(self.person(name).pk, day): n for name, diary in self.diaries.items() for day, n in diary.boxes.items() if n}
        assert rows == told
        assert set(CutOff.objects.filter(meal=LUNCH).values_list("day", flat=True)) == self.taken
        assert not Order.objects.filter(changed_after=True, reason="").exists()


@pytest.mark.django_db
@pytest.mark.long
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(mornings)
def test_exactly_the_right_meals_whatever_is_said_in_whatever_order(cast, doing):
    with transaction.atomic():
        office = Office(cast)
        for who in WHO:
            office.week(who, frozenset(range(1, 8)), 1, 0)
        for step in (one for pair in doing for one in pair if one):
            name, *more = step
            getattr(office, name)(*more)
            office.check()
        transaction.set_rollback(True)
