"""The application is checked: are the conditions met, are the papers there? Or it is not, and that is a decision with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from qianshou.kernel import clock
from qianshou.packs.loader import load

from ...models import IntakeCase, IntakeDecision
from ...queries.intake_papers import missing_papers
from ...rules.intake import after, rule_on
from ..errors import Refused
from .moves import move, standing_of, take
from .papers import add_paper

CRITERIA = ("age", "residence", "alone")
FINDINGS = ("yes", "no", "unknown")


@transaction.atomic
def pass_check(
    *, case_id: int, version: int, batch: UUID, findings: Mapping[str, str], now: datetime, by_id: int, note: str = "", all_the_same: bool = False,
    seen: Sequence[str] = (),
) -> IntakeCase:  # fmt: skip
    """The check is done, a home visit is owed. `findings`: "age", "residence", "alone" → yes | no | unknown; `seen`: papers that were seen now.

    Refused "papers" with `missing` codes; "not_met" with `criteria` that are not met, unless it goes on all the same with a note.
    """
    case, again = take(case_id=case_id, act="checked", batch=batch, version=version)
    if again:
        return case
    found = _read(findings)
    pack = load(case.street.pack)
    for kind in seen:
        add_paper(case_id=case.pk, batch=batch, kind=kind, now=now, by_id=by_id)
    if missing := missing_papers(case, pack):
        raise Refused("papers", missing=missing)
    asked = CRITERIA if rule_on(pack.intake_rules, "must_live_alone") else CRITERIA[:2]
    unmet = [name for name in asked if found[name] != "yes"]
    if unmet and not (all_the_same and note.strip()):
        raise Refused("not_met", criteria=unmet)
    move(case, "checked", after("checked", standing_of(case)), batch=batch, now=now, by_id=by_id, note=note, detail=found, findings=found)
    return case


@transaction.atomic
def refuse_at_check(*, case_id: int, version: int, batch: UUID, findings: Mapping[str, str], reason: str, now: datetime, by_id: int) -> IntakeCase:
    """The conditions are not met: refused before anybody comes to assess. It may be appealed against. Refused "reason" without one,
    "all_met" when nothing speaks against it."""
    case, again = take(case_id=case_id, act="not_eligible", batch=batch, version=version)
    if again:
        return case
    found = _read(findings)
    if not reason.strip():
        raise Refused("reason")
    if all(value == "yes" for value in found.values()):
        raise Refused("all_met")
    decision = IntakeDecision.objects.create(
        case=case, outcome="refused", ground="check", reason=reason.strip()[:500], decided_on=clock.local_date(now), decided_at=now, decided_by_id=by_id
    )
    to = after("not_eligible", standing_of(case))
    move(case, "not_eligible", to, batch=batch, now=now, by_id=by_id, note=reason, detail={**found, "outcome": "refused"}, findings=found, decision=decision)
    return case


def _read(findings: Mapping[str, str]) -> dict[str, str]:
    found = {name: findings.get(name, "unknown") for name in CRITERIA}
    if any(value not in FINDINGS for value in found.values()):
        raise Refused("findings")
    return found
