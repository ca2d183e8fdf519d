"""The day goes on: a carer falls ill, one more visit is asked for, somebody runs late. One act each, undone as one."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.care.models import Visit
from qianshou.kernel import clock
from qianshou.planner import check
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, RoundVersion, Stop
from qianshou.rounds.queries import gather, published_stops
from qianshou.rounds.queries.behind import behind, late_of
from qianshou.rounds.queries.places import places_of_draft
from qianshou.rounds.rules import DayChanged, DayRefused
from qianshou.watch.models import Due
from tests.cast import DAY, NOON

from .days import MORNING, absent, six

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(cast):
    made = six(cast)
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, seed=1, now=MORNING, by_id=cast.officer.pk)
    return made


def row(cast) -> RoundDay:
    return RoundDay.objects.get(street=cast.street, day=DAY)


def hands(but: tuple = ()) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for v, c in Stop.objects.exclude(visit__in=but).values_list("visit_id", "carer_id"):
        found.setdefault(v, set()).add(c)
    return found


def times() -> dict:
    return {(s.carer_id, s.visit_id): s.starts_at for s in Stop.objects.all()}


def add(cast, who, carers, *, version: int, now=MORNING, service: str = "talking", start=time(9), end=time(15), **more):
    return operations.add_visit(
        street_id=cast.street.pk, day=DAY, elder_id=who.pk, service=service, start=start, end=end, minutes=30,
        carer_ids=[c.pk for c in carers], version=version, by_id=cast.officer.pk, now=now, **more,
    )  # fmt: skip


def ill(cast, carer, **more) -> dict:
    absent(cast, carer)
    return operations.replan_without(street_id=cast.street.pk, day=DAY, carer_id=carer.pk, by_id=cast.officer.pk, now=MORNING, tries=20, **more)


def test_somebody_is_ill_and_only_her_visits_change_hands(cast, visits):
    before = hands()
    hers = {v for v, who in before.items() if cast.tan.pk in who}
    assert hers
    ill(cast, cast.tan)
    after = hands()
    assert all(cast.tan.pk not in who for who in after.values())
    assert {v: after[v] for v in before if v not in hers} == {v: before[v] for v in before if v not in hers}
    told = RoundVersion.objects.first().change
    assert told["code"] == "without" and told["params"]["changed"] == [] and told["params"]["others"] == len(before) - len(hers)
    assert {v for v, _ in told["params"]["hers"]} >= hers
    g = gather(street_id=cast.street.pk, day=DAY)
    assert check(g.problem, g.plan()).sound and row(cast).complaints == []


def test_what_she_has_done_stays_hers(cast, visits):
    mine = Stop.objects.filter(carer=cast.tan, visit__carers_needed=1).order_by("starts_at").first()
    Visit.objects.filter(pk=mine.visit_id).update(state="done", done_at=mine.ends_at)
    ill(cast, cast.tan)
    assert Stop.objects.get(visit=mine.visit_id).carer == cast.tan
    assert Stop.objects.get(visit=mine.visit_id).starts_at == mine.starts_at


def test_on_the_day_itself_nothing_new_begins_in_the_past(cast, visits):
    absent(cast, cast.tan)
    kept = times()
    now = clock.at(DAY, time(10))
    operations.replan_without(street_id=cast.street.pk, day=DAY, carer_id=cast.tan.pk, by_id=None, now=now, tries=20)
    for (carer, visit_id), start in times().items():
        assert start >= now + timedelta(minutes=10) or kept[carer, visit_id] == start
    assert not Stop.objects.filter(carer=cast.tan).exists() and row(cast).complaints == []


def test_a_visit_is_added_where_it_fits_best_and_undo_takes_it_back(cast, visits):
    now, before = times(), hands()
    draft = Visit(street=cast.street, elder=cast.lu, service="talking", day=DAY, window_start=clock.at(DAY, time(9)),
                  window_end=clock.at(DAY, time(15)), minutes=30, carers_needed=1, made_at=MORNING)  # fmt: skip
    gathered, places = places_of_draft(street_id=cast.street.pk, draft=draft, now=MORNING)
    assert places and len({p.carers for p in places}) == len(places) <= 3
    assert all(check(gathered.problem, p.plan).sound for p in places)
    assert not Visit.objects.filter(elder=cast.lu, service="talking").exists()
    best = next(c for c in (cast.tan, cast.shao, cast.feng, cast.aide, cast.volunteer) if str(c.pk) == places[0].carers[0])
    outcome = add(cast, cast.lu, [best], version=row(cast).version)
    made = Visit.objects.get(elder=cast.lu, service="talking")
    stop = Stop.objects.get(visit=made)
    assert stop.carer == best and int((stop.starts_at - clock.day_bounds(DAY)[0]).total_seconds()) == places[0].start
    assert Due.objects.filter(key=made.due_key).exists()
    assert {v: c for v, c in hands().items() if v != made.pk} == before
    operations.undo_change(street_id=cast.street.pk, day=DAY, version=outcome.version, by_id=cast.officer.pk, now=MORNING)
    made.refresh_from_db()
    assert made.state == "cancelled" and times() == now


def test_what_cannot_be_added(cast, visits):
    version = row(cast).version
    for fields, code in (
        ({"who": cast.stranger}, "no_elder"), ({"service": "flying"}, "unknown_service"), ({"start": time(12), "end": time(9)}, "window"),
        ({"now": clock.at(DAY, time(16))}, "past"), ({"carers": [cast.outsider_carer]}, "no_place"),
    ):  # fmt: skip
        who, carers = fields.pop("who", cast.lu), fields.pop("carers", [cast.tan])
        with pytest.raises(DayRefused) as e:
            add(cast, who, carers, version=version, **fields)
        assert e.value.code == code
    with pytest.raises(DayChanged):
        add(cast, cast.lu, [cast.tan], version=version - 1)
    assert Visit.objects.count() == 6 and row(cast).version == version


def late(cast, carer, minutes: int, *, now, **more):
    return operations.say_late(
        street_id=cast.street.pk, day=DAY, carer_id=carer.pk, minutes=minutes, version=row(cast).version, by_id=cast.officer.pk, now=now, **more
    )


def busiest(cast):
    """The carer with the most stops."""
    counts = {c: Stop.objects.filter(carer=c).count() for c in (cast.tan, cast.shao, cast.feng)}
    return max(counts, key=counts.get)


def test_who_runs_late_has_new_times_and_undo_gives_the_old(cast, visits):
    operations.publish_day(street_id=cast.street.pk, day=DAY, by_id=None, now=MORNING)
    before, who = times(), busiest(cast)
    outcome = late(cast, who, 20, now=clock.at(DAY, time(8)))
    after = times()
    first = min((k for k in before if k[0] == who.pk), key=before.get)
    assert after[first] == before[first] + timedelta(minutes=20)
    assert all(after[k] >= before[k] for k in before) and set(after) == set(before)
    on_the_phone = {s.visit_id: s.starts_at for s in published_stops(carer_id=who.pk, days=[DAY])}
    assert on_the_phone == {v: start for (c, v), start in after.items() if c == who.pk}
    operations.undo_change(street_id=cast.street.pk, day=DAY, version=outcome.version, by_id=cast.officer.pk, now=MORNING)
    assert times() == before


def test_planning_again_does_not_forget_that_she_is_late(cast, visits):
    who = busiest(cast)
    first = Stop.objects.filter(carer=who).order_by("position").first()
    late(cast, who, 30, now=clock.at(DAY, time(8)))
    operations.pin_stop(street_id=cast.street.pk, day=DAY, visit_id=first.visit_id, carer_id=who.pk, what="order", on=True,
                        version=row(cast).version, by_id=None, now=MORNING)  # fmt: skip
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, now=MORNING, by_id=None)
    again = Stop.objects.get(visit=first.visit_id, carer=who)
    assert again.starts_at >= first.starts_at + timedelta(minutes=30)


def test_a_visit_in_danger_is_named_and_rescued_in_the_same_act(cast, visits):
    stop = Stop.objects.get(visit=visits["talk"])  # 8:30 to 10:00, Tan's
    minutes = int((clock.at(DAY, time(10)) - stop.starts_at).total_seconds() / 60) + 15
    Visit.objects.filter(pk__in=Stop.objects.filter(carer=stop.carer, position__lt=stop.position).values("visit")).update(state="done")
    now = clock.at(DAY, time(8))
    _, _, here, found = late_of(street_id=cast.street.pk, day=DAY, carer_id=stop.carer_id, minutes=minutes, now=now)
    assert here == str(stop.visit_id)
    danger = next(d for d in found.dangers if d.visit == here)
    assert 14 * 60 < danger.over <= 15 * 60 and danger.rescue
    helper = int(danger.rescue.carers[0])
    late(cast, stop.carer, minutes, now=now, rescues=[(stop.visit_id, [helper])])
    again = Stop.objects.get(visit=visits["talk"])
    assert again.carer_id == helper != stop.carer_id and again.starts_at <= clock.at(DAY, time(10))
    others = Stop.objects.filter(carer=stop.carer, visit__state="planned").order_by("starts_at")
    assert all(s.starts_at >= stop.starts_at for s in others)


def test_left_alone_the_danger_is_a_broken_rule_in_the_books(cast, visits):
    stop = Stop.objects.get(visit=visits["talk"])
    Visit.objects.filter(pk__in=Stop.objects.filter(carer=stop.carer, position__lt=stop.position).values("visit")).update(state="done")
    late(cast, stop.carer, 240, now=clock.at(DAY, time(8)))
    assert ("window", stop.visit_id) in {(c["code"], int(c["visit"] or 0)) for c in row(cast).complaints}
    assert Stop.objects.get(visit=visits["talk"]).starts_at > clock.at(DAY, time(10))


def test_what_cannot_be_late(cast, visits):
    Visit.objects.filter(street=cast.street).update(state="done")
    with pytest.raises(DayRefused) as e:
        late(cast, busiest(cast), 20, now=NOON)
    assert e.value.code == "nothing_left"
    with pytest.raises(DayRefused) as e:
        late(cast, busiest(cast), 999, now=NOON)
    assert e.value.code == "minutes"


def test_the_phone_tells_that_she_is_behind(cast, visits):
    scope = Scope.system(cast.street.pk)
    who = busiest(cast)
    stops = list(Stop.objects.filter(carer=who).order_by("position"))
    Visit.objects.filter(pk=stops[0].visit_id).update(state="arrived", arrived_at=stops[0].starts_at + timedelta(minutes=25))
    at = stops[0].starts_at + timedelta(minutes=26)
    assert behind(scope=scope, day=DAY, now=at) == []  # not on the phones
    operations.publish_day(street_id=cast.street.pk, day=DAY, by_id=None, now=MORNING)
    found = {b.carer: b for b in behind(scope=scope, day=DAY, now=at)}
    if stops[1].starts_at - stops[0].ends_at < timedelta(minutes=15):
        assert 10 <= found[who.pk].minutes <= 25 and found[who.pk].visit == stops[1].visit_id
    assert behind(scope=scope, day=DAY, now=datetime(2026, 11, 25, 4, tzinfo=UTC)) == []
    wei = Scope(user_id=cast.outsider.pk, street_id=cast.street.pk, street_ids=frozenset({cast.elsewhere.pk}))
    with pytest.raises(RoundDay.DoesNotExist):
        behind(scope=wei, day=DAY, now=at)
