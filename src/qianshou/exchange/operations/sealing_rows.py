"""Raw rows of workbooks are moved under the key of the person they are about, once the workbook is written and no doubt is open."""

import base64
import json
from datetime import datetime

from django.db import connection, transaction

from qianshou.people.operations.keys import sealers_of

from ..models import Batch, ImportRow

AT_ONCE = 5000
WRITE = """
UPDATE exchange_importrow r SET raw = jsonb_build_object('sealed', n.sealed), understood = '{}', sealed = true
FROM unnest(%s::bigint[], %s::text[]) AS n (id, sealed) WHERE r.id = n.id
"""


def seal_rows(*, now: datetime) -> int:
    """Seal every raw row of a person that lies open. Returns how many. Killed anywhere, it is simply run again."""
    total = 0
    for batch_id in Batch.objects.filter(state=Batch.State.DONE).order_by("pk").values_list("pk", flat=True):
        while number := _seal_some(batch_id, now):
            total += number
    return total


@transaction.atomic
def _seal_some(batch_id: int, now: datetime) -> int:
    """Some rows of one workbook; 0 when none is left. Rows whose person's key was destroyed are emptied."""
    rows = list(
        ImportRow.objects.select_for_update(skip_locked=True).filter(batch_id=batch_id, person__isnull=False, sealed=False)
        .values_list("pk", "person_id", "raw", "understood")[:AT_ONCE]
    )  # fmt: skip
    if not rows:
        return 0
    tools = sealers_of(person_ids=sorted({person for _, person, _, _ in rows}), now=now)
    texts = [_sealed(tools.get(person), raw, understood) for _, person, raw, understood in rows]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [[pk for pk, *_ in rows], texts])
    return len(rows)


def _sealed(tool: object, raw: object, understood: object) -> str:
    if tool is None:
        return ""
    plain = json.dumps([raw, understood], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(tool.seal_bytes(plain)).decode()
