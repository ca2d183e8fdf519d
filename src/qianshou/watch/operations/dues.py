"""Owing, meeting and excusing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from qianshou.access.operations import log
from qianshou.kernel.clock import local_date
from qianshou.watch.models import Due
from qianshou.watch.operations.settling import settle_alerts
from qianshou.watch.rules import GRADES, MET_STATES, DueState, NewDue, best, judge

BATCH = 10_000  # rows a statement: the JSON of one stays near 4 MB

OWE = """
INSERT INTO watch_due (street_id, committee_id, key, kind, person_id, title, ref, day, opens_at, by_at, late_at, ladder,
                       state, grade, evidence, excuse, made_at)
SELECT n.street_id, p.committee_id, n.key, n.kind, n.person_id, n.title, n.ref, n.day, n.opens_at, n.by_at, n.late_at, n.ladder,
       'open', '', '{}', '', %s
FROM jsonb_to_recordset(%s::jsonb) AS n(street_id bigint, key text, kind text, person_id bigint, title jsonb, ref jsonb, day date,
       opens_at timestamptz, by_at timestamptz, late_at timestamptz, ladder bigint[])
LEFT JOIN people_person p ON p.id = n.person_id AND p.street_id = n.street_id
WHERE n.person_id IS NULL OR p.id IS NOT NULL
ORDER BY n.street_id, n.key
ON CONFLICT (street_id, key) DO NOTHING
"""  # ordered by key, so that two who owe the same dues wait for each other instead of locking each other out

LADDERS = """
UPDATE watch_due d SET ladder = n.ladder
FROM jsonb_to_recordset(%s::jsonb) AS n(key text, ladder bigint[])
WHERE d.street_id = %s AND d.key = n.key AND d.state IN ('open', 'late') AND d.ladder IS DISTINCT FROM n.ladder
"""

MEET = """
UPDATE watch_due d SET state = n.state, met_made_at = %s, met_received_at = %s, met_by_id = %s, grade = %s, evidence = n.evidence,
       heard_at = coalesce(d.heard_at, %s), closed_at = %s
