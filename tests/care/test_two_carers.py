"""Two carers at once: done only when both have said so; one of two is said, and alarms as such."""

from datetime import timedelta

import pytest
from django.utils import translation

from qianshou.access.scope import Scope
from qianshou.acts.operations import NotApplicableError
from qianshou.booklets.queries.months import month_of
from qianshou.care.models import Visit, VisitEvent
from qianshou.care.operations import visits
from qianshou.kernel import clock
from qianshou.merit.queries.attendance import visits_done
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert
from qianshou.watch.queries.alerts import message_lines
from qianshou.watch.queries.dues import counts, dues
from tests.care.test_take_back import retract
from tests.care.test_visit_acts import act, due_of
from tests.cast import NOON


@pytest.fixture
def visit(item) -> Visit:
    """Shen's first visit, for two."""
    first = Visit.objects.order_by("day").first()
    Visit.objects.filter(pk=first.pk).update(carers_needed=2)
    first.refresh_from_db()
    return first


def test_the_first_word_is_half_the_second_meets_the_due(cast, visit):
    first = act(visits.complete, visit, cast.tan, minutes=30)
    assert (first["state"], first["due"], due_of(visit).state) == ("half", "part", "open")
    visit.refresh_from_db()
    with translation.override("zh-hans"):
        assert visit.done_at is None and visit.get_state_display() == "两人做了一人"
    second = act(visits.complete, visit, cast.feng, minutes=35, text="擦了身")
    assert (second["state"], second["due"]) == ("done", "met")
    visit.refresh_from_db()
    due = due_of(visit)
    assert visit.done_at == due.met_made_at == visit.window_start + timedelta(minutes=35)
    assert due.evidence["carers"] == [cast.tan.pk, cast.feng.pk] and "part" not in due.evidence
    assert due.evidence["events"] == [first["event"], second["event"]] and VisitEvent.objects.count() == 2


def test_the_same_carer_twice_is_one(cast, visit):
    act(visits.complete, visit, cast.tan)
    assert act(visits.complete, visit, cast.tan, minutes=5)["state"] == "half"
    assert due_of(visit).state == "open"


def test_with_one_of_two_it_is_late_and_the_alert_says_so(cast, visit):
    act(visits.complete, visit, cast.tan, minutes=30)
    watch.sweep(now=visit.window_start + timedelta(hours=6))
    alert = Alert.objects.get()
    assert (alert.why, due_of(visit).state) == ("late", "late")
    assert "2人应到，只到1人" in message_lines(alert_ids=[alert.pk], names=True)
    assert "only 1 of 2 came" in message_lines(alert_ids=[alert.pk], names=True, language="en")
    scope = Scope(user_id=1, street_id=cast.street.pk, street_ids=frozenset({cast.street.pk}))
    assert counts(found=dues(scope=scope, first=visit.day, last=visit.day))["notdone"] == 1


def test_the_second_word_heard_late_counts_when_it_was_made(cast, visit):
    act(visits.complete, visit, cast.tan, minutes=30)
    watch.sweep(now=visit.window_start + timedelta(hours=6))
    effect = act(visits.complete, visit, cast.feng, minutes=25, heard=7 * 60)
    assert (effect["state"], effect["due"]) == ("done", "met_heard_late")
    assert due_of(visit).met_made_at == visit.window_start + timedelta(minutes=30)
    assert Alert.objects.get().state == "closed"


def test_the_office_writes_down_the_whole_visit(cast, visit):
    effect = visits.complete_at_desk(visit_id=visit.pk, made_at=NOON, text="两位都打电话来说过", now=NOON, by_id=cast.officer.pk)
    assert (effect["state"], effect["due"], due_of(visit).evidence["note"]) == ("done", "met", "两位都打电话来说过")


def test_one_takes_her_word_back_and_one_of_two_remains(cast, visit):
    act(visits.complete, visit, cast.tan, minutes=30)
    second = act(visits.complete, visit, cast.feng, minutes=35)
    effect = retract(visit, second, cast.feng, minutes=7 * 60)
    assert (effect["state"], effect["due"]) == ("half", "late")
    assert due_of(visit).evidence["part"] == {"came": 1, "of": 2}
    assert Alert.objects.get().state == "raised"


def test_both_take_their_words_back(cast, visit):
    words = [act(visits.complete, visit, carer, minutes=30) for carer in (cast.tan, cast.feng)]
    for word, carer in zip(words, (cast.tan, cast.feng), strict=True):
        effect = retract(visit, word, carer, minutes=31)
    assert (effect["state"], effect["due"]) == ("planned", "open")
    assert "part" not in due_of(visit).evidence


def test_each_carers_sheet_counts_her_own_part(cast, visit):
    act(visits.complete, visit, cast.tan, minutes=30)
    ids, span = [cast.tan.pk, cast.feng.pk], (visit.day, visit.day + timedelta(days=1))
    told = lambda: {pk: [clock.local_date(at) for at in moments] for pk, moments in visits_done(ids, *span).items()}
    assert told() == {cast.tan.pk: [visit.day]}
    second = act(visits.complete, visit, cast.feng, minutes=35)
    assert told() == {cast.tan.pk: [visit.day], cast.feng.pk: [visit.day]}
    retract(visit, second, cast.feng, minutes=40)
    assert told() == {cast.tan.pk: [visit.day]}


def test_nobody_answers_after_one_of_two_still_alarms(cast, visit):
    act(visits.complete, visit, cast.tan, minutes=30)
    effect = act(visits.unanswered, visit, cast.feng, minutes=40)
    assert effect["state"] == "half" and Alert.objects.get(pk=effect["alert"]).state == "raised"


def test_a_carer_of_another_street_is_not_the_second(cast, visit):
    act(visits.complete, visit, cast.tan)
    with pytest.raises(NotApplicableError):
        act(visits.complete, visit, cast.outsider_carer)
    assert due_of(visit).state == "open"


def test_the_months_form_says_that_one_of_two_came(cast, visit):
    act(visits.complete, visit, cast.tan, minutes=30)
    after = visit.window_start + timedelta(days=1)
    watch.sweep(now=after)
    scope = Scope(user_id=1, street_id=cast.street.pk, street_ids=frozenset({cast.street.pk}))
    month, _ = month_of(scope, cast.shen.pk, visit.day, after, "zh")
    owed = next(one for one in month.owed if one.day == visit.day)
    assert (owed.state, owed.why) == ("missed", "两人只到一人")
