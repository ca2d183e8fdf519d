"""How commands speak: one JSON value with --json, sentences without."""

from __future__ import annotations

import json
import sys


def result(args, value, text: str, *, code: int = 0) -> int:
    """Print `value` as JSON or `text`, and return the exit code."""
    print(json.dumps(value, ensure_ascii=False, default=str) if args.json else text)
    return code


def say(text: str) -> None:
    """A sentence of a long-running service, at once even into a pipe."""
    print(text, flush=True)
    sys.stdout.flush()
