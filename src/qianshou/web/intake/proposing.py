"""What is proposed on a case's page: a plan from level and wishes, subsidies, and who could answer for the person."""

from django.http import HttpRequest
from django.utils.translation import get_language

from qianshou.care.models import IntakeCase, Link
from qianshou.care.queries.net import holding
from qianshou.care.queries.plan import items_of
from qianshou.care.queries.proposals import Proposer
from qianshou.care.rules.levels import Asked, level_of, propose_plan, subsidies_for
from qianshou.kernel import clock
from qianshou.packs.shapes import Pack
from qianshou.people.rules import age_on

from ..net.said import RANKS, reasons_words
from .said import PER, WHY, money

EMPTY_LINES = 3  # for services that nobody proposed


def asked_of_person(request: HttpRequest, case: IntakeCase) -> Asked:
    person, today = case.person, clock.today()
    has = items_of(scope=request.scope, elder_id=person.pk, on=today).values_list("service", flat=True)
    return Asked(
        level=case.decision.level if case.decision else None, living=person.file.living, age=age_on(person.birth_date, today),
        hardship=frozenset(person.file.hardship), wishes=tuple(case.wished), has=frozenset(has),
    )  # fmt: skip


def plan_context(request: HttpRequest, case: IntakeCase, pack: Pack) -> dict:
    """Proposed lines, or those that were sent; subsidies that come into question."""
    asked, language = asked_of_person(request, case), get_language()
    proposed = propose_plan(asked, pack.level_services.values(), pack.services, clock.today())
    lines = [
        {"n": n, "service": one.service, "times": one.times_per_week, "start": f"{(s := pack.services[one.service]).window[0]:%H:%M}", "end": f"{s.window[1]:%H:%M}", "minutes": s.minutes,
         "take": one.ticked, "why": [WHY[w] for w in one.why], "tier": pack.tiers[one.tier].name(language) if one.tier in pack.tiers else "", "note": ""}
        for n, one in enumerate(proposed)
    ]  # fmt: skip
    lines += [{"n": len(lines) + n, "service": "", "times": 1, "start": "", "end": "", "minutes": "", "take": False, "why": [], "tier": "", "note": ""} for n in range(EMPTY_LINES)]
    if request.method == "POST" and "service.0" in request.POST:
        lines = [_sent_line(request, line) for line in lines]
    return {
        "lines": lines, "services": [(code, one.name(language)) for code, one in pack.services.items()], "times": range(1, 8),
        "items": items_of(scope=request.scope, elder_id=case.person_id, on=clock.today()), "subsidies": subsidies(asked, pack),
    }  # fmt: skip


def _sent_line(request: HttpRequest, line: dict) -> dict:
    post, n = request.POST, line["n"]
    given = {name: post.get(f"{name}.{n}", "") for name in ("service", "start", "end", "minutes", "note")}
    times = post.get(f"times.{n}", "")
    return line | given | {"take": f"take.{n}" in post, "times": int(times) if times in "1234567" and times else 1}


def subsidies(asked: Asked, pack: Pack) -> list[dict]:
    return [
        {"code": one.code, "name": (rule := pack.level_subsidies[one.code]).name(get_language()), "fen": one.fen, "yuan": money(one.fen), "per": PER[one.per],
         "certainty": rule.certainty, "unknown": "age" in one.unknown, "raw_per": one.per}
        for one in subsidies_for(asked, pack.level_subsidies.values())
    ]  # fmt: skip


def net_context(request: HttpRequest, case: IntakeCase, pack: Pack) -> dict:
    """Who could answer for the person, with reasons; what the level asks for."""
    today = clock.today()
    level = level_of(pack.levels, case.decision.level if case.decision else None)
    links = list(Link.objects.filter(holding(today), elder_id=case.person_id).select_related("carer__person"))
    lacks = tuple(rank for rank in (level.links if level else ("primary",)) if rank not in {link.rank for link in links})
    options = Proposer(scope=request.scope, street_id=case.street_id, day=today).options(case.person, lacks, most=4)
    return {
        "links": links, "lacks": [RANKS[rank] for rank in lacks], "is_key": bool(level and level.risk == "key"),
        "options": [
            {"picks": ",".join(f"{p.rank}:{c.pk}" for p, c in one.picks), "who": [(RANKS[p.rank], c.person.name, reasons_words(p.reasons)) for p, c in one.picks]}
            for one in options
        ],
    }  # fmt: skip
