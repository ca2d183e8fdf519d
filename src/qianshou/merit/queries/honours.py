"""Which thresholds carers have reached, with what was counted; and the honours of a street."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Q, QuerySet, Sum, When

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import STANDING, Carer, CompanyEntry, PointCredit, VisitEvent
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.packs.shapes_praise import HonourRule

from ..models import Appraisal, Honour
from ..rules.honours import full_years, reached


@dataclass(frozen=True, slots=True)
class Reached:
    """A threshold that a carer reached, with what was counted."""

    carer: Carer
    rule: HonourRule
    evidence: dict

    @property
    def who(self) -> int:
        """The carer's id."""
        return self.carer.pk

    @property
    def kind(self) -> str:
        """Of the threshold."""
        return self.rule.kind

    @property
    def at(self) -> int:
        """The threshold."""
        return self.rule.at


def seen(scope: Scope) -> QuerySet[Honour]:
    """Honours of the streets that the user sees whole."""
    return Honour.objects.filter(scope.rows(committee=None)).select_related("carer__person", "street", "decided_by", "confirmed_by")


def honour_of(scope: Scope, honour_id: int) -> Honour:
    """One; Honour.DoesNotExist for one out of scope."""
    return seen(scope).get(pk=honour_id)


def honours(scope: Scope, *, state: str = "", code: str = "", text: str = "") -> QuerySet[Honour]:
    """The street's, what waits for somebody first; those of one state, one threshold, of carers whose name or number has `text`."""
    rows = seen(scope).filter(street_id=scope.street_id)
    rows = rows.filter(state=state) if state in Honour.State.values else rows
    rows = rows.filter(code=code) if code else rows
    if text := text.strip():
        rows = rows.filter(Q(carer__person__name__contains=text) | Q(carer__person__name_key__startswith=text.lower()) | Q(carer__number=text))
    turn = Case(*(When(state=one, then=n) for n, one in enumerate(Honour.State.values)), default=len(Honour.State.values))
    return rows.order_by(turn, "kind", "-threshold", "carer__person__name_key", "pk")


def honour_counts(scope: Scope) -> Counter[tuple[str, str]]:
    """How many of the street's honours stand in a state under a threshold: (state, code) → count."""
    rows = seen(scope).filter(street_id=scope.street_id).order_by().values_list("state", "code")
    return Counter({(state, code): n for state, code, n in rows.annotate(n=Count("pk"))})


def reached_by(street: Street, today: date) -> list[Reached]:
    """Every threshold that a carer who is still there has reached today. A handful of reads for a street."""
    pack = load(street.pack, today)
    carers = list(Carer.objects.filter(street=street, left_on__isnull=True).select_related("person").order_by("number"))
    values = {
        "points": _points(street, today), "months": _months(street, pack), "hours": _hours(carers, today),
        "years": {one.pk: (full_years(one.joined_on, today), {"since": one.joined_on.isoformat()}) for one in carers if one.joined_on},
    }  # fmt: skip
    found = []
    for carer in carers:
        for rule in pack.honours.values():
            value, more = values[rule.kind].get(carer.pk, (0, {}))
            if reached(rule, carer.tier, value):
                found.append(Reached(carer, rule, {"value": value, "until": today.isoformat(), **more}))
    return found


def _points(street: Street, today: date) -> dict[int, tuple[int, dict]]:
    rows = PointCredit.objects.filter(street=street, day__lte=today, points__gt=0).order_by().values_list("carer_id").annotate(n=Sum("points"))
    return {carer_id: (n, {}) for carer_id, n in rows}


def _months(street: Street, pack: Pack) -> dict[int, tuple[int, dict]]:
    """Closed months whose newest version has the best result of the pack."""
    best = max((mark for mark in pack.appraisal_marks.values() if mark.scale == "result"), key=lambda mark: mark.percent).code
    newest: dict[tuple[int, date], tuple[str, str]] = {}
    for carer_id, month, state, result in Appraisal.objects.filter(street=street).order_by("version").values_list("carer_id", "month", "state", "result"):
        newest[carer_id, month] = (state, result)
    found: dict[int, list[str]] = defaultdict(list)
    for (carer_id, month), standing in sorted(newest.items()):
        if standing == (Appraisal.State.CLOSED, best):
            found[carer_id].append(f"{month:%Y-%m}")
    return {carer_id: (len(months), {"months": months}) for carer_id, months in found.items()}


def _hours(carers: Iterable[Carer], today: date) -> dict[int, tuple[int, dict]]:
    """Full hours at doors and in company. A visit counts as long as it was planned to last, once."""
    ids, until = [one.pk for one in carers], clock.day_bounds(today)[1]
    minutes: dict[int, int] = defaultdict(int)
    done = VisitEvent.objects.filter(STANDING, carer__in=ids, kind="done", made_at__lt=until).order_by()
    for carer_id, _visit, length in done.values_list("carer_id", "visit_id", "visit__minutes").distinct():
        minutes[carer_id] += length
    company = CompanyEntry.objects.filter(companionship__carer__in=ids, on__lte=today, minutes__gt=0).order_by()
    for carer_id, length in company.values_list("companionship__carer_id").annotate(n=Sum("minutes")):
        minutes[carer_id] += length
    return {carer_id: (length // 60, {}) for carer_id, length in minutes.items()}
