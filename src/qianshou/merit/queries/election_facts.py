"""What the program knows of a nominee: the facts for the rules, and the evidence that is shown beside her name."""

from datetime import date, datetime, timedelta

from django.db.models import Sum

from qianshou.access.scope import Scope
from qianshou.care.models import Carer, PointCredit
from qianshou.kernel import clock

from ..models import Candidate
from ..rules.election_checks import Facts, Finding, findings, months_between
from .attendance import attendance
from .election_rules import check_rules


def facts_of(carer: Carer, year: int, now: datetime) -> Facts:
    """Her work in the election's year until now."""
    first, last = date(year, 1, 1), min(clock.local_date(now), date(year, 12, 31))
    points = PointCredit.objects.filter(carer=carer, day__range=(first, last)).aggregate(n=Sum("points"))["n"] or 0
    visits, minutes = _worked(carer, first, last, now)
    return Facts(first, last, carer.joined_on, carer.left_on, points, visits, minutes)


def _worked(carer: Carer, first: date, last: date, now: datetime) -> tuple[int, int]:
    """Visits and minutes by her attendance sheets; none for somebody who was not there in that time."""
    found = attendance(Scope.system(carer.street_id), first, last + timedelta(days=1), now, carer.pk)
    return (found[0].month.visits, found[0].month.minutes) if found else (0, 0)


def evidence(facts: Facts) -> dict:
    """What is shown beside her name: points, visits and hours of the year, whole years and months of service."""
    months = months_between(facts.joined_on, facts.last) if facts.joined_on else None
    return {"points": facts.points, "visits": facts.visits, "hours": facts.minutes // 60, "months": months}


def findings_of(candidate: Candidate, facts: Facts) -> list[Finding]:
    """Every rule of the election for this candidate; what an officer decided stands over what was found."""
    decided = {code: (bool(ok), why) for code, (ok, why, _by) in candidate.decided.items()}
    return findings(check_rules(candidate.election), facts, decided)
