"""Files that go to another street or come from one: what each of the two may see of it."""

from django.db.models import QuerySet

from qianshou.access.scope import Scope

from ..models import FileMove

CAPABILITY = "files.move"


def moves_in(*, scope: Scope, open_only: bool = True) -> QuerySet[FileMove]:
    """Files that other streets offer to this one, the oldest offer first; or all that ever were, the latest first."""
    rows = _of(scope, "to_street_id")
    rows = rows.filter(state=FileMove.State.OFFERED).order_by("offered_at", "pk") if open_only else rows
    return rows


def moves_out(*, scope: Scope) -> QuerySet[FileMove]:
    """What this street offered, the latest first. Of a file that is gone this row is all that it sees."""
    return _of(scope, "street_id")


def _of(scope: Scope, column: str) -> QuerySet[FileMove]:
    if not scope.may(CAPABILITY):
        return FileMove.objects.none()
    rows = FileMove.objects.filter(scope.rows(street=column, committee=None))
    if scope.street_id:
        rows = rows.filter(**{column: scope.street_id})
    return rows.select_related("street", "to_street", "offered_by", "answered_by")


def offer_to(*, scope: Scope, move_id: int) -> FileMove:
    """One offer to this street; FileMove.DoesNotExist for anybody else's, and for the street that made it."""
    return moves_in(scope=scope, open_only=False).select_related("person").get(pk=move_id)


def offer_of(*, scope: Scope, move_id: int) -> FileMove:
    """One offer by this street; FileMove.DoesNotExist for anybody else's."""
    return moves_out(scope=scope).get(pk=move_id)
