"""How changes of personal tables are kept: triggers that no bulk or raw write escapes (django-pghistory).

The *old* row is kept at each update and delete: with the row as it stands that is the whole history, and the
242,600 rows of a first import cost no second copy.
"""

from collections.abc import Callable

import pghistory


def keeps_history(*, exclude: list[str] | None = None) -> Callable:
    """Class decorator: keep old rows in `<Model>Event`, without the columns in `exclude` (worked out from others)."""
    return pghistory.track(
        pghistory.UpdateEvent("changed", row="OLD", condition=pghistory.AnyChange(exclude=exclude or [])),
        pghistory.DeleteEvent("removed"),
        exclude=exclude or [],
        obj_field=pghistory.ObjForeignKey(related_name="history"),
    )
