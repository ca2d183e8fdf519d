"""A paper is kept: sealed, to the disk, then its row."""

import hashlib
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel.files import write_whole

from .. import papers, vault
from ..models import Paper, Person
from .keys import key_of


@transaction.atomic
def keep_paper(*, person_id: int, kind: str, name: str, data: bytes, now: datetime, by_id: int | None) -> Paper:
    """Keep a scan, a drawn signature, a certificate or a photograph of a person.

    PaperRefused for what is neither PNG nor JPEG nor PDF, or over 10 MB; OSError when the disk is full (nothing is kept then). A file
    whose row was never written (killed in between) is an unreadable orphan: sealed, and named by nobody.
    """
    media_type = papers.media_type_of(data)
    person = Person.objects.get(pk=person_id)
    key = key_of(person_id=person_id, now=now)
    sealed = vault.sealer_of(key).seal_bytes(data)
    path = f"{papers.FOLDER}/{person.street_id}/{uuid4().hex}"
    write_whole(settings.DATA_DIR / path, sealed)
    row = Paper.objects.create(
        person=person, key=key, street_id=person.street_id, kind=Paper.Kind(kind), name=name.strip()[:120], media_type=media_type, size=len(data),
        sha256=hashlib.sha256(sealed).hexdigest(), path=path, made_at=now, by_id=by_id,
    )  # fmt: skip
    log(act="paper.kept", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, paper=row.pk, kind=kind)
    return row
