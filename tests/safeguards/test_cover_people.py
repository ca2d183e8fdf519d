"""Covers: written, renewed for one and for a list, ended, taken back; what the watch is owed follows; who must not get in."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from qianshou.access.scope import scope_of
from qianshou.care import operations as care
from qianshou.care.models import Safeguard
from qianshou.care.operations import safeguards
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.safeguards import Asked, cover_of, covers, ending, kinds_of, uncovered
from qianshou.people.models import ElderFile
from qianshou.watch.models import Due
from tests.cast import DAY, NOON
from tests.safeguards.covers import cover, days, incident, terms


def owe(cast, day=DAY) -> int:
    return care.owe_renewals(street_id=cast.street.pk, now=NOON + (day - DAY))


def many(cast, people, **more) -> safeguards.Many:
    batch = more.pop("batch", None) or uuid4()
    return safeguards.cover_many(
        street_id=cast.street.pk, person_ids=[p.pk for p in people], terms=terms(**more), batch=batch, now=NOON, by_id=cast.officer.pk
    )


def seen(cast, user=None, read=covers, **asked):
    return list(read(scope=scope_of(user or cast.officer, DAY), street=cast.street, today=DAY, asked=Asked(**asked)))


def test_a_cover_is_written_once_and_no_second_one_of_its_kind_beside_it(cast):
    batch = uuid4()
    row = cover(cast, batch=batch, until=DAY + days(30))
    assert cover(cast, batch=batch).pk == row.pk
    with pytest.raises(Refused, match="overlap") as refused:
        cover(cast, since=DAY + days(30), provider="太平洋")
    assert refused.value.params == {"since": DAY, "until": DAY + days(30), "provider": "平安"}
    cover(cast, kind=2)
    cover(cast, since=DAY + days(31))
    cover(cast, cast.lu)
    assert Safeguard.objects.count() == 4


def test_the_database_itself_refuses_what_overlaps(cast):
    row = cover(cast)
    with pytest.raises(IntegrityError, match="safeguard_no_overlap"), transaction.atomic():
        Safeguard.objects.create(
            person=cast.shen, street=cast.street, kind=1, provider="x", since=row.until, until=row.until + days(3), batch=uuid4(), made_at=NOON
        )
    assert Safeguard.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "code"), [({"kind": 9}, "kind"), ({"provider": " "}, "provider"), ({"until": DAY - days(1)}, "span"), ({"premium_fen": -1}, "money")]
)
def test_what_makes_no_sense_is_refused(cast, bad, code):
    with pytest.raises(Refused, match=code):
        cover(cast, **bad)
    assert not Safeguard.objects.exists()


def test_what_runs_out_is_owed_from_thirty_days_before_and_met_by_its_renewal(cast):
    row = cover(cast, since=DAY - days(300), until=DAY + days(30))
    assert owe(cast, DAY - days(1)) == 0
    assert owe(cast) == 1 and owe(cast) == 0
    due = Due.objects.get(kind="safeguard")
    assert due.person == cast.shen and due.committee == cast.huaide and due.day == row.until and cast.officer.pk in due.ladder
    new = cover(cast, since=row.until + days(1))
    due.refresh_from_db()
    assert due.state == "met" and due.evidence == {"safeguard": new.pk}
    safeguards.take_back_cover(batch=new.batch, street_id=cast.street.pk, now=NOON, by_id=cast.officer.pk)
    due.refresh_from_db()
    assert due.state == "open"
    assert owe(cast) == 0


def test_an_end_on_purpose_owes_nothing_and_can_be_undone(cast):
    row = cover(cast, since=DAY - days(300), until=DAY + days(10))
    owe(cast)
    end = {"safeguard_id": row.pk, "now": NOON, "by_id": cast.officer.pk}
    for bad, code in (({"on": DAY, "reason": ""}, "reason"), ({"on": row.until + days(1), "reason": "x"}, "outside")):
        with pytest.raises(Refused, match=code):
            safeguards.end_cover(**end, **bad)
    safeguards.end_cover(**end, on=DAY, reason="换了公司")
    assert Due.objects.get(kind="safeguard").state == "excused" and owe(cast) == 0
    with pytest.raises(Refused, match="ended"):
        safeguards.end_cover(**end, on=DAY, reason="x")
    other = cover(cast, since=DAY + days(1), provider="太平洋")
    with pytest.raises(Refused, match="overlap"):
        safeguards.undo_end(**end)
    safeguards.take_back_cover(batch=other.batch, street_id=cast.street.pk, now=NOON, by_id=cast.officer.pk)
    assert safeguards.undo_end(**end).last == row.until
    assert Due.objects.get(key=row.due_key).state == "open"


def test_nothing_is_owed_for_whoever_has_died(cast):
    cover(cast, since=DAY - days(300), until=DAY + days(10))
    ElderFile.objects.filter(person=cast.shen).update(status="dead")
    assert owe(cast) == 0


def test_what_had_run_out_before_it_was_known_is_owed_within_days(cast):
    cover(cast, since=DAY - days(300), until=DAY - days(20))
    cover(cast, cast.lu, since=DAY - days(300), until=DAY - days(31))
    assert owe(cast) == 1
    assert Due.objects.get(kind="safeguard").day == DAY + days(3)


def test_a_whole_list_is_renewed_as_one_act_and_taken_back_as_one(cast):
    old = cover(cast, since=DAY - days(300), until=DAY + days(10))
    cover(cast, cast.bao, since=DAY, until=DAY + days(500))
    owe(cast)
    batch = uuid4()
    people = [cast.shen, cast.lu, cast.bao, cast.stranger]
    made = many(cast, people, until=DAY + days(365), batch=batch)
    assert {r.person_id: r.since for r in made.made} == {cast.shen.pk: old.until + days(1), cast.lu.pk: DAY}
    assert made.covered == [cast.bao.pk], "covered to the end already; the stranger is another street's and is not even named"
    assert Due.objects.get(kind="safeguard").state == "met"
    assert len(many(cast, people, batch=batch).made) == 2 and Safeguard.objects.count() == 4
    assert safeguards.take_back_cover(batch=batch, street_id=cast.street.pk, now=NOON, by_id=cast.officer.pk) == 2
    assert Due.objects.get(kind="safeguard").state == "open"
    with pytest.raises(Refused, match="nobody"):
        many(cast, [])


def test_what_happened_under_a_cover_keeps_it_from_being_taken_back(cast):
    row = cover(cast)
    incident(cast, row)
    with pytest.raises(Refused, match="incidents"):
        safeguards.take_back_cover(batch=row.batch, street_id=cast.street.pk, now=NOON, by_id=cast.officer.pk)


def test_lists_say_who_is_covered_who_is_not_and_what_runs_out(cast):
    a = cover(cast, since=DAY - days(300), until=DAY + days(20), provider="人保")
    b = cover(cast, cast.lu, kind=2, until=DAY + days(80))
    assert seen(cast) == [a, b] and seen(cast, kind=2) == [b] and seen(cast, provider="人保") == [a] and seen(cast, text="陆") == [b]
    assert seen(cast, user=cast.committee_worker) == [a] and seen(cast, committee=cast.huolan.pk) == [b]
    assert {p.name for p in seen(cast, read=uncovered)} == {"鲍秀英"}
    assert {p.name for p in seen(cast, read=uncovered, kind=1)} == {"鲍秀英", "陆根宝"}
    runs_out = lambda n: list(ending(scope=scope_of(cast.officer, DAY), street=cast.street, today=DAY, days=n, asked=Asked()))
    assert [runs_out(n) for n in (10, 30, 90)] == [[], [a], [a, b]]
    cover(cast, since=DAY + days(21))
    assert runs_out(90) == [b]


def test_another_street_and_whoever_may_not_see_nothing(cast):
    row = cover(cast)
    for user in (cast.outsider, cast.kitchen, cast.secretary):
        assert seen(cast, user) == [] == seen(cast, user, read=uncovered)
        with pytest.raises(Safeguard.DoesNotExist):
            cover_of(scope=scope_of(user, DAY), safeguard_id=row.pk, today=DAY)
    assert cover_of(scope=scope_of(cast.desk, DAY), safeguard_id=row.pk, today=DAY) == row


def test_one_person_has_eight_kinds_with_gaps_said(cast):
    cover(cast, until=DAY + days(10))
    cover(cast, since=DAY + days(20), until=DAY + days(30))
    kinds = kinds_of(cast.shen, cast.street, DAY, "zh-hans")
    assert [k.number for k in kinds] == list(range(1, 9)) and not any(k.name for k in kinds)
    assert kinds[0].now and len(kinds[0].ahead) == 1 and kinds[0].gaps == [(DAY + days(11), DAY + days(19))]
    assert kinds[1].now is None and kinds[1].gaps == []
