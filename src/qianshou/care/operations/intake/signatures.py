"""Signatures of a home visit: each comes as an act of its own and is a paper by then, or will be one later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from qianshou.access.operations import log
from qianshou.people.models import Paper

from ...models import IntakeCase, IntakeEntry, IntakePaperSeen
from .papers import add_paper


def take_signatures(case: IntakeCase, signatures: Sequence[Mapping], act_id: UUID, now: datetime, by_id: int) -> tuple[dict[str, Paper], dict[str, str]]:
    """Keep each: one with `png` (bytes) is kept now, one with `paper` is linked, one with only an `act` is waited for.

    Returns what each is for → the paper, and the acts that are waited for → what they are for. Runs in the caller's transaction.
    """
    found, waiting = {}, {}
    for number, one in enumerate(signatures):
        what = str(one.get("for", "visit"))
        words = " · ".join(filter(None, (what, str(one.get("name", "")), str(one.get("relation", "")))))
        if "png" in one:
            batch = uuid5(act_id, f"signature:{number}")
            found[what] = add_paper(case_id=case.pk, batch=batch, kind="signature", data=one["png"], name=f"{what}.png", note=words, now=now, by_id=by_id, drawn=True).paper
        elif paper := Paper.objects.filter(pk=one.get("paper"), person_id=case.person_id).first():
            _link(case, paper, UUID(str(one["act"])), words, now, by_id)
            found[what] = paper
        else:
            waiting[str(one["act"])] = words
    return found, waiting


@transaction.atomic
def link_late_signature(*, act_id: UUID, paper_id: int, now: datetime, by_id: int) -> bool:
    """A signature was kept after the visit that names it: it is put to the case's papers now. False when no visit waits for it."""
    paper = Paper.objects.get(pk=paper_id)
    entry = IntakeEntry.objects.filter(case__person_id=paper.person_id, act="visited", detail__waiting__has_key=str(act_id)).select_related("case").first()
    if entry is None:
        return False
    _link(entry.case, paper, act_id, entry.detail["waiting"][str(act_id)], now, by_id)
    return True


@transaction.atomic
def note_paper_signature(*, act_id: UUID, person_id: int, words: str, now: datetime, by_id: int) -> bool:
    """It was signed on paper at the table: the newest case of this person owes the scan (queries.intake_papers.scan_owed). False without a case."""
    case = IntakeCase.objects.filter(person_id=person_id).exclude(state="withdrawn").order_by("-pk").first()
    if case is None:
        return False
    IntakePaperSeen.objects.get_or_create(batch=act_id, kind="signature", defaults={"case": case, "note": words[:200], "at": now, "by_id": by_id})
    return True


def _link(case: IntakeCase, paper: Paper, batch: UUID, words: str, now: datetime, by_id: int) -> None:
    _row, new = IntakePaperSeen.objects.get_or_create(batch=batch, kind="signature", defaults={"case": case, "paper": paper, "note": words[:200], "at": now, "by_id": by_id})
    if new:
        log(act="intake.paper", now=now, by_id=by_id, street_id=case.street_id, target="intake", target_id=case.pk, kind="signature", copy=True)
