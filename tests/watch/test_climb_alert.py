"""An alert climbs until somebody takes it, and ends with an outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.notify.models import Notice
from qianshou.watch import operations
from qianshou.watch.models import Alert, Due, Sweep
from qianshou.watch.operations.alerts import AlreadyTaken
from qianshou.watch.queries import alerts as alert_queries
from tests.cast import NOON
from tests.watch.test_meet_due import due

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATE = NOON + timedelta(hours=2)


@pytest.fixture
def waits(settings):
    settings.WATCH_RUNG_MINUTES = [10, 5, 15]


def ladder(cast):
    return [cast.tan.person.user_id, cast.shao.person.user_id]


def told(user) -> int:
    return Notice.objects.filter(user=user).count()


def late_due(cast, key="visit:1", **more):
    operations.owe_many(dues=[due(cast, key, ladder=more.pop("ladder", ladder(cast)), **more)], now=NOON)
    operations.sweep(now=LATE)
    return Alert.objects.get(due__key=key)


def test_within_one_sweep_after_grace_there_is_an_alert(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    limit = Due.objects.get().late_at
    assert operations.sweep(now=limit - timedelta(microseconds=1)).raised == 0
    result = operations.sweep(now=limit + timedelta(seconds=20))
    assert (result.late, result.raised, result.climbed, result.lag_ms) == (1, 1, 1, 20_000)
    assert operations.sweep(now=limit + timedelta(seconds=40)).raised == 0
    assert Sweep.objects.filter(finished_at__isnull=False).count() == 3


def test_it_climbs_carer_backup_desk_and_then_tells_all_again(cast, waits):
    late_due(cast)
    tan, shao = cast.tan.person.user, cast.shao.person.user
    assert (told(tan), told(shao), told(cast.desk)) == (1, 0, 0)
    operations.sweep(now=LATE + 9 * MINUTE)
    assert told(shao) == 0
    operations.sweep(now=LATE + 10 * MINUTE)
    assert (told(shao), told(cast.desk)) == (1, 0)
    operations.sweep(now=LATE + 15 * MINUTE)
    assert (told(tan), told(shao), told(cast.desk), told(cast.officer)) == (1, 1, 1, 1)
    operations.sweep(now=LATE + 30 * MINUTE)
    assert (told(tan), told(shao), told(cast.desk)) == (2, 2, 2)
    assert told(cast.outsider) == 0


def test_the_roster_stands_behind_the_ladder(cast, waits):
    operations.assign_duty(street_id=cast.street.pk, user_id=cast.committee_worker.pk, day=LATE.date(), slot="day", by_id=None, now=NOON)
    late_due(cast, ladder=[])
    assert (told(cast.committee_worker), told(cast.officer)) == (1, 0)


def test_a_closed_account_is_passed_over(cast, waits):
    tan = cast.tan.person.user
    type(tan).objects.filter(pk=tan.pk).update(is_active=False)
    late_due(cast)
    assert (told(tan), told(cast.shao.person.user)) == (0, 1)


def test_after_downtime_one_notice_for_each_person(cast):
    operations.owe_many(dues=[due(cast, f"visit:{n}", ladder=ladder(cast)) for n in range(40)], now=NOON)
    operations.sweep(now=NOON + timedelta(days=1))
    notice = Notice.objects.get(user=cast.tan.person.user)
    assert notice.loud
    assert notice.params["count"] == 40


def test_taking_stops_it_and_without_an_outcome_it_comes_back(cast, waits):
    alert = late_due(cast)
    operations.take_alert(alert_id=alert.pk, user=cast.officer, now=LATE)
    operations.take_alert(alert_id=alert.pk, user=cast.officer, now=LATE)
    operations.sweep(now=LATE + 30 * MINUTE)
    assert told(cast.shao.person.user) == 0
    with pytest.raises(AlreadyTaken):
        operations.take_alert(alert_id=alert.pk, user=cast.desk, now=LATE)
    operations.sweep(now=LATE + 60 * MINUTE)
    assert (told(cast.officer), told(cast.desk)) == (1, 1)


def test_handed_back_it_climbs_on_at_once(cast, waits):
    alert = late_due(cast)
    operations.take_alert(alert_id=alert.pk, user=cast.officer, now=LATE)
    with pytest.raises(AlreadyTaken):
        operations.release_alert(alert_id=alert.pk, user=cast.desk, note="", now=LATE)
    operations.release_alert(alert_id=alert.pk, user=cast.officer, note="called away", now=LATE + MINUTE)
    operations.sweep(now=LATE + MINUTE)
    assert told(cast.shao.person.user) == 1


@pytest.mark.parametrize(
    ("outcome", "note", "state"), [("well", "", "met_late"), ("away", "at her son's", "excused"), ("other", "?", "late")]
)
def test_an_outcome_settles_the_due(cast, outcome, note, state):
    alert = late_due(cast)
    operations.close_alert(alert_id=alert.pk, user=cast.desk, outcome=outcome, note=note, now=LATE)
    row = Alert.objects.get()
    assert (row.state, row.outcome, row.closed_by, row.taken_by) == ("closed", outcome, cast.desk, cast.desk)
    assert Due.objects.get().state == state
    with pytest.raises(AlreadyTaken):
        operations.close_alert(alert_id=alert.pk, user=cast.desk, outcome="well", note="", now=LATE)


def test_some_outcomes_want_a_note(cast):
    alert = late_due(cast)
    with pytest.raises(ValueError, match="note"):
        operations.close_alert(alert_id=alert.pk, user=cast.desk, outcome="hospital", note=" ", now=LATE)
    with pytest.raises(ValueError, match="unknown"):
        operations.close_alert(alert_id=alert.pk, user=cast.desk, outcome="met", note="x", now=LATE)


def test_nobody_answers_alerts_before_the_deadline_once(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    ask = {"street_id": cast.street.pk, "key": "visit:1", "why": "nobody", "now": NOON, "by_id": cast.tan.person.user_id}
    first = operations.raise_alert(**ask)
    assert operations.raise_alert(**ask) == first
    operations.sweep(now=NOON)
    operations.sweep(now=LATE)
    assert Alert.objects.count() == 1
    assert Due.objects.get().state == "late"
    assert Due.objects.get().heard_at == NOON


def test_an_alert_that_ended_early_without_settling_comes_again_at_the_deadline(cast):
    operations.owe_many(dues=[due(cast)], now=NOON)
    alert = operations.raise_alert(street_id=cast.street.pk, key="visit:1", why="nobody", now=NOON)
    operations.close_alert(alert_id=alert.pk, user=cast.desk, outcome="other", note="asked the neighbour to look", now=NOON)
    operations.sweep(now=LATE)
    assert Alert.objects.exclude(state="closed").count() == 1


def test_outsiders_see_no_alert(cast):
    alert = late_due(cast)
    outsider = Scope(user_id=cast.outsider.pk, street_id=cast.elsewhere.pk, street_ids=frozenset({cast.elsewhere.pk}))
    with pytest.raises(Alert.DoesNotExist):
        alert_queries.alert(scope=outsider, alert_id=alert.pk)


def test_a_group_is_told_no_more_than_needed(cast):
    alert = late_due(cast)
    discreet = alert_queries.message_lines(alert_ids=[alert.pk], names=False)
    assert "沈**" in discreet
    assert "玉芳" not in discreet
    assert "怀德路" not in discreet
    assert "沈玉芳" in alert_queries.message_lines(alert_ids=[alert.pk], names=True)


def test_the_ladder_shows_who_was_told_and_who_is_next(cast, waits):
    alert = late_due(cast)
    rungs = alert_queries.ladder_of(alert)
    assert [(r["user"], len(r["told"]), r["next"]) for r in rungs] == [(cast.tan.person.user, 1, False), (cast.shao.person.user, 0, True)]
