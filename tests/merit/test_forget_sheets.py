"""Words of closed months may be emptied with the person they are about, and names taken out; nothing else gives way, and to nobody else."""

import os
from datetime import time

import psycopg
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.exchange.operations.erasing_rows import BLOT, blot
from qianshou.merit.models import ClosedSheet, MonthClosing
from qianshou.merit.operations.closing import close_month, sign_month
from qianshou.merit.operations.corrections import ask_correction, grant_correction
from qianshou.merit.operations.forgetting import blot_sheet, forget_sheets
from qianshou.people.personal import table_of
from tests.booklets.november import AFTER, MONTH, live

pytestmark = pytest.mark.django_db
EVENING = time(16, 40)
FORM = ("number", "tier", "data", "adjustments", "sha256", "closing_id", "carer_id", "street_id")


def closed_month(cast) -> MonthClosing:
    live(cast)
    row = ask_correction(carer_id=cast.tan.pk, day=MONTH.replace(day=6), came=None, went=EVENING, text='送沈玉芳回家，她说"慢走"\\_%', made_at=AFTER, now=AFTER, by_id=cast.officer.pk)
    grant_correction(correction_id=row.pk, came=None, went=row.went, instead=False, answer="问过沈玉芳，属实", now=AFTER, by_id=cast.officer.pk)
    same = {"street_id": cast.street.pk, "month": MONTH, "now": AFTER, "by_id": cast.officer.pk}
    sign_month(**same, left_open_why="谭美华漏打卡，沈玉芳知道")
    return close_month(**same)


@pytest.fixture
def closed(cast) -> MonthClosing:
    return closed_month(cast)


def mine(cast) -> ClosedSheet:
    return ClosedSheet.objects.get(carer=cast.tan)


def kept(row: ClosedSheet) -> dict:
    return {name: getattr(row, name) for name in FORM}


def test_name_and_words_go_and_hours_stay(cast, closed):
    before, others = mine(cast), {row.pk: row.name for row in ClosedSheet.objects.exclude(carer=cast.tan)}
    assert before.words and before.name == "谭美华"
    rows = ClosedSheet.objects.filter(carer=cast.tan)
    assert forget_sheets(rows) == 1 and forget_sheets(rows) == 0
    after = mine(cast)
    assert (after.name, after.words, kept(after)) == ("", [], kept(before))
    assert {row.pk: row.name for row in ClosedSheet.objects.exclude(carer=cast.tan)} == others
    assert table_of(ClosedSheet).by is forget_sheets, "an erasure goes through this door"


def test_a_name_is_taken_out_of_what_others_wrote(cast, closed):
    row, names = mine(cast), ["沈玉芳", "沈"]
    found = [("merit.ClosedSheet", str(row.pk), "words"), ("merit.MonthClosing", str(closed.pk), "left_open_why")]
    assert blot(found, names) == 2 and blot(found, names) == 0
    after = mine(cast)
    assert kept(after) == kept(row) and after.name == row.name
    assert after.words[0]["text"] == f'送{BLOT}回家，她说"慢走"\\_%' and after.words[0]["answer"] == f"问过{BLOT}，属实"
    closed.refresh_from_db()
    assert closed.left_open_why == f"谭美华漏打卡，{BLOT}知道" and closed.state == "closed"


def test_the_program_itself_may_not(cast, closed):
    """The negative control: the very writes that the functions make are refused when the program makes them."""
    rows, closing = ClosedSheet.objects.filter(carer=cast.tan), MonthClosing.objects.filter(pk=closed.pk)
    words = [{**one, "text": BLOT} for one in mine(cast).words]
    for change in (lambda: rows.update(name=""), lambda: rows.update(words=[]), lambda: rows.update(words=words), lambda: closing.update(left_open_why=BLOT)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert mine(cast).name == "谭美华" and mine(cast).words and closing.get().left_open_why.startswith("谭美华")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text("沈玉芳\"\\%_'{}[]:,a ", min_size=1, max_size=4), max_size=3))
def test_whatever_the_names_are_only_they_go(closed, cast, names):
    """The model takes them out in Python, the longest first."""
    with transaction.atomic():
        told = [dict(one) for one in mine(cast).words]
        blot_sheet(mine(cast).pk, names)
        after = mine(cast).words
        for one in told:
            for key in ("text", "answer", "by"):
                for name in sorted(names, key=lambda one: (-len(one), one)):
                    one[key] = one[key].replace(name, BLOT)
        assert after == told
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_even_the_owner_writes_no_other_words(cast):
    closed = closed_month(cast)
    row = mine(cast)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for deed in ("SET name = '别人'", "SET words = '[{\"text\": \"别的话\"}]'", "SET data = '{}'", "SET number = ''"):
            with pytest.raises(psycopg.errors.CheckViolation):
                owner.execute(f"UPDATE merit_closedsheet {deed} WHERE id = %s", [row.pk])
        for deed in ("SET left_open_why = '别的'", "SET left_open_why = '▇▇好'", "SET sha256 = ''", "SET state = 'signed'"):
            with pytest.raises(psycopg.errors.CheckViolation):
                owner.execute(f"UPDATE merit_monthclosing {deed} WHERE id = %s", [closed.pk])
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute("DELETE FROM merit_closedsheet WHERE id = %s", [row.pk])
    assert kept(mine(cast)) == kept(row) and mine(cast).words == row.words
