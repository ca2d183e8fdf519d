"""The house keeps its shape: imports and relations go down, writes live in operations, rooms stay small."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
SOURCE = HOME / "src" / "qianshou"
LONGEST_FILE = 300
LONGEST_FUNCTION = 80

ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_ON_ROWS = {"save", "create", "update", "delete"}
QUERYSET = re.compile(r"\.objects\b|\.filter\(|\.exclude\(|\.all\(\)|_set\b|\.using\(")
RAW_WRITE = re.compile(r"^\s*(INSERT\s+INTO|UPDATE\s+\S+(\s+\w+)?\s+SET|DELETE\s+FROM|TRUNCATE|COPY\s+\S+.*FROM\s+STDIN)\b")


def python_files(root: Path = SOURCE) -> list[Path]:
    return [file for file in sorted(root.rglob("*.py")) if "migrations" not in file.parts and "vendor" not in file.parts]


def layers() -> list[list[str]]:
    """The layers of .importlinter, top first: the one list of who stands above whom."""
    parser = ConfigParser()
    parser.read(HOME / ".importlinter")
    lines = parser["importlinter:contract:layers"]["layers"].strip().splitlines()
    return [re.findall(r"\w+", line) for line in lines]


def ranks() -> dict[str, int]:
    """Room → rank; a larger rank is nearer to the ground."""
    return {room: rank for rank, rooms in enumerate(layers()) for room in rooms}


def may_point(source: str, target: str) -> bool:
    """May a row of room `source` hold a key of room `target`? Only to itself or to a room below."""
    rank = ranks()
    return source == target or rank[target] > rank[source]


def writes_in(text: str) -> list[str]:
    """Every write to the database in a piece of Python, as `line: call`."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver, name = ast.unparse(node.func.value), node.func.attr
            on_rows = name in WRITES_ON_ROWS and (QUERYSET.search(receiver) or (name == "save" and receiver != "form"))
            if name in ALWAYS_WRITES or on_rows:
                found.append(f"{node.lineno}: {receiver}.{name}()")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and RAW_WRITE.match(node.value):
            found.append(f"{node.lineno}: {node.value.strip()[:40]}")
    return found


def test_imports_go_downward():
    done = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=HOME, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_relations_go_downward():
    from django.apps import apps

    wrong = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("qianshou."):
            continue
        room = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            target = field.related_model
            ours = field.is_relation and not field.auto_created and target and target.__module__.startswith("qianshou.")
            if ours and not may_point(room, target.__module__.split(".")[1]):
                wrong.append(f"{room}.{model.__name__}.{field.name} points up to {target.__module__}")
    assert not wrong, "\n".join(wrong)


def test_relation_rule_sees_an_upward_key():
    assert may_point("care", "people") and may_point("care", "care")
    assert not may_point("people", "care") and not may_point("access", "people")


def test_writes_live_in_operations():
    wrong = []
    for file in python_files():
        inside = file.relative_to(SOURCE).parts
        if "operations" in inside or file.name in ("operations.py",):
            continue
        wrong += [f"{file.relative_to(HOME)}:{found}" for found in writes_in(file.read_text())]
    assert not wrong, "\n".join(wrong)


def test_write_rule_sees_writes_and_nothing_else():
    assert len(writes_in("Person.objects.filter(pk=1).update(name='a')\nperson.save()\nVisit.objects.bulk_create(rows)")) == 3
    assert writes_in("cursor.execute('INSERT INTO people_person VALUES (1)')")
    assert writes_in("cursor.execute('UPDATE care_visit v SET state = 1')") and writes_in("c.copy('COPY people_person (id) FROM STDIN')")
    assert not writes_in("counts.update({1: 2})\nform.save()\ndigest.update(b'')\nseen = Person.objects.filter(pk=1)")


@pytest.mark.parametrize("root", [SOURCE, HOME / "tests"], ids=["src", "tests"])
def test_rooms_stay_small(root):
    wrong = []
    for file in python_files(root):
        text = file.read_text()
        if (length := text.count("\n")) > LONGEST_FILE:
            wrong.append(f"{file.relative_to(HOME)} has {length} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    wrong.append(f"{file.relative_to(HOME)}:{node.lineno} {node.name} has {length} lines")
    assert not wrong, "\n".join(wrong)


def test_scripts_stay_small():
    scripts = [file for file in SOURCE.rglob("*.js") if "vendor" not in file.parts]
    wrong = [f"{file.relative_to(HOME)} has {n} lines" for file in scripts if (n := file.read_text().count("\n")) > LONGEST_FILE]
    assert not wrong, "\n".join(wrong)


def test_no_clock_in_domain_code():
    """Only the edges may ask for the time; the clock itself is kernel/clock.py."""
    asks = re.compile(r"datetime\.now\(|timezone\.now\(|date\.today\(|datetime\.utcnow\(")
    wrong = [
        f"{file.relative_to(HOME)}:{number}"
        for file in python_files()
        if file != SOURCE / "kernel" / "clock.py"
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if asks.search(line)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_left_open():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pytest\.(mark\.)?(skip|xfail)|skipif")
    wrong = []
    for file in [*python_files(), *python_files(HOME / "tests")]:
        if file == Path(__file__):
            continue
        wrong += [f"{file.relative_to(HOME)}:{n}" for n, line in enumerate(file.read_text().splitlines(), 1) if marks.search(line)]
    assert not wrong, "\n".join(wrong)
