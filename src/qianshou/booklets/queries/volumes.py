"""Volumes as rows, and what a volume would hold if it were bound now."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, QuerySet

from qianshou.access.models import Committee, Street
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.merit.queries.sheets import Sheet, sheets
from qianshou.packs.loader import load

from ..attendance import CarerMonth
from ..carers import carers_volume
from ..faces import faces
from ..models import Volume
from ..render import CARERS, FORMS, page_data
from ..rules import first_of
from ..sheets import Binding, forms_volume
from ..spans import MONTHLY, YEARLY, end_of, first_of_year
from .appraisals import appraisal_sheets
from .findings import Finding, findings, glyph_findings, printed
from .months import months
from .people import elders
from .statements import statements
from .years import Gathered, carers_of_year, elders_of_year

LANGUAGE = {"zh-hans": "zh", "en": "en"}


@dataclass(frozen=True, slots=True)
class Content:
    """A volume ready to be set: template, data, and a hash for each form (by the id of whom it is about).

    `source_hash` covers everything printed but the date of binding.
    """

    template: str
    data: dict
    parts: dict[int, str]
    names: dict[int, str]
    source_hash: str
    findings: list[Finding]  # what was open or could not be printed


def volumes(scope: Scope, month: date | None = None) -> QuerySet[Volume]:
    """The volumes (of one month) that the scope may see: a street's officers all of them, a committee's workers their own."""
    rows = Volume.objects.filter(scope.rows()).select_related("street", "committee", "asked_by")
    return rows if month is None else rows.filter(month=first_of(month), kind__in=MONTHLY)


def year_volumes(scope: Scope, year: date) -> QuerySet[Volume]:
    """Those of the year `year` lies in."""
    return volumes(scope).filter(month=first_of_year(year), kind__in=YEARLY)


def volume(scope: Scope, volume_id: int) -> Volume:
    """One volume. Raises Volume.DoesNotExist when there is none or the scope may not see it."""
    return volumes(scope).get(pk=volume_id)


def file_of(one: Volume) -> Path:
    """Where the PDF of a bound volume lies."""
    return settings.DATA_DIR / one.path


def forms_by_committee(scope: Scope, street: Street, month: date) -> dict[int | None, int]:
    """How many forms each committee has this month; the key None is for people of no committee."""
    rows = elders(scope, month).filter(street=street).order_by().values("person__committee_id").annotate(n=Count("pk"))
    return {row["person__committee_id"]: row["n"] for row in rows.values("person__committee_id", "n")}


def committees(street: Street) -> list[Committee]:
    """The street's committees in the order in which they are bound."""
    return list(Committee.objects.filter(street=street))


def draft_until(month: date, now: datetime, kind: str = Volume.Kind.FORMS) -> date | None:
    """The day up to which a volume bound at `now` is a draft; None when its month (or year) is over."""
    today = clock.local_date(now)
    return today if today < end_of(kind, month) else None


def digest(value: object) -> str:
    """SHA-256 of a plain value, independent of the order of keys."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def content(one: Volume, now: datetime) -> Content:
    """What the volume would hold if it were bound at `now`, from the data as it stands."""
    language = LANGUAGE.get(one.language, "zh")
    binding = Binding(month=one.month, office=one.street.name, part=one.committee.name if one.committee_id else "", bound_on=clock.local_date(now),
                      draft_until=draft_until(one.month, now, one.kind), language=language)  # fmt: skip
    made = GATHERED[one.kind](one, now, binding)
    fixed = {key: value for key, value in json.loads(page_data(made.data, faces())).items() if key not in ("cover-lines", "made")}
    parts = {pk: digest(item) for pk, item in zip(made.names, made.items, strict=True)}
    return Content(made.template, made.data, parts, made.names, digest(fixed), made.found + glyph_findings(made.items, made.names.values()))


def _forms(one: Volume, now: datetime, binding: Binding) -> Gathered:
    scope = Scope.system(one.street_id)
    found = findings(scope, one.street, one.month, now, one.committee_id)
    binding = replace(binding, remarks=printed(found, binding.language))
    people = months(scope, one.street, one.month, now, binding.language, one.committee_id)
    data = forms_volume(people, binding)
    return Gathered(FORMS, data, data["forms"], {month.facts.person_id: month.facts.name for month in people}, found)


def _carers(one: Volume, now: datetime, binding: Binding) -> Gathered:
    scope, language = Scope.system(one.street_id), binding.language
    sheets = carer_months(scope, one.street, one.month, now, language)
    flags = sum(sheet.month.flags for sheet in sheets)
    found = [Finding("attendance_flags", {"count": flags})] if flags else []
    appraised = {one.carer_id: one for one in appraisal_sheets(scope, one.street, one.month, language)}
    data = carers_volume(sheets, appraised, statements(one.street, one.month, language), binding)
    return Gathered(CARERS, data, data["carers"], {sheet.carer_id: sheet.name for sheet in sheets}, found)


GATHERED = {Volume.Kind.FORMS: _forms, Volume.Kind.ATTENDANCE: _carers, Volume.Kind.CARERS_YEAR: carers_of_year, Volume.Kind.ELDERS_YEAR: elders_of_year}


def carer_months(scope: Scope, street: Street, month: date, now: datetime, language: str, carer_id: int | None = None) -> list[CarerMonth]:
    """The attendance sheets of a street's carers (or of one), numbered, with the tier's name."""
    tiers = load(street.pack).tiers
    return [
        CarerMonth(one.carer_id, f"{street.code.upper()}-{one.number}-{month:%Y%m}", one.name or "—",
                   tiers[one.tier].name(language) if one.tier in tiers else one.tier, one.month, one.adjusted, one.words, closed_by(one))
        for one in sheets(scope, first_of(month), now, carer_id)
    ]  # fmt: skip


def closed_by(one: Sheet) -> dict | None:
    """Who closed a sheet on which day, and the beginning of its checksum, as it is printed."""
    if one.closing is None or one.closing.closed_by is None:
        return None
    return {"by": one.closing.closed_by.display_name, "on": clock.local_date(one.closing.closed_at).isoformat(), "sum": one.sha256[:12]}
