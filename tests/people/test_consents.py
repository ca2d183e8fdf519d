"""Consent is given, refused and taken back, one purpose at a time; the newest word holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qianshou.people.models import Consent
from qianshou.people.operations import ConsentRefused, answer_consent, keep_paper, withdraw_consent
from qianshou.people.operations.merging import merge_person, unmerge_person
from qianshou.people.queries import consents_of, had_consent, has_consent, said_no
from tests.cast import DAY, NOON, elder

LATER = NOON + timedelta(days=1)


def say(person, given, now=NOON, purpose="talents", **more):
    return answer_consent(person_id=person.pk, purpose=purpose, given=given, how=more.pop("how", "paper"), now=now, by_id=None, **more)


def state(person, purpose="talents") -> str:
    return next(a.state for a in consents_of(person, DAY) if a.purpose.code == purpose)


def test_never_asked_is_neither_yes_nor_no(cast):
    assert state(cast.shen) == "not_asked" and not has_consent(cast.shen.pk, "talents")
    assert not said_no(cast.street.pk, "talents").exists()


def test_a_yes_holds_for_its_purpose_only(cast):
    say(cast.shen, True)
    assert has_consent(cast.shen.pk, "talents") and not has_consent(cast.shen.pk, "health")
    assert not has_consent(cast.lu.pk, "talents")


def test_taken_back_it_is_a_no_from_that_moment(cast):
    row = say(cast.shen, True)
    withdraw_consent(consent_id=row.pk, reason="不想了", now=LATER, by_id=cast.officer.pk)
    assert state(cast.shen) == "withdrawn" and not has_consent(cast.shen.pk, "talents")
    assert had_consent(cast.shen.pk, "talents", LATER - timedelta(seconds=1)) and not had_consent(cast.shen.pk, "talents", LATER)
    assert [r["person_id"] for r in said_no(cast.street.pk, "talents")] == [cast.shen.pk]
    with pytest.raises(ConsentRefused, match="not_given"):
        withdraw_consent(consent_id=row.pk, reason="", now=LATER, by_id=None)
    say(cast.shen, True, LATER)
    assert has_consent(cast.shen.pk, "talents") and not said_no(cast.street.pk, "talents").exists()


def test_the_same_answer_twice_is_one_and_a_newer_one_ends_the_older(cast):
    first = say(cast.shen, True)
    assert say(cast.shen, True, LATER).pk == first.pk
    say(cast.shen, False, LATER)
    assert state(cast.shen) == "refused" and Consent.objects.get(pk=first.pk).ended_at == LATER
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=cast.shen, street=cast.street, purpose="talents", at=LATER, how="paper")


def test_what_cannot_be_written_down_says_why(cast):
    for code, more in (("purpose", {"purpose": "advertising"}), ("witness", {"how": "spoken"})):
        with pytest.raises(ConsentRefused, match=code):
            say(cast.shen, True, **more)
    other = keep_paper(person_id=cast.lu.pk, kind="scan", name="", data=b"%PDF-1.4", now=NOON, by_id=None)
    with pytest.raises(ConsentRefused, match="paper"):
        say(cast.shen, True, paper_id=other.pk)


@pytest.mark.parametrize("how", ["answer", "withdrawal"])
def test_of_two_files_that_become_one_the_newest_word_holds_and_the_undo_gives_both_back(cast, how):
    twin = elder(cast.street, cast.huaide, "沈玉芳", cast.lane, "9号", None, "", NOON)
    held = say(cast.shen, True)
    row = say(twin, how == "withdrawal", NOON + timedelta(minutes=1))
    if how == "withdrawal":
        withdraw_consent(consent_id=row.pk, reason="", now=LATER, by_id=None)
    undo = merge_person(person=twin, into=cast.shen, take=[], now=LATER + timedelta(hours=1), by_id=None)
    assert not has_consent(cast.shen.pk, "talents"), "an older yes must not drown a newer no"
    assert said_no(cast.street.pk, "talents").filter(person=cast.shen).exists()
    unmerge_person(person=twin, undo=undo, now=LATER + timedelta(hours=2))
    assert has_consent(cast.shen.pk, "talents") and Consent.objects.get(pk=held.pk).ended_at is None
    assert not has_consent(twin.pk, "talents")
