"""The rounds on paper: A4, one page a carer, large type, boxes to tick."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qianshou.access.permissions import requires

from .page import context_of, day_of


@requires("rounds.read")
def paper(request: HttpRequest, day: str) -> HttpResponse:
    """All carers of the day, or one (`?carer=`)."""
    found = context_of(request, day_of(day))
    wanted = request.GET.get("carer", "")
    sheets = [c for c in found["columns"] if c["lines"] and (not wanted.isdigit() or c["walk"].carer.pk == int(wanted))]
    return render(request, "web/rounds/paper.html", {**found, "sheets": sheets})
