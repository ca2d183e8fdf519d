"""A month of appraisal in Pingliang: visits that Tan and Shao made, were late for, or missed, last month."""

from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from qianshou.care.models import Carer, Visit, VisitEvent
from qianshou.kernel import clock
from qianshou.merit.models import Appraisal
from qianshou.merit.operations import appraisal_calls, appraisal_records, appraisal_talk
from qianshou.merit.operations.appraisal import open_month
from qianshou.packs.loader import load
from qianshou.watch.models import Due
from tests.cast import NOON

MONTH = date(2026, 10, 1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
_numbers = count()


def door(cast, carer: Carer, elder, day: date, *, how: str = "on_time", grade: str = "scan", service: str = "talking", needed: int = 1) -> Visit:
    """One visit: on_time, late, missed (nobody came, she stood first on the ladder), excused, nobody (she rang in time), desk (written at the desk)."""
    start = clock.at(day, time(9)) + timedelta(minutes=next(_numbers) % 50)
    end = start + timedelta(hours=1)
    states = {"on_time": "met", "late": "met_late", "missed": "late", "excused": "excused", "nobody": "late", "desk": "met"}
    visit = Visit.objects.create(street=cast.street, elder=elder, committee=elder.committee, service=service, day=day, window_start=start, window_end=end, minutes=30,
                                 carers_needed=needed, state="done" if how in ("on_time", "late") else "planned", made_at=start)  # fmt: skip
    met = {"met_made_at": end, "grade": grade} if states[how] in ("met", "met_late") else {}
    met |= {"excused_by": cast.officer, "excuse": "住院"} if how == "excused" else {}
    Due.objects.create(street=cast.street, person=elder, key=visit.due_key, kind="visit", day=day, opens_at=start, by_at=end, late_at=end, ladder=[carer.person.user_id],
                       state=states[how], made_at=start, **met)  # fmt: skip
    said = {"on_time": ("done", end), "late": ("done", end + timedelta(minutes=20)), "nobody": ("nobody", end - timedelta(minutes=5)), "desk": ("done", end)}
    if how in said:
        kind, at = said[how]
        VisitEvent.objects.create(visit=visit, carer=None if how == "desk" else carer, kind=kind, made_at=at, received_at=at, grade=grade)
    return visit


def month_of(cast, carer: Carer, elder, hows: str = "ooooooooln", first: date = MONTH, **more) -> list[Visit]:
    """One visit a day from the second of the month: o on time, l late, n not done."""
    words = {"o": "on_time", "l": "late", "n": "missed"}
    return [door(cast, carer, elder, first + timedelta(days=n + 1), how=words[letter], **more) for n, letter in enumerate(hows)]


def opened(cast, now: datetime = NOON, month: date = MONTH):
    """The month's appraisals by carer."""
    open_month(street_id=cast.street.pk, month=month, now=now, by_id=cast.officer.pk)
    return {row.carer_id: row for row in Appraisal.objects.filter(street=cast.street, month=month).select_related("carer__person", "street")}


def talked(cast, row, now: datetime = NOON):
    """The talk was held."""
    words = {"said_by_office": "上门准时，老人都夸", "said_by_carer": "雨天路滑，想要双好鞋", "goals": "下月学会量血压"}
    return appraisal_talk.note_talk(appraisal_id=row.pk, on=clock.local_date(now), **words, now=now, by_id=cast.officer.pk)


def signed(cast, row, now: datetime = NOON):
    """Both have signed: she on the screen, the officer on paper."""
    appraisal_talk.sign(appraisal_id=row.pk, who="carer", how="drawn", data=PNG, now=now, by_id=cast.officer.pk)
    appraisal_talk.sign(appraisal_id=row.pk, who="officer", how="paper", now=now, by_id=cast.officer.pk)


def closed(cast, row, now: datetime = NOON):
    """Talk, signatures, closed."""
    talked(cast, row, now)
    signed(cast, row, now)
    return appraisal_talk.close(appraisal_id=row.pk, now=now, by_id=cast.officer.pk)


def checks(**but) -> dict:
    """All points of a spot visit seen and right, but for those named."""
    return {q.code: "yes" for q in load().appraisal_questions.values() if q.asked == "spot"} | but


def answers(said: str = "yes") -> dict:
    """The same answer to the three questions."""
    return {q.code: said for q in load().appraisal_questions.values() if q.asked == "call"}


def spot(cast, carer, on=MONTH, **more):
    """A spot visit."""
    values = {"carer_id": carer.pk, "on": on, "checks": checks(), "note": "", "batch": uuid4(), "now": NOON, "by_id": cast.officer.pk} | more
    return appraisal_records.note_spot(**values)


def training(cast, seats, on=MONTH, **more):
    """A training: carer → state."""
    values = {"street_id": cast.street.pk, "on": on, "title": "防跌倒", "minutes": 90, "seats": seats, "batch": uuid4(), "now": NOON, "by_id": cast.officer.pk} | more
    return appraisal_records.note_training(**values)


def told(cast, carer, kind="praise", on=MONTH, **more):
    """Praise or a complaint of Shen's family."""
    values = {"carer_id": carer.pk, "kind": kind, "on": on, "source": "family", "source_name": "沈明", "text": "很耐心", "elder_id": cast.shen.pk, "batch": uuid4(), "now": NOON,
              "by_id": cast.officer.pk} | more  # fmt: skip
    return appraisal_records.note_feedback(**values)


def drawn(cast, seed="20261101", month=MONTH):
    """The month's call-backs."""
    return appraisal_calls.draw_callbacks(street_id=cast.street.pk, month=month, seed=seed, now=NOON, by_id=cast.officer.pk)
