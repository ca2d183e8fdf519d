"""A month is opened, talked over, signed and closed; every point comes from records; closed it is locked; corrections are a new version."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from qianshou.care.models import VisitEvent
from qianshou.care.operations.errors import Refused
from qianshou.merit.models import Appraisal, AppraisalSign
from qianshou.merit.operations import appraisal_records, appraisal_talk
from qianshou.merit.operations.appraisal import correct, open_month, work_out
from qianshou.merit.queries.appraisal import Filters, behind, month_rows, trend_of
from qianshou.people.models import Paper
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from tests.cast import DAY, NOON
from tests.merit.street import MONTH, closed, door, month_of, opened, signed, spot, talked, told, training

DAYS = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def part(row, kind):
    return next(one for one in row.parts if one["kind"] == kind)


def test_every_door_has_its_worth_and_leads_to_its_record(cast):
    visits = month_of(cast, cast.tan, cast.shen, "ooooooooln")
    row = opened(cast)[cast.tan.pk]
    done = part(row, "done")
    assert sorted(worth for _, worth in done["refs"]) == [0, 50] + [100] * 8 and done["share"] == 850 and done["records"] == 10
    found = behind(row, "done")
    assert {one.row for one in found} == set(visits) and {one.due.state for one in found} == {"met", "met_late", "late"}
    assert part(row, "evidence")["records"] == 9  # of a door where nobody was there is no proof to look at
    assert part(row, "spot")["points"] is None and part(row, "spot")["why"] == "none"


def test_nobodys_are_what_was_excused_written_at_the_desk_or_not_opened(cast):
    for n, how in enumerate(("excused", "desk", "nobody")):
        door(cast, cast.tan, cast.shen, MONTH + n * DAYS, how=how)
    assert part(opened(cast)[cast.tan.pk], "done")["records"] == 0


def test_a_door_that_somebody_else_made_is_hers_who_made_it(cast):
    visit = door(cast, cast.tan, cast.shen, MONTH, how="missed")
    VisitEvent.objects.create(visit=visit, carer=cast.shao, kind="done", made_at=visit.window_start, received_at=visit.window_start, grade="tap")
    Due.objects.filter(key=visit.due_key).update(state="met", met_made_at=visit.window_start, grade="tap")
    rows = opened(cast)
    assert part(rows[cast.tan.pk], "done")["records"] == 0 and part(rows[cast.shao.pk], "done")["refs"] == [[f"visit:{visit.pk}", 100]]


def test_what_was_taken_back_counts_for_nothing(cast):
    visit = door(cast, cast.tan, cast.shen, MONTH)
    event = visit.events.get()
    VisitEvent.objects.create(visit=visit, carer=cast.tan, kind="retracted", made_at=NOON, received_at=NOON, grade="tap", takes_back=event)
    assert part(opened(cast)[cast.tan.pk], "evidence")["records"] == 0


def test_reporting_and_looking_in_again_counts_and_what_others_had_to_notice_counts_against(cast):
    first, second = (door(cast, cast.tan, cast.shen, MONTH + n * DAYS) for n in (1, 3))
    said = {"street_id": cast.street.pk, "person_id": cast.shen.pk, "text": "胃口不好", "severity": 2}
    at = first.window_end
    watch.report_concern(**said, by_id=cast.tan.person.user_id, made_at=at, received_at=at, now=at)
    assert [worth for _, worth in part(opened(cast)[cast.tan.pk], "concerns")["refs"]] == [100]
    later = second.window_end + 20 * DAYS
    watch.report_concern(**said, by_id=cast.tan.person.user_id, made_at=later, received_at=later, now=later)
    assert sorted(worth for _, worth in part(opened(cast)[cast.tan.pk], "concerns")["refs"]) == [70, 100]


def test_what_others_noticed_although_she_had_been_there_counts_against_the_first_carer(cast):
    visit = door(cast, cast.tan, cast.shen, MONTH + DAYS)
    at = visit.window_end + 2 * DAYS
    watch.report_concern(street_id=cast.street.pk, person_id=cast.shen.pk, text="咳嗽", severity=2, by_id=cast.desk.pk, made_at=at, received_at=at, now=at)
    assert [worth for _, worth in part(opened(cast)[cast.tan.pk], "concerns")["refs"]] == [0]
    assert part(opened(cast)[cast.shao.pk], "concerns")["records"] == 0


def test_spot_visits_training_praise_and_complaints_count(cast):
    spot(cast, cast.tan, checks={"badge": "yes", "plan": "no", "home": "yes", "listen": "na", "scan": "yes"})
    training(cast, {cast.tan.pk: "present", cast.shao.pk: "absent", cast.feng.pk: "excused"})
    told(cast, cast.tan)
    complaint = told(cast, cast.tan, "complaint", text="来晚了")
    rows = opened(cast)
    assert part(rows[cast.tan.pk], "spot")["refs"][0][1] == 75 and part(rows[cast.tan.pk], "training")["points"] == 50
    assert part(rows[cast.shao.pk], "training")["points"] == 0 and part(rows[cast.feng.pk], "training")["points"] is None
    assert part(rows[cast.tan.pk], "feedback")["records"] == 1  # the complaint waits
    appraisal_records.settle_feedback(feedback_id=complaint.pk, finding="justified", settled="已道歉", now=NOON, by_id=cast.officer.pk)
    assert part(opened(cast)[cast.tan.pk], "feedback")["share"] == 500
    appraisal_records.settle_feedback(feedback_id=complaint.pk, finding="unfounded", settled="查无此事", now=NOON, by_id=cast.officer.pk)
    assert part(opened(cast)[cast.tan.pk], "feedback")["share"] == 1000
    assert appraisal_records.take_back_feedback(ids=[complaint.pk], now=NOON, by_id=cast.officer.pk) == 1
    assert part(opened(cast)[cast.tan.pk], "feedback")["records"] == 1


def test_too_little_is_no_score(cast):
    row = opened(cast)[cast.tan.pk]
    assert (row.tenths, row.result) == (None, "")


def test_a_month_is_opened_once_and_takes_in_what_was_heard_since(cast):
    month_of(cast, cast.tan, cast.shen)
    before = opened(cast)[cast.tan.pk]
    assert open_month(street_id=cast.street.pk, month=MONTH, now=NOON, by_id=cast.officer.pk) == 0
    told(cast, cast.tan)
    assert open_month(street_id=cast.street.pk, month=MONTH, now=NOON, by_id=cast.officer.pk) == 5  # her score moves the middle of all
    before.refresh_from_db()
    assert part(before, "feedback")["points"] == 100 and Appraisal.objects.filter(carer=cast.tan).count() == 1
    with pytest.raises(Refused, match="future"):
        open_month(street_id=cast.street.pk, month=DAY.replace(day=1, month=12), now=NOON, by_id=cast.officer.pk)


def test_from_talk_to_closing_each_step_waits_for_the_one_before(cast):
    month_of(cast, cast.tan, cast.shen)
    row = opened(cast)[cast.tan.pk]
    refused = {}
    for word, act in (("sign", lambda: appraisal_talk.sign(appraisal_id=row.pk, who="carer", how="paper", now=NOON, by_id=cast.officer.pk)),
                      ("close", lambda: appraisal_talk.close(appraisal_id=row.pk, now=NOON, by_id=cast.officer.pk))):  # fmt: skip
        with pytest.raises(Refused) as error:
            act()
        refused[word] = error.value.code
    assert refused == {"sign": "no_talk", "close": "no_talk"}
    talked(cast, row)
    with pytest.raises(Refused, match="unsigned"):
        appraisal_talk.close(appraisal_id=row.pk, now=NOON, by_id=cast.officer.pk)
    signed(cast, row)
    assert Paper.objects.get(person=cast.tan.person, kind="signature").pk == row.signs.get(who="carer").paper_id
    with pytest.raises(Refused, match="signed"):
        work_out(appraisal_id=row.pk, now=NOON, by_id=cast.officer.pk)
    appraisal_talk.object_to(appraisal_id=row.pk, part="done", text="那天停电", now=NOON, by_id=cast.officer.pk)
    with pytest.raises(Refused, match="waiting"):
        appraisal_talk.close(appraisal_id=row.pk, now=NOON, by_id=cast.officer.pk)
    objection = row.objections.get()
    appraisal_talk.answer_objection(objection_id=objection.pk, upheld=False, answer="那天没有停电记录", now=NOON, by_id=cast.officer.pk)
    made = appraisal_talk.close(appraisal_id=row.pk, now=NOON, by_id=cast.officer.pk)
    assert made.state == "closed" and made.closed_at == NOON


def test_a_running_month_is_not_closed(cast):
    open_month(street_id=cast.street.pk, month=DAY.replace(day=1), now=NOON, by_id=cast.officer.pk)
    row = Appraisal.objects.get(carer=cast.tan)
    talked(cast, row)
    signed(cast, row)
    with pytest.raises(Refused, match="month"):
        appraisal_talk.close(appraisal_id=row.pk, now=NOON, by_id=cast.officer.pk)


LOCKED = [
    "UPDATE merit_appraisal SET tenths = 1000 WHERE id = %s", "UPDATE merit_appraisal SET parts = '[]' WHERE id = %s",
    "UPDATE merit_appraisal SET state = 'open', closed_at = NULL WHERE id = %s", "UPDATE merit_appraisal SET goals = 'x' WHERE id = %s",
    "DELETE FROM merit_appraisal WHERE id = %s", "DELETE FROM merit_appraisalsign WHERE appraisal_id = %s",
    "UPDATE merit_appraisalsign SET who = 'officer' WHERE appraisal_id = %s AND who = 'carer'",
    "INSERT INTO merit_appraisalsign (appraisal_id, who, how, at) VALUES (%s, 'carer2', 'paper', now())",
]  # fmt: skip


@pytest.mark.parametrize("statement", LOCKED)
def test_what_is_closed_cannot_be_changed_by_any_statement(cast, statement):
    month_of(cast, cast.tan, cast.shen)
    row = closed(cast, opened(cast)[cast.tan.pk])
    before = Appraisal.objects.filter(pk=row.pk).values().get()
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])
    assert Appraisal.objects.filter(pk=row.pk).values().get() == before and row.signs.count() == 2


def test_an_open_one_can_be_changed_by_the_same_statements(cast):
    row = opened(cast)[cast.tan.pk]
    with connection.cursor() as cursor:
        cursor.execute(LOCKED[0], [row.pk])
        cursor.execute(LOCKED[3], [row.pk])
    assert Appraisal.objects.get(pk=row.pk).tenths == 1000


def test_words_of_a_closed_one_may_only_be_emptied(cast):
    row = closed(cast, opened(cast)[cast.tan.pk])
    Appraisal.objects.filter(pk=row.pk).update(said_by_carer="", goals="")
    AppraisalSign.objects.filter(appraisal=row).update(paper=None)
    assert Appraisal.objects.get(pk=row.pk).said_by_carer == ""


def test_a_correction_is_a_new_version_and_the_old_one_stays(cast):
    month_of(cast, cast.tan, cast.shen)
    row = closed(cast, opened(cast)[cast.tan.pk])
    with pytest.raises(Refused, match="why"):
        correct(appraisal_id=row.pk, why=" ", now=NOON, by_id=cast.officer.pk)
    told(cast, cast.tan)
    new = correct(appraisal_id=row.pk, why="漏记表扬", now=NOON, by_id=cast.officer.pk)
    assert (new.version, new.state, part(new, "feedback")["points"]) == (2, "open", 100)
    row.refresh_from_db()
    assert part(row, "feedback")["points"] is None
    with pytest.raises(Refused, match="open"):
        correct(appraisal_id=row.pk, why="再改", now=NOON, by_id=cast.officer.pk)
    assert [one.pk for one in trend_of(cast.tan, MONTH)] == [new.pk]
    assert closed(cast, new).version == 2


def test_numbers_of_a_whole_street_take_few_reads(cast, django_assert_max_num_queries):
    from qianshou.merit.queries.appraisal_scoring import score_street

    month_of(cast, cast.tan, cast.shen)
    month_of(cast, cast.shao, cast.lu)
    with django_assert_max_num_queries(14):
        found = score_street(street=cast.street, first=MONTH, now=NOON)
    assert len(found) == 5


def test_the_table_shows_what_is_asked_for_and_nothing_to_an_outsider(cast):
    from qianshou.access.scope import scope_of

    month_of(cast, cast.tan, cast.shen)
    closed(cast, opened(cast)[cast.tan.pk])
    mine = scope_of(cast.officer, DAY)
    assert len(month_rows(mine, MONTH)) == 5
    assert [row.carer for row in month_rows(mine, MONTH, Filters(state="closed"))] == [cast.tan]
    assert [row.carer for row in month_rows(mine, MONTH, Filters(text="邵"))] == [cast.shao]
    assert len(month_rows(mine, MONTH, Filters(tier="full_time"))) == 2 and len(month_rows(mine, MONTH, Filters(state="talk"))) == 4
    assert month_rows(scope_of(cast.outsider, DAY), MONTH) == []
