"""The `qianshou` command: wrong use is 2, work that failed is 1, --json prints one JSON value."""

import json
import os

import pytest

from qianshou.__main__ import COMMANDS, main, overview
from qianshou.access.models import Street, User
from qianshou.runtime import context


@pytest.fixture
def commands(transactional_db, own_directory, cluster, monkeypatch):
    """Commands run in this process against the test database, as with a server of one's own."""
    monkeypatch.delenv(context.OURS, raising=False)
    monkeypatch.setattr(context, "setup_django", lambda: None)

    def run(*words, capsys=None):
        return main([*words, "--data", str(own_directory)])

    assert "test_" in os.environ["DATABASE_URL"]
    return run


@pytest.mark.parametrize("words", [[], ["fly"], ["plan"], ["user", "add"], ["plan", "day", "--street", "x", "--date", "someday"]])
def test_wrong_use_is_2(words, capsys):
    try:
        code = main(words)
    except SystemExit as end:
        code = end.code
    assert code == 2
    assert capsys.readouterr().err


def test_overview_names_every_command(capsys):
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.strip() == overview()
    assert all(f"  {name} " in overview() for name in COMMANDS)


def test_add_street_and_user(commands, capsys):
    assert commands("street", "add", "dinghai", "定海路街道", "--district", "yangpu", "杨浦区", "--committee", "海州居委会") == 0
    assert commands("street", "add", "dinghai", "定海路街道", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["created"] is False
    street = Street.objects.get(code="dinghai")
    assert street.district.name == "杨浦区" and street.committees.get().name == "海州居委会"
    assert commands("user", "add", "wei", "--role", "committee_worker", "--street", "dinghai", "--committee", "海州居委会",
                    "--make-password", "--json") == 0  # fmt: skip
    made = json.loads(capsys.readouterr().out)
    assert len(made["password"]) >= 8
    assert User.objects.get(username="wei").roles.get().committee.name == "海州居委会"


@pytest.mark.parametrize("words", [
    ["street", "add", "no spaces", "x"],
    ["user", "add", "wei", "--role", "street_officer", "--street", "nowhere", "--make-password"],
    ["user", "add", "wei", "--role", "district_officer", "--make-password"],
    ["plan", "day", "--street", "nowhere", "--date", "today"],
])  # fmt: skip
def test_failed_work_is_1_and_says_why(commands, words, capsys):
    assert commands(*words, "--json") == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("qianshou ") and json.loads(printed.out)["error"]
    assert not User.objects.filter(username="wei").exists()


def test_check_names_each_finding(commands, capsys):
    commands("check", "--json")
    report = json.loads(capsys.readouterr().out)
    found = {finding["name"]: finding for finding in report["findings"]}
    assert {"database", "tables", "key", "fonts", "packs", "disk", "clock", "sweep", "backup"} <= set(found)
    assert found["key"]["state"] == found["database"]["state"] == found["tables"]["state"] == "ok"
    assert all(finding["mend"] for finding in report["findings"] if finding["state"] != "ok")


def test_check_sees_an_open_key_and_a_missing_pack(commands, own_directory, capsys):
    Street.objects.create(code="x", name="x", pack="atlantis")
    (own_directory / "key").chmod(0o644)
    try:
        assert commands("check", "--json") == 1
    finally:
        (own_directory / "key").chmod(0o600)
    found = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert found["key"]["state"] == found["packs"]["state"] == "bad"
