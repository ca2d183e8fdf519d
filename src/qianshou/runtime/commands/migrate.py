"""Bring the database to this version's tables. Runs as the role that owns them (DATABASE_OWNER_URL)."""

from __future__ import annotations

from qianshou.runtime import context
from qianshou.runtime.output import result


def add_arguments(parser) -> None:
    """No arguments of its own."""


def handle(args) -> int:
    """Apply what is missing and name it."""
    from qianshou.runtime.schema import bring_up_to_date

    with context.database(args.data):
        applied = bring_up_to_date()
    text = f"{len(applied)} migrations applied." if applied else "The database is up to date."
    return result(args, {"applied": applied}, text)
