"""Print runs as rows, and the bytes of one part."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db.models import Q, QuerySet

from qianshou.access.keys import sealer
from qianshou.access.scope import Scope
from qianshou.kernel.sealing import SealingError

from ..models import PrintRun

SHOWN = 12


def runs(scope: Scope) -> QuerySet[PrintRun]:
    """Runs that the user may see: a street's officers all of the street, a committee's workers those of their committee; everybody their own.

    What was set for somebody who may read health data is not shown to somebody who may not.
    """
    rows = PrintRun.objects.filter(scope.rows() | Q(asked_by_id=scope.user_id or 0, street_id=scope.street_id))
    rows = rows if scope.may("health.read") else rows.filter(health=False)
    return rows.select_related("asked_by", "street")


def run_of(scope: Scope, run_id: int) -> PrintRun:
    """One of them; PrintRun.DoesNotExist otherwise."""
    return runs(scope).get(pk=run_id)


def part_of(run: PrintRun, number: int) -> bytes:
    """The PDF of part `number` (from 1). LookupError when there is none, or its file is gone or not what was kept."""
    if not 1 <= number <= len(run.parts) or not (part := run.parts[number - 1])["path"]:
        raise LookupError(number)
    try:
        sealed = (settings.DATA_DIR / part["path"]).read_bytes()
        if hashlib.sha256(sealed).hexdigest() != part["sha256"]:
            raise LookupError(number)
        return sealer().open_bytes(sealed)
    except (OSError, SealingError) as error:
        raise LookupError(number) from error
