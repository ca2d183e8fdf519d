"""A question about people is kept under a name, and thrown away."""

from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log

from ..models import SavedSearch
from .errors import Refused


@transaction.atomic
def keep_search(*, street_id: int, name: str, text: str, now: datetime, by_id: int) -> SavedSearch:
    """Keep a question; one of the same name is asked in these words from now on. Refused "name", "text" where one is empty."""
    name, text = name.strip()[:60], text.strip()[:200]
    if not name:
        raise Refused("name")
    if not text:
        raise Refused("text")
    row, _made = SavedSearch.objects.update_or_create(street_id=street_id, name=name, defaults={"text": text, "made_by_id": by_id, "made_at": now})
    log(act="search.kept", now=now, by_id=by_id, street_id=street_id, target="search", target_id=row.pk, text=text)
    return row


@transaction.atomic
def drop_search(*, street_id: int, search_id: int, now: datetime, by_id: int) -> bool:
    """Throw it away. False when it was gone."""
    gone, _kinds = SavedSearch.objects.filter(street_id=street_id, pk=search_id).delete()
    if gone:
        log(act="search.dropped", now=now, by_id=by_id, street_id=street_id, target="search", target_id=search_id)
    return bool(gone)
