"""The page's own files: the same for everybody, kept whole, known by version and licence."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

import qianshou.field
from qianshou.field.words import catalogue

HERE = Path(qianshou.field.__file__).parent
VENDOR = HERE / "static" / "field" / "vendor"


def kept_files(client) -> list[str]:
    script = client.get("/field/sw.js")
    assert script["Cache-Control"] == "no-cache"
    return json.loads(script.content.decode().split("const FILES = ")[1].split(";\n")[0])


@pytest.mark.django_db
def test_the_worker_keeps_every_file_without_redirect(client):
    """A precached address that is missing or redirects would leave the phone without its page."""
    names = kept_files(client)
    assert {"/field/", "/static/field/js/app.js", "/static/field/vendor/idb.js", "/static/web/tokens.css"} <= set(names)
    scripts = {f"/static/{p.relative_to(HERE / 'static').as_posix()}" for p in (HERE / "static").rglob("*.js") if p.name != "sw.js"}
    assert scripts <= set(names)
    assert {name: client.get(name).status_code for name in names if not name.startswith("/static/")} == {"/field/": 200, "/field/manifest.webmanifest": 200}


@pytest.mark.django_db
def test_the_shell_is_the_same_for_everybody(client, cast):
    before = client.get("/field/").content
    client.force_login(cast.tan.person.user, backend="qianshou.access.backends.PasswordBackend")
    assert client.get("/field/").content == before and "谭美华" not in before.decode()


def test_every_word_in_both_languages():
    words = catalogue()
    assert not [key for key, text in words["zh-hans"].items() if text == words["en"][key]]
    blank = re.compile(r"\{\w+\}")
    assert not [key for key in words["en"] if sorted(blank.findall(words["en"][key])) != sorted(blank.findall(words["zh-hans"][key]))]


def test_every_word_that_the_scripts_ask_for_is_there():
    """`t("key")` with a fixed key, in every script."""
    words, asked = catalogue()["en"], set()
    for script in (HERE / "static" / "field" / "js").rglob("*.js"):
        asked |= set(re.findall(r'\bt\("([a-z0-9_.]+)"', script.read_text()))
    assert asked and not asked - set(words)


def test_the_vendored_library_is_what_the_manifest_says():
    for row in json.loads((VENDOR / "manifest.json").read_text()):
        assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"], row["file"]
        assert row["licence"] and row["version"]


def test_old_phones_can_read_the_scripts():
    """Chrome 80 and Safari 14: none of what came later."""
    later = ["??=", "||=", "&&=", ".replaceAll(", ".at(", "structuredClone", "Object.hasOwn", ".findLast(", "static {", "inset:"]
    for script in [*(HERE / "static" / "field").rglob("*.js"), *(HERE / "static" / "field").rglob("*.css")]:
        if "vendor" not in script.parts:
            assert not [mark for mark in later if mark in script.read_text()], script.name
