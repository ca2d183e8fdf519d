"""Words are checked: everything said has its Chinese, and every setting, role, command and service is documented."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from qianshou import words
from qianshou.__main__ import COMMANDS
from qianshou.access.roles import ROLES

HOME = Path(__file__).resolve().parent.parent
SOURCE = HOME / "src" / "qianshou"
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2), "gettext_noop": None}
CALL = re.compile(r"""\b(n?p?gettext|_)\(((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|,|\s)+)""")


def said_in_python(file: Path) -> set[str]:
    """Every msgid in a Python file; those inside an f-string too, which the extractor reads as one piece of text."""
    found = extract_from_file("python", str(file), keywords=KEYWORDS)
    return {ids[0] if isinstance(ids, tuple) else ids for _, ids, _, _ in found if ids} | called_with(ast.parse(file.read_text()))


def called_with(tree: ast.AST) -> set[str]:
    """The first string of each call of a function that translates."""
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in ("_", *KEYWORDS)]
    calls = [one for one in calls if not one.func.id.startswith(("pgettext", "npgettext")) and one.args]
    return {one.args[0].value for one in calls if isinstance(one.args[0], ast.Constant) and isinstance(one.args[0].value, str)}


def said_in_template(text: str) -> set[str]:
    """Every msgid in a Django template, by Django's own reading of it."""
    found = set()
    for name, arguments in CALL.findall(templatize(text)):
        strings = [ast.literal_eval(piece) for piece in re.findall(r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\"""", arguments)]
        if strings:
            found.add(strings[1] if name in ("pgettext", "npgettext") else strings[0])
    return found


def catalogs():
    """(file, catalog) of every translation."""
    for po in words.sources():
        with po.open("rb") as source:
            yield po, read_po(source, locale=po.parent.parent.name, abort_invalid=True)


def translated() -> set[str]:
    return {
        message.id[0] if isinstance(message.id, tuple) else message.id
        for _, catalog in catalogs()
        for message in catalog
        if message.id and not message.fuzzy and is_full(message.string)
    }


def is_full(string) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def documents() -> str:
    return "\n".join(file.read_text() for file in [*(HOME / "docs").rglob("*.md"), *HOME.glob("*.md")])


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


def test_everything_said_has_its_chinese():
    known, missing = translated(), []
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in file.parts:
            missing += [f"{file.relative_to(SOURCE)}: {said}" for said in said_in_python(file) if said not in known]
    for file in sorted(SOURCE.rglob("*.html")):
        missing += [f"{file.relative_to(SOURCE)}: {said}" for said in said_in_template(file.read_text()) if said not in known]
    assert not missing, f"{len(missing)} without Chinese:\n" + "\n".join(sorted(missing))


def test_untranslated_string_is_seen():
    """Negative control: both readers find what they should."""
    template = '{% load i18n %}{% translate "One" %}{% blocktranslate count n=2 %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}{% translate "Two" as x %}'
    assert said_in_template(template) == {"One", "%(n)s a", "Two"}
    assert "Carer" in said_in_python(SOURCE / "access" / "roles.py")
    assert called_with(ast.parse("""f"{_('one')} {pgettext('c', 'not by this')}" + ngettext("two", "more", n) + other("three")""")) == {"one", "two"}


def test_no_translation_is_doubtful():
    wrong = []
    for po, catalog in catalogs():
        for message in catalog:
            if message.id and (message.fuzzy or not is_full(message.string)):
                wrong.append(f"{po.relative_to(SOURCE)}:{message.lineno} {message.id!r}")
            elif message.id:
                wrong += [f"{po.relative_to(SOURCE)}:{message.lineno} {error}" for error in message.check()]
    assert not wrong, "\n".join(wrong)


def test_one_string_has_one_chinese_in_a_room():
    """The same English in two rooms may differ; but a later catalogue of Django hides an earlier one, so it must not."""
    seen: dict[tuple, tuple] = {}
    wrong = []
    for po, catalog in catalogs():
        for message in catalog:
            if message.id and (before := seen.setdefault((message.context, message.id), (message.string, po)))[0] != message.string:
                wrong.append(
                    f"{message.id!r}: {before[0]!r} in {before[1].relative_to(SOURCE)}, {message.string!r} in {po.relative_to(SOURCE)}"
                )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command):
    assert f"qianshou {command}" in documents()


def test_every_setting_is_documented():
    source = "\n".join(file.read_text() for file in SOURCE.rglob("*.py"))
    names = set(re.findall(r"""environ(?:\.get|\.setdefault)?[\(\[]\s*["']((?:QIANSHOU|DATABASE)_[A-Z_]+)""", source))
    table = "\n".join(rows((HOME / "docs" / "operations" / "settings.md").read_text()))
    assert len(names) > 5
    assert not [name for name in sorted(names) if f"`{name}`" not in table]


@pytest.mark.parametrize("role", ROLES)
def test_role_is_in_the_glossary(role):
    glossary = (HOME / "docs" / "glossary.md").read_text()
    assert str(role).replace("_", " ").lower() in glossary.lower()


def test_every_service_is_in_the_guide():
    """The ten helps and the three local services stand in the guide or the glossary with both names."""
    from qianshou.packs import loader

    text = documents()
    assert not [service.code for service in loader.load("yangpu").services.values() if service.zh not in text]
