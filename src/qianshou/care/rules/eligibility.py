"""Whether a carer may give a service, and if not, why: by tier, skill, season and presence."""

from collections.abc import Collection
from datetime import date

from qianshou.packs.shapes import Service

Reason = dict[str, object]  # {"code": …, **params}: kept as data, put into words when shown


def why_not(service: Service, *, tier: str, skills: Collection[str], on: date, away: bool = False) -> list[Reason]:
    """The reasons against; empty when the carer may."""
    reasons: list[Reason] = []
    if tier not in service.tiers:
        reasons.append({"code": "tier", "tier": tier})
    if service.skills and not set(service.skills) & set(skills):
        reasons.append({"code": "skill", "skills": list(service.skills)})
    if not service.in_season(on):
        reasons.append({"code": "season", "months": list(service.season)})
    if away:
        reasons.append({"code": "away"})
    return reasons
