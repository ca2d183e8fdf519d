"""Count a vote again from its published tally; needs no database.

qianshou election count FILE     check the tally and count it: exit code 0 when it is sound and its stated result is right, 1 when not

The same file counts without this program: `python election_count.py FILE`, from the page that publishes the result.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from qianshou.__main__ import CommandError
from qianshou.merit.rules import election_count


def add_arguments(parser) -> None:
    """One action so far."""
    actions = parser.add_subparsers(dest="action", required=True)
    count = actions.add_parser("count", help="check a tally and count it")
    count.add_argument("file", type=Path, metavar="FILE")
    count.add_argument("--json", action="store_true", help="print the result as one JSON value")


def handle(args) -> int:
    """Read, judge, print."""
    try:
        tally = json.loads(args.file.read_text(encoding="utf-8"))
        found, lines = election_count.judge(tally)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{args.file} cannot be read as a tally: {error!r}") from error
    if args.json:
        print(json.dumps({"sound": not found, "problems": found, "result": [asdict(line) for line in lines]}, ensure_ascii=False))
    else:
        print(election_count.report(tally)[0])
    return 1 if found else 0
