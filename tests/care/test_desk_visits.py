"""The office writes down that a visit was made, and by whom: she is credited, and it can be taken back."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.models import LogEntry
from qianshou.acts.operations import NotApplicableError
from qianshou.care.models import STANDING, Carer, PointCredit, Visit, VisitEvent
from qianshou.care.operations import visits
from qianshou.care.operations.credits import credit_all_owed, credit_street
from qianshou.kernel import clock
from qianshou.watch.models import Due
from tests.care.test_points import TALK, balance, sound
from tests.care.test_take_back import retract
from tests.care.test_visit_acts import act, finish
from tests.cast import DAY, NOON
from tests.field.conftest import publish

BACKEND = "qianshou.access.backends.PasswordBackend"


@pytest.fixture
def visit(item) -> Visit:
    return Visit.objects.order_by("day").first()


def written(cast, visit, *carers, text="谭阿姨电话告知", now=None):
    at = now or visit.window_start
    return visits.complete_at_desk(visit_id=visit.pk, made_at=at, text=text, now=at, by_id=cast.officer.pk, carer_ids=[one.pk for one in carers])


def take_back(cast, visit):
    return visits.take_back_desk_word(visit_id=visit.pk, reason="写错了", now=visit.window_start, by_id=cast.officer.pk)


def test_whoever_the_office_names_is_credited_with_the_visit(cast, visit):
    assert written(cast, visit, cast.feng)["state"] == "done"
    row = PointCredit.objects.get()
    assert (row.carer, row.points, row.reasons) == (cast.feng, TALK, [["service", TALK]]) and balance(cast.feng) == TALK
    due = Due.objects.get(key=visit.due_key)
    assert (due.state, due.grade, due.met_by) == ("met", "desk", cast.officer), "who says so is the officer, who went there is Feng"
    assert due.evidence["carer"] == cast.feng.pk


def test_where_nobody_is_named_it_is_nobodys(cast, visit):
    assert written(cast, visit)["state"] == "done" and not PointCredit.objects.exists()


def test_two_are_named_for_a_visit_of_two_and_each_is_credited_for_her_part(cast, visit):
    Visit.objects.filter(pk=visit.pk).update(carers_needed=2)
    assert written(cast, visit, cast.tan, cast.feng)["state"] == "done"
    assert (balance(cast.tan), balance(cast.feng)) == (TALK, TALK)
    assert take_back(cast, visit) == 2
    visit.refresh_from_db()
    assert (visit.state, balance(cast.tan), balance(cast.feng)) == ("planned", 0, 0) and sound()


def test_the_offices_word_is_for_the_whole_visit_though_it_names_only_one_of_two(cast, visit):
    Visit.objects.filter(pk=visit.pk).update(carers_needed=2)
    act(visits.complete, visit, cast.tan)
    assert written(cast, visit, cast.feng)["state"] == "done"
    take_back(cast, visit)
    visit.refresh_from_db()
    assert visit.state == "half", "what Tan tapped herself still stands"


def test_her_own_word_that_comes_later_is_the_same_task(cast, visit):
    written(cast, visit, cast.tan)
    finish(visit, cast.tan, minutes=40)
    assert balance(cast.tan) == TALK and PointCredit.objects.count() == 1


def test_whoever_says_herself_that_she_made_it_is_credited_in_place_of_whom_the_desk_named(cast, visit):
    written(cast, visit, cast.shao)
    effect = finish(visit, cast.tan, minutes=40)
    credit_all_owed(now=NOON)
    assert (balance(cast.shao), balance(cast.tan)) == (0, TALK)
    retract(visit, effect, cast.tan, minutes=41)
    assert (balance(cast.shao), balance(cast.tan)) == (TALK, 0), "then the desk's word is all that is known"
    assert credit_street(street_id=cast.street.pk, first=DAY, last=visit.day, now=NOON) == 0 and sound()


def test_of_two_the_one_whom_the_desk_named_stays_credited_beside_the_one_who_tapped(cast, visit):
    Visit.objects.filter(pk=visit.pk).update(carers_needed=2)
    written(cast, visit, cast.shao)
    finish(visit, cast.tan, minutes=40)
    credit_all_owed(now=NOON)
    assert (balance(cast.shao), balance(cast.tan)) == (TALK, TALK)
    finish(visit, cast.feng, minutes=42)
    credit_all_owed(now=NOON)
    assert (balance(cast.shao), balance(cast.feng), balance(cast.tan)) == (0, TALK, TALK), "two came, and Shao was not one of them"


def test_the_wrong_carer_is_taken_back_and_the_right_one_named(cast, visit):
    written(cast, visit, cast.shao)
    take_back(cast, visit)
    written(cast, visit, cast.tan)
    assert (balance(cast.shao), balance(cast.tan)) == (0, TALK) and take_back(cast, visit) == 1 and take_back(cast, visit) == 0
    assert VisitEvent.objects.filter(STANDING, visit=visit, kind="done").count() == 0 and sound()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 2), st.lists(st.tuples(st.sampled_from(["desk", "tap", "untap", "undesk"]), st.integers(0, 2)), max_size=8))
def test_whatever_desk_and_phones_say_whoever_made_it_is_credited(cast, visit, needed, steps):
    """The plain model: who tapped is credited; whom the desk names, while fewer than the visit needs have tapped."""
    carers = [cast.tan, cast.feng, cast.shao]
    with transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(carers_needed=needed)
        named, tapped = set(), {}
        for minutes, (what, who) in enumerate(steps):
            carer = carers[who]
            if what == "desk":
                written(cast, visit, carer)
                named.add(carer)
            elif what == "undesk":
                take_back(cast, visit)
                named.clear()
            elif what == "tap":
                tapped.setdefault(carer, []).append(act(visits.complete, visit, carer, minutes=minutes))
            elif tapped.get(carer):
                retract(visit, tapped[carer].pop(), carer, minutes=minutes)
            credit_all_owed(now=NOON)
        came = {one for one, words in tapped.items() if words}
        right = came | (named if len(came) < needed else set())
        assert {one for one in carers if balance(one)} == right and all(balance(one) in (0, TALK) for one in carers)
        assert credit_street(street_id=cast.street.pk, first=DAY, last=visit.day, now=NOON) == 0 and sound()
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["elsewhere", "left", "two"])
def test_who_cannot_have_been_there_is_refused(cast, visit, who):
    Carer.objects.filter(pk=cast.shao.pk).update(left_on=visit.day.replace(day=1))
    named = {"elsewhere": [cast.outsider_carer], "left": [cast.shao], "two": [cast.tan, cast.feng]}[who]
    with pytest.raises(NotApplicableError, match="desk_carer"):
        written(cast, visit, *named)
    assert not VisitEvent.objects.exists() and not PointCredit.objects.exists()


def test_the_form_offers_the_carer_who_answers_or_whom_the_round_names_and_credits_her(cast, visit, client):
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(visit.window_start):
        page = client.get(f"/visits/{visit.pk}/").content.decode()
        assert f'<option value="{cast.tan.pk}" selected>谭美华' in page and "卫兰" not in page
        publish(cast, visit.day, (cast.feng, visit))
        assert f'<option value="{cast.feng.pk}" selected>冯秀萍' in client.get(f"/visits/{visit.pk}/").content.decode()
        at = f"{visit.window_start.astimezone(clock.ZONE):%H:%M}"
        assert client.post(f"/visits/{visit.pk}/done/", {"at": at, "text": "冯阿姨来电", "carer": cast.feng.pk}).status_code == 302
        assert balance(cast.feng) == TALK
        page = client.get(f"/visits/{visit.pk}/").content.decode()
        assert "冯秀萍" in page and "办公室代记" in page and f"/visits/{visit.pk}/undone/" in page
        client.post(f"/visits/{visit.pk}/undone/")
        assert balance(cast.feng) == 0 and "收回" in client.get(f"/visits/{visit.pk}/").content.decode()
        client.post(f"/visits/{visit.pk}/done/", {"at": at, "text": "来电", "carer": cast.outsider_carer.pk})
        assert not VisitEvent.objects.filter(STANDING, kind="done").exists(), "another street's carer is no choice"
    assert LogEntry.objects.filter(act="visit.retracted", user_id=cast.officer.pk).count() == 1


def test_who_must_not_get_in(cast, visit, client):
    written(cast, visit, cast.tan)
    client.force_login(cast.outsider, backend=BACKEND)
    for what in ("done", "undone"):
        assert client.post(f"/visits/{visit.pk}/{what}/", {"at": "14:30", "text": "x", "carer": cast.outsider_carer.pk}).status_code == 404
    client.logout()
    assert client.post(f"/visits/{visit.pk}/undone/").status_code == 302
    assert balance(cast.tan) == TALK
    assert credit_street(street_id=cast.street.pk, first=DAY, last=visit.day, now=NOON) == 0
