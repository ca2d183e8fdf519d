"""What is still open in a month: told before it is bound, kept with the volume, and printed under its contents."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.acts.models import Act
from qianshou.kernel import clock
from qianshou.watch.models import WANTS_ANSWER, Alert, Concern, Due

from ..faces import faces, unprintable_in
from ..rules import first_of, next_month
from ..words import words


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, as a code with parameters; the page has the words."""

    code: str
    params: dict = field(default_factory=dict)

    def as_json(self) -> dict:
        """The shape in which a volume keeps it."""
        return {"code": self.code, "params": self.params}


def findings(scope: Scope, street: Street, month: date, now: datetime, committee_id: int | str | None = "all") -> list[Finding]:
    """What is still open in the month: acts not applied, dues without a word, alerts and concerns not closed."""
    first, end = first_of(month), next_month(month)
    start, stop = clock.day_bounds(first)[0], clock.day_bounds(end)[0]
    place = Q() if committee_id == "all" else Q(committee_id=committee_id)
    held = Act.objects.filter(scope.rows(committee=None), street=street, state=Act.State.HELD, made_at__gte=start, made_at__lt=stop)
    silent = Due.objects.filter(scope.rows(), place, street=street, day__gte=first, day__lt=end, late_at__lte=now, person__isnull=False)
    silent = silent.filter(state__in=("open", "late")).exclude(kind="concern")  # an answer owed counts once, with the concerns
    alerts = Alert.objects.filter(scope.rows(), place, street=street, raised_at__gte=start, raised_at__lt=stop).exclude(state="closed")
    concerns = Concern.objects.filter(scope.rows(), place, street=street, made_at__gte=start, made_at__lt=stop).filter(state__in=WANTS_ANSWER)
    counts = {
        "held_acts": held.count() if committee_id == "all" else 0,
        "silent_dues": silent.count(),
        "open_alerts": alerts.count(),
        "open_concerns": concerns.count(),
    }
    found = [Finding(code, {"count": count}) for code, count in counts.items() if count]
    return [Finding("month_not_over"), *found] if now < stop else found


def glyph_findings(items: Iterable[dict], names: Iterable[str]) -> list[Finding]:
    """Characters that no font has, and in whose form: {char, code, name}."""
    characters = faces().characters
    return [
        Finding("glyph", {"char": char, "code": f"U+{ord(char):04X}", "name": name})
        for item, name in zip(items, names, strict=True) for char in unprintable_in([item], characters)
    ]  # fmt: skip


def printed(found: Iterable[Finding], language: str) -> list[str]:
    """The findings as the remarks under a volume's contents; those that paper has no words for are left out."""
    sentences = words(language)["remarks"]
    return [sentences[one.code].format(**one.params) for one in found if one.code in sentences]
