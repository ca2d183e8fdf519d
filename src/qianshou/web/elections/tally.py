"""What everybody may check: what was fixed at the opening, one's own ballot by its receipt, the result, the tally, and the program that counts it."""

import csv
import inspect
import json
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qianshou.access.permissions import public
from qianshou.kernel import clock
from qianshou.merit.models import Election
from qianshou.merit.rules import election_count
from qianshou.merit.rules.election_codes import normal_receipt, shown

from .desk import results_of
from .public import frame, vote_page


@vote_page
def check(request: HttpRequest, row: Election) -> HttpResponse:
    """How to check it; after publishing the result, and a ballot by its receipt (sent in a form, so that it stands in no address)."""
    published = row.state == Election.State.PUBLISHED
    names = {one["number"]: one["name"] for one in (row.opening or {"candidates": []})["candidates"]}
    typed = request.POST.get("receipt", "")[:40] if request.method == "POST" else ""
    found, error = None, ""
    if typed and published:
        receipt = normal_receipt(typed)
        found = next(([names[n] for n in chosen] for one, _kind, chosen in row.tally["ballots"] if one == receipt), None) if receipt else None
        if found is None:
            error = _("There is no ballot with this receipt. Compare it sign by sign; if it is right, ring the street: then something is wrong.") if receipt else _("That is not a whole receipt: a sign is wrong, missing or too many.")
    results = [(name, [(line, *map(election_count.said, (line["public"], line["jury"], line["total"]))) for line in lines]) for name, lines in results_of(row)] if published else []
    context = {
        **frame(row), "published": published, "results": results, "typed": typed, "found": found, "error": error, "now": clock.now(),
        "ballots": len(row.tally["ballots"]) if published else 0, "marked": row.tally["marked"] if published else {}, "shown": shown(normal_receipt(typed)) if found is not None else "",
    }  # fmt: skip
    return render(request, "web/elections/check.html", context, status=422 if error else 200)


def _published(row: Election) -> dict:
    if row.state != Election.State.PUBLISHED:
        raise Http404
    return row.tally


def _download(body: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@vote_page
def as_json(request: HttpRequest, row: Election) -> HttpResponse:
    """The tally as the counter reads it."""
    return _download(json.dumps(_published(row), ensure_ascii=False, indent=1), "application/json", f"tally-{row.year}-{row.slug}.json")


@vote_page
def as_csv(request: HttpRequest, row: Election) -> HttpResponse:
    """The ballots as a spreadsheet: receipt, kind, a column for each candidate."""
    tally = _published(row)
    numbers = [one["number"] for one in tally["opening"]["candidates"]]
    sheet = StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["receipt", "kind", *(f"{one['number']} {one['name']}" for one in tally["opening"]["candidates"])])
    writer.writerows([receipt, kind, *(int(n in chosen) for n in numbers)] for receipt, kind, chosen in tally["ballots"])
    return _download("\ufeff" + sheet.getvalue(), "text/csv", f"tally-{row.year}-{row.slug}.csv")


@public
def counter(request: HttpRequest) -> HttpResponse:
    """The program that counts: the very file that this server runs."""
    return _download(inspect.getsource(election_count), "text/x-python", "election_count.py")
