"""Volumes that held somebody whose file was erased are bound again without them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Volume
from ..queries.holding import volumes_of_paths
from .months import wanted
from .queueing import enqueue, enqueue_year
from .years import wanted_of_year


@transaction.atomic
def bind_again(*, paths: Sequence[str], by_id: int | None, now: datetime) -> int:
    """The volumes kept at these paths wait to be bound anew; a volume that would be empty goes. Returns how many.

    Nothing of the earlier binding is kept in the row: no path, no hash, no warning with a name in it. The files are the caller's to remove.
    """
    found = volumes_of_paths(paths)
    for volume in found:
        wants = wanted_of_year if volume.yearly else wanted
        if not wants(volume.street, volume.month).get((volume.kind, volume.committee_id)):
            Volume.objects.filter(pk=volume.pk).delete()
            continue
        Volume.objects.filter(pk=volume.pk).update(
            state=Volume.State.WAITING, path="", sha256="", source_hash="", warnings=[], error="", done=0, pages=0, bound_at=None, asked_by_id=by_id, asked_at=now
        )
        log(act="booklets.asked", now=now, by_id=by_id, street_id=volume.street_id, target="volume", target_id=volume.pk, again=True)
    for yearly, street_id, first, language in sorted({(one.yearly, one.street_id, one.month, one.language) for one in found}):
        (enqueue_year if yearly else enqueue)(street_id, first, language)
    return len(found)
