"""What the call desk does after an unanswered call, and what a campaign asks for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from qianshou.kernel.clock import ZONE
from qianshou.watch.rules.calls import ANSWERS, after_no_answer
from qianshou.watch.rules.campaigns import TEMPLATES, born_until, clean_query, default_by

NOW = datetime(2026, 7, 23, 9, 0, tzinfo=ZONE)


def test_again_later_until_the_last_try_then_an_alert():
    first = after_no_answer(tries=1, limit=3, wait_minutes=20, now=NOW)
    assert first.again_at == NOW + timedelta(minutes=20)
    assert not first.alert
    assert after_no_answer(tries=3, limit=3, wait_minutes=20, now=NOW).alert


def test_the_next_try_never_waits_past_the_deadline():
    soon = NOW + timedelta(minutes=5)
    assert after_no_answer(tries=1, limit=3, wait_minutes=20, now=NOW, deadline_at=soon).again_at == soon


def test_each_answer_has_a_key_of_its_own():
    assert len({a.key for a in ANSWERS.values()}) == len(ANSWERS)


def test_a_query_with_an_unknown_field_is_refused():
    with pytest.raises(ValueError, match="salary"):
        clean_query({"salary": 3})
    with pytest.raises(ValueError, match="min_age"):
        clean_query({"min_age": 90, "max_age": 80})
    assert clean_query({"min_age": 80, "committees": [], "living_alone": False}) == {"min_age": 80}


def test_ages_are_whole_years_also_on_29_february():
    assert born_until(date(2028, 2, 29), 79) == date(1949, 2, 28)
    assert born_until(date(2026, 7, 23), 80) == date(1946, 7, 23)


def test_until_tonight_or_tomorrow_when_it_is_too_late_today():
    heat = TEMPLATES["heat"]
    assert default_by(heat, NOW) == NOW.replace(hour=16)
    assert default_by(heat, NOW.replace(hour=15, minute=30)) == NOW.replace(hour=16) + timedelta(days=1)
