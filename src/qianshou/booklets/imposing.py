"""Two pages on one sheet: a bound volume set smaller for a printer that should use half the paper. The same volume gives the same bytes.

Set in a process of its own: a volume of two hundred pages takes memory that is given back.
"""

import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import typst

from .render import LONGEST_SECONDS, CannotSet

# Pages keep their proportions: A4 upright is set at 71 % side by side on A4 across, with the fold in the middle.
SHEET = """
#let pages = {pages}
#set document(title: "", date: auto)
#set page(width: 297mm, height: 210mm, margin: 0mm)
#for first in range(1, pages + 1, step: 2) {{
  if first > 1 {{ pagebreak() }}
  grid(columns: (148.5mm, 148.5mm), rows: 210mm, align: center + horizon,
    image("volume.pdf", page: first, width: 148.5mm), if first < pages {{ image("volume.pdf", page: first + 1, width: 148.5mm) }})
}}
"""


def two_up(volume: bytes, pages: int, made_at: datetime) -> bytes:
    """The PDF with two of its `pages` on each sheet. Raises render.CannotSet."""
    with tempfile.TemporaryDirectory(prefix="qianshou-two-up-") as work:
        place = Path(work)
        (place / "volume.pdf").write_bytes(volume)
        (place / "sheet.typ").write_text(SHEET.format(pages=pages), "utf-8")
        command = [sys.executable, "-m", "qianshou.booklets.imposing", str(place), str(int(made_at.timestamp()))]
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS)
        if done.returncode:
            raise CannotSet(done.stderr.decode(errors="replace")[-500:] or f"exit code {done.returncode}")
        return (place / "sheet.pdf").read_bytes()


def main() -> None:
    """The process of its own."""
    place, seconds = Path(sys.argv[1]), int(sys.argv[2])
    compiler = typst.Compiler(root=place, ignore_system_fonts=True)
    compiler.compile(place / "sheet.typ", output=str(place / "sheet.pdf"), format="pdf", timestamp=seconds, pdf_tags=False)


if __name__ == "__main__":
    main()
