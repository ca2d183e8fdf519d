"""The papers of the demo street, read in by the same command that an office uses."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from pathlib import Path

from qianshou.__main__ import CommandError
from qianshou.exchange import commands

DATA = Path(__file__).parent / "data"
PAPERS = (("places", "places.xlsx"), ("register", "register.xlsx"), ("carers", "carers.xlsx"), ("menu", "menu-2026-12.xlsx"))


def read_in(street_code: str) -> dict[str, dict]:
    """Import every paper; returns each one's counts."""
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    parser.set_defaults(json=True)
    done = {}
    for kind, name in PAPERS:
        args = parser.parse_args([kind, str(DATA / name), "--street", street_code])
        args.json = True
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = commands.handle(args)
        if code:
            raise CommandError(f"The demo's {name} could not be read in: {said.getvalue()[-500:]}")
        done[kind] = json.loads(said.getvalue()).get("counts", {})
    return done
