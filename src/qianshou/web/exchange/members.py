"""A list of the association's members on its way in: who the unclear rows are, and an empty sheet to begin with."""

from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.queries.pack import rules_of
from qianshou.exchange.models import Batch
from qianshou.exchange.operations.answers import answer_rows
from qianshou.exchange.operations.jobs import ask_read
from qianshou.exchange.operations.member_rows import LEAVE, NEW
from qianshou.exchange.queries import batches as reads
from qianshou.exchange.queries.known_people import Candidate
from qianshou.exchange.queries.unclear import offered, unclear_rows
from qianshou.exchange.words import field_label, reasons_text
from qianshou.kernel import clock

from ..association.home import street_of
from ..listing import XLSX
from ..toasts import toast
from .shown import masked

# The columns of the empty sheet, in order.
COLUMNS = ("name", "phone", "groups", "office", "office_since", "member_since", "card", "sex", "birth", "address", "remark")


def questions(batch: Batch) -> dict:
    """`asked`: a line for each unclear row with its choices; `waiting`: how many have no answer yet; `lone`: of how many only one person fits."""
    if batch.kind != Batch.Kind.MEMBERS or batch.state != Batch.State.READ:
        return {"asked": []}
    rows = unclear_rows(batch)
    people = offered(batch, rows)
    asked = []
    for one in rows:
        choices = [(str(person), _known(people[person])) for person in one.people if person in people]
        choices += [(NEW, _("somebody new")), (LEAVE, _("leave the row out"))]
        cells = " · ".join(masked(cell) for cell in one.raw if cell not in ("", None))
        asked.append({"row": one.row, "name": one.name, "cells": cells, "choices": choices, "answer": one.answer, "why": reasons_text(why for why in one.reasons if why["code"] == "name_twice")})
    open_rows = [one for one in rows if not one.answer]
    return {"asked": asked, "waiting": len(open_rows), "lone": sum(len(one.people) == 1 for one in open_rows)}


def _known(one: Candidate) -> str:
    """A candidate in a line: name, birth, address, what she is."""
    person = one.person
    words = [person.name, person.birth_date and f"{person.birth_date:%Y-%m-%d}"[: {"year": 4, "month": 7}.get(person.birth_precision, 10)], person.address]
    words += [one.card and _("member, card %(card)s") % {"card": one.card}, one.is_carer and _("a carer"), one.gone and _("deceased or moved away")]
    return " · ".join(str(word) for word in words if word)


@requires("import.run", "members.import")
@require_POST
def answers(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Keep who the rows are, and make the preview anew."""
    batch = or_404(reads.batch, request.scope, batch_id)
    said = {int(name[4:]): value for name, value in request.POST.items() if name.startswith("row-") and name[4:].isdigit()}
    now = clock.now()
    count = answer_rows(batch=batch, answers=said, lone="lone" in request.POST, now=now, by_id=request.user.pk)
    batch.refresh_from_db()
    if batch.state == Batch.State.READ:
        ask_read(batch=batch, now=now, mapping=batch.mapping)
        toast(request, ngettext("%(n)s row is answered. Nothing is written yet.", "%(n)s rows are answered. Nothing is written yet.", count) % {"n": count})
    else:
        toast(request, _("This workbook was confirmed or dropped already."), level=30)
    return redirect("exchange-batch", batch.pk)


@requires("import.run", "members.import")
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headings that are read, and a second one that says what belongs under each."""
    offices = [rule.name(get_language()) for rule in rules_of(street_of(request), clock.today(), "office").values()]
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#F0EBE1", "border": 1})
        text, wrap = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Members")[:31])
        sheet.write_row(0, 0, [field_label(code) for code in COLUMNS], head)
        sheet.set_column(0, len(COLUMNS) - 1, 16, text)  # as text: Excel does not turn a telephone into a number
        sheet.freeze_panes(1, 0)
        sheet.data_validation(1, COLUMNS.index("office"), 999, COLUMNS.index("office"), {"validate": "list", "source": offices, "error_type": "warning"})
        said = book.add_worksheet(_("How to fill it in")[:31])
        said.set_column(0, 0, 90, wrap)
        for at, line in enumerate(_help(offices)):
            said.write_string(at, 0, line, wrap)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_('Members of the association') + '.xlsx')}"
    return response


def _help(offices: list[str]) -> list[str]:
    return [
        _("One row for each member. Only the name must be there; every other cell may stay empty."),
        _("Telephone, birth date and address help to find the member among the people of the street: with none of them you are asked who it is."),
        _("Several groups in one cell are divided by a comma. A group that is not there yet is made."),
        _("Offices: %(words)s. A leader's row names her one group.") % {"words": ", ".join(offices)},
        _("Days are written like 2026-03-15. Without a day of joining it is the day on which the sheet is uploaded."),
        _("Without a card number the next free one is given."),
        _("Nothing is written before you have seen every row and confirmed. The same sheet may be uploaded again: what is there already stays."),
    ]
