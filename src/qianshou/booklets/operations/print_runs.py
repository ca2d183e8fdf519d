"""Booklets and wall cards for a list: asked for, set in the background a hundred people at a time, taken away after some days.

A killed worker loses nothing: a run goes on behind the last part that is written down.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop
from procrastinate.exceptions import AlreadyEnqueued

from qianshou.access.keys import sealer
from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.kernel.files import write_whole
from qianshou.people.models import Person

from ..booklet_sheets import BOOKLETS, CARDS, booklets_data, cards_data
from ..models import PrintRun
from ..queries.booklets import booklets_of
from ..queries.findings import glyph_findings
from ..render import volume_pdf
from .binding import pages_of
from .wall_cards import squares

logger = logging.getLogger(__name__)
MOST = 5_000  # people in one run
PART = 100  # people in one file: some four hundred pages, which an office printer takes
KEPT = timedelta(days=7)
UNFINISHED = (PrintRun.State.WAITING, PrintRun.State.SETTING)
DISK = gettext_noop("The file could not be written. Is the disk full?")
BROKEN = gettext_noop("The booklets could not be set. The log of the worker says why.")


class CannotAsk(ValueError):
    """`code`: nobody | too_many | kind."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask_run(*, street_id: int, kind: str, person_ids: Sequence[int], language: str, title: str, health: bool, now: datetime, by_id: int) -> PrintRun:
    """Ask for the booklets or cards of these people, in this order; whom the user may see is the caller's to say. CannotAsk as it says."""
    if kind not in PrintRun.Kind.values:
        raise CannotAsk("kind")
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise CannotAsk("nobody")
    if len(ids) > MOST:
        raise CannotAsk("too_many")
    committees = set(Person.objects.filter(pk__in=ids).values_list("committee_id", flat=True))
    run = PrintRun.objects.create(
        street_id=street_id, committee_id=committees.pop() if len(committees) == 1 else None, kind=kind, language="en" if language == "en" else "zh",
        title=title[:120], person_ids=ids, health=health, asked_by_id=by_id, asked_at=now,
    )  # fmt: skip
    log(act="booklets.run_asked", now=now, by_id=by_id, street_id=street_id, target="print_run", target_id=run.pk, kind=kind, people=len(ids))
    _enqueue(run.pk)
    return run


def _enqueue(run_id: int) -> None:
    from ..tasks import print_run

    try:
        with transaction.atomic():
            print_run.configure(lock=f"booklets.run:{run_id}", queueing_lock=f"booklets.run:{run_id}").defer(run_id=run_id)
    except AlreadyEnqueued:
        return


def set_run(*, run_id: int, now: datetime) -> bool:
    """Set what is not set yet of a run, part by part. Returns whether it is ready now; done twice it does nothing the second time."""
    if not PrintRun.objects.filter(pk=run_id, state__in=UNFINISHED).update(state=PrintRun.State.SETTING):
        return False
    run = PrintRun.objects.select_related("street").get(pk=run_id)
    try:
        while run.done < run.total:
            _set_part(run, now)
    except OSError:
        logger.exception("print run %s could not be kept", run_id)
        return _fail(run_id, DISK)
    except Exception:
        logger.exception("print run %s could not be set", run_id)
        return _fail(run_id, BROKEN)
    return bool(PrintRun.objects.filter(pk=run_id, state=PrintRun.State.SETTING).update(state=PrintRun.State.READY, ready_at=now))


def _set_part(run: PrintRun, now: datetime) -> None:
    ids, number, on = run.person_ids[run.done : run.done + PART], len(run.parts) + 1, clock.local_date(now)
    people, faces = booklets_of(street=run.street, person_ids=ids, on=on, language=run.language, health=run.health)
    part = {
        "people": len(people),
        "first": people[0].name if people else "",
        "last": people[-1].name if people else "",
        "pages": 0,
        "path": "",
        "sha256": "",
    }
    if people:
        if run.kind == PrintRun.Kind.BOOKLET:
            data = booklets_data(people, faces, run.language, on)
        else:
            data = cards_data(people, squares(person_ids=[one.person_id for one in people], now=now), run.language)
        made = volume_pdf(BOOKLETS if run.kind == PrintRun.Kind.BOOKLET else CARDS, data, now)
        items = data["booklets"] if run.kind == PrintRun.Kind.BOOKLET else data["cards"]
        run.warnings += [found.as_json() for found in glyph_findings(items, [one.name for one in people])]
        part |= {"pages": pages_of(made), **_keep(run, number, made)}
    run.parts, run.done = [*run.parts, part], run.done + len(ids)
    PrintRun.objects.filter(pk=run.pk).update(parts=run.parts, done=run.done, warnings=run.warnings)


def _keep(run: PrintRun, number: int, made: bytes) -> dict:
    """The file, sealed with the installation's key: a copy of the data directory alone gives nobody a thousand telephone numbers."""
    sealed, path = sealer().seal_bytes(made), f"print/{run.street.code}/{run.pk}-{number}.sealed"
    write_whole(settings.DATA_DIR / path, sealed)
    return {"path": path, "sha256": hashlib.sha256(sealed).hexdigest()}


def _fail(run_id: int, error: str) -> bool:
    PrintRun.objects.filter(pk=run_id, state=PrintRun.State.SETTING).update(state=PrintRun.State.FAILED, error=error)
    return False


def trim_runs(*, now: datetime) -> int:
    """Take away the files of runs that are a week old, and what was never finished. Returns how many runs."""
    old = PrintRun.objects.filter(asked_at__lt=now - KEPT).exclude(state=PrintRun.State.GONE)
    return sum(_take_away(run) for run in old.order_by("pk"))


def forget_runs_of(*, person_id: int) -> int:
    """Take away every file in which this person stands (their file is erased). Returns how many runs."""
    return sum(_take_away(run) for run in PrintRun.objects.filter(person_ids__contains=[person_id]).exclude(state=PrintRun.State.GONE))


def _take_away(run: PrintRun) -> bool:
    """The files first: a run that still names a file that is gone is taken away again; a file that nobody names would stay for ever."""
    for part in run.parts:
        if part["path"]:
            Path(settings.DATA_DIR / part["path"]).unlink(missing_ok=True)
    return bool(PrintRun.objects.filter(pk=run.pk).update(state=PrintRun.State.GONE, parts=[], warnings=[], person_ids=[]))