FROM jsonb_to_recordset(%s::jsonb) AS n(id bigint, state text, evidence jsonb)
WHERE d.id = n.id
"""


def _row(due: NewDue) -> dict:
    if faults := due.faults():
        raise ValueError(f"due {due.key!r} cannot be owed: {', '.join(faults)}")
    return {
        "street_id": due.street_id, "key": due.key, "kind": due.kind, "person_id": due.person_id, "title": due.title, "ref": due.ref,
        "day": local_date(due.by_at).isoformat(), "opens_at": due.opens_at.isoformat(), "by_at": due.by_at.isoformat(),
        "late_at": due.deadline_at.isoformat(), "ladder": list(dict.fromkeys(due.ladder)),
    }  # fmt: skip


def _batches(rows: Iterable[dict]) -> Iterator[list[dict]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


@transaction.atomic
def owe_many(*, dues: Iterable[NewDue], now: datetime) -> int:
    """Owe each due whose key its street does not know yet; returns how many were new.

    Whatever was owed before stays as it is, state and all. A person of another street is not owed anything: such a row
    is left out. ValueError for a due that cannot be owed (nothing is written then).
    """
    made = 0
    with connection.cursor() as cursor:
        for batch in _batches(map(_row, dues)):
            cursor.execute(OWE, [now, json.dumps(batch, ensure_ascii=False)])
            made += cursor.rowcount
    return made


@transaction.atomic
def meet(
    *, street_id: int, key: str, made_at: datetime, received_at: datetime, grade: str, evidence: Mapping, by_id: int | None = None,
    says_more: bool = False,
) -> DueState:  # fmt: skip
    """Evidence that a due was done. Returns its state then; Due.DoesNotExist when the street owes no such key.

    Repeating it changes nothing, the order of several pieces does not matter, and a fact beats an excuse. `evidence` is
    kept as it is: what was said, the phone's clock offset in seconds, the place. An open alert ends, its history stays.
    `says_more`: where the due is met already and no better by this, the evidence takes the place of what was kept (somebody has seen her
    after all); state and moment stay.
    """
    if grade not in GRADES:
        raise ValueError(f"unknown grade {grade!r}")
    due = Due.objects.select_for_update().get(street_id=street_id, key=key)
    held = DueState(due.state)
    earned = judge(deadline_at=due.late_at, made_at=made_at, received_at=received_at)
    state = best(held, earned)
    if state == held and held in MET_STATES and not says_more:
        return held
    kept = dict(evidence)
    if held in MET_STATES:  # what counted until now is not lost
        kept["before"] = {"state": held, "made_at": due.met_made_at.isoformat(), "grade": due.grade, **_plain(due.evidence)}
    if state == held:
        Due.objects.filter(pk=due.pk).update(evidence=kept)
        return held
    Due.objects.filter(pk=due.pk).update(
        state=state, met_made_at=made_at, met_received_at=received_at, met_by_id=by_id, grade=grade, evidence=kept,
        heard_at=due.heard_at or received_at, closed_at=received_at,
    )  # fmt: skip
    settle_alerts(due_id=due.pk, outcome="met", kind="evidence", user_id=by_id, note=str(state), at=received_at)
    return state


@transaction.atomic
def meet_many(
    *, street_id: int, evidence: Mapping[str, Mapping], made_at: datetime, received_at: datetime, grade: str, by_id: int | None = None
) -> int:  # fmt: skip
    """`meet` for pending dues of a list at once: key → its evidence. Returns how many were pending; what was settled already stays as it is."""
    if grade not in GRADES:
        raise ValueError(f"unknown grade {grade!r}")
    rows = Due.objects.select_for_update().filter(street_id=street_id, key__in=list(evidence), state__in=("open", "late")).order_by("pk")
    settled: dict[DueState, list[int]] = {}
    news = []
    for pk, key, late_at in rows.values_list("pk", "key", "late_at"):
        state = judge(deadline_at=late_at, made_at=made_at, received_at=received_at)
        settled.setdefault(state, []).append(pk)
        news.append({"id": pk, "state": str(state), "evidence": dict(evidence[key])})
    with connection.cursor() as cursor:
        for batch in _batches(news):
            values = [made_at, received_at, by_id, grade, received_at, received_at, json.dumps(batch, ensure_ascii=False)]
            cursor.execute(MEET, values)
    for state, ids in settled.items():
        settle_alerts(due_id=ids, outcome="met", kind="evidence", user_id=by_id, note=str(state), at=received_at)
    return len(news)


def _plain(evidence: Mapping) -> dict:
    return {key: value for key, value in evidence.items() if key != "before"}


@transaction.atomic
def excuse(*, street_id: int, by_id: int, reason: str, now: datetime, key: str | None = None, due_id: int | None = None) -> DueState:
    """A named person says why nothing was done and nothing will be. A due that was met stays met.

    Name it by `key` or by `due_id`. ValueError without a reason or a person; Due.DoesNotExist as in `meet`.
    """
    if not reason.strip() or not by_id:
        raise ValueError("an excuse needs a named person and a reason")
    named = {"key": key} if key is not None else {"pk": due_id}
    due = Due.objects.select_for_update().get(street_id=street_id, **named)
    if due.state in MET_STATES or due.state == DueState.EXCUSED:
        return DueState(due.state)
    Due.objects.filter(pk=due.pk).update(state=DueState.EXCUSED, excused_by_id=by_id, excuse=reason.strip()[:200], closed_at=now)
    settle_alerts(due_id=due.pk, outcome="excused", kind="closed", user_id=by_id, note=reason, at=now)
    log(act="due.excused", now=now, by_id=by_id, street_id=street_id, target="due", target_id=due.pk, reason=reason.strip()[:200])
    return DueState.EXCUSED


@transaction.atomic
def cancel(*, street_id: int, keys: Sequence[str], by_id: int, reason: str, now: datetime) -> int:
    """Excuse many dues at once (a plan ended, somebody went to hospital); returns how many were still pending."""
    if not reason.strip() or not by_id:
        raise ValueError("an excuse needs a named person and a reason")
    pending = Due.objects.select_for_update().filter(street_id=street_id, key__in=list(keys), state__in=("open", "late"))
    ids = list(pending.order_by("pk").values_list("pk", flat=True))
    Due.objects.filter(pk__in=ids).update(state=DueState.EXCUSED, excused_by_id=by_id, excuse=reason.strip()[:200], closed_at=now)
    settle_alerts(due_id=ids, outcome="excused", kind="closed", user_id=by_id, note=reason, at=now)
    if ids:
        log(act="due.excused", now=now, by_id=by_id, street_id=street_id, target="dues", target_id=len(ids), reason=reason.strip()[:200])
    return len(ids)


def note_sign(*, street_id: int, key: str, at: datetime) -> None:
    """A sign from the field that does not meet the due (arrived, on the way): it is heard from now."""
    Due.objects.filter(street_id=street_id, key=key, heard_at__isnull=True).update(heard_at=at)


@transaction.atomic
def note_part(*, street_id: int, key: str, came: int, of: int) -> None:
    """Of several who must come, so many have done their part: the due is not met, but its alert says so."""
    due = Due.objects.select_for_update().filter(street_id=street_id, key=key, state__in=("open", "late")).first()
    if due:
        rest = {name: value for name, value in due.evidence.items() if name != "part"}
        Due.objects.filter(pk=due.pk).update(evidence=rest | ({"part": {"came": came, "of": of}} if came else {}))


@transaction.atomic
def set_ladders(*, street_id: int, ladders: Mapping[str, Sequence[int]], now: datetime | None = None) -> int:
    """New ladders for dues that are still pending, by key; called where a link, an absence or the roster changes.

    Returns how many changed. An alert that is climbing follows the new ladder from its next step on.
    """
    changed = 0
    rows = ({"key": key, "ladder": list(dict.fromkeys(users))} for key, users in sorted(ladders.items()))
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            cursor.execute(LADDERS, [json.dumps(batch), street_id])
            changed += cursor.rowcount
    return changed
