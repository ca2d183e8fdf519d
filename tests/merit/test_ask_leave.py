"""A carer asks for leave; it is taken back, granted or refused. What is granted is the absence that planning and the sheet know, and never one twice."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.scope import Scope
from qianshou.care.models import Absence
from qianshou.care.operations import presence
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.leaving import left_alone
from qianshou.care.rules.absences import halves_on
from qianshou.merit.models import LeaveRequest
from qianshou.merit.operations.closing import close_month, sign_month
from qianshou.merit.operations.leave import ask_leave, grant_leave, refuse_leave, take_back_leave
from qianshou.merit.queries.closing import open_items
from qianshou.merit.queries.leave import leave_requests, own_leave
from qianshou.merit.queries.sheets import live_sheets
from qianshou.merit.rules.asking import half_of, may_ask, months_of
from qianshou.rounds.queries.leave import stops_of_leave
from tests.association.test_timebank_together import together
from tests.cast import DAY, NOON
from tests.field.conftest import publish, visit

OCTOBER = date(2026, 10, 1)
TOMORROW = DAY + timedelta(days=1)


def ask(cast, first=TOMORROW, last=None, **more) -> LeaveRequest:
    values = {"carer_id": cast.tan.pk, "kind": "annual", "first_day": first, "last_day": last or first, "made_at": NOON, "now": NOON, "by_id": cast.tan.person.user_id}
    return ask_leave(**values | more)


def grant(cast, row, **more) -> LeaveRequest:
    return grant_leave(**{"leave_id": row.pk, "kind": row.kind, "answer": "", "now": NOON, "by_id": cast.officer.pk} | more)


def refuse(cast, row, answer="人手不够") -> LeaveRequest:
    return refuse_leave(leave_id=row.pk, answer=answer, now=NOON, by_id=cast.officer.pk)


def test_granted_leave_is_the_absence_that_the_sheet_counts(cast):
    row = ask(cast, reason="回老家")
    assert (row.state, Absence.objects.count()) == ("open", 0)
    row = grant(cast, row, kind="personal", answer="早点回来")
    absence = Absence.objects.get()
    assert (row.absence, absence.kind, absence.first_day, absence.reason, absence.entered_by) == (absence, "personal", TOMORROW, "回老家", cast.officer)
    (sheet,) = live_sheets(Scope.system(cast.street.pk), DAY.replace(day=1), NOON, cast.tan.pk)
    assert sheet.month.leave_by_kind == {"personal": 1}
    (told,) = own_leave(cast.tan, DAY)["asks"]
    assert (told["kind"], told["state"], told["answer"]) == ("personal", "granted", "早点回来")
    presence.cancel_absence(absence_id=absence.pk, now=NOON, by_id=cast.officer.pk)
    assert own_leave(cast.tan, DAY)["asks"][0]["state"] == "cancelled"


def test_half_a_day_is_asked_for_and_granted_as_a_half(cast):
    row = grant(cast, ask(cast, until_noon=True))
    assert row.absence.halves_on(TOMORROW) == {"morning"} and own_leave(cast.tan, DAY)["asks"][0] | {"half": "morning", "days": 0.5} == own_leave(cast.tan, DAY)["asks"][0]
    assert grant(cast, ask(cast, from_noon=True)).absence.halves_on(TOMORROW) == {"afternoon"}, "the other half is free to be asked for"


def test_what_cannot_be_asked_for_says_why(cast):
    ask(cast, source="act:1")
    assert ask(cast, source="act:1").pk == ask(cast, source="act:1").pk and LeaveRequest.objects.count() == 1
    presence.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=DAY, last_day=DAY, now=NOON)
    wrong = [("leave_kind", {"kind": "holiday"}), ("leave_days", {"last": DAY - timedelta(days=1)}), ("leave_days", {"from_noon": True, "until_noon": True}),
             ("leave_days", {"last": date(9999, 12, 31)}), ("leave_days", {"first": date(2026, 1, 2)}), ("leave_days", {"first": date(2028, 1, 2)}),
             ("leave_open", {}), ("leave_open", {"first": DAY, "last": TOMORROW}), ("absent_already", {"first": DAY})]  # fmt: skip
    for code, more in wrong:
        with pytest.raises(Refused) as refusal:
            ask(cast, **more)
        assert refusal.value.code == code, more


def test_it_is_answered_once_and_a_refusal_has_a_reason(cast):
    row = ask(cast)
    with pytest.raises(Refused, match="leave_answer"):
        refuse(cast, row, " ")
    refuse(cast, row)
    for again in (refuse, grant):
        with pytest.raises(Refused, match="answered"):
            again(cast, row)
    assert Absence.objects.count() == 0 and own_leave(cast.tan, DAY)["asks"][0]["answer"] == "人手不够"
    assert ask(cast).state == "open", "she may ask again"


def test_she_takes_it_back_while_nobody_has_answered(cast):
    row = ask(cast, source="act:7")
    back = lambda: take_back_leave(source="act:7", now=NOON, by_id=cast.tan.person.user_id)
    assert (back().state, back().state) == ("taken_back", "taken_back") and own_leave(cast.tan, DAY)["asks"] == []
    with pytest.raises(Refused, match="taken_back"):
        grant(cast, row)
    granted = grant(cast, ask(cast, source="act:8"))
    with pytest.raises(Refused, match="leave_answered"):
        take_back_leave(source="act:8", now=NOON, by_id=None)
    assert granted.absence and take_back_leave(source="act:9", now=NOON, by_id=None) is None


def test_leave_is_not_granted_over_an_absence_that_is_there(cast):
    row = ask(cast, last=DAY + timedelta(days=3))
    presence.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=TOMORROW, last_day=TOMORROW, until_noon=True, now=NOON)
    with pytest.raises(Refused, match="absent_already"):
        grant(cast, row)
    row.refresh_from_db()
    assert row.state == "open" and Absence.objects.count() == 1


def test_leave_that_waits_holds_the_closing_up_and_none_is_granted_in_a_closed_month(cast):
    by = {"street_id": cast.street.pk, "month": OCTOBER, "now": NOON, "by_id": cast.officer.pk}
    early = ask(cast, first=date(2026, 9, 30), last=date(2026, 10, 2))
    assert [one.ref for one in open_items(cast.street, OCTOBER, []) if one.code == "leave"] == [early.pk]
    with pytest.raises(Refused, match="held_up"):
        sign_month(**by, left_open_why="照实")
    refuse(cast, early)
    sign_month(**by, left_open_why="照实")
    close_month(**by)
    row = ask(cast, first=date(2026, 10, 30), last=date(2026, 11, 2))
    with pytest.raises(Refused, match="closed_month") as refusal:
        grant(cast, row)
    assert refusal.value.params == {"month": "2026-10"} and Absence.objects.count() == 0
    assert refuse(cast, row).state == "refused" and grant(cast, ask(cast, first=date(2026, 11, 2))).absence


def test_the_officer_sees_what_would_be_left_open(cast):
    early, late = visit(cast, cast.shen, minute=-150), visit(cast, cast.lu)
    publish(cast, DAY, (cast.tan, early), (cast.tan, late), (cast.shao, visit(cast, cast.bao)))
    publish(cast, TOMORROW, (cast.tan, visit(cast, cast.shen, day=TOMORROW)))
    open_by = lambda *span: [stop.visit.elder.name for stop in stops_of_leave(carer_id=cast.tan.pk, span=span, today=DAY)]
    assert open_by(DAY, TOMORROW, False, False) == ["沈玉芳", "陆根宝", "沈玉芳"] and open_by(DAY, DAY, True, False) == ["陆根宝"] and open_by(DAY, DAY, False, True) == ["沈玉芳"]
    assert open_by(DAY - timedelta(days=9), DAY - timedelta(days=1), False, False) == []
    alone = lambda *span: left_alone(carer_id=cast.tan.pk, span=span, today=DAY)
    assert alone(DAY, TOMORROW, False, False) == [], "the backup is there"
    presence.add_absence(carer_id=cast.shao.pk, kind="sick", first_day=TOMORROW, last_day=TOMORROW, now=NOON)
    assert alone(DAY, TOMORROW, False, False) == [(cast.shen, [TOMORROW])] and alone(TOMORROW, TOMORROW, True, False) == []


def test_who_waits_stands_first_and_another_street_sees_none(cast):
    late, soon = ask(cast, first=DAY + timedelta(days=9)), ask(cast, carer_id=cast.shao.pk)
    refuse(cast, done := ask(cast, carer_id=cast.feng.pk))
    scope = lambda street: Scope.system(street.pk)
    assert leave_requests(scope(cast.street), DAY) == [soon, late, done] and leave_requests(scope(cast.elsewhere), DAY) == []
    assert leave_requests(scope(cast.street), DAY, "refused") == [done]


@pytest.mark.django_db(transaction=True)
def test_two_officers_and_the_carer_at_once_one_of_them_is_heard(cast):
    for n in range(4):
        row = ask(cast, first=TOMORROW + timedelta(days=n), source=f"act:{n}")
        back = lambda n=n: take_back_leave(source=f"act:{n}", now=NOON, by_id=None)
        desk = lambda n=n: presence.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=TOMORROW + timedelta(days=n), last_day=TOMORROW + timedelta(days=n), now=NOON)
        acts = [lambda row=row: grant(cast, row), lambda row=row: grant(cast, row), lambda row=row: refuse(cast, row), back, desk]
        together([lambda act=act: _try(act) for act in acts])
        row.refresh_from_db()
        days = Absence.objects.filter(first_day=row.first_day)
        assert row.state != "open" and days.count() <= 1 and (row.state != "granted" or days.get() == row.absence)


DAYS = st.integers(0, 5)
STEPS = st.lists(st.tuples(st.sampled_from(["ask", "back", "grant", "refuse", "desk", "cancel"]), DAYS, st.integers(0, 3), st.sampled_from(["", "morning", "afternoon"])), max_size=14)


@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_it_goes_no_half_is_away_twice_and_each_word_counts_once(cast, steps):
    """Against a plain model: halves that are away, and requests by state."""
    LeaveRequest.objects.all().delete()
    Absence.objects.all().delete()
    away: dict[int, set] = {}  # absence → halves
    asked: list[dict] = []
    taken = lambda: set().union(*away.values()) if away else set()
    for act, start, length, half in steps:
        first = TOMORROW + timedelta(days=start)
        last = first if half else first + timedelta(days=length)
        ends = {"from_noon": half == "afternoon", "until_noon": half == "morning"}
        span = {(first + timedelta(days=n), h) for n in range((last - first).days + 1) for h in halves_on(first + timedelta(days=n), first, last, ends["from_noon"], ends["until_noon"])}
        one = asked[start % len(asked)] if asked else None
        if act == "ask":
            free = not span & taken() and not any(span & other["span"] for other in asked if other["state"] == "open")
            row = _try(lambda: ask(cast, first, last, source=f"act:{len(asked)}", **ends))  # noqa: B023
            assert bool(row) == free
            asked += [{"row": row, "span": span, "state": "open", "source": f"act:{len(asked)}"}] if row else []
        elif act == "desk":
            made = _try(lambda: presence.add_absence(carer_id=cast.tan.pk, kind="sick", first_day=first, last_day=last, now=NOON, **ends))  # noqa: B023
            assert bool(made) == (not span & taken())
            away |= {made.pk: span} if made else {}
        elif act == "cancel" and away:
            gone = sorted(away)[start % len(away)]
            presence.cancel_absence(absence_id=gone, now=NOON)
            del away[gone]
        elif one and act in ("back", "grant", "refuse"):
            may = one["state"] == "open" or (act == "back" and one["state"] == "taken_back")
            may = may and (act != "grant" or not one["span"] & taken())
            done = _try(lambda: {"back": lambda: take_back_leave(source=one["source"], now=NOON, by_id=None), "grant": lambda: grant(cast, one["row"]),  # noqa: B023
                                 "refuse": lambda: refuse(cast, one["row"])}[act]())  # noqa: B023  # fmt: skip
            assert bool(done) == may
            if done:
                one["state"] = done.state
                away |= {done.absence_id: one["span"]} if done.absence_id else {}
    rows = Absence.objects.filter(cancelled_at=None)
    found = [(row.first_day + timedelta(days=n), h) for row in rows for n in range((row.last_day - row.first_day).days + 1) for h in row.halves_on(row.first_day + timedelta(days=n))]
    assert sorted(found) == sorted(taken()) and len(found) == len(set(found))
    assert sorted(LeaveRequest.objects.values_list("state", flat=True)) == sorted(one["state"] for one in asked)


def _try(work):
    try:
        return work()
    except Refused:
        return None


def test_days_and_months_that_a_leave_lies_in():
    assert months_of(date(2026, 11, 30), date(2027, 2, 1)) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert (half_of(DAY, DAY, True, False), half_of(DAY, DAY, False, True), half_of(DAY, TOMORROW, True, False)) == ("afternoon", "morning", "")
    assert may_ask(DAY, DAY + timedelta(days=365), False, False, DAY) and not may_ask(DAY, DAY + timedelta(days=366), False, False, DAY)
