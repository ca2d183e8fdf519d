"""The given register, end to end: every row as its key says, and the same file again changes nothing."""

import json

import pytest

from qianshou.access.models import Street
from qianshou.exchange.commands import run_import
from qianshou.exchange.models import Batch, ImportRow, ReviewCase
from qianshou.people.models import Contact, ElderFile, Person, Phone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def street(settings, tmp_path, cast):
    settings.DATA_DIR = tmp_path
    return Street.objects.get(code="pingliang")


def run(capsys, file, street="pingliang", kind="register", **options):
    code = run_import(kind=kind, file=file, street=street, as_json=True, **options)
    return code, json.loads(capsys.readouterr().out)


def state():
    """Everything that an import may write, to compare."""
    return (
        list(Person.objects.order_by("id").values_list("id", "name", "door", "place_id", "birth_date", "version")),
        list(ElderFile.objects.order_by("pk").values()), Phone.objects.count(), Contact.objects.count(), ReviewCase.objects.count(),
    )  # fmt: skip


def test_every_row_of_the_register_is_as_its_key_says_and_twice_changes_nothing(street, capsys, data_dir):
    key = {entry["row"]: entry for entry in json.loads((data_dir / "register.key.json").read_text())}
    code, first = run(capsys, data_dir / "register.xlsx")
    assert code == 0
    outcomes = {item["row"]: item["outcome"] for item in first["items"]}
    assert sorted(outcomes) == list(range(1, first["rows"] + 1)) == list(range(1, 1033))
    assert sum(first["counts"].values()) == first["rows"]
    wrong = {row for row, entry in key.items() if outcomes[row] != entry["outcome"]}
    assert len(wrong) <= 0.01 * len(key), wrong
    assert first["changes"] == {"created": 1013, "updated": 0, "unchanged": 0}
    before = state()
    code, second = run(capsys, data_dir / "register.xlsx")
    assert second["changes"] == {"created": 0, "updated": 0, "unchanged": 1013}
    assert state() == before
    assert Batch.objects.count() == 2 and ImportRow.objects.count() == 2 * 1032


def test_dry_run_says_what_would_be_and_changes_nothing(street, capsys, data_dir):
    before = state()
    code, result = run(capsys, data_dir / "register.xlsx", dry_run=True)
    assert code == 0 and result["changes"]["created"] == 1013
    assert state() == before and not Batch.objects.exists()


def test_an_unknown_street_is_an_error(street, capsys, data_dir):
    code, result = run(capsys, data_dir / "register.xlsx", street="nowhere")
    assert code == 1 and result["error"]["code"] == "no_street"


@pytest.mark.parametrize(("kind", "file", "created"), [("places", "places.xlsx", 80), ("menu", "menu-2026-12.xlsx", 31), ("carers", "carers.xlsx", 70)])
def test_the_other_papers(street, capsys, data_dir, kind, file, created):
    code, result = run(capsys, data_dir / file, kind=kind)
    assert code == 0, result
    assert sum(result["changes"].values()) == created
    code, again = run(capsys, data_dir / file, kind=kind)
    assert again["changes"]["created"] == again["changes"]["updated"] == 0
