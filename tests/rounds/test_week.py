"""Plan a week, look, apply, take back: proposed from the books, moved with dues and ladders, drafted day by day, undone as one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qianshou.access.models import LogEntry
from qianshou.care import operations as care
from qianshou.care.models import Visit
from qianshou.planner.week import check_week, solve_week
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, RoundVersion, Stop, WeekPlan
from qianshou.rounds.queries.proposal import proposal_of
from qianshou.rounds.queries.week import gather_week, next_monday
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.rounds.tasks import plan_week as job
from qianshou.watch.models import Due
from tests.cast import DAY, NOON

from .days import absent
from .weeks import MONDAY, days_of, week

pytestmark = pytest.mark.django_db


def plan(cast, **more) -> dict:
    return operations.plan_week(**{"street_id": cast.street.pk, "monday": MONDAY, "moves": 4000, "now": NOON, "by_id": cast.officer.pk} | more)


def apply(cast, **more) -> dict:
    row = WeekPlan.objects.get(monday=MONDAY)
    return operations.apply_week(**{"street_id": cast.street.pk, "monday": MONDAY, "version": row.version, "now": NOON, "by_id": cast.officer.pk} | more)


def undo(cast) -> None:
    row = WeekPlan.objects.get(monday=MONDAY)
    operations.undo_week(street_id=cast.street.pk, monday=MONDAY, version=row.version, now=NOON, by_id=cast.officer.pk)


def books() -> tuple:
    """Everything that applying may touch."""
    visits = list(Visit.objects.order_by("pk").values_list("pk", "day", "instead_of", "window_start", "window_end", "state"))
    dues = list(Due.objects.order_by("key").values_list("key", "day", "opens_at", "by_at", "state", "ladder"))
    stops = sorted(Stop.objects.values_list("round_day__day", "carer_id", "visit_id", "starts_at"))
    return visits, dues, stops, sorted(RoundDay.objects.exclude(state="empty").values_list("day", "state"))


def force_moves(cast, item, days: list[int]) -> None:
    """A proposal in which the item's visits fall on these weekdays: what the planner chose is not the matter here."""
    gathered = gather_week(street_id=cast.street.pk, monday=MONDAY, today=DAY)
    solved = solve_week(gathered.problem, moves=4000, seed=1)
    name = next(k for k, v in gathered.items.items() if v == item.pk)
    wanted = tuple(replace(p, fixed=tuple(days)) if p.id == name else p for p in gathered.problem.patterns)
    gathered.problem = replace(gathered.problem, patterns=wanted)
    solved = solve_week(gathered.problem, moves=4000, seed=1)
    assert check_week(gathered.problem, solved).sound
    row, _ = WeekPlan.objects.get_or_create(street=cast.street, monday=MONDAY)
    row.proposal, row.state = proposal_of(gathered, solved, MONDAY), "proposed"
    row.save()


def test_a_week_is_proposed_and_nothing_else_changes(cast):
    week(cast)
    before = books()
    counts = plan(cast)
    assert counts["visits"] == 9 and counts["unserved"] == [] and counts["at_most_two"] == 1.0
    row = WeekPlan.objects.get(street=cast.street, monday=MONDAY)
    assert row.state == "proposed" and len(row.proposal["plans"]) == 7 and row.planned_by == cast.officer
    assert books() == before
    assert LogEntry.objects.filter(act="rounds.week_planned").count() == 1


def test_next_week_is_the_first_whole_one():
    assert next_monday(DAY) == MONDAY and next_monday(MONDAY) == MONDAY + timedelta(days=7)


def test_the_gathered_week_keeps_what_people_fixed(cast):
    items = week(cast)
    found = gather_week(street_id=cast.street.pk, monday=MONDAY, today=DAY).problem
    by_item = {p.id: p for p in found.patterns}
    talk = by_item[f"i{items['talk'].pk}"]
    assert (talk.times, talk.days, talk.fixed, talk.spacing) == (2, (1, 2, 3, 4, 5), (), 3)
    assert sum(p.id.startswith("v") for p in found.patterns) == 6  # five cleanings on their weekdays and the walk by hand
    assert {c.id for c in found.carers} >= {str(cast.tan.pk), str(cast.shao.pk)}


def test_applying_moves_visits_with_their_dues_and_drafts_the_days(cast):
    items = week(cast)
    was = days_of(items["talk"])
    to = next(d for d in ([1, 4], [2, 5], [1, 5]) if d != was)
    force_moves(cast, items["talk"], to)
    done = apply(cast)
    assert days_of(items["talk"]) == to and done["days"] == 7
    for v in Visit.objects.filter(item=items["talk"], day__range=(MONDAY, MONDAY + timedelta(days=6))):
        due = Due.objects.get(key=v.due_key)
        assert due.opens_at == v.window_start and due.by_at == v.window_end + timedelta(minutes=v.minutes) and due.day == v.day
    assert Stop.objects.filter(round_day__day__range=(MONDAY, MONDAY + timedelta(days=6))).count() == 9
    assert set(RoundDay.objects.filter(day__gte=MONDAY).values_list("state", flat=True)) == {"draft"}
    assert all(row.complaints == [] for row in RoundDay.objects.filter(day__gte=MONDAY))
    assert LogEntry.objects.filter(act="rounds.week_applied").count() == 1


def test_a_moved_visit_is_not_made_again_on_its_old_day(cast):
    items = week(cast)
    to = next(d for d in ([1, 4], [2, 5]) if d != days_of(items["talk"]))
    force_moves(cast, items["talk"], to)
    apply(cast)
    assert care.make_visits(street_id=cast.street.pk, first=DAY, days=14, now=NOON, catch_up=False).visits == 0
    assert days_of(items["talk"]) == to


