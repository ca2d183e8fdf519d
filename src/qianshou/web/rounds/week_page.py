"""Everything the week's page says, gathered for the template."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest
from django.utils import translation

from qianshou.access.http import or_404
from qianshou.access.scope import street_of
from qianshou.care.models import Carer, Visit
from qianshou.kernel import clock
from qianshou.packs import loader
from qianshou.people.models import Person
from qianshou.rounds.models import WeekPlan
from qianshou.rounds.queries.week import left_alone, week_row

from . import said
from .page import day_of

HOUR = 3600


def monday_of(text: str) -> date:
    """The Monday in an address, or 404: no week begins on another day."""
    monday = day_of(text)
    if monday.isoweekday() != 1:
        raise Http404
    return monday


def context_of(request: HttpRequest, monday: date, **more: object) -> dict:
    """What the templates `week.html` and `_week.html` need. `more` are answers to an act: `refused`, `changed`."""
    row = or_404(week_row, scope=request.scope, monday=monday)
    street, days = street_of(request.scope), [monday + timedelta(days=d) for d in range(7)]
    pack, language = loader.load(street.pack, monday), translation.get_language()
    services = {code: s.name(language) for code, s in pack.services.items()}
    visits = Visit.objects.filter(street_id=street.pk, day__range=(days[0], days[-1])).exclude(state="cancelled")
    found = row.proposal if row else {}
    names = said.Names({c.pk: c.person.name for c in Carer.objects.filter(street_id=street.pk).select_related("person")}, {})
    left = left_alone(street.pk, monday, clock.today())
    planning = bool(row and row.planning)
    return {
        "monday": monday, "sunday": days[-1], "row": row, "version": row.version if row else 1, "planning": planning,
        "may_write": request.scope.may("rounds.write") and not planning, "may_publish": request.scope.may("rounds.write"),
        "visits": visits.count(), "open_days": 7 - len(left), "days": [(day, left.get(day.isoweekday(), "")) for day in days],
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
        "failed": said.say(said.REFUSALS, row.progress["failed"], {}, names) if row and row.progress.get("failed") else "",
        **(_proposal(found, row, days, services, names) if found else {}), **_answers(more, names),
    }  # fmt: skip


def _proposal(found: dict, row: WeekPlan, days: list[date], services: dict[str, str], names: said.Names) -> dict:
    """What was planned: numbers, carers with their hours, moved visits, and who and what needs a look."""
    numbers, lines = found["numbers"], carers(found, days, names)
    wanted = {m["visit"] for m in found["moves"]} | {int(u["visit"]) for u in numbers["unserved"]}
    visits = {v.pk: v for v in Visit.objects.filter(street_id=row.street_id, pk__in=wanted).select_related("elder")}
    people = dict(Person.objects.filter(street_id=row.street_id, pk__in=[int(p) for p in numbers["more_than_two"]]).values_list("pk", "name"))
    return {
        "numbers": numbers, "few": round(100 * numbers["at_most_two"]), "travel": round(numbers["travel"] / HOUR),
        "carers": [c for c in lines if c["share"]], "idle": [c["name"] for c in lines if not c["share"]], "mean": round(100 * numbers["fairness"]["mean"]), "spread": round(100 * numbers["fairness"]["spread"]),
        "moves": [
            (visits[m["visit"]].elder.name, _service(services, visits[m["visit"]]), date.fromisoformat(m["from"]), date.fromisoformat(m["to"]))
            for m in found["moves"] if m["visit"] in visits
        ],
        "many": [
            (people.get(int(p), "?"), [(names.carer(c), n) for c, n in sorted(found["carers"][p].items(), key=lambda one: -one[1])])
            for p in numbers["more_than_two"]
        ],
        "left": len(numbers["unserved"]), "unserved": _grouped(numbers["unserved"], visits, services),
    }  # fmt: skip


def _grouped(unserved: list[dict], visits: dict[int, Visit], services: dict[str, str]) -> list[dict]:
    """Visits that nobody gives: of one service, on the same days and for the same reasons, together; whose they are."""
    own: dict[tuple, list[date]] = {}
    for u in unserved:
        if visit := visits.get(int(u["visit"])):
            key = (visit.elder.name, _service(services, visit), tuple(sorted(u["reasons"].items())))
            own.setdefault(key, []).append(date.fromisoformat(u["day"]))
    groups: dict[tuple, list[str]] = {}
    for (name, service, reasons), days in own.items():
        groups.setdefault((service, tuple(sorted(days)), reasons), []).append(name)
    return [
        {"service": service, "days": days, "names": names, "reasons": [(str(said.REASONS.get(code, code)), n) for code, n in reasons]}
        for (service, days, reasons), names in groups.items()
    ]


def carers(found: dict, days: list[date], names: said.Names) -> list[dict]:
    """A line for each carer on duty: hours of each day (bar as a share of her shift), of the week, and the share of her contract."""
    shown = []
    for pk, duty in found["duty"].items():
        if not any(duty.values()):
            continue
        own, contract = found["hours"].get(pk, {}), found["contract"].get(pk)
        limit = min(contract, sum(duty.values())) if contract is not None else sum(duty.values())
        cells = []
        for day in days:
            seconds, shift = own.get(day.isoformat(), 0), duty.get(day.isoformat(), 0)
            cells.append({"day": day, "text": _hours(seconds) if seconds else "", "width": round(100 * min(1, seconds / shift)) if shift else 0, "duty": shift})
        share = round(100 * sum(own.values()) / limit) if limit else 0
        shown.append({"name": names.carer(pk), "cells": cells, "total": _hours(sum(own.values())), "share": share, "width": min(100, share)})
    return sorted(shown, key=lambda c: -c["share"])


def _service(services: dict[str, str], visit: Visit) -> str:
    return services.get(visit.service, visit.service)


def _hours(seconds: int) -> str:
    """5 hours 5 minutes as 5:05."""
    return f"{seconds // HOUR}:{seconds % HOUR // 60:02d}"


def _answers(more: dict, names: said.Names) -> dict:
    if "refused" in more:
        code, params = more["refused"]
        more["refused"] = said.say(said.REFUSALS, code, params, names)
    return more
