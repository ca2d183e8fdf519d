"""Spreadsheets out: the district's own sheet, filled in from the files."""

import tempfile
from pathlib import Path
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.exchange.queries.filling import fill_workbook
from qianshou.exchange.reading.limits import MAX_FILE_BYTES
from qianshou.exchange.reading.refused import FileRefused
from qianshou.exchange.words import refusal_text
from qianshou.kernel import clock

from ..listing import XLSX


@requires("export.run")
def fill_page(request: HttpRequest) -> HttpResponse:
    """A form; with a workbook, that workbook filled in."""
    file = request.FILES.get("file") if request.method == "POST" else None
    if file is None:
        error = _("Choose a file first.") if request.method == "POST" else ""
        return render(request, "web/exchange/fill.html", {"error": error})
    try:
        if file.size > MAX_FILE_BYTES:
            raise FileRefused("too_large", megabytes=file.size >> 20, limit=MAX_FILE_BYTES >> 20)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "workbook"
            with path.open("wb") as target:
                target.writelines(file.chunks())
            filled = fill_workbook(path=path, scope=request.scope, today=clock.today())
    except FileRefused as refusal:
        error = refusal_text({"code": refusal.code, "params": refusal.params})
        return render(request, "web/exchange/fill.html", {"error": error}, status=422)
    log(act="workbook.filled", now=clock.now(), by_id=request.user.pk, street_id=request.scope.street_id, target="list", rows=filled.people, title=file.name[:100])
    response = HttpResponse(filled.content, content_type=XLSX)
    stem = file.name.rpartition(".")[0] or file.name
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stem + '-' + _('filled in') + '.xlsx')}"
    response["X-Unanswered"] = quote("、".join(filled.unanswered))
    return response
