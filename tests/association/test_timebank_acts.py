"""Asking, going, logging, confirming, doubting, giving, leaving: each act, and what it refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist

from qianshou.access.models import LogEntry
from qianshou.access.scope import scope_of
from qianshou.association.models import TimebankAsk, TimebankHours
from qianshou.association.operations import timebank_asks, timebank_giving, timebank_hours, timebank_members
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.association.queries.timebank_matching import candidates, queue
from qianshou.ledger.models import Transaction
from tests.association.timebank_street import YESTERDAY, asks, balance, confirms, founds, helps, joins, logs
from tests.cast import DAY, NOON
from tests.ledger.books import audit

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)
    return told.value


@pytest.fixture
def qiu(cast):
    """The volunteer takes part."""
    return joins(cast, cast.volunteer.person)


def test_from_the_ask_to_the_hours(cast, qiu):
    founds(cast)
    ask = asks(cast, cast.shen, service="talking")
    (line,) = queue(scope_of(cast.officer, DAY), DAY)
    assert (line.ask, line.place.line, line.member) == (ask, "old_alone", qiu)
    match = timebank_asks.propose_member(ask_id=ask.pk, member_id=qiu.pk, reasons=[("before", "", -15)], now=NOON, by_id=cast.officer.pk)
    assert timebank_asks.propose_member(ask_id=ask.pk, member_id=qiu.pk, now=NOON, by_id=cast.officer.pk) == match
    assert queue(scope_of(cast.officer, DAY), DAY)[0].match is None, "somebody was asked already"
    timebank_asks.agree_to_go(match_id=match.pk, now=NOON, by_id=cast.officer.pk)
    row = logs(cast, qiu, cast.shen, ask_id=ask.pk)
    ask.refresh_from_db()
    assert (ask.state, row.state, balance(cast, cast.volunteer.person)) == ("done", "logged", 0), "nothing moves before the elder says so"
    done = confirms(cast, row)
    assert (done.own, done.pot, done.kept, done.given) == (0, 60, 60, 0)
    assert (balance(cast, cast.volunteer.person), balance(cast, "pot")) == (60, 540) and audit() == []
    assert LogEntry.objects.filter(act="timebank.confirmed", target_id=str(row.pk)).exists()


def test_sent_twice_is_one(cast, qiu):
    batch = uuid4()
    assert logs(cast, qiu, cast.shen, batch=batch) == logs(cast, qiu, cast.shen, 90, batch=batch)
    assert asks(cast, cast.shen, batch=batch) == asks(cast, cast.shen, batch=batch)
    founds(cast)
    row = helps(cast, qiu, cast.shen)
    assert confirms(cast, row) == row and balance(cast, cast.volunteer.person) == 60


def test_whoever_is_not_first_needs_hours_of_her_own(cast, qiu):
    founds(cast)
    cast.lu.file.living = "with_family"
    cast.lu.file.save()
    assert refused(asks, cast, cast.lu).params == {"short": 60}
    row = logs(cast, qiu, cast.lu)
    assert refused(confirms, cast, row).code == "balance"
    helps(cast, joins(cast, cast.lu), cast.shen, 90)  # an elder gives hours too, and may then ask for them
    assert asks(cast, cast.lu, 30) and refused(asks, cast, cast.lu, 60).params == {"short": 60}, "30 are asked for, 60 are logged"
    done = confirms(cast, row)
    assert (done.own, done.pot) == (60, 0) and balance(cast, cast.lu) == 30


def test_the_pot_ends_and_has_a_month(small, qiu):
    cast = small
    founds(cast, 150)
    helps(cast, qiu, cast.shen, 120)
    row = logs(cast, qiu, cast.shen, 60)
    assert refused(confirms, cast, row).params == {"short": 30}
    founds(cast, 500)
    confirms(cast, row)
    assert refused(confirms, cast, logs(cast, qiu, cast.shen, 60, on=YESTERDAY)).params == {"short": 40}, "200 minutes a month"


def test_groups_and_the_ceiling_donate(small, qiu):
    cast = small
    founds(cast, 5000)
    group = joins(cast, cast.feng.person, kind="group", group="常青志愿者工作室")
    done = helps(cast, group, cast.shen, 60)
    assert (done.kept, done.given, balance(cast, cast.feng.person), balance(cast, "pot")) == (0, 60, 0, 5000)
    assert Transaction.objects.filter(source__startswith=timebank_hours.source_of(done.pk)).count() == 2, "every hour is a posting"
    timebank_giving.give_hours(
        person_id=_rich(cast).pk, street_id=cast.street.pk, minutes=340, reason="谢谢", batch=uuid4(), now=NOON, by_id=cast.officer.pk, to_person_id=cast.volunteer.person.pk
    )  # fmt: skip
    done = helps(cast, qiu, cast.shen, 60)
    assert (done.kept, done.given, balance(cast, cast.volunteer.person)) == (20, 40, 360)


def _rich(cast):
    """Shao has 340 minutes of her own."""
    member = joins(cast, cast.shao.person)
    for n, elder in enumerate((cast.lu, cast.bao)):
        helps(cast, member, elder, 170, on=DAY - timedelta(days=n))
    return cast.shao.person


def test_who_confirms_as_officer_did_not_log_it(cast, qiu):
    founds(cast)
    row = logs(cast, qiu, cast.shen)
    own = {"hours_id": row.pk, "now": NOON, "by_id": cast.secretary.pk}
    assert refused(timebank_hours.confirm_hours, said_by="officer", **own).code == "same_hand"
    assert refused(timebank_hours.confirm_hours, said_by="x", **own).code == "said_by"
    assert timebank_hours.confirm_hours(said_by="elder", **own).said_by == "elder"


def test_doubts_are_settled_with_fewer_minutes_or_dropped(cast, qiu):
    founds(cast)
    by = {"now": NOON, "by_id": cast.officer.pk}
    row = logs(cast, qiu, cast.shen, 90)
    timebank_hours.dispute_hours(hours_id=row.pk, why="只来了一小时", **by)
    assert refused(confirms, cast, row, minutes=120).code == "minutes"
    assert confirms(cast, row, minutes=60).minutes == 60 and balance(cast, cast.volunteer.person) == 60
    assert refused(timebank_hours.dispute_hours, hours_id=row.pk, why="x", **by).code == "closed"
    other = logs(cast, qiu, cast.shen)
    assert refused(timebank_hours.drop_hours, hours_id=other.pk, why=" ", **by).code == "reason"
    assert timebank_hours.drop_hours(hours_id=other.pk, why="登记重了", **by).state == "dropped"
    assert refused(confirms, cast, other).code == "closed" and balance(cast, cast.volunteer.person) == 60


def test_taking_back_reverses_and_never_below_the_least(cast, qiu):
    founds(cast)
    by = {"now": NOON, "by_id": cast.officer.pk}
    row = helps(cast, qiu, cast.shen)
    timebank_hours.take_back_hours(hours_id=row.pk, why="人弄错了", **by)
    assert timebank_hours.take_back_hours(hours_id=row.pk, why="again", **by).why == "人弄错了"
    assert (balance(cast, cast.volunteer.person), balance(cast, "pot")) == (0, 600)
    second = helps(cast, qiu, cast.shen)
    timebank_giving.give_hours(person_id=qiu.person_id, street_id=cast.street.pk, minutes=50, reason="捐", batch=uuid4(), **by)
    assert refused(timebank_hours.take_back_hours, hours_id=second.pk, why="x", **by).params == {"short": 50}
    assert TimebankHours.objects.get(pk=second.pk).state == "confirmed" and audit() == []


def test_what_was_dropped_waits_again_with_whoever_agreed(cast, qiu):
    founds(cast)
    by = {"now": NOON, "by_id": cast.officer.pk}
    ask = asks(cast, cast.shen)
    match = timebank_asks.propose_member(ask_id=ask.pk, member_id=qiu.pk, **by)
    assert refused(logs, cast, qiu, cast.shen, ask_id=ask.pk).code == "other", "nobody agreed yet"
    timebank_asks.agree_to_go(match_id=match.pk, **by)
    row = logs(cast, qiu, cast.shen, ask_id=ask.pk)
    assert refused(logs, cast, qiu, cast.shen, ask_id=ask.pk).code == "closed"
    timebank_hours.drop_hours(hours_id=row.pk, why="没去成", **by)
    assert TimebankAsk.objects.get(pk=ask.pk).state == "matched"
    timebank_asks.decline_to_go(match_id=match.pk, answer="病了", **by)
    assert TimebankAsk.objects.get(pk=ask.pk).state == "open" and candidates(scope_of(cast.officer, DAY), TimebankAsk.objects.get(pk=ask.pk), DAY) == []
    timebank_asks.withdraw_ask(ask_id=ask.pk, reason="女儿来了", **by)
    assert refused(timebank_asks.propose_member, ask_id=ask.pk, member_id=qiu.pk, **by).code == "closed"
    assert timebank_asks.reopen_ask(ask_id=ask.pk, **by).state == "open"


@pytest.mark.parametrize(
    ("what", "code"),
    [({"service": "bathing"}, "kind"), ({"minutes": 5}, "short"), ({"on": DAY + timedelta(days=1)}, "future"), ({"minutes": 481}, "day")],
)
def test_hours_that_do_not_count(cast, qiu, what, code):
    assert refused(logs, cast, qiu, cast.shen, **what).code == code


def test_a_list_is_entered_whole_or_not_at_all(cast, qiu):
    entry = lambda minutes: timebank_hours.NewHours(qiu.pk, cast.shen.pk, "talking", DAY, minutes, uuid4())
    error = refused(timebank_hours.log_many, entries=[entry(200), entry(200), entry(200)], now=NOON, by_id=cast.officer.pk)
    assert (error.code, error.params) == ("day", {"most": 480, "left": 80, "line": 2}) and not TimebankHours.objects.exists()
    assert len(timebank_hours.log_many(entries=[entry(200), entry(200)], now=NOON, by_id=cast.officer.pk)) == 2


def test_leaving_passes_everything_on_and_may_be_taken_back(small, qiu):
    cast = small
    founds(cast, 1000)
    by = {"now": NOON, "by_id": cast.officer.pk}
    leave = lambda **more: timebank_members.leave_timebank(member_id=qiu.pk, reason="搬走了", on=DAY, **({"batch": uuid4()} | more), **by)
    row = logs(cast, qiu, cast.shen, 90)
    assert refused(leave, to="pot").params == {"n": 1}
    confirms(cast, row)
    assert refused(leave, to="heir").code == "heir" and refused(timebank_members.name_heir, member_id=qiu.pk, heir_id=cast.stranger.pk, **by).code == "street"
    timebank_members.name_heir(member_id=qiu.pk, heir_id=cast.shao.person.pk, **by)
    _rich(cast)  # the heir has 340 of at most 360
    ask = asks(cast, cast.shen)
    match = timebank_asks.propose_member(ask_id=ask.pk, member_id=qiu.pk, **by)
    pot, batch = balance(cast, "pot"), uuid4()
    assert leave(to="heir", batch=batch) == leave(to="heir", batch=batch)
    assert (balance(cast, cast.volunteer.person), balance(cast, cast.shao.person), balance(cast, "pot")) == (0, 360, pot + 70)
    match.refresh_from_db()
    assert match.state == "withdrawn" and TimebankAsk.objects.get(pk=ask.pk).state == "open"
    assert refused(logs, cast, qiu, cast.shen, on=DAY + timedelta(days=1)).code == "left"
    timebank_members.come_back(member_id=qiu.pk, **by)
    assert (balance(cast, cast.volunteer.person), balance(cast, cast.shao.person), balance(cast, "pot")) == (90, 340, pot)
    assert refused(timebank_members.come_back, member_id=qiu.pk, **by).code == "stays"
    leave(to="pot")
    assert balance(cast, "pot") == pot + 90 and audit() == []


def test_gifts_and_what_they_refuse(cast, qiu):
    founds(cast)
    helps(cast, qiu, cast.shen, 60)
    give = lambda **more: timebank_giving.give_hours(
        **{"person_id": qiu.person_id, "street_id": cast.street.pk, "minutes": 60, "reason": "捐", "batch": uuid4(), "now": NOON, "by_id": cast.officer.pk} | more
    )
    assert refused(give, minutes=61).params == {"short": 1} and refused(give, reason="").code == "reason" and refused(give, minutes=0).code == "minutes"
    assert refused(give, to_person_id=cast.stranger.pk).code == "street" and refused(give, to_person_id=qiu.person_id).code == "self"
    made = give(to_person_id=cast.lu.pk)
    assert balance(cast, cast.lu) == 60
    timebank_giving.take_back_gift(source=made.source, reason="弄错", now=NOON, by_id=cast.officer.pk)
    assert (balance(cast, cast.lu), balance(cast, cast.volunteer.person)) == (0, 60)
    assert refused(timebank_giving.take_back_gift, source="timebank.hours:1", reason="x", now=NOON, by_id=cast.officer.pk).code == "closed"


def test_who_says_nothing_for_a_week_is_seen(cast, qiu):
    scope = scope_of(cast.officer, DAY)
    logs(cast, qiu, cast.shen, on=DAY - timedelta(days=8))
    logs(cast, qiu, cast.shen)
    sums = reads.sums(scope, before=DAY - timedelta(days=7))
    assert (sums.to_confirm, sums.overdue, sums.members) == (2, 1, 1)


def test_another_street_sees_nothing(cast, qiu):
    founds(cast)
    row, ask = helps(cast, qiu, cast.shen), asks(cast, cast.shen)
    wei = scope_of(cast.outsider, DAY)
    assert not reads.asks(wei).exists() and not reads.hours(wei).exists() and not reads.members(wei).exists()
    assert reads.sums(wei, before=DAY).pot == 0 and queue(wei, DAY) == []
    for fetch in (lambda: reads.hours_of(wei, row.pk), lambda: reads.ask_of(wei, ask.pk), lambda: reads.member_of(wei, qiu.pk), lambda: reads.person_in(wei, cast.shen.pk)):
        with pytest.raises(ObjectDoesNotExist):
            fetch()
    assert not reads.members(scope_of(cast.desk, DAY)).exists(), "nor without the capability"
