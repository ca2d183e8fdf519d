"""A link for one relative: only with consent, five tries, shut at once, and no trace of its keys in the database."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.models import LogEntry
from qianshou.people.models import FamilyLink, FamilyLook
from qianshou.people.operations import answer_consent, withdraw_consent
from qianshou.people.operations.family import (
    NoConsent,
    Where,
    fits,
    make_family_link,
    new_family_code,
    note_family_look,
    shut_family_link,
    try_family_code,
)
from qianshou.people.queries.family import NotOpen, door_of, family_link, links_of
from qianshou.people.rules.family import TRIES, Door, door, normal_code
from tests.cast import DAY, NOON
from tests.family.street import MINUTE, agree, link_for, scope_of, wrong

HERE = Where("203.0.113.7", "Mozilla/5.0 (Linux; Android 9) Chrome/90")


def attempt(link, code, now=NOON):
    return try_family_code(link=link, code=code, where=HERE, now=now)


def test_no_link_without_consent(cast):
    with pytest.raises(NoConsent):
        make_family_link(person_id=cast.shen.pk, name="沈丽", now=NOON, by_id=cast.officer.pk)
    answer_consent(person_id=cast.shen.pk, purpose="family_page", given=False, how="paper", now=NOON, by_id=None)
    with pytest.raises(NoConsent):
        make_family_link(person_id=cast.shen.pk, name="沈丽", now=NOON, by_id=cast.officer.pk)
    assert not FamilyLink.objects.exists()


def test_another_purpose_is_no_consent_to_this_one(cast):
    agree(cast, "photos")
    with pytest.raises(NoConsent):
        make_family_link(person_id=cast.shen.pk, name="沈丽", now=NOON, by_id=cast.officer.pk)


@pytest.mark.parametrize("values", [{"name": "  "}, {"days": 0}, {"days": 366}])
def test_a_link_is_for_somebody_and_ends(cast, values):
    agree(cast)
    with pytest.raises(ValueError):
        make_family_link(**{"person_id": cast.shen.pk, "name": "沈丽", "now": NOON, "by_id": cast.officer.pk} | values)


def test_neither_address_nor_code_is_in_the_database(cast):
    link, keys = link_for(cast)
    attempt(link, keys.code)
    with connection.cursor() as cursor:
        for table in ("people_familylink", "people_familylinkevent", "people_familylook", "access_logentry"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            text = cursor.fetchone()[0]
            assert keys.token not in text and keys.code not in text
    assert LogEntry.objects.filter(act="family.link_made", target_id=str(cast.shen.pk)).count() == 1


def test_two_links_have_nothing_in_common(cast):
    link, keys = link_for(cast)
    other, more = link_for(cast, name="沈明")
    assert (keys.token != more.token and not fits(other, keys.code)) or keys.code == more.code
    assert bytes(link.code_hash) != bytes(other.code_hash)


def test_the_right_code_comes_in_and_is_seen(cast):
    link, keys = link_for(cast)
    assert attempt(link, f" {keys.code[:3]} {keys.code[3:]} ").right
    link.refresh_from_db()
    assert (link.looks, link.failures, link.last_seen_at) == (1, 0, NOON)
    look = FamilyLook.objects.get()
    assert (look.kind, look.address, look.browser) == ("came", HERE.address, HERE.browser)


def test_the_fifth_wrong_code_locks_and_the_right_one_opens_nothing_then(cast):
    link, keys = link_for(cast)
    lefts = [attempt(link, wrong(keys)).left for _ in range(TRIES)]
    assert lefts == [4, 3, 2, 1, 0]
    assert attempt(link, keys.code) == attempt(link, "") and not attempt(link, keys.code).right
    link.refresh_from_db()
    assert link.locked_at == NOON and door_of(link, NOON) == Door.LOCKED
    assert list(FamilyLook.objects.values_list("kind", flat=True).order_by("pk")) == ["wrong"] * 5 + ["locked"]
    assert LogEntry.objects.filter(act="family.link_locked").count() == 1


def test_a_right_code_gives_five_new_tries(cast):
    link, keys = link_for(cast)
    for _ in range(3):
        for _ in range(TRIES - 1):
            attempt(link, wrong(keys))
        assert attempt(link, keys.code).right


def test_a_new_code_unlocks_and_the_old_one_is_worth_nothing(cast):
    link, keys = link_for(cast)
    for _ in range(TRIES):
        attempt(link, wrong(keys))
    fresh = new_family_code(link=link, now=NOON, by_id=cast.officer.pk)
    link.refresh_from_db()
    assert fits(link, fresh) and (fits(link, keys.code) is (fresh == keys.code))
    assert attempt(link, fresh).right


def test_shut_by_the_office_it_is_shut(cast):
    link, keys = link_for(cast)
    assert shut_family_link(link=link, now=NOON + MINUTE, by_id=cast.officer.pk)
    assert not shut_family_link(link=link, now=NOON + MINUTE, by_id=cast.officer.pk)
    with pytest.raises(NotOpen) as refused:
        scope_of(link)
    assert refused.value.door == Door.SHUT and not attempt(link, keys.code).right
    with pytest.raises(ValueError):
        new_family_code(link=link, now=NOON, by_id=cast.officer.pk)


def test_a_withdrawn_consent_shuts_every_link_and_a_later_yes_opens_none(cast):
    first, _ = link_for(cast)
    second, _ = link_for(cast, name="沈明")
    other, _ = link_for(cast, person=cast.lu, name="陆家")
    consent = cast.shen.consents.get(ended_at=None)
    withdraw_consent(consent_id=consent.pk, reason="不想了", now=NOON + MINUTE, by_id=cast.officer.pk)
    agree(cast, now=NOON + 2 * MINUTE)
    for link in (first, second):
        with pytest.raises(NotOpen):
            scope_of(link, NOON + 3 * MINUTE)
        assert (link.shut_why, link.shut_at) == ("consent", NOON + MINUTE)
    assert scope_of(other).person_id == cast.lu.pk


def test_asked_again_and_refused_it_is_shut_too(cast):
    link, _ = link_for(cast)
    answer_consent(person_id=cast.shen.pk, purpose="family_page", given=False, how="paper", now=NOON + MINUTE, by_id=cast.officer.pk)
    with pytest.raises(NotOpen):
        scope_of(link)


def test_its_time_runs_out(cast):
    link, _ = link_for(cast, days=30)
    assert scope_of(link, NOON + timedelta(days=30) - MINUTE)
    with pytest.raises(NotOpen) as refused:
        scope_of(link, NOON + timedelta(days=30))
    assert refused.value.door == Door.OVER


def test_a_page_read_again_within_ten_minutes_is_one_look(cast):
    link, _ = link_for(cast)
    for minutes in (0, 5, 9, 10, 25):
        link.refresh_from_db()
        note_family_look(link=link, where=HERE, now=NOON + minutes * MINUTE)
    link.refresh_from_db()
    assert link.looks == 3 and FamilyLook.objects.filter(kind="looked").count() == 3


def test_the_desk_of_another_street_finds_no_link(cast):
    from qianshou.access.scope import scope_of as users_scope

    link, _ = link_for(cast)
    mine, theirs = users_scope(cast.officer, DAY), users_scope(cast.outsider, DAY)
    assert family_link(scope=mine, link_id=link.pk, today=DAY) == link
    assert not links_of(scope=theirs, person_id=cast.shen.pk, today=DAY).exists()
    for scope in (theirs, users_scope(cast.tan.person.user, DAY), users_scope(cast.family, DAY)):
        with pytest.raises(FamilyLink.DoesNotExist):
            family_link(scope=scope, link_id=link.pk, today=DAY)


def test_a_door_is_open_only_when_nothing_speaks_against_it():
    for shut, locked, days, agreed in product((None, NOON), (None, NOON), (-1, 0, 1), (True, False)):
        found = door(shut_at=shut, locked_at=locked, expires_at=NOON + timedelta(days=days), agreed=agreed, now=NOON)
        assert (found == Door.OPEN) is (shut is None and locked is None and days > 0 and agreed)
        if shut is not None or not agreed:
            assert found == Door.SHUT  # whatever else: a shut page says that it is shut


@given(st.text(max_size=12))
def test_a_typed_code_is_six_digits_or_nothing(typed):
    code = normal_code(typed)
    assert code == "" or (len(code) == 6 and code.isascii() and code.isdigit())


def test_a_code_may_be_typed_with_wide_digits_and_spaces():
    assert normal_code("４８２ 913") == normal_code("482-913") == "482913" and normal_code("48291") == normal_code("²³²³²³") == ""


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.booleans(), max_size=12))
def test_never_more_than_five_wrong_codes_in_a_row(cast, tries):
    """A plain model of the counter: right ones clear it, the fifth wrong one in a row locks."""
    link, keys = link_for(cast)
    failures, locked = 0, False
    for right in tries:
        tried = attempt(link, keys.code if right else wrong(keys))
        if locked:
            assert not tried.right and tried.locked
        elif right:
            failures = 0
            assert tried.right
        else:
            failures += 1
            locked = failures == TRIES
            assert (tried.right, tried.locked, tried.left) == (False, locked, TRIES - failures)
