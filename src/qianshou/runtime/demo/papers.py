"""The papers of the demo street, read in by the same command that an office uses."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import tempfile
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from qianshou.__main__ import CommandError
from qianshou.exchange import commands

DATA = Path(__file__).parent / "data"
PAPERS = (("places", "places.xlsx"), ("register", "register.xlsx"), ("carers", "carers.xlsx"), ("menu", "menu-2026-12.xlsx"))


def read_in(street_code: str, *, month: date) -> dict[str, dict]:
    """Import every paper, the menu as one of `month`; returns each one's counts."""
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    parser.set_defaults(json=True)
    done = {}
    with tempfile.TemporaryDirectory(prefix="qianshou-demo-") as work:
        for kind, name in PAPERS:
            file = menu_of(month, DATA / name, Path(work) / "menu.xlsx") if kind == "menu" else DATA / name
            args = parser.parse_args([kind, str(file), "--street", street_code])
            args.json = True
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                code = commands.handle(args)
            if code:
                raise CommandError(f"The demo's {name} could not be read in: {said.getvalue()[-500:]}")
            done[kind] = json.loads(said.getvalue()).get("counts", {})
    return done


def menu_of(month: date, source: Path, target: Path) -> Path:
    """The menu's workbook with its dates moved into `month`; days that this month lacks are left out."""
    rows = CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).to_python()
    with xlsxwriter.Workbook(str(target), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("菜谱")
        for index, cells in enumerate(rows):
            with contextlib.suppress(ValueError):
                moved = [cell.replace(year=month.year, month=month.month) if isinstance(cell, date) else cell for cell in cells]
                sheet.write_row(index, 0, moved)
    return target