def test_a_changed_plan_item_takes_its_moved_visits_along(cast):
    items = week(cast)
    to = next(d for d in ([1, 4], [2, 5]) if d != days_of(items["talk"]))
    force_moves(cast, items["talk"], to)
    apply(cast)
    items["talk"].refresh_from_db()
    care.change_item(item_id=items["talk"].pk, version=items["talk"].version, values={"minutes": 45}, now=NOON, by_id=cast.officer.pk)
    assert days_of(items["talk"]) == to
    assert set(Visit.objects.filter(item=items["talk"], day__gte=MONDAY, state="planned").values_list("minutes", flat=True)) == {45}


def test_undo_puts_everything_back(cast):
    items = week(cast)
    operations.plan_day(street_id=cast.street.pk, day=MONDAY, moves=100, now=NOON, by_id=cast.officer.pk)
    before = books()
    force_moves(cast, items["talk"], next(d for d in ([1, 4], [2, 5]) if d != days_of(items["talk"])))
    apply(cast)
    assert books() != before
    undo(cast)
    assert books() == before
    assert WeekPlan.objects.get().state == "proposed"
    with pytest.raises(DayRefused, match="nothing_to_undo"):
        undo(cast)


def test_undo_is_refused_once_a_day_went_on(cast):
    week(cast)
    plan(cast)
    apply(cast)
    operations.publish_day(street_id=cast.street.pk, day=MONDAY, by_id=cast.officer.pk, now=NOON)
    before = books()
    with pytest.raises(DayRefused, match="week_moved_on"):
        undo(cast)
    assert books() == before


def test_a_published_day_is_left_alone(cast):
    items = week(cast)
    operations.plan_day(street_id=cast.street.pk, day=MONDAY, moves=100, now=NOON, by_id=cast.officer.pk)
    operations.publish_day(street_id=cast.street.pk, day=MONDAY, by_id=cast.officer.pk, now=NOON)
    stops = sorted(Stop.objects.values_list("carer_id", "visit_id", "starts_at"))
    plan(cast)
    row = WeekPlan.objects.get()
    assert row.proposal["left"] == {MONDAY.isoformat(): "published"} and MONDAY.isoformat() not in row.proposal["plans"]
    apply(cast)
    assert sorted(Stop.objects.filter(round_day__day=MONDAY).values_list("carer_id", "visit_id", "starts_at")) == stops
    assert len(days_of(items["talk"])) == 2


def test_this_week_is_planned_from_tomorrow_on(cast):
    week(cast)
    this = MONDAY - timedelta(days=7)
    operations.plan_week(street_id=cast.street.pk, monday=this, moves=1000, now=NOON, by_id=None)
    row = WeekPlan.objects.get(monday=this)
    assert min(row.proposal["plans"]) == "2026-11-25"
    assert all(m["from"] > "2026-11-24" and m["to"] > "2026-11-24" for m in row.proposal["moves"])


def test_an_absent_carer_is_not_sent(cast):
    week(cast)
    for n in range(7):
        absent(cast, cast.tan, MONDAY + timedelta(days=n))
    plan(cast)
    assert all(r["carer"] != str(cast.tan.pk) for p in WeekPlan.objects.get().proposal["plans"].values() for r in p["rounds"])


def test_what_changed_since_is_not_overrun(cast):
    week(cast)
    plan(cast)
    Visit.objects.filter(day=date(2026, 12, 2), service="walking").update(minutes=600)
    before = books()
    with pytest.raises(DayRefused, match="week_changed"):
        apply(cast)
    assert books() == before
    with pytest.raises(DayChanged):
        apply(cast, version=99)


def test_applying_twice_is_refused(cast):
    week(cast)
    plan(cast)
    apply(cast)
    with pytest.raises(DayRefused, match="no_week_proposal"):
        apply(cast)


def test_a_week_without_visits_or_without_days_says_so(cast):
    with pytest.raises(DayRefused, match="no_week_visits"):
        plan(cast)
    with pytest.raises(DayRefused, match="no_days"):
        plan(cast, monday=MONDAY - timedelta(days=14))


def test_a_job_that_was_killed_and_runs_again_does_nothing_twice(cast):
    week(cast)
    operations.ask_week(street_id=cast.street.pk, monday=MONDAY, version=1, seconds=1, by_id=cast.officer.pk, now=NOON)
    assert WeekPlan.objects.get().planning
    with pytest.raises(DayRefused, match="planning"):
        operations.ask_week(street_id=cast.street.pk, monday=MONDAY, version=1, seconds=1, by_id=None, now=NOON)
    job.func(cast.street.pk, MONDAY.isoformat(), 1.0, cast.officer.pk, 1)
    row = WeekPlan.objects.get()
    assert row.state == "proposed" and not row.planning and row.version == 2
    job.func(cast.street.pk, MONDAY.isoformat(), 1.0, cast.officer.pk, 1)
    again = WeekPlan.objects.get()
    assert (again.version, again.proposal, again.progress) == (2, row.proposal, {})
    assert not RoundVersion.objects.exists()


def test_a_job_that_finds_nothing_gives_the_week_back(cast):
    operations.ask_week(street_id=cast.street.pk, monday=MONDAY, version=1, seconds=1, by_id=None, now=NOON)
    job.func(cast.street.pk, MONDAY.isoformat(), 1.0, None, 1)
    row = WeekPlan.objects.get()
    assert row.state == "empty" and row.progress == {"failed": "no_week_visits"}
