"""Who has a form for a month, and the head of that form."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import KeyElder, Link
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Living, Status
from qianshou.watch.models import Due

from ..rules import first_of, next_month
from ..sheets import Facts
from ..words import words

ALONE = (Living.ALONE, Living.ALONE_ABROAD, Living.CHILDLESS)
SEXES = {"f": "female", "m": "male"}


def elders(scope: Scope, month: date) -> QuerySet[ElderFile]:
    """Files that get a form this month: who lives alone or is a key elder, and everybody to whom anything was due.

    People who had died or moved before the month began are left out, unless something was still due to them.
    """
    return elders_between(scope, first_of(month), next_month(month))


def elders_between(scope: Scope, first: date, end: date) -> QuerySet[ElderFile]:
    """The same for the days [first, end)."""
    key = KeyElder.objects.filter(Q(until__isnull=True) | Q(until__gte=first), elder=OuterRef("person_id"), since__lt=end)
    due = Due.objects.filter(person=OuterRef("person_id"), day__gte=first, day__lt=end)
    gone = Q(status__in=(Status.DEAD, Status.MOVED)) & (Q(status_since__isnull=True) | Q(status_since__lt=first))
    held = Q(living__in=ALONE) | Exists(key)
    rows = ElderFile.objects.filter(scope.rows(committee="person__committee_id"), person__merged_into__isnull=True, opened_on__lt=end)
    return rows.filter((held & ~gone) | Exists(due))


def age_on(birth: date | None, day: date) -> int | None:
    """Completed years on a day."""
    return None if birth is None else day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def helpers(elder_ids: Iterable[int], month: date, tiers: dict[str, str]) -> dict[int, dict[str, str]]:
    """For each elder the carers of the month by place on the form: primary, backup, volunteer; the latest link wins."""
    first, end = first_of(month), next_month(month)
    rows = Link.objects.filter(Q(until__isnull=True) | Q(until__gte=first), elder__in=elder_ids, since__lt=end).order_by("since", "id")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for elder_id, rank, name, tier in rows.values_list("elder_id", "rank", "carer__person__name", "carer__tier"):
        place = "volunteer" if tier == "volunteer" else rank
        found[elder_id][place] = f"{name}（{tiers.get(tier, tier)}）"
    return found


def heads(files: QuerySet[ElderFile], street: Street, month: date, language: str) -> list[Facts]:
    """The heads of all forms, in the order of names as Chinese directories sort them (pinyin), then of files."""
    w, end = words(language), next_month(month)
    last_day = date.fromordinal(end.toordinal() - 1)
    rows = list(files.order_by("person__name_key", "person_id").values_list(
        "person_id", "person__name", "person__sex", "person__birth_date", "person__birth_precision", "living", "access_note",
        "person__place__name", "person__door"))  # fmt: skip
    short = {
        tier.code: (tier.synonyms[0] if tier.synonyms and language == "zh" else tier.name(language))
        for tier in load(street.pack).tiers.values()
    }
    by_elder = helpers([row[0] for row in rows], month, short)
    prefix, suffix, living_of = street.code.upper(), f"{month:%Y%m}", w["living-kinds"]
    found = []
    for pk, name, sex, birth, precision, living, note, place, door in rows:
        address = f"{place or ''}{door}" + (f"（{note}）" if note else "")
        found.append(Facts(
            person_id=pk, number=f"{prefix}-{pk:05d}-{suffix}", name=name, sex=SEXES.get(sex, ""),
            age=age_on(birth, last_day) if precision else None, living=living_of.get(living, ""), address=address,
            level=w["not-assessed"], **by_elder.get(pk, {})))  # fmt: skip
    return found
