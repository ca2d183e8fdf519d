"""Volumes that held somebody whose file was erased are bound again without them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import Volume
from ..queries.holding import volumes_of_paths
from .months import enqueue, wanted


@transaction.atomic
def bind_again(*, paths: Sequence[str], by_id: int | None, now: datetime) -> int:
    """The volumes kept at these paths wait to be bound anew; a volume that would be empty goes. Returns how many.

    Nothing of the earlier binding is kept in the row: no path, no hash, no warning with a name in it. The files are the caller's to remove.
    """
    found = volumes_of_paths(paths)
    for volume in found:
        if not wanted(volume.street, volume.month).get((volume.kind, volume.committee_id)):
            Volume.objects.filter(pk=volume.pk).delete()
            continue
        Volume.objects.filter(pk=volume.pk).update(
            state=Volume.State.WAITING, path="", sha256="", source_hash="", warnings=[], error="", done=0, pages=0, bound_at=None, asked_by_id=by_id, asked_at=now
        )
        log(act="booklets.asked", now=now, by_id=by_id, street_id=volume.street_id, target="volume", target_id=volume.pk, again=True)
    for street_id, month, language in sorted({(one.street_id, one.month, one.language) for one in found}):
        enqueue(street_id, month, language)
    return len(found)
