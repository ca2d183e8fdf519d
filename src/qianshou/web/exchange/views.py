"""Spreadsheets in: upload, how the columns were understood, every row's outcome, confirm, progress, the workbook back."""

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.exchange import operations
from qianshou.exchange.models import Batch, ImportRow
from qianshou.exchange.operations.jobs import ask_apply, ask_read
from qianshou.exchange.queries import batches as reads
from qianshou.exchange.queries.annotated import annotated_workbook
from qianshou.exchange.queries.sealed import opened
from qianshou.exchange.reading.limits import MAX_FILE_BYTES
from qianshou.exchange.words import refusal_text
from qianshou.kernel import clock

from ..listing import XLSX
from ..toasts import toast
from .members import questions
from .shown import choices_for, chosen, column_rows, counters, reason_choices, row_shown

PAGE = 50
WORKING = (Batch.State.READING, Batch.State.APPLYING)


@requires("import.run", "members.import")
def batch_list(request: HttpRequest) -> HttpResponse:
    """Upload a workbook; the workbooks that came before."""
    found = reads.batches(request.scope).exclude(state=Batch.State.DROPPED)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kinds = reads.kinds_for(request.scope)
    return render(request, "web/exchange/list.html", {
        "page": page, "kinds": [one for one in Batch.Kind.choices if one[0] in kinds], "kind": chosen(request.GET.get("kind", ""), kinds) or Batch.Kind.REGISTER,
        "limit": MAX_FILE_BYTES >> 20, "members_only": kinds == (Batch.Kind.MEMBERS,), "may_fill": request.scope.may("export.run"),
        "may_upload": request.scope.street_id in request.scope.street_ids})  # fmt: skip


@requires("import.run", "members.import")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook in; small ones are read at once, large ones by the worker."""
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if request.scope.street_id not in request.scope.street_ids or kind not in reads.kinds_for(request.scope):
        raise Http404
    if file is None or file.size > MAX_FILE_BYTES:
        words = _("Choose a file first.") if file is None else refusal_text({"code": "too_large", "params": {"megabytes": file.size >> 20, "limit": MAX_FILE_BYTES >> 20}})
        toast(request, words, level=40)
        return redirect("exchange-list")
    now = clock.now()
    batch = operations.receive_file(
        street_id=request.scope.street_id, kind=kind, file_name=file.name, pieces=file.chunks(), now=now, by_id=request.user.pk
    )
    ask_read(batch=batch, now=now)
    return redirect("exchange-batch", batch.pk)


@requires("import.run", "members.import")
def batch_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One workbook, whatever its state."""
    batch = or_404(reads.batch, request.scope, batch_id)
    return render(request, "web/exchange/batch.html", batch_context(request, batch))


@requires("import.run", "members.import")
def state(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Progress, asked for again while work goes on; when it is over the whole page is loaded anew."""
    batch = or_404(reads.batch, request.scope, batch_id)
    if batch.state not in WORKING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/exchange/_progress.html", {"batch": batch})


def batch_context(request: HttpRequest, batch: Batch) -> dict:
    """What the page shows: columns with samples, counters, rows by outcome and reason."""
    outcome = chosen(request.GET.get("outcome", ""), ImportRow.Outcome.values)
    reason = request.GET.get("reason", "")[:40]
    page = Paginator(reads.rows(batch, outcome=outcome, reason=reason), PAGE).get_page(request.GET.get("page"))
    samples = opened(reads.rows(batch, outcome="ok")[:3]) if batch.mapping else []
    return {
        "batch": batch, "working": batch.state in WORKING, "error": refusal_text(batch.error) if batch.error else "",
        "columns": column_rows(batch, samples), "choices": choices_for(batch.kind), "counters": counters(batch, outcome),
        "reasons": reason_choices(batch, outcome), "reason": reason, "outcome": outcome, "page": page,
        "rows": [row_shown(one) for one in opened(page.object_list)], "may_correct": batch.state in (Batch.State.READ, Batch.State.FAILED) and bool(batch.mapping),
        **questions(batch),
        "review_open": request.scope.may("review.settle") and batch.counts.get("review", 0),
    }  # fmt: skip


@requires("import.run", "members.import")
@require_POST
def mapping(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Correct columns, perhaps for good, and read the rows again."""
    batch = or_404(reads.batch, request.scope, batch_id)
    if not batch.mapping or batch.state not in (Batch.State.READ, Batch.State.FAILED):
        raise Http404
    known = {code for code, _label in choices_for(batch.kind)}
    now = clock.now()
    asked = {int(name[7:]): value for name, value in request.POST.items() if name.startswith("column-") and name[7:].isdigit()}
    held = {column.index: column.choice for column in column_rows(batch, [])}
    choices = {index: value for index, value in asked.items() if index in held and (value in known or value == held[index])}
    corrected = operations.correct_mapping(batch=batch, choices=choices, save="save" in request.POST, now=now, by_id=request.user.pk)
    batch.refresh_from_db()
    ask_read(batch=batch, now=now, mapping=corrected.as_json())
    toast(request, _("The columns were read again."))
    return redirect("exchange-batch", batch.pk)


@requires("import.run", "members.import")
@require_POST
def apply(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Confirm: write the rows into files."""
    batch = or_404(reads.batch, request.scope, batch_id)
    if not ask_apply(batch=batch, now=clock.now(), by_id=request.user.pk):
        toast(request, _("This workbook was confirmed or dropped already."), level=30)
    return redirect("exchange-batch", batch.pk)


@requires("import.run", "members.import")
@require_POST
def drop(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Put a workbook aside; nothing of it was written."""
    batch = or_404(reads.batch, request.scope, batch_id)
    operations.drop_batch(batch=batch, now=clock.now(), by_id=request.user.pk)
    toast(request, _("Put aside. Nothing was written."))
    return redirect(reverse("exchange-list"))


@requires("import.run", "members.import")
def workbook(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The same workbook with two more columns: outcome and reasons."""
    batch = or_404(reads.batch, request.scope, batch_id)
    content = annotated_workbook(batch)
    if content is None:
        raise Http404
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stem + '-' + _('outcome') + '.xlsx')}"
    return response
