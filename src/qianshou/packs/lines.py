"""Where each key of a TOML file stands. tomllib reads values but forgets the lines, and a message without a line is no help."""

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")

Lines = dict[tuple[str, int, str], int]


def find_lines(text: str) -> Lines:
    """Line numbers (from 1) by (table, index in its array, key); key "" is the table's header, table "" the top of the file.

    Good enough for the flat files of a pack: a key-like line inside a multi-line string may be taken for a key.
    """
    found: Lines = {}
    table, index, seen = "", 0, {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = header[2]
            index = seen[table] = seen.get(table, -1) + 1
            found[table, index, ""] = number
        elif key := _KEY.match(line):
            found.setdefault((table, index, key[1]), number)
    return found
