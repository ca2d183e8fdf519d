"""Read a spreadsheet into a street: places, carers, register or menu. `--dry-run` changes nothing."""

from __future__ import annotations

from qianshou.runtime import context


def add_arguments(parser) -> None:
    """Those of qianshou.exchange."""
    context.load_apps()
    from qianshou.exchange import commands

    commands.add_arguments(parser)


def handle(args) -> int:
    """Hand over to qianshou.exchange."""
    with context.database(args.data):
        from qianshou.exchange import commands

        return commands.handle(args)
