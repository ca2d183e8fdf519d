"""A person's file is erased: asked by one officer, done by another, in one transaction; files after it, however often it is killed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from qianshou.access.operations import log
from qianshou.association.operations.photos import forget_photos
from qianshou.care.models import Link
from qianshou.care.operations.net import end_link
from qianshou.care.operations.office import status_changed
from qianshou.kernel import clock
from qianshou.people.models import ElderFile, Erasure, Person, RightsRequest, Status
from qianshou.people.operations.keys import destroy_key
from qianshou.people.personal import files, history_of, model_of, tables
from qianshou.people.personal.own import merged_with
from qianshou.venues.operations.moving import end_classes
from qianshou.watch import operations as watch
from qianshou.watch.models import Due

from ..queries.erasing import hindrances, words_of
from .erasing_rows import blot, claim, wipe, without_triggers

ENDED = "erased"  # the reason of dues that fall away; `watch.words` has it


class NotErasable(Exception):
    """Nothing was written. `code`: state | same_officer | carer | meals | concerns."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask_erasure(*, person_id: int, reason: str, now: datetime, by_id: int, request_id: int | None = None) -> Erasure:
    """Ask for the erasure of a person; another officer must do it. NotErasable when one is asked for or done already."""
    person = Person.objects.select_for_update().get(pk=person_id, merged_into__isnull=True)
    if Erasure.objects.filter(person=person).exclude(state=Erasure.State.DROPPED).exists():
        raise NotErasable("state")
    made = Erasure.objects.create(
        person=person, street_id=person.street_id, reason=Erasure.Reason(reason), request_id=request_id, asked_by_id=by_id, asked_at=now
    )
    log(act="erasure.asked", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, why=reason)
    return made


@transaction.atomic
def drop_erasure(*, erasure_id: int, now: datetime, by_id: int) -> None:
    """The erasure is not wanted after all; nothing had been erased. NotErasable once it was done."""
    if not Erasure.objects.filter(pk=erasure_id, state=Erasure.State.ASKED).update(state=Erasure.State.DROPPED, ended_at=now):
        raise NotErasable("state")
    erasure = Erasure.objects.get(pk=erasure_id)
    log(act="erasure.dropped", now=now, by_id=by_id, street_id=erasure.street_id, target="person", target_id=erasure.person_id)


def erase(*, erasure_id: int, mentions: Sequence[Sequence[str]], now: datetime, by_id: int) -> Erasure:
    """Erase what was asked for. `mentions`: (table, row, column) in rows of others that are to be blotted out, as the officer confirmed.

    Everything in the database in one transaction; then files and the traces in tables (`finish_erasure`). NotErasable for the officer who
    asked, for one that was done or dropped, and while something is to be settled first (`queries.erasing.hindrances`).
    """
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(pk=erasure_id)
        _may(erasure, by_id)
        _erase_rows(erasure, mentions, now, by_id)
    finish_erasure(erasure_id=erasure_id, now=now)
    erasure.refresh_from_db()
    return erasure


def _may(erasure: Erasure, by_id: int) -> None:
    if erasure.state != Erasure.State.ASKED or erasure.person.merged_into_id:
        raise NotErasable("state")
    if erasure.asked_by_id == by_id:
        raise NotErasable("same_officer")
    if waits := hindrances(erasure.person):
        raise NotErasable(waits[0])


def _erase_rows(erasure: Erasure, mentions: Sequence[Sequence[str]], now: datetime, by_id: int) -> None:
    person = erasure.person
    ids = merged_with([person.pk])
    words = words_of(person)
    _end_care(person, now, by_id)
    left = claim(mentions, person.pk)
    kept = {one.name: one.find(ids) for one in files()}
    with without_triggers():
        blotted = blot(left, words)
        counts = wipe(ids)
    for one in Person.objects.filter(pk__in=ids):
        destroy_key(person=one, now=now, by_id=by_id)
    for one in files():
        if one.let_go is not None and kept[one.name]:
            one.let_go(paths=kept[one.name], by_id=by_id, now=now)
    Erasure.objects.filter(pk=erasure.pk).update(
        state=Erasure.State.GOING, done_by_id=by_id, done_at=now, counts=counts | ({"blotted": blotted} if blotted else {}), mentions=[],
        to_remove=sorted({path for paths in kept.values() for path in paths}),
    )  # fmt: skip
    answered = {"state": RightsRequest.State.DONE, "answered_by_id": by_id, "answered_at": now}
    RightsRequest.objects.filter(person__in=ids, state=RightsRequest.State.OPEN).update(**answered)
    log(act="file.erased", now=now, by_id=by_id, street_id=erasure.street_id, target="person", target_id=person.pk, why=erasure.reason)


def _end_care(person: Person, now: datetime, by_id: int) -> None:
    """Nobody goes there any more: visits to come are withdrawn, links end, her place in a class goes to the next, what is still owed falls away."""
    if ElderFile.objects.filter(pk=person.pk).update(status=Status.MOVED):
        status_changed(elder_id=person.pk, now=now, by_id=by_id)
    yesterday = clock.local_date(now) - timedelta(days=1)
    for link in Link.objects.filter(elder=person, until__isnull=True):
        end_link(link_id=link.pk, last_day=yesterday, reason=ENDED, now=now, by_id=by_id)
    end_classes(person_id=person.pk, why=ENDED, now=now, by_id=by_id)
    forget_photos(person_id=person.pk)
    pending = list(Due.objects.filter(person=person, state__in=("open", "late")).values_list("key", flat=True))
    watch.cancel(street_id=person.street_id, keys=pending, by_id=by_id, reason=ENDED, now=now)


def finish_erasure(*, erasure_id: int, now: datetime) -> bool:
    """Remove the files of an erasure whose rows are gone, and sweep dead rows out of the tables. Killed anywhere, it is simply run again.

    Returns whether it came to its end by this call.
    """
    erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.state != Erasure.State.GOING:
        return False
    for path in erasure.to_remove:
        (settings.DATA_DIR / path).unlink(missing_ok=True)
    sweep_tables(list(erasure.counts))
    return bool(Erasure.objects.filter(pk=erasure_id, state=Erasure.State.GOING).update(state=Erasure.State.DONE, to_remove=[], ended_at=now))


def finish_waiting(*, now: datetime) -> int:
    """Erasures that were killed between rows and files come to their end. Returns how many."""
    waiting = list(Erasure.objects.filter(state=Erasure.State.GOING).values_list("pk", flat=True))
    return sum(finish_erasure(erasure_id=pk, now=now) for pk in waiting)


def sweep_tables(labels: Sequence[str]) -> bool:
    """VACUUM what was touched: dead rows go, and the statistics are made anew. What may linger in the free space of pages: `qianshou scrub`. False where it cannot be done now: inside a transaction, or where
    the program has not the right (PostgreSQL before 17); then the server's own vacuum does it later."""
    declared = {table.label: model_of(table) for table in tables()}
    touched = [model for label in labels if (model := declared.get(label))]
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.pg_version < 170000:
            return False
        for model in [*touched, *filter(None, map(history_of, touched))]:
            cursor.execute(f'VACUUM (ANALYZE) "{model._meta.db_table}"')  # the planner's statistics keep values too
    return True
