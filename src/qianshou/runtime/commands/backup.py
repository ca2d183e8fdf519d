"""Write a backup of everything to one file, while the program runs. Without --with-key it holds no key: keep that apart."""

from __future__ import annotations

from pathlib import Path

from qianshou.__main__ import CommandError
from qianshou.runtime import archive, context
from qianshou.runtime.output import result


def add_arguments(parser) -> None:
    """Where to, and whether with the key."""
    parser.add_argument("file", nargs="?", type=Path, help="target (default: backups/qianshou-DATE.tar in the data directory)")
    parser.add_argument("--with-key", action="store_true", help="put the key file in: whoever holds the backup can then read everything")


def handle(args) -> int:
    """Write it and say where it is."""
    with context.database(args.data) as cluster:
        from qianshou.kernel import clock

        now = clock.now()
        data_dir = args.data.resolve()
        target = args.file or data_dir / "backups" / f"qianshou-{now.astimezone(clock.ZONE):%Y%m%d-%H%M%S}.tar"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{target.parent} cannot be made: {error.strerror}.") from error
        done = archive.write(data_dir, target.resolve(), now=now, with_key=args.with_key, url=archive.owner_url(cluster))
    advice = (
        ""
        if args.with_key
        else "\nThe key is not in it. Keep a copy of the key file apart from the backups; without it they cannot be used."
    )
    return result(args, done, f"Backup written: {target} ({done['bytes'] / 1e6:.1f} MB).{advice}")
