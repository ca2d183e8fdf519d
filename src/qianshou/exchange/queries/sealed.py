"""Raw rows in the clear again: those of a person lie sealed under the person's key (operations.sealing_rows)."""

import json
from collections.abc import Iterable

from qianshou.people import vault
from qianshou.people.models import PersonKey

from ..models import ImportRow
from ..results import sealed_of


def opened(rows: Iterable[ImportRow]) -> list[ImportRow]:
    """The rows with `raw` and `understood` as they came. A row whose person was erased has neither."""
    found = list(rows)
    sealed = {row.person_id for row in found if sealed_of(row.raw)}
    tools = {key.person_id: vault.sealer_of(key) for key in PersonKey.objects.filter(person__in=sealed, destroyed_at=None)} if sealed else {}
    for row in found:
        if data := sealed_of(row.raw):
            tool = tools.get(row.person_id)
            row.raw, row.understood = json.loads(tool.open_bytes(data)) if tool else ([], {})
    return found
