"""Which bound files have a person in them: each volume has beside it what it was made of (store.keep)."""

import json
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from qianshou.access.models import Street
from qianshou.care.models import Carer
from qianshou.people.models import Person

from ..models import PrintRun, Volume
from ..store import manifest_of

OF_CARERS = (Volume.Kind.ATTENDANCE.value, Volume.Kind.CARERS_YEAR.value)


def volumes_holding(ids: Sequence[int]) -> list[str]:
    """Paths below the data directory of every volume, the superseded ones too, with one of these persons in it, and what lies beside them.

    A carer stands on the forms of those she goes to: all volumes of her street are taken. A file with nothing beside it counts as holding
    everybody of its street.
    """
    streets = set(Street.objects.filter(pk__in=Person.objects.filter(pk__in=ids).values("street")).values_list("code", flat=True))
    carers = set(Street.objects.filter(pk__in=Carer.objects.filter(person__in=ids).values("street")).values_list("code", flat=True))
    found = set()
    for code in sorted(streets | carers):
        for pdf in (settings.DATA_DIR / "volumes" / code).rglob("*.pdf"):
            if code in carers or _holds(pdf, ids):
                found |= {pdf, pdf.with_suffix(".json")} if pdf.with_suffix(".json").exists() else {pdf}
    return sorted(str(path.relative_to(settings.DATA_DIR)) for path in found)


def volumes_of_paths(paths: Sequence[str]) -> list[Volume]:
    """The volumes whose kept file is among these."""
    return list(Volume.objects.filter(path__in=list(paths)).select_related("street"))


def _holds(pdf: Path, ids: Sequence[int]) -> bool:
    if pdf.name.startswith(OF_CARERS):  # of carers alone, by the number of the carer
        return False
    try:
        parts = json.loads(pdf.with_suffix(".json").read_text(encoding="utf-8"))["parts"]
    except (OSError, ValueError, KeyError):
        return True
    return any(str(pk) in parts for pk in ids)


def people_in(one: Volume) -> list[int]:
    """Who stands in a bound volume: elders with a form or a line, or carers with a sheet."""
    numbers = [int(key) for key in manifest_of(settings.DATA_DIR / one.path).get("parts", {})]
    if one.kind in OF_CARERS:
        return list(Carer.objects.filter(pk__in=numbers).values_list("person_id", flat=True))
    return numbers


def runs_of(ids: Sequence[int]) -> QuerySet[PrintRun]:
    """Prints of a list of people with one of these in it."""
    return PrintRun.objects.filter(person_ids__overlap=list(ids))


def prints_of(ids: Sequence[int]) -> list[str]:
    """Their files."""
    return sorted(part["path"] for parts in runs_of(ids).values_list("parts", flat=True) for part in parts)
