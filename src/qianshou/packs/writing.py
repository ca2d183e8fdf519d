"""Write pack files: a new version from an older text, and the names of the eight safeguards."""

import json
import re
from collections.abc import Mapping
from datetime import date

from .shapes import Safeguard

_HOLDS = re.compile(r"^holds_from\s*=.*$", re.MULTILINE)


def begun_on(text: str, holds_from: date) -> str:
    """The same text as a version that holds from another day."""
    line = f"holds_from = {holds_from.isoformat()}"
    return _HOLDS.sub(line, text, count=1) if _HOLDS.search(text) else f"{line}\n{text}"


def safeguards_text(*, names: Mapping[int, tuple[str, str]], known: Mapping[str, Safeguard], holds_from: date, source: str) -> str:
    """`safeguards.toml` with these names, number → (Chinese, English); code and lead time stay as they are."""
    lines = [
        "# The eight no-worries (八无忧), as the district names them.",
        "",
        f"holds_from = {holds_from.isoformat()}",
        'certainty = "seen"',
        f"source_zh = {_quoted(source)}",
        f"source_en = {_quoted(source)}",
    ]
    for one in sorted(known.values(), key=lambda s: s.number):
        zh, en = names.get(one.number, (one.zh, one.en))
        lines += ["", "[[safeguard]]", f"code = {_quoted(one.code)}", f"number = {one.number}", f"zh = {_quoted(zh)}", f"en = {_quoted(en)}", f"lead_days = {one.lead_days}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0: JSON's escapes are among its own."""
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)
