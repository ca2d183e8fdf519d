"""Plain data in, PDF bytes out: the same data gives the same bytes.

One typst compiler lives as long as the process; what differs between two calls is only the data. typst keeps what its
last ten compilations remembered (about a megabyte a form), so volumes are set in a process of their own, which gives
its memory back; single forms are set where they are asked for.
"""

import json
import subprocess
import sys
from datetime import datetime
from functools import cache

import typst

from qianshou.booklets.faces import Faces, faces, fonts_of
from qianshou.booklets.words import TEMPLATES

FORMS, ATTENDANCE, CARERS, MENU_WEEK, CART_SHEETS = "forms.typ", "attendance.typ", "carers.typ", "menu_week.typ", "cart_sheets.typ"
CARERS_YEAR, ELDERS_YEAR = "carers_year.typ", "elders_year.typ"
SUBSIDY = "subsidy.typ"
CALL_LIST, LETTERS, SIGN_SHEET = "call_list.typ", "invitation_letters.typ", "sign_sheet.typ"
ROOM_WEEK = "room_week.typ"
RECEIPT = "receipt.typ"
INTAKE, HOURS_STATEMENT = "intake.typ", "hours_statement.typ"
VOTE_SLIPS, VOTE_BALLOT, TEN_BEST = "vote_slips.typ", "vote_ballot.typ", "ten_best.typ"
MINUTES, ACTIVITY_PLAN, ACTIVITY_REPORT = "minutes.typ", "activity_plan.typ", "activity_report.typ"
FAMILY_LETTER, CONSENT_FORM = "family_letter.typ", "consent_form.typ"
LONGEST_SECONDS = 900


class CannotSet(RuntimeError):
    """The data does not fit the template, or the process that sets it died; the message says which."""


@cache
def compiler(machine_fonts: bool = True) -> typst.Compiler:
    """The compiler over the program's templates, with the fonts loaded once."""
    return typst.Compiler(root=TEMPLATES, font_paths=fonts_of(machine_fonts), ignore_system_fonts=True)


def page_data(data: dict, fonts: Faces) -> str:
    """The JSON a template reads: the sheet's data, and the fonts it is to be set in."""
    fonts_part = {"fonts": list(fonts.families), "bold": "bold" if fonts.has_bold else "regular", "faux-bold": not fonts.has_bold}
    return json.dumps({**data, **fonts_part}, ensure_ascii=False, sort_keys=True)


def set_pages(template: str, ready: str, seconds: int, machine_fonts: bool) -> bytes:
    """Compile `template` with ready JSON; `seconds` (since 1970) is the only time in the file. Raises CannotSet."""
    try:
        return compiler(machine_fonts).compile(
            TEMPLATES / template, format="pdf", sys_inputs={"data": ready}, timestamp=seconds, pdf_tags=False)  # fmt: skip
    except typst.TypstError as error:
        raise CannotSet(str(error)) from error


def pdf(template: str, data: dict, made_at: datetime, machine_fonts: bool = True) -> bytes:
    """Set a single sheet or a few (FORMS, ATTENDANCE, MENU_WEEK or CART_SHEETS) in this process. Raises CannotSet."""
    return set_pages(template, page_data(data, faces(machine_fonts)), int(made_at.timestamp()), machine_fonts)


def volume_pdf(template: str, data: dict, made_at: datetime) -> bytes:
    """Set a volume in a process of its own: the same bytes as `pdf`, and the memory is given back. Raises CannotSet."""
    job = json.dumps({"template": template, "ready": page_data(data, faces()), "seconds": int(made_at.timestamp())}, ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "-m", "qianshou.booklets.render"], input=job.encode(), capture_output=True, timeout=LONGEST_SECONDS
    )
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise CannotSet(done.stderr.decode(errors="replace")[-500:] or f"exit code {done.returncode}")
    return done.stdout


def main() -> None:
    """The process of its own: a job as JSON on standard input, the PDF on standard output."""
    job = json.loads(sys.stdin.buffer.read())
    try:
        made = set_pages(job["template"], job["ready"], job["seconds"], machine_fonts=True)
    except CannotSet as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
