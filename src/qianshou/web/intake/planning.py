"""The plan is accepted as people changed it; carers answer for the person."""

from datetime import time

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.care.models import IntakeCase
from qianshou.care.operations import Refused, intake
from qianshou.care.operations.net import Pick
from qianshou.care.queries.proposals import Proposer
from qianshou.kernel import clock
from qianshou.packs.shapes import Pack

from ..net.said import pack_for
from .proposing import asked_of_person, subsidies
from .sending import found, send, sent

MOST_LINES = 30


@requires("care.write")
@require_POST
def plan(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The lines that were ticked become the plan."""
    case, pack = found(request, intake_id), pack_for(request)

    def act() -> None:
        ticked = set(request.POST.getlist("subsidy"))
        chosen = [{"code": one["code"], "fen": one["fen"], "per": one["raw_per"]} for one in subsidies(asked_of_person(request, case), pack) if one["code"] in ticked]
        intake.accept_plan(**sent(request, case), lines=_lines(request, pack), subsidies=chosen, note=request.POST.get("note", ""))

    return send(request, case, "plan", act, _("The plan is accepted and the visits of the next days are made. Next: consents."))


def _lines(request: HttpRequest, pack: Pack) -> list[dict]:
    """Ticked lines as `add_item` takes them; what is missing or unreadable is refused with its line."""
    post, found = request.POST, []
    for n in range(MOST_LINES):
        if f"take.{n}" not in post:
            continue
        service = pack.services.get(post.get(f"service.{n}", ""))
        if service is None:
            raise Refused("unknown_service", service="", line=n)
        text = {name: post.get(f"{name}.{n}", "").strip() for name in ("start", "end", "minutes", "times")}
        try:
            start, end = (time.fromisoformat(text[name]) if text[name] else service.window[at] for at, name in enumerate(("start", "end")))
        except ValueError:
            raise Refused("window", line=n) from None
        minutes, times = text["minutes"] or str(service.minutes), text["times"]
        if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 5):
            raise Refused("minutes", line=n)
        found.append({
            "service": service.code, "times_per_week": int(times) if times in "1234567" and times else 0, "window_start": start, "window_end": end, "minutes": int(minutes),
            "carers_needed": min(service.carers, 2), "months": list(service.season), "since": clock.today(), "note": post.get(f"note.{n}", "").strip()[:200],
        })  # fmt: skip
    return found


@requires("care.write")
@require_POST
def net(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Carers answer for the person: the case is done."""
    case = found(request, intake_id)

    def act() -> None:
        picks = _picks(request, case)
        intake.enter_net(**sent(request, case), picks=picks, key="key" in request.POST)

    return send(request, case, "net", act, _("In the net."))


def _picks(request: HttpRequest, case: IntakeCase) -> list[Pick]:
    """The option that was chosen, with the reasons for which it was proposed."""
    text = request.POST.get("picks", "")
    proposer = Proposer(scope=request.scope, street_id=case.street_id, day=clock.today())
    known = {
        (p.rank, c.pk): tuple(p.reasons)
        for ranks in (("primary",), ("backup",))
        for one in proposer.options(case.person, ranks, most=len(proposer.carers)) for p, c in one.picks
    }  # fmt: skip
    pairs = [part.split(":") for part in text.split(",") if part.count(":") == 1]
    return [Pick(rank, int(pk), known.get((rank, int(pk)), ())) for rank, pk in pairs if pk.isascii() and pk.isdigit() and len(pk) < 10]
