"""The `qianshou` command. Exit codes: 0 done, 1 the work failed, 2 wrong use."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from qianshou import __version__

# name → what it does. The module is qianshou.runtime.commands.<name> ("import" is a word of Python, so: imports).
COMMANDS = {
    "demo": "run the program with a demo street: database, server and worker",
    "serve": "run the web server (and, with the embedded database, the worker)",
    "worker": "run background jobs against the same database",
    "migrate": "bring the database to this version's tables",
    "street": "add a street: `street add CODE NAME`",
    "user": "add a person who signs in: `user add NAME --role ROLE`",
    "import": "read a spreadsheet in: places, carers, register or menu",
    "plan": "plan a day or a night of many streets, or solve and check a plan file",
    "election": "count a vote again from its published tally",
    "sweep": "look once for what is late, and alert",
    "booklets": "bind a month's forms and attendance sheets as PDF",
    "scrub": "take what was erased out of the free space of the database's files too",
    "backup": "write a backup of everything to one file",
    "restore": "put a backup back into an empty data directory",
    "check": "is this installation sound? each finding with its mend",
}


class CommandError(Exception):
    """The work failed for a reason a person can read; exit code 1."""


def common_parser(**defaults: object) -> argparse.ArgumentParser:
    """The options that every command has, wherever they stand on its line."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common = parser.add_argument_group("common")
    place = Path(os.environ.get("QIANSHOU_DATA", "qianshou-data"))
    common.add_argument("--data", type=Path, metavar="DIR", help="data directory (default: $QIANSHOU_DATA or ./qianshou-data)",
                        **(defaults or {"default": place}))  # fmt: skip
    common.add_argument("--json", action="store_true", help="print the result as one JSON value", **defaults)
    return parser


def parser_for(name: str) -> argparse.ArgumentParser:
    """The full parser of one command; imports that command's module only."""
    module = load(name)
    parser = argparse.ArgumentParser(prog=f"qianshou {name}", description=module.__doc__, allow_abbrev=False,
                                     parents=[common_parser(default=argparse.SUPPRESS)],
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    module.add_arguments(parser)
    return parser


def load(name: str):
    """The module behind the command `name`."""
    return importlib.import_module(f"qianshou.runtime.commands.{'imports' if name == 'import' else name}")


def overview() -> str:
    """What `qianshou` alone prints."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {text}" for name, text in COMMANDS.items()]
    return "\n".join(["usage: qianshou COMMAND [--data DIR] [--json] …", "", *lines, "", "`qianshou COMMAND --help` tells more."])


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] in (["-h"], ["--help"], ["help"]):
        print(overview())
        return 0
    if words[:1] == ["--version"]:
        print(f"qianshou {__version__}")
        return 0
    if not words or words[0] not in COMMANDS:
        print(overview(), file=sys.stderr)
        return 2
    args, rest = common_parser().parse_known_args(words[1:])
    # Before any parser is built: some commands' arguments come from Django's apps, whose settings read the environment once.
    os.environ["QIANSHOU_DATA"] = str(args.data)
    as_json = args.json
    args = parser_for(words[0]).parse_args(rest, args)  # argparse itself exits with 2 on wrong use
    args.json = args.json or as_json  # a command with a --json of its own has put its default over ours
    return _run(words[0], args)


def _run(name: str, args: argparse.Namespace) -> int:
    from qianshou.runtime.postgres import ClusterError

    try:
        return load(name).handle(args)
    except (CommandError, ClusterError) as error:
        if args.json:
            print(json.dumps({"error": str(error)}, ensure_ascii=False))
        print(f"qianshou {name}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    # `python -m qianshou` runs this file as __main__; commands import it by its name, and must meet the same CommandError.
    from qianshou.__main__ import main as named_main

    sys.exit(named_main())
