"""The bank at one glance, and its numbers."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.association.operations.timebank_accounts import numbers_of
from qianshou.association.queries import timebank as reads
from qianshou.association.queries.timebank_matching import queue
from qianshou.kernel import clock
from qianshou.people.models import Living

from ..care.catalogue import CERTAINTIES
from ..templatetags.shell import listed
from .asks import line_of
from .hours import row_of
from .reading import pack_in, street_in
from .said import UNIT_WORDS, service_word

FEW = 6  # of each list on the first page


@requires("timebank.read")
def home(request: HttpRequest) -> HttpResponse:
    """Who waits and who could go, what is to be confirmed, the pot."""
    scope, today = request.scope, clock.today()
    street, pack = street_in(request), pack_in(request)
    before = today - timedelta(days=numbers_of(street, today).confirm_days)
    waiting = queue(scope, today)
    context = {
        "sums": reads.sums(scope, before=before), "today": today, "may_write": scope.may("timebank.write"),
        "queue": [line_of(one, pack) for one in waiting[:FEW]], "more": max(0, len(waiting) - FEW),
        "to_confirm": [row_of(one, pack, before) for one in reads.hours(scope, state="logged")[:FEW]],
        "doubted": [row_of(one, pack, before) for one in reads.hours(scope, state="disputed")[:FEW]], "confirm_days": (today - before).days,
    }  # fmt: skip
    return render(request, "web/timebank/home.html", context)


@requires("timebank.read")
def rules(request: HttpRequest) -> HttpResponse:
    """The numbers of the street's pack, where each comes from and how sure it is."""
    pack, language = pack_in(request), get_language()
    rows = [
        {"name": one.name(language), "note": one.note(language), "value": _value(one, pack), "certainty": CERTAINTIES[one.certainty], "seen": one.certainty == "seen"}
        for one in pack.time_bank.values()
    ]  # fmt: skip
    lines = [
        {"name": one.name(language), "certainty": CERTAINTIES[one.certainty], "words": listed([*(str(Living(code).label) for code in one.living), *one.hardship, *one.health])}
        for one in pack.time_bank_lines.values()
    ]  # fmt: skip
    files = [{"file": f.file, "since": f.holds_from, "source": f.source(language)} for f in pack.files if f.kind in ("time_bank", "time_bank_lines")]
    return render(request, "web/timebank/rules.html", {"rows": rows, "lines": lines, "files": files})


def _value(rule, pack) -> str:
    if rule.unit == "services":
        return listed(service_word(pack, code) for code in rule.services)
    if rule.unit == "yes_no":
        return _("yes") if rule.value else _("no")
    return str(UNIT_WORDS[rule.unit]) % {"n": f"{rule.value:,}"}
