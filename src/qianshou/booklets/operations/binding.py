"""Bind a volume: gather, set, keep. Every step may be killed and done again."""

import logging
import re
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from qianshou.access.operations import log
from qianshou.kernel import clock

from ..models import Volume
from ..queries.volumes import Content, content, file_of
from ..render import volume_pdf
from ..rules import first_of
from ..spans import MONTHLY, YEARLY, end_of, first_of_year
from ..store import Kept, is_sound, keep
from .queueing import enqueue_year

logger = logging.getLogger(__name__)
UNFINISHED = (Volume.State.WAITING, Volume.State.BINDING)
# The stored text of a failure; the page translates it.
DISK = gettext_noop("The file could not be written. Is the disk full?")
BROKEN = gettext_noop("The volume could not be set. The log of the worker says why.")


def bind_waiting(*, street_id: int, month: date, language: str, now: datetime, kinds: Sequence[str] = MONTHLY) -> int:
    """Bind every volume of a street's month (or of the year that begins with it) that waits or was left half done by a killed worker.

    Returns how many were bound. One volume that fails does not hold up the others; it keeps the reason. A year that waits for its months is taken
    up again when one of them is done.
    """
    rows = Volume.objects.filter(street_id=street_id, language=language, state__in=UNFINISHED)
    waiting = rows.filter(month=first_of(month), kind__in=kinds)
    ids = list(waiting.order_by("-kind", "committee__position", "committee_id").values_list("pk", flat=True))
    bound = sum(bind_volume(volume_id=pk, now=now) for pk in ids)
    if kinds == MONTHLY and rows.filter(month=first_of_year(month), kind__in=YEARLY).exists():
        enqueue_year(street_id, first_of_year(month), language)
    return bound


def bind_volume(*, volume_id: int, now: datetime) -> bool:
    """Bind one volume that waits or was left half done. Returns whether it is bound now.

    When nothing but the date of binding would differ from the file that is kept, that file stays, byte for byte.
    """
    if not Volume.objects.filter(pk=volume_id, state__in=UNFINISHED).update(state=Volume.State.BINDING, done=0):
        return False
    volume = Volume.objects.select_related("street", "committee").get(pk=volume_id)
    try:
        bound = content(volume, now)
        warnings = [finding.as_json() for finding in bound.findings]
        Volume.objects.filter(pk=volume_id).update(total=len(bound.parts), done=0)
        if bound.source_hash == volume.source_hash and volume.sha256 and is_sound(file_of(volume), volume.sha256):
            return finish(volume, warnings=warnings, total=len(bound.parts))
        made = volume_pdf(bound.template, bound.data, made_at(volume))
        kept = keep(settings.DATA_DIR, folder_of(volume), name_of(volume), made, {"parts": bound.parts, "names": bound.names})
    except OSError:
        logger.exception("volume %s could not be kept", volume_id)
        return fail(volume, DISK)
    except Exception:
        logger.exception("volume %s could not be bound", volume_id)
        return fail(volume, BROKEN)
    return finish(volume, warnings=warnings, total=len(bound.parts), bound=bound, kept=kept, pages=pages_of(made), now=now)


def made_at(volume: Volume) -> datetime:
    """The only time inside the PDF: the end of the volume's month (or year), so that equal data gives equal bytes on any day."""
    return clock.day_bounds(end_of(volume.kind, volume.month))[0]


def folder_of(volume: Volume) -> str:
    """The folder of a street's month, or year, below the volumes."""
    return f"{volume.street.code}/{volume.month:{'%Y' if volume.yearly else '%Y-%m'}}"


def name_of(volume: Volume) -> str:
    """The beginning of the file's name: what, for which committee, in which language."""
    return f"{volume.kind}-{volume.committee_id or 'all'}-{volume.language}"


def pages_of(made: bytes) -> int:
    """How many pages a PDF of ours has: the largest count in its page tree."""
    return max((int(number) for number in re.findall(rb"/Count (\d+)", made)), default=0)


@transaction.atomic
def finish(volume: Volume, *, warnings: list, total: int, bound: Content | None = None, kept: Kept | None = None, pages: int = 0,
           now: datetime | None = None) -> bool:  # fmt: skip
    """Write that the volume is bound; without `kept` the file that was there stays. False when it was asked for anew meanwhile."""
    values = {"state": Volume.State.BOUND, "warnings": warnings, "done": total, "total": total, "error": ""}
    if kept and bound and now:
        values |= {"path": kept.path, "sha256": kept.sha256, "source_hash": bound.source_hash, "pages": pages, "bound_at": now}
    current = Volume.objects.filter(Q(asked_at=volume.asked_at), pk=volume.pk, state=Volume.State.BINDING)
    if not current.update(**values):
        return False
    if kept and now:
        log(
            act="booklets.bound",
            now=now,
            by_id=volume.asked_by_id,
            street_id=volume.street_id,
            target="volume",
            target_id=volume.pk,
            sha256=kept.sha256,
        )
    return True


def fail(volume: Volume, error: str) -> bool:
    """Write why the volume could not be bound. The file bound before, if any, stays downloadable."""
    Volume.objects.filter(pk=volume.pk, state=Volume.State.BINDING).update(state=Volume.State.FAILED, error=error)
    return False
