"""Is this installation sound? Database, keys, fonts, packs, disk, clock, last sweep, last backup: each with its mend.

Exit code 0 when nothing is bad (there may be warnings), 1 otherwise.
"""

from __future__ import annotations

from qianshou.runtime import context
from qianshou.runtime.output import result
from qianshou.runtime.postgres import ClusterError

SIGNS = {"ok": "ok  ", "warn": "WARN", "bad": "BAD "}


def add_arguments(parser) -> None:
    """No arguments of its own."""


def handle(args) -> int:
    """Look at everything, then report."""
    from qianshou.runtime import findings

    found = []
    try:
        with context.database(args.data):
            found = findings.all_of(args.data.resolve())
    except ClusterError as error:
        found = [findings.Finding("database", "bad", str(error), "See docs/operations/install.md, 'The database does not start'.")]
    bad = any(one.state == "bad" for one in found)
    lines = []
    for one in found:
        lines.append(f"{SIGNS[one.state]}  {one.name:<12} {one.text}")
        if one.mend:
            lines.append(f"      {'':<12} → {one.mend}")
    value = {"sound": not bad, "findings": [one._asdict() for one in found]}
    return result(args, value, "\n".join(lines), code=1 if bad else 0)
