"""The quick list: an officer types what the volunteers tell, one line each, by keyboard."""

from datetime import timedelta
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import TimebankMember
from qianshou.association.operations.timebank_accounts import numbers_of
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.operations.timebank_hours import NewHours, log_many
from qianshou.association.queries import timebank as reads
from qianshou.kernel import clock

from ..toasts import toast
from .reading import Pick, batch_in, day_in, minutes_in, number_in, pack_in, pick, street_in
from .said import refused, service_word

LINES = 8
FIELDS = ("giver", "elder", "elder_id", "service", "on", "minutes", "batch", "ask")


@requires("timebank.write")
def page(request: HttpRequest) -> HttpResponse:
    """A list of empty lines; `?ask=` fills the first with what was agreed. POST enters all lines or none."""
    members = list(reads.members(request.scope))
    by_name = {}
    for one in members:
        by_name.setdefault(one.person.name, []).append(one)
    if request.method != "POST":
        return _page(request, members, [*_from_ask(request), *[_empty() for _ in range(LINES)]][:LINES])
    lines, entries, wrong = _typed(request), [], False
    for line in lines:
        try:
            if line["said"]:
                entries.append((line, _entry(request, line, by_name)))
        except Refused as refusal:
            line["error"], wrong = refused(refusal), True
    if not entries and not wrong:
        return _page(request, members, lines, _("Fill in a line first: who gave, to whom, how long."))
    if not wrong:
        try:
            log_many(entries=[entry for _line, entry in entries], now=clock.now(), by_id=request.user.pk)
        except Refused as refusal:
            entries[refusal.params["line"]][0]["error"], wrong = refused(refusal), True
    if wrong:
        return _page(request, members, lines, _("Nothing was entered yet: mend the marked lines and send the list again."))
    toast(request, ngettext("%(n)s entry written down, to be confirmed.", "%(n)s entries written down, to be confirmed.", len(entries)) % {"n": len(entries)})
    return redirect("timebank-hours")


def _page(request: HttpRequest, members: list[TimebankMember], lines: list[dict], error: str = "") -> HttpResponse:
    pack, today = pack_in(request), clock.today()
    counted = numbers_of(street_in(request), today).services
    context = {
        "lines": list(enumerate(lines)), "error": error, "members": members, "services": [(code, service_word(pack, code)) for code in pack.services if code in counted],
        "today": today, "oldest": today - timedelta(days=numbers_of(street_in(request), today).late_days),
    }  # fmt: skip
    return render(request, "web/timebank/enter.html", context, status=422 if error else 200)


def _empty() -> dict:
    return {"batch": uuid4(), "on": clock.today().isoformat(), "service": "talking", "who": Pick()}


def _from_ask(request: HttpRequest) -> list[dict]:
    """The line of an ask that somebody went to."""
    ask_id = number_in(request.GET.get("ask"))
    if not ask_id:
        return []
    ask = or_404(reads.ask_of, request.scope, ask_id)
    going = reads.going([ask.pk]).get(ask.pk)
    return [{
        **_empty(), "giver": going.member.person.name if going else "", "elder": ask.elder.name, "elder_id": ask.elder_id, "service": ask.service,
        "on": min(ask.on, clock.today()).isoformat(), "minutes": str(ask.minutes), "ask": ask.pk, "who": Pick(ask.elder.name, ask.elder),
    }]  # fmt: skip


def _typed(request: HttpRequest) -> list[dict]:
    """The lines as they were typed. `said`: something stands on it."""
    count = min(60, max(LINES, number_in(request.POST.get("lines"))))
    found = []
    for n in range(count):
        line = {name: request.POST.get(f"{name}-{n}", "").strip() for name in FIELDS}
        line["said"] = bool(line["giver"] or line["elder"] or line["minutes"])
        line["who"] = pick(request, "elder", elders_only=True, data=line) if line["said"] else Pick()
        found.append(line)
    return found


def _entry(request: HttpRequest, line: dict, by_name: dict) -> NewHours:
    """One line as an entry. Refused "giver" …, with what is wrong."""
    fitting = by_name.get(line["giver"].partition(" #")[0], [])
    numbered = [one for one in fitting if str(one.pk) == line["giver"].rpartition(" #")[2]]
    if not fitting:
        raise Refused("giver")
    if len(fitting) > 1 and not numbered:
        raise Refused("which")
    minutes = minutes_in(line["minutes"])
    if not minutes:
        raise Refused("minutes")
    return NewHours(
        member_id=(numbered or fitting)[0].pk, elder_id=line["who"].must().pk, service=line["service"], on=day_in(line["on"], clock.today()), minutes=minutes,
        batch=batch_in(line["batch"]), ask_id=number_in(line["ask"]) or None,
    )  # fmt: skip
