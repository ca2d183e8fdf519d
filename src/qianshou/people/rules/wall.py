"""What the square on a wall card says, and the code in whatever a camera read."""

import re

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: it may have to be read aloud
LENGTH = 12  # 59 bits: nobody guesses the card of a door
_CODE = re.compile(rf"(?:^|#door=)([{ALPHABET}]{{{LENGTH}}})$")


def square_text(code: str, base: str = "") -> str:
    """The words of the square: the phone's page with the code behind "#" (no log on the way has it), or without an address the end alone.

    >>> square_text("ABCDEFGH2345", "https://qs.example.cn/")
    'https://qs.example.cn/field/#door=ABCDEFGH2345'
    """
    return f"{base.rstrip('/')}/field/#door={code}" if base else f"#door={code}"


def code_in(scanned: str) -> str:
    """The code in what was scanned or typed; "" for a square of another kind.

    >>> code_in("https://qs.example.cn/field/#door=ABCDEFGH2345"), code_in("abcd efgh-2345"), code_in("https://example.org")
    ('ABCDEFGH2345', 'ABCDEFGH2345', '')
    """
    text = scanned.strip()
    found = _CODE.search(text if "#" in text else re.sub(r"[\s-]", "", text).upper())
    return found.group(1) if found else ""
