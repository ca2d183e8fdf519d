"""What was backed up comes back; what is damaged or lacks its key is refused before anything is written."""

import json
import shutil
import tarfile

import psycopg
import pytest

from qianshou.runtime.postgres import Cluster
from tests.faults.services import copied, run

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("service")]


@pytest.fixture(scope="session")
def office(migrated, tmp_path_factory):
    """A data directory with a street and a file, and its backup without the key."""
    home = copied(migrated, tmp_path_factory.mktemp("office") / "data")
    assert run("street", "add", "pingliang", "平凉路街道", "--data", str(home)).returncode == 0
    (home / "files").mkdir(exist_ok=True)
    (home / "files" / "letter.txt").write_text("牵手")
    done = run("backup", "--data", str(home), "--json")
    assert done.returncode == 0, done.stderr
    return home, json.loads(done.stdout)["path"]


def streets(home):
    cluster = Cluster(home)
    cluster.start()
    try:
        with psycopg.connect(cluster.url("app")) as connection:
            return [row[0] for row in connection.execute("SELECT name FROM access_street")], connection.execute(
                "SELECT count(*) FROM acts_epoch"
            ).fetchone()[0]
    finally:
        cluster.stop()


def test_restore_brings_everything_back_and_opens_an_epoch(office, tmp_path):
    home, backup = office
    done = run("restore", backup, "--data", str(tmp_path / "new"), "--key-file", str(home / "key"))
    assert done.returncode == 0, done.stderr
    names, epochs = streets(tmp_path / "new")
    assert names == ["平凉路街道"] and epochs >= 1
    assert (tmp_path / "new" / "files" / "letter.txt").read_text() == "牵手"
    assert (tmp_path / "new" / "key").read_text() == (home / "key").read_text()
    assert run("check", "--data", str(tmp_path / "new"), "--json").returncode == 0


def test_backup_holds_no_key_unless_asked(office, tmp_path):
    home, backup = office
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "key" in name]
    whole = tmp_path / "whole.tar"
    assert run("backup", str(whole), "--with-key", "--data", str(home)).returncode == 0
    assert run("restore", str(whole), "--data", str(tmp_path / "new")).returncode == 0


def test_restore_refuses_a_missing_or_wrong_key(office, tmp_path):
    _, backup = office
    wrong = tmp_path / "wrong"
    wrong.write_text("00" * 32)
    for more in ([], ["--key-file", str(wrong)]):
        done = run("restore", backup, "--data", str(tmp_path / "new"), *more)
        assert done.returncode == 1 and "key" in done.stderr
        assert not (tmp_path / "new" / "postgres").exists()


def test_restore_refuses_a_damaged_backup(office, tmp_path):
    home, backup = office
    damaged = tmp_path / "damaged.tar"
    shutil.copy(backup, damaged)
    with damaged.open("r+b") as file:
        file.seek(damaged.stat().st_size // 2)
        file.write(b"\0" * 64)
    done = run("restore", str(damaged), "--data", str(tmp_path / "new"), "--key-file", str(home / "key"))
    assert done.returncode == 1 and "damaged" in done.stderr
    assert not (tmp_path / "new" / "postgres").exists()


def test_restore_refuses_a_directory_in_use(office):
    home, backup = office
    done = run("restore", backup, "--data", str(home), "--key-file", str(home / "key"))
    assert done.returncode == 1 and "empty directory" in done.stderr
