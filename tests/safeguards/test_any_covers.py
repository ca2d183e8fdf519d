"""Whatever is written, ended and taken back: no day is covered twice, and the renewal of the last cover is owed from its lead on, once."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from qianshou.care import operations as care
from qianshou.care.models import Safeguard
from qianshou.care.operations import safeguards
from qianshou.care.operations.errors import Refused
from qianshou.watch.models import Due
from tests import cast as people
from tests.cast import DAY, NOON
from tests.safeguards.covers import days, terms

LEAD = 30
SPAN = st.tuples(st.integers(-20, 12), st.integers(0, 50))
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("cover"), SPAN),
        st.tuples(st.just("renew"), SPAN),
        st.tuples(st.just("end"), st.integers(0, 9), st.integers(0, 90)),
        st.tuples(st.just("runs_on"), st.integers(0, 9)),
        st.tuples(st.just("back"), st.integers(0, 9)),
        st.tuples(st.just("days"), st.integers(1, 12)),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


class Model:
    """The same in plain Python: spans by id, the day each was owed."""

    def __init__(self):
        self.spans: dict[int, tuple[date, date, bool]] = {}  # id → first, last, ended on purpose
        self.owed: set[int] = set()

    def free(self, since: date, until: date) -> bool:
        return all(until < a or b < since for a, b, _ in self.spans.values())

    def sweep(self, today: date) -> None:
        if self.spans:
            last = max(self.spans, key=lambda pk: self.spans[pk][1])
            _, end, on_purpose = self.spans[last]
            if not on_purpose and end - timedelta(days=LEAD) <= today <= end + timedelta(days=30):
                self.owed.add(last)


@pytest.mark.long
class TestAnyCovers(TestCase):
    def setUp(self):
        self.cast = people.make(NOON)

    # Shrinking is left out: each trial walks whole weeks in the database, and the failing acts are short enough to read.
    @settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(ACTS)
    @example([("cover", (0, 38)), ("days", 12), ("renew", (0, 80)), ("days", 3), ("end", 1, 90), ("back", 1), ("days", 12)])
    @example([("cover", (0, 20)), ("cover", (21, 60)), ("back", 0), ("back", 0)])
    @example([("cover", (0, 20)), ("renew", (0, 60)), ("cover", (70, 90)), ("back", 1), ("end", 0, 5), ("runs_on", 0), ("back", 0)])
    @example([("renew", (-20, 55)), ("days", 12), ("end", 0, 50), ("days", 2)])
    def test_no_day_twice_and_the_last_end_is_owed_once_from_its_lead_on(self, acts):
        Due.objects.filter(kind="safeguard").delete()
        Safeguard.objects.all().delete()
        self.model, self.today, self.n = Model(), DAY, 0
        for act in acts:
            getattr(self, f"do_{act[0]}")(*act[1:])
            self.check()

    def now(self):
        return NOON + (self.today - DAY)

    def batch(self) -> UUID:
        self.n += 1
        return UUID(int=self.n)

    def do_cover(self, span):
        since, until = self.today + days(span[0]), self.today + days(span[0] + span[1])
        try:
            row = safeguards.cover_person(
                person_id=self.cast.shen.pk, terms=terms(since=since, until=until), batch=self.batch(), now=self.now(), by_id=self.cast.officer.pk
            )
        except Refused as refused:
            assert refused.code == "overlap" and not self.model.free(since, until)
            return
        assert self.model.free(since, until)
        self.model.spans[row.pk] = (since, until, False)

    def do_renew(self, span):
        wanted, until = self.today + days(span[0]), self.today + days(span[0] + span[1])
        made = safeguards.cover_many(
            street_id=self.cast.street.pk, person_ids=[self.cast.shen.pk], terms=terms(since=wanted, until=until), batch=self.batch(), now=self.now(),
            by_id=self.cast.officer.pk,
        )  # fmt: skip
        since = max([wanted, *(b + days(1) for a, b, _ in self.model.spans.values() if a <= wanted)])
        free = since <= until and self.model.free(since, until)
        assert [r.since for r in made.made] == ([since] if free else [])
        for row in made.made:
            self.model.spans[row.pk] = (row.since, until, False)

    def do_end(self, which, after):
        if pk := self.pick(which):
            a, b, on_purpose = self.model.spans[pk]
            on = min(a + days(after), b)
            if not on_purpose:
                safeguards.end_cover(safeguard_id=pk, on=on, reason="搬走", now=self.now(), by_id=self.cast.officer.pk)
                self.model.spans[pk] = (a, on, True)

    def do_runs_on(self, which):
        pk = self.pick(which)
        if not pk or not self.model.spans[pk][2]:
            return
        row = Safeguard.objects.get(pk=pk)
        others = Model()
        others.spans = {other: span for other, span in self.model.spans.items() if other != pk}
        free = others.free(row.since, row.until)
        try:
            safeguards.undo_end(safeguard_id=pk, now=self.now(), by_id=self.cast.officer.pk)
        except Refused as refused:
            assert refused.code == "overlap" and not free
            return
        assert free
        self.model.spans[pk] = (row.since, row.until, False)

    def do_back(self, which):
        if pk := self.pick(which):
            row = Safeguard.objects.get(pk=pk)
            assert safeguards.take_back_cover(batch=row.batch, street_id=row.street_id, now=self.now(), by_id=self.cast.officer.pk) == 1
            del self.model.spans[pk]

    def do_days(self, n):
        for _ in range(n):  # each day somebody's machine runs, as the hourly task does
            self.today += days(1)
            self.sweep()

    def sweep(self):
        before = set(self.model.owed)
        self.model.sweep(self.today)
        assert care.owe_renewals(street_id=self.cast.street.pk, now=self.now()) == len(self.model.owed - before)

    def pick(self, which) -> int | None:
        ids = sorted(self.model.spans)
        return ids[which % len(ids)] if ids else None

    def check(self):
        self.sweep()
        assert care.owe_renewals(street_id=self.cast.street.pk, now=self.now()) == 0, "owed twice"
        stand = Safeguard.objects.filter(taken_back_at__isnull=True)
        assert {r.pk: (r.since, r.last) for r in stand} == {pk: (a, b) for pk, (a, b, _) in self.model.spans.items()}
        owed = dict(Due.objects.filter(kind="safeguard").values_list("ref__safeguard", "state"))
        assert set(owed) == self.model.owed
        last = max(self.model.spans, key=lambda pk: self.model.spans[pk][1], default=None)
        for pk, state in owed.items():  # what is still owed is the last one's renewal, unless it was ended on purpose
            if state in ("open", "late"):
                assert pk == last and not self.model.spans[pk][2]
