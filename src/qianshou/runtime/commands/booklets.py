"""Bind a month or a year of a street: each elder's form or line, volume by volume, and the carers' sheets, as PDF."""

from __future__ import annotations

from qianshou.runtime import context


def add_arguments(parser) -> None:
    """Those of qianshou.booklets."""
    context.load_apps()
    from qianshou.booklets import commands

    commands.add_arguments(parser)


def handle(args) -> int:
    """Hand over to qianshou.booklets."""
    with context.database(args.data):
        from qianshou.booklets import commands

        return commands.handle(args)
