"""The findings of `qianshou check`: one function for each thing that can be wrong, each with its mend."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from qianshou.kernel import clock
from qianshou.runtime import archive

SWEEP_LATE = timedelta(seconds=60)  # three sweeps missed
BACKUP_OLD = timedelta(days=2)
CLOCK_OFF = timedelta(seconds=5)
DISK_BAD, DISK_WARN = 500_000_000, 5_000_000_000  # bytes


class Finding(NamedTuple):
    """One line of the report. `state` is ok, warn or bad; `mend` says what to do when it is not ok."""

    name: str
    state: str
    text: str
    mend: str = ""


def all_of(data_dir: Path) -> list[Finding]:
    """Every finding; a check that itself breaks is a finding, never a crash. The database must be reachable by Django."""
    found: list[Finding] = []
    for look in LOOKS:
        try:
            found += look(data_dir)
        except Exception as error:
            found.append(Finding(look.__name__, "bad", f"could not be checked: {type(error).__name__}: {error}", "Look into the log."))
    return found


def database(_: Path) -> Iterator[Finding]:
    """Version, tables of this version, and a role that owns nothing."""
    from django.db import connection

    from qianshou.runtime.schema import missing_migrations

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_user, rolsuper, rolbypassrls,"
            " (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = current_user"
        )
        version, user, superuser, bypass, owned = cursor.fetchone()
    yield Finding("database", "ok" if version >= 150000 else "bad", f"PostgreSQL {version // 10000}, connected as {user}",
                  "" if version >= 150000 else "Qianshou needs PostgreSQL 15 or newer.")  # fmt: skip
    if superuser or bypass or owned:
        yield Finding("role", "warn", f"the program's role {user} owns {owned} tables or may bypass row-level security",
                      "Give the program a role that owns nothing and set DATABASE_OWNER_URL for migrate.")  # fmt: skip
    missing = missing_migrations()
    yield Finding("tables", "bad" if missing else "ok", f"{len(missing)} migrations missing" if missing else "of this version",
                  "Run `qianshou migrate`." if missing else "")  # fmt: skip


def key(_: Path) -> Iterator[Finding]:
    """The key is there, only we can read it, and it opens what the database holds."""
    path = Path(os.environ["QIANSHOU_KEY_FILE"])
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield Finding("key", "bad", f"{path} can be read by others (mode {mode:o})", f"chmod 600 {path}")
        return
    from qianshou.access.keys import seal, unseal

    fits = unseal(seal("牵手")) == "牵手"
    yield Finding("key", "ok" if fits else "bad", f"{path}", "" if fits else "Put the right key file back from where you keep its copy.")


def fonts(_: Path) -> Iterator[Finding]:
    """A font for the forms: the one that ships with the program, or the machine's."""
    own = sorted((Path(__file__).parent.parent / "booklets" / "fonts").glob("*.[ot]tf"))
    if own:
        yield Finding("fonts", "ok", f"{len(own)} font files ship with the program")
    else:
        yield Finding("fonts", "warn", "no font ships with this copy; forms use the machine's fonts", "apt-get install fonts-noto-cjk")


def packs(_: Path) -> Iterator[Finding]:
    """Each street's pack can be loaded."""
    from qianshou.access.models import Street
    from qianshou.packs import loader

    names = sorted(set(Street.objects.values_list("pack", flat=True)) or {"yangpu"})
    for name in names:
        try:
            loader.load(name)
        except Exception as error:
            yield Finding("packs", "bad", f"{name}: {error}", "Mend the file and line it names.")
        else:
            yield Finding("packs", "ok", name)


def disk(data_dir: Path) -> Iterator[Finding]:
    """Room on the disk of the data directory."""
    free = shutil.disk_usage(data_dir).free
    state = "bad" if free < DISK_BAD else "warn" if free < DISK_WARN else "ok"
    yield Finding(
        "disk", state, f"{free / 1e9:.1f} GB free at {data_dir}", "" if state == "ok" else "Make room, or move the data directory."
    )


def clocks(_: Path) -> Iterator[Finding]:
    """This machine's clock against the database's: deadlines are reckoned by it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        off = abs(cursor.fetchone()[0] - clock.now())
    sane = clock.now().year >= 2024
    state = "bad" if off > CLOCK_OFF or not sane else "ok"
    yield Finding("clock", state, f"{clock.now().astimezone(clock.ZONE):%Y-%m-%d %H:%M} in Shanghai, {off.total_seconds():.1f} s off the database's",
                  "" if state == "ok" else "Let the machine take its time from a server (systemd-timesyncd, chrony).")  # fmt: skip


def sweep(_: Path) -> Iterator[Finding]:
    """When somebody last looked for what is late."""
    from qianshou.watch.queries.dues import last_sweep

    last = last_sweep()
    if last is None:
        yield Finding("sweep", "warn", "never ran", "Start `qianshou serve` or `qianshou worker`.")
        return
    at = last.started_at
    late = clock.now() - at > SWEEP_LATE
    yield Finding("sweep", "bad" if late else "ok", f"last at {at.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}",
                  "No worker is running: start `qianshou serve` or `qianshou worker`." if late else "")  # fmt: skip


def backup(data_dir: Path) -> Iterator[Finding]:
    """How old the last backup is, and whether it is still where it was put."""
    try:
        last = json.loads((data_dir / archive.LAST).read_text())
    except (OSError, ValueError):
        yield Finding("backup", "warn", "none yet", "Run `qianshou backup` each day (docs/operations/backup.md).")
        return
    at = datetime.fromisoformat(last["made_at"])
    if not Path(last["path"]).exists():
        yield Finding("backup", "ok", f"{at:%Y-%m-%d}, moved from {last['path']}")
    elif clock.now() - at > BACKUP_OLD:
        yield Finding("backup", "warn", f"the last is of {at:%Y-%m-%d}", "Run `qianshou backup` each day (docs/operations/backup.md).")
    else:
        yield Finding("backup", "ok", f"{at:%Y-%m-%d %H:%M} UTC, {last['bytes'] / 1e6:.1f} MB")


LOOKS: tuple[Callable[[Path], Iterator[Finding]], ...] = (database, key, fonts, packs, disk, clocks, sweep, backup)
