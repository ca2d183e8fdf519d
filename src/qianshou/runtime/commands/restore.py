"""Put a backup back into an empty data directory. Phones notice the restored server and send again what they kept."""

from __future__ import annotations

from pathlib import Path

from qianshou.__main__ import CommandError
from qianshou.runtime import archive, context
from qianshou.runtime.output import result


def add_arguments(parser) -> None:
    """Which backup, and its key when it is not inside."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--key-file", type=Path, help="the key, when the backup was made without it")


def handle(args) -> int:
    """Restore, bring the tables to this version, open a new epoch."""
    if not context.is_embedded():
        raise CommandError("DATABASE_URL names a server of your own: restore there with pg_restore (docs/operations/backup.md).")
    manifest = archive.read(args.file, args.data.resolve(), key_file=args.key_file)
    with context.database(args.data, migrate=True):
        from qianshou.acts import operations as acts
        from qianshou.kernel import clock

        acts.new_epoch(now=clock.now())
    return result(args, manifest, f"Restored the backup of {manifest['made_at']} into {args.data.resolve()}.")
