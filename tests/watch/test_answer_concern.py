"""A concern reaches somebody and is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.scope import Scope
from qianshou.people.models import Person
from qianshou.watch import operations
from qianshou.watch.models import Alert, Concern, Due
from qianshou.watch.operations.alerts import AlreadyTaken
from qianshou.watch.queries import concerns as concern_queries
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def report(cast, severity=2, ref="act:1", person=None, **more):
    person = person or cast.shen
    return operations.report_concern(
        street_id=cast.street.pk, person_id=person.pk, by_id=cast.tan.person.user_id, text="eats little, looks pale",
        severity=severity, made_at=NOON, received_at=NOON, ref=ref, now=NOON, **more,
    )  # fmt: skip


def test_a_concern_is_owed_an_answer_once(cast):
    assert report(cast) == report(cast)
    assert (Concern.objects.count(), Due.objects.get().kind, Alert.objects.count()) == (1, "concern", 0)


def test_an_urgent_concern_alerts_at_once(cast):
    report(cast, severity=3)
    assert Alert.objects.get().why == "concern"


def test_unanswered_it_becomes_an_alert(cast):
    report(cast)
    operations.sweep(now=NOON + timedelta(days=2, minutes=1))
    assert Alert.objects.get().why == "concern"


def test_an_answer_ends_it(cast):
    concern = report(cast, severity=3)
    operations.take_concern(concern=concern, user=cast.officer, now=NOON)
    assert Alert.objects.get().state == "taken"
    with pytest.raises(AlreadyTaken):
        operations.take_concern(concern=concern, user=cast.desk, now=NOON)
    with pytest.raises(ValueError, match="words"):
        operations.answer_concern(concern=concern, user=cast.officer, answer=" ", now=NOON)
    operations.answer_concern(concern=concern, user=cast.officer, answer="doctor comes tomorrow", now=NOON)
    assert (Concern.objects.get().state, Due.objects.get().state, Alert.objects.get().state) == ("answered", "met", "closed")


def test_ending_its_alert_answers_it(cast):
    report(cast, severity=3)
    operations.close_alert(alert_id=Alert.objects.get().pk, user=cast.desk, outcome="helped", note="rang 120", now=NOON)
    concern = Concern.objects.get()
    assert (concern.state, concern.answer, concern.answered_by) == ("answered", "rang 120", cast.desk)


def test_a_follow_up_is_owed_again(cast):
    concern = report(cast)
    operations.answer_concern(concern=concern, user=cast.officer, answer="went there", now=NOON)
    tomorrow = NOON + timedelta(days=1)
    assert operations.follow_up_concern(concern=concern, user=cast.officer, by_at=tomorrow, now=NOON) == 1
    assert operations.follow_up_concern(concern=concern, user=cast.officer, by_at=tomorrow, now=NOON) == 2
    assert [d.state for d in concern_queries.answers_owed(concern=concern)] == ["met", "open", "open"]


def test_outsiders_neither_report_nor_see(cast):
    with pytest.raises(Person.DoesNotExist):
        report(cast, person=cast.stranger)
    concern = report(cast)
    outsider = Scope(user_id=cast.outsider.pk, street_id=cast.elsewhere.pk, street_ids=frozenset({cast.elsewhere.pk}))
    with pytest.raises(Concern.DoesNotExist):
        concern_queries.concern(scope=outsider, concern_id=concern.pk)
