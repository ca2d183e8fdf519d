"""What the two volumes of a year hold, gathered and put together."""

from dataclasses import dataclass
from datetime import datetime

from qianshou.access.scope import Scope
from qianshou.kernel import clock

from ..carers_year import carers_year
from ..elders_year import elders_year
from ..models import Volume
from ..render import CARERS_YEAR, ELDERS_YEAR
from ..rules import next_month
from ..sheets import Binding
from .bound_months import bound_months, month_findings
from .carer_years import best_of, carer_years, honours_of
from .elder_years import elder_years
from .findings import Finding


@dataclass(frozen=True, slots=True)
class Gathered:
    """A volume before it is hashed: template, data, the items of its parts in the order of `names` (id → name), and what is told about it."""

    template: str
    data: dict
    items: list[dict]
    names: dict[int, str]
    found: list[Finding]


def carers_of_year(one: Volume, now: datetime, binding: Binding) -> Gathered:
    """A year of the street's carers."""
    scope, language = Scope.system(one.street_id), binding.language
    carers, bound = carer_years(scope, one.street, one.month, now, language), bound_months(one, now)
    data = carers_year(carers, honours_of(scope, one.street, one.month, language), best_of(scope, one.street, one.month, language), bound, binding)
    today = clock.local_date(now)
    still_open = {month for carer in carers for month, line in carer.months.items() if not line.closed and next_month(month) <= today}
    found = [Finding("sheets_open", {"count": len(still_open)})] if still_open else []
    return Gathered(CARERS_YEAR, data, data["carers"], {carer.carer_id: carer.name for carer in carers}, _told(binding) + found + month_findings(bound))


def elders_of_year(one: Volume, now: datetime, binding: Binding) -> Gathered:
    """A year of one committee's elders."""
    elders, bound = elder_years(Scope.system(one.street_id), one.street, one.month, now, binding.language, one.committee_id), bound_months(one, now)
    data = elders_year(elders, bound, binding)
    return Gathered(ELDERS_YEAR, data, data["elders"], {elder.person_id: elder.name for elder in elders}, _told(binding) + month_findings(bound))


def _told(binding: Binding) -> list[Finding]:
    return [Finding("year_not_over")] if binding.draft_until else []
