"""Everything the day's page says, gathered for the template: one dictionary, whether for the whole page or the part that changes."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.scope import street_of
from qianshou.kernel import clock
from qianshou.packs import loader
from qianshou.people.models import Place
from qianshou.rounds.queries.compare import proposals
from qianshou.rounds.queries.day import BoardOf, board_of, days_with_visits, versions

from ..templatetags.shell import listed
from . import said
from .behind import behind_lines
from .drawing import street_map, timeline
from .going_on_words import replanned
from .unserved import hands, unserved


def day_of(text: str) -> date:
    """The day in an address, or 404."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def context_of(request: HttpRequest, day: date, **more: object) -> dict:
    """What the templates `day.html` and `_day.html` need. `more` are answers to an act: `asked`, `refused`, `changed`, `chosen`."""
    board = or_404(board_of, scope=request.scope, day=day)
    pack = loader.load(street_of(request.scope).pack, day)
    language = translation.get_language()
    services = {code: s.name(language) for code, s in pack.services.items()}
    tiers = {code: t.name(language) for code, t in pack.tiers.items()}
    names = names_of(board, services)
    row = board.row
    history = list(versions(scope=request.scope, day=day)[:12])
    planning = bool(row and row.planning)
    return {
        "day": day, "board": board, "row": row, "version": row.version if row else 1, "services": services, "tiers": tiers,
        "may_write": request.scope.may("rounds.write") and not planning, "may_publish": request.scope.may("rounds.write"),
        "planning": planning, "published": bool(row and row.published_at), "timeline": timeline(board.rounds),
        "map": street_map(board.rounds, list(Place.objects.filter(street_id=request.scope.street_id))),
        "columns": columns(board, services, tiers), "unserved": unserved(board, services, names), "hands": hands(board, services, tiers),
        "keepable": [r.carer for r in board.rounds if r.shifts and not r.absent],
        "at_work": [r for r in board.rounds if r.shifts and not r.absent],
        "complaints": list(dict.fromkeys(said.complaint(c, names) for c in (row.complaints if row else []))),
        "notes": [said.say(said.NOTES, n["code"], n["params"], names) for n in (row.notes if row else [])],
        "compared": compared(board, history), "history": told(history, names), "days": days(request, day),
        "another": next((p for p in proposals(scope=request.scope, day=day) if p.state in ("ready", "planning")), None),
        "may_night": request.scope.may("night.run"), "failed": said.say(said.REFUSALS, row.progress["failed"], {}, names) if row and row.progress.get("failed") else "",
        "behind": behind_lines(request, day, names), "replanned": replanned(history[0] if history else None, names), "ill": ill(board), "today": clock.today(), **answers(more, names),
    }  # fmt: skip


def names_of(board: BoardOf, services: dict[str, str]) -> said.Names:
    """Names of the day's carers and visits, for sentences."""
    visits = {s.visit_id: s.visit for r in board.rounds for s in r.stops} | {v.pk: v for v in board.unserved}
    return said.Names(
        {pk: c.person.name for pk, c in board.carers.items()},
        {pk: f"{v.elder.name}（{services.get(v.service, v.service)}）" for pk, v in visits.items()},
    )


def answers(more: dict, names: said.Names) -> dict:
    """What an act said, as sentences."""
    found = dict(more)
    if "asked" in found:
        found["asked"] = list(dict.fromkeys(said.complaint(c, names) for c in found["asked"]))
    if "refused" in found:
        code, params = found["refused"]
        found["refused"] = said.say(said.REFUSALS, code, params, names)
    if "changed" in found:
        by, change = found["changed"]
        what = said.say(said.CHANGES, change.get("code", ""), change.get("params", {}), names)
        found["changed"] = _("%(by)s has changed this day meanwhile (%(what)s). Your change was not made; below is the day as it is now.") % {
            "by": by or _("Somebody"), "what": what or _("planned"),
        }  # fmt: skip
    return found


def columns(board: BoardOf, services: dict[str, str], tiers: dict[str, str]) -> list[dict]:
    """One column of stops for each carer who is at work or has stops."""
    shown = []
    for r in board.rounds:
        lines = [{"stop": s, "service": services.get(s.visit.service, s.visit.service), "late": s.starts_at > s.visit.window_end,
                  "begun": s.visit.state != "planned", "needs": s.visit.carers_needed} for s in r.stops]  # fmt: skip
        lunch = next(({"start": said.clock(a), "end": said.clock(b), "at": sum(1 for s in r.stops if _seconds(s) < a)}
                      for kind, a, b in r.rests if kind == "break"), None)  # fmt: skip
        shown.append({"walk": r, "half": said.AWAY_HALF.get(r.half, ""), "tier": tiers.get(r.carer.tier, r.carer.tier), "lines": lines, "lunch": lunch,
                      "travel": sum(s.travel_min for s in r.stops), "home": said.clock(r.home) if r.home else "",
                      "hours": listed(f"{said.clock(a)}–{said.clock(b)}" for a, b in r.shifts)})  # fmt: skip
    return shown


def ill(board: BoardOf) -> list[tuple]:
    """(round, how many visits) of carers who are absent, or away for half the day, and have visits then that have not begun."""
    return [(r, len(r.outside)) for r in board.rounds if r.outside]


def _seconds(stop) -> int:
    return int((stop.starts_at - clock.day_bounds(stop.round_day.day)[0]).total_seconds())


def compared(board: BoardOf, history: list) -> list[tuple[str, object, object]]:
    """(what, now, before) of this plan and the one before the last change; empty without two plans."""
    if not board.row or not board.row.cost:
        return []
    before = next((v.stops for v in history if v.stops.get("cost") and v.stops["stops"]), None)
    now = board.row.cost
    keys = [
        (_("Travel, minutes"), "travel"), (_("Waiting, minutes"), "waiting"), (_("Late, minutes"), "late"),
        (_("Overtime, minutes"), "overtime"), (_("Unserved visits"), "unserved"), (_("Visits by somebody who does not know the person"), "strangers"),
        (_("Carers who go out"), "rounds"),
    ]  # fmt: skip
    lines = [(label, now.get(key, 0), before["cost"].get(key, 0) if before else None) for label, key in keys]
    if before:
        then = {(s["visit"], s["carer"]) for s in before["stops"]}
        here = {(s.visit_id, s.carer_id) for r in board.rounds for s in r.stops}
        lines.append((_("Visits that changed hands"), len({v for v, _c in here - then}), None))
    return lines


def told(history: list, names: said.Names) -> list[tuple]:
    """The last changes: (when, who, what, undone)."""
    return [(v.made_at, v.made_by, said.say(said.CHANGES, v.change.get("code", ""), v.change.get("params", {}), names), v.change.get("undone"))
            for v in history]  # fmt: skip


def days(request: HttpRequest, day: date) -> list[tuple[date, str]]:
    """The days around, with the state of each plan, for the picker."""
    first, last = day - timedelta(days=2), day + timedelta(days=4)
    known = or_404(days_with_visits, scope=request.scope, first=first, last=last)
    return [(d, known.get(d, "")) for d in (first + timedelta(days=k) for k in range(7))]
