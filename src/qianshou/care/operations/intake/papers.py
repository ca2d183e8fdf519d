"""Papers of a case: seen with one's own eyes, or a copy kept with the person's file; a signature drawn or scanned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from qianshou.access.operations import log
from qianshou.packs.loader import load
from qianshou.people.operations import keep_paper
from qianshou.people.papers import PaperRefused

from ...models import IntakeCase, IntakePaperSeen
from ..errors import Refused

OTHERS = ("signature", "consent", "booklet", "other")  # beside those that the pack asks for



@transaction.atomic
def add_paper(
    *, case_id: int, batch: UUID, kind: str, now: datetime, by_id: int, data: bytes | None = None, name: str = "", note: str = "", drawn: bool = False
) -> IntakePaperSeen:
    """A paper was seen (without `data`), or a copy is kept: a scan (PDF, JPEG, PNG), or with `drawn` a signature as drawn (PNG).

    Doing it twice with one batch keeps it once. Refused "paper_kind", "closed" for a case that was withdrawn, "file_empty",
    "file_too_big", "file_kind" (neither PDF nor JPEG nor PNG).
    """
    case = IntakeCase.objects.select_for_update(of=("self",)).select_related("street").get(pk=case_id)
    if known := IntakePaperSeen.objects.filter(batch=batch, kind=kind, case=case).first():
        return known
    if kind not in load(case.street.pack).intake_papers and kind not in OTHERS:
        raise Refused("paper_kind")
    if case.state == "withdrawn":
        raise Refused("closed")
    kept = None
    if data:
        try:
            kept = keep_paper(person_id=case.person_id, kind="signature" if drawn else "scan", name=name or kind, data=data, now=now, by_id=by_id)
        except PaperRefused as error:
            raise Refused(f"file_{error.code}") from error
    row = IntakePaperSeen.objects.create(case=case, kind=kind, paper=kept, note=note.strip()[:200], at=now, by_id=by_id, batch=batch)
    log(act="intake.paper", now=now, by_id=by_id, street_id=case.street_id, target="intake", target_id=case.pk, kind=kind, copy=bool(kept))
    return row


@transaction.atomic
def take_back_paper(*, paper_id: int, now: datetime, by_id: int) -> bool:
    """It was the wrong one: it stays in the file and counts for nothing here. False when it was taken back before."""
    row = IntakePaperSeen.objects.select_related("case").get(pk=paper_id)
    done = IntakePaperSeen.objects.filter(pk=paper_id, taken_back_at__isnull=True).update(taken_back_at=now)
    if done:
        log(act="intake.paper_back", now=now, by_id=by_id, street_id=row.case.street_id, target="intake", target_id=row.case_id, kind=row.kind)
    return bool(done)
