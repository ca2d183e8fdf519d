"""Read a pack from its folder: every mistake is said with file, line and field, and a pack with a mistake is not used at all."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from . import site
from .errors import PackError
from .lines import Lines, find_lines
from .named import Named
from .point_checks import point_faults
from .rows import read_row
from .schema import HEAD, TABLES, Table
from .shapes import Pack, SourceFile
from .shapes_hours import CODES
from .tables_praise import MARKS

ROOT = Path(__file__).parent


def load(name: str = "yangpu", on: date | None = None) -> Pack:
    """The pack `name` as it holds on a day (None: its newest version), with the place's own files (site.py). Raises PackError.

    Days between two versions share one: a month of days asks for it as often as it likes.
    """
    stamp = site.stamp(name)
    return _read(name, None if on is None else max((day for day in _days(name, stamp) if day <= on), default=date.min), stamp)


@lru_cache(maxsize=32)
def _read(name: str, on: date | None, stamp: tuple) -> Pack:
    return read_folder(ROOT / name, on, own=site.folder(name))


@lru_cache(maxsize=32)
def _days(name: str, stamp: tuple) -> tuple[date, ...]:
    """Every day on which a file of the pack comes into force."""
    folders = (ROOT / name, site.folder(name))
    return tuple(sorted({_read_file(path, kind, table).head.holds_from for kind, table in TABLES.items() for folder in folders for path in _paths(folder, kind)}))


def catalogue() -> list[str]:
    """The names of the packs that ship with the program."""
    return sorted(folder.name for folder in ROOT.iterdir() if (folder / "services.toml").is_file())


def versions(name: str, kind: str, today: date) -> list[site.Version]:
    """Every file of a kind, the newest first; KeyError for a kind that packs do not have. Raises PackError."""
    found = []
    for own, folder in ((False, ROOT / name), (True, site.folder(name))):
        for path in _paths(folder, kind):
            since = _read_file(path, kind, TABLES[kind]).head.holds_from
            found.append(site.Version(kind, path.name, own, since, own and since > today))
    return sorted(found, key=lambda one: (one.holds_from, one.own), reverse=True)


def text_of(name: str, one: site.Version) -> str:
    """The file as it was written."""
    return ((site.folder(name) if one.own else ROOT / name) / one.file).read_text("utf-8")


def read_folder(folder: Path, on: date | None = None, *, own: Path | None = None) -> Pack:
    """Read the pack in `folder`, with the place's own versions in `own`. A kind may have several files (`services.toml`, `services-2027-01-01.toml`): the one holds whose
    `holds_from` is the latest that is not after `on`; for a day before all of them, the first."""
    if not folder.is_dir():
        raise PackError(folder / "services.toml", None, "", "there is no such pack")
    chosen = {kind: _holding([folder, own] if own else [folder], kind, table, on) for kind, table in TABLES.items()}
    tables = {kind: file.rows for kind, file in chosen.items()}
    _check_references(chosen)
    return Pack(name=folder.name, files=tuple(file.head for file in chosen.values()), **tables)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    lines: Lines
    head: SourceFile
    rows: dict[str, Named]


def _paths(folder: Path, kind: str) -> list[Path]:
    return sorted(folder.glob(f"{kind}.toml")) + sorted(folder.glob(f"{kind}-*.toml"))


def _holding(folders: list[Path], kind: str, table: Table, on: date | None) -> _File:
    paths = [path for folder in folders for path in _paths(folder, kind)]
    if not paths:
        raise PackError(folders[0] / f"{kind}.toml", None, "", "the file is missing")
    files = sorted((_read_file(path, kind, table) for path in paths), key=lambda file: file.head.holds_from)  # stable: of one day the own one is last
    return ([file for file in files if on is None or file.head.holds_from <= on] or files[:1])[-1]


def _read_file(path: Path, kind: str, table: Table) -> _File:
    text = path.read_text("utf-8")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(path, None, "", f"cannot be read as TOML: {error}") from error
    lines = find_lines(text)
    rows = raw.pop(table.array, [])
    head = read_row(path, lines, "", 0, raw, HEAD)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PackError(path, lines.get((table.array, 0, "")), table.array, f"rows must be written as [[{table.array}]]")
    if not rows and not table.may_be_empty:
        raise PackError(path, None, table.array, f"has no [[{table.array}]] at all")
    found: dict[str, Named] = {}
    for index, row in enumerate(rows):
        values = read_row(path, lines, table.array, index, row, table.fields)
        one = table.shape(**values)
        if one.code in found:
            raise PackError(path, lines.get((table.array, index, "code")), "code", f"{one.code!r} is there twice")
        found[one.code] = one
    return _File(path, lines, SourceFile(kind=kind, file=path.name, **head), found)


def _check_references(files: dict[str, _File]) -> None:
    """Names that point to another table must be there, and one word may not mean two things."""
    services = files["services"]
    for index, service in enumerate(services.rows.values()):
        for key, known in (("tiers", files["tiers"].rows), ("skills", files["skills"].rows)):
            for code in getattr(service, key):
                if code not in known:
                    line = services.lines.get(("service", index, key))
                    raise PackError(services.path, line, key, f"{code!r} is not in {key}.toml; there are: {', '.join(known)}")
    for index, entry in enumerate(files["elections"].rows.values()):
        for code in entry.tiers:
            if code not in files["tiers"].rows:
                line = files["elections"].lines.get(("entry", index, "tiers"))
                raise PackError(files["elections"].path, line, "tiers", f"{code!r} is not in tiers.toml; there are: {', '.join(files['tiers'].rows)}")
    for index, diet in enumerate(files["diets"].rows.values()):
        for code in diet.contains:
            if code not in files["allergens"].rows:
                line = files["diets"].lines.get(("diet", index, "contains"))
                raise PackError(files["diets"].path, line, "contains", f"{code!r} is not in allergens.toml")
    _check_points(files["point_rules"], files)
    _check_prices(files["meal_prices"], files["meal_times"])
    _check_numbers(files["safeguards"])
    _check_levels(files["level_services"], services.rows)
    _check_items(files["appraisal"])
    _check_marks(files["appraisal_marks"])
    _check_time_bank(files["time_bank"], services.rows)
    for kind in ("skills", "tiers", "services", "talents"):
        _check_words(files[kind], TABLES[kind].array)


def _check_points(rules: _File, files: dict[str, _File]) -> None:
    """A rule names services and tiers that there are, and can be met: what is only known of visits is asked of visits."""
    for index, rule in enumerate(rules.rows.values()):
        for key, wrong in point_faults(rule, services=files["services"].rows, tiers=files["tiers"].rows):
            raise PackError(rules.path, rules.lines.get(("point_rule", index, key), rules.lines.get(("point_rule", index, ""))), key, wrong)


def _check_prices(prices: _File, meals: _File) -> None:
    """A price is for a meal that there is, and one place of a meal has one price."""
    seen: dict[tuple[str, str], str] = {}
    for index, price in enumerate(prices.rows.values()):
        if price.meal not in meals.rows:
            line = prices.lines.get(("price", index, "meal"))
            raise PackError(prices.path, line, "meal", f"{price.meal!r} is not in meal_times.toml; there are: {', '.join(meals.rows)}")
        if (before := seen.setdefault((price.meal, price.place), price.code)) != price.code:
            raise PackError(prices.path, prices.lines.get(("price", index, "place")), "place", f"{before!r} is the price of that already")


def _check_numbers(safeguards: _File) -> None:
    """A cover names its kind by the number."""
    owner: dict[int, str] = {}
    for index, one in enumerate(safeguards.rows.values()):
        if owner.setdefault(one.number, one.code) != one.code:
            line = safeguards.lines.get(("safeguard", index, "number"))
            raise PackError(safeguards.path, line, "number", f"{one.number} is {owner[one.number]!r} already")


def _check_levels(lines: _File, services: dict[str, Named]) -> None:
    """A level brings services that there are, by a tier that may give them."""
    for index, line in enumerate(lines.rows.values()):
        service = services.get(line.service)
        if service is None:
            raise PackError(lines.path, lines.lines.get(("line", index, "service")), "service", f"{line.service!r} is not in services.toml; there are: {', '.join(services)}")
        if line.tier and line.tier not in service.tiers:
            raise PackError(lines.path, lines.lines.get(("line", index, "tier")), "tier", f"{line.service!r} is given by {', '.join(service.tiers)}")


def _check_items(items: _File) -> None:
    """Of an item of the appraisal, nothing comes before everything; a kind is weighed once."""
    kinds: dict[str, str] = {}
    for index, one in enumerate(items.rows.values()):
        if one.zero >= one.full:
            raise PackError(items.path, items.lines.get(("item", index, "full")), "full", f"must be above zero = {one.zero}")
        if kinds.setdefault(one.kind, one.code) != one.code:
            raise PackError(items.path, items.lines.get(("item", index, "kind")), "kind", f"{kinds[one.kind]!r} counts that already")


def _check_marks(marks: _File) -> None:
    """The numbers that the program asks for by name are there, on their scale; a worth is at most everything."""
    for scale, codes in MARKS.items():
        for code in codes:
            if code not in marks.rows or marks.rows[code].scale != scale:
                raise PackError(marks.path, None, "code", f"{code!r} is missing on the scale {scale!r}")
    for index, one in enumerate(marks.rows.values()):
        if one.scale == "worth" and one.percent > 100:
            raise PackError(marks.path, marks.lines.get(("mark", index, "percent")), "percent", "a record is worth at most 100 percent")


def _check_time_bank(rules: _File, services: dict[str, Named]) -> None:
    """Every number that the program asks for is there, and the kinds of help that count exist."""
    if missing := [code for code in CODES if code not in rules.rows]:
        raise PackError(rules.path, None, "code", f"has no rule {', '.join(missing)}")
    for index, rule in enumerate(rules.rows.values()):
        for code in rule.services:
            if code not in services:
                line = rules.lines.get(("rule", index, "services"))
                raise PackError(rules.path, line, "services", f"{code!r} is not in services.toml; there are: {', '.join(services)}")


def _check_words(file: _File, array: str) -> None:
    owner: dict[str, str] = {}
    for index, one in enumerate(file.rows.values()):
        for word in (one.zh, *one.synonyms):
            if owner.setdefault(word, one.code) != one.code:
                line = file.lines.get((array, index, "synonyms"))
                raise PackError(file.path, line, "synonyms", f"{word!r} already means {owner[word]}")
