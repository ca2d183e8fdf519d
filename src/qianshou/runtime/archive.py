"""Backup and restore: one .tar file with the database's dump, the files of the data directory, and a manifest.

The key file is left out unless asked for: whoever holds a backup without the key reads no ID number and no phone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from qianshou import __version__
from qianshou.__main__ import CommandError
from qianshou.runtime.postgres import Cluster, binaries

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
KEY = "key"
# Of the data directory everything is kept but what is made again, and the key.
LEFT_OUT = {"postgres", "postgres.new", "run", "log", "backups", "static", "numba", KEY, "last-backup.json"}
LAST = "last-backup.json"


def write(data_dir: Path, target: Path, *, now: datetime, with_key: bool, url: str) -> dict:
    """Write a backup to `target`, whole or not at all; returns its manifest with path and size in bytes.

    `url` is the address of a role that may read every row (the superuser, or the owner of the tables).
    """
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="backup-") as work:
        dump = Path(work) / DUMP
        _run([str(binaries() / "pg_dump"), "--format=custom", "--compress=zstd:3" if _has_zstd() else "--compress=6",
              "--file", str(dump), url])  # fmt: skip
        manifest = {
            "format": FORMAT, "version": __version__, "made_at": now.isoformat(), "with_key": with_key,
            "sha256": _sha256(dump), "key_mark": key_mark(Path(os.environ["QIANSHOU_KEY_FILE"])),
        }  # fmt: skip
        (Path(work) / MANIFEST).write_text(json.dumps(manifest, indent=1))
        half = target.with_name(target.name + ".part")
        try:
            with tarfile.open(half, "w") as tar:
                tar.add(Path(work) / MANIFEST, MANIFEST)
                tar.add(dump, DUMP)
                for entry in kept(data_dir):
                    tar.add(entry, f"data/{entry.name}")
                if with_key:
                    tar.add(os.environ["QIANSHOU_KEY_FILE"], KEY)
            half.chmod(0o600)
            half.replace(target)
        except OSError as error:
            half.unlink(missing_ok=True)
            raise CommandError(f"The backup could not be written to {target}: {error.strerror}.") from error
    done = {**manifest, "path": str(target), "bytes": target.stat().st_size}
    (data_dir / LAST).write_text(json.dumps(done))
    return done


def kept(data_dir: Path) -> list[Path]:
    """What of the data directory belongs into a backup, sorted."""
    skipped = ("backup-", "restore-", "service.", "start.")
    return sorted(entry for entry in data_dir.iterdir() if entry.name not in LEFT_OUT and not entry.name.startswith(skipped))


def read(source: Path, data_dir: Path, *, key_file: Path | None) -> dict:
    """Put a backup into an empty data directory; returns its manifest. The cluster is left stopped.

    Raises CommandError when the file is damaged, the directory is in use, or the key is missing or another one.
    """
    if (data_dir / "postgres").exists():
        raise CommandError(f"{data_dir} holds a database already. Restore into an empty directory: --data NEW")
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="restore-") as work:
        manifest = unpack(source, Path(work))
        key = _key(Path(work), key_file)
        if key_mark(key) != manifest["key_mark"]:
            raise CommandError("This key is not the one the backup was made with: ID numbers and phones could not be read.")
        cluster = Cluster(data_dir)
        cluster.ensure()
        try:
            _run([str(binaries() / "pg_restore"), "--exit-on-error", "--no-comments", "--dbname", cluster.url("super"),
                  str(Path(work) / DUMP)])  # fmt: skip
        except BaseException:
            cluster.stop()
            shutil.rmtree(cluster.pgdata, ignore_errors=True)
            raise
        cluster.stop()
        if (Path(work) / "data").is_dir():
            shutil.copytree(Path(work) / "data", data_dir, dirs_exist_ok=True)
        shutil.copyfile(key, data_dir / KEY)
        (data_dir / KEY).chmod(0o600)
    return manifest


def unpack(source: Path, into: Path) -> dict:
    """Unpack and verify a backup; returns its manifest. CommandError when it is none or is damaged."""
    try:
        with tarfile.open(source) as tar:
            tar.extractall(into, filter="data")
        manifest = json.loads((into / MANIFEST).read_text())
    except (OSError, tarfile.TarError, ValueError) as error:
        raise CommandError(f"{source} is not a backup of Qianshou: {error}") from error
    if manifest.get("format") != FORMAT:
        raise CommandError(f"{source} has format {manifest.get('format')}; this version reads format {FORMAT}.")
    if _sha256(into / DUMP) != manifest["sha256"]:
        raise CommandError(f"{source} is damaged: its checksum differs.")
    return manifest


def key_mark(key: Path) -> str:
    """A mark that tells two keys apart and says nothing about either."""
    try:
        return hashlib.sha256(b"qianshou key mark " + key.read_bytes().strip()).hexdigest()[:16]
    except OSError as error:
        raise CommandError(f"The key file {key} cannot be read: {error.strerror}.") from error


def _key(work: Path, key_file: Path | None) -> Path:
    for candidate in (key_file, work / KEY):
        if candidate and candidate.is_file():
            return candidate
    raise CommandError("The backup holds no key: give the copy you keep apart with --key-file FILE.")


def _sha256(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _has_zstd() -> bool:
    done = subprocess.run([str(binaries() / "pg_config"), "--configure"], capture_output=True, text=True)
    return "--with-zstd" in done.stdout


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    if done.returncode:
        what = Path(command[0]).name
        if "No space left" in done.stderr:
            raise CommandError("The disk is full: make room, then try again. Nothing was changed.")
        raise CommandError(f"{what} failed: {done.stderr.strip()[-800:]}")


def owner_url(cluster: Cluster | None) -> str:
    """The address of a role that reads every row: the embedded superuser, or the owner at a server of one's own."""
    if cluster:
        return cluster.url("super")
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
