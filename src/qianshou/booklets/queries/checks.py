"""Who has nothing yet in a month, names that no font prints, and what changed since a volume was bound."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.watch.models import Call, Due

from ..models import Volume
from ..rules import first_of, next_month
from ..store import manifest_of
from .findings import Finding, glyph_findings
from .people import elders
from .volumes import content, file_of

MET = ("met", "met_late", "met_heard_late")
REACHED = ("well", "concern", "refused")  # outcomes of a call in which the person was spoken to


@dataclass(frozen=True, slots=True)
class Change:
    """One form that is no longer what was bound: added, removed or changed; or only what frames them all (`frame`)."""

    person_id: int
    name: str
    kind: str


def unprintable_names(scope: Scope, street: Street, month: date) -> list[Finding]:
    """Quick look before binding: names and addresses of the month's people that no font can print."""
    rows = elders(scope, month).filter(street=street).values_list("person__name", "person__place__name", "person__door")
    return glyph_findings([{"all": [text or "" for text in row]} for row in rows], [row[0] for row in rows])


def without_evidence(scope: Scope, street: Street, month: date):
    """People with a form this month of whom nothing has been heard in it: no due met, no call, no visit. Ordered by committee and name."""
    first, end = first_of(month), next_month(month)
    heard = Due.objects.filter(scope.rows(), street=street, day__gte=first, day__lt=end, person__isnull=False).exclude(kind="concern")
    heard = heard.filter(Q(state__in=MET) | Q(heard_at__isnull=False)).values("person_id")
    start, stop = clock.day_bounds(first)[0], clock.day_bounds(end)[0]
    called = Call.objects.filter(street=street, at__gte=start, at__lt=stop, outcome__in=REACHED).values("person_id")
    rows = elders(scope, month).filter(street=street).exclude(person__in=heard).exclude(person__in=called)
    return (
        Person.objects.filter(pk__in=rows.values("pk"))
        .select_related("committee", "place", "file")
        .order_by("committee__position", "committee_id", "name_key", "pk")
    )


def changes(one: Volume, now: datetime) -> list[Change]:
    """Which forms of a bound volume would be different if it were bound again now."""
    if one.state != Volume.State.BOUND or not one.path:
        return []
    before, after = manifest_of(file_of(one)), content(one, now)
    if after.source_hash == one.source_hash:
        return []
    was, names = before.get("parts", {}), before.get("names", {})
    found = [
        Change(pk, after.names[pk], "added" if str(pk) not in was else "changed")
        for pk, part in after.parts.items()
        if was.get(str(pk)) != part
    ]
    gone = [Change(int(pk), names.get(pk, ""), "removed") for pk in was if int(pk) not in after.parts]
    return found + gone or [Change(0, "", "frame")]
