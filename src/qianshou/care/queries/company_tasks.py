"""What earns points beside visits: what a carer did with somebody whom she keeps company, and the monthly reviews that she finished."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from qianshou.assessment.models import Assessment
from qianshou.kernel import clock
from qianshou.ledger.rules.points import kind_of
from qianshou.packs.shapes_merit import CALL, COMPANY_VISIT, OUTING, REVIEW

from ..models import CompanyEntry
from .reviews import REVIEW as FORM

KINDS = {CompanyEntry.Kind.VISIT: COMPANY_VISIT, CompanyEntry.Kind.CALL: CALL, CompanyEntry.Kind.OUTING: OUTING}  # of an entry → of the task
OF_COMPANY = tuple(KINDS.values())
UNTIMED = time(23, 59)  # only the day is known: what was tapped that day comes first, and a limit takes from this


def company_done(carer_ids: Collection[int], first: date, last: date) -> Iterator[tuple[int, str, datetime]]:
    """(carer, key of the task, local time) of what stands in the threads of her companionships on these days. "What came of it" is no task."""
    rows = CompanyEntry.objects.filter(companionship__carer__in=carer_ids, kind__in=KINDS, on__range=(first, last), taken_back_at__isnull=True)
    for carer_id, kind, pk, on in rows.order_by().values_list("companionship__carer", "kind", "pk", "on"):
        yield carer_id, f"{KINDS[kind]}:{pk}", clock.at(on, UNTIMED)


def reviews_done(carer_ids: Collection[int], first: date, last: date) -> Iterator[tuple[int, str, datetime]]:
    """(carer, key of the task, local time) of the monthly reviews that she finished on these days.

    A correction is no second form, and one person's month counts once for a carer, the first time, also where two files turned out to be one person.
    Whoever finished a form is its maker; the desk's forms are no carer's.
    """
    own = forms_of_month().filter(made_by__person__carer__in=carer_ids)
    start, stop = clock.day_bounds(first)[0], clock.day_bounds(last)[1]
    months = own.filter(completed_at__gte=start, completed_at__lt=stop).values("month")
    rows = own.filter(month__in=months).annotate(whose=Coalesce("person__merged_into", "person"))
    seen: set[tuple[int, int, date]] = set()
    for carer_id, pk, at, *what in rows.order_by("completed_at", "pk").values_list("made_by__person__carer", "pk", "completed_at", "whose", "month"):
        if (one := (carer_id, *what)) not in seen:
            seen.add(one)
            if start <= at < stop:
                yield carer_id, f"{REVIEW}:{pk}", at.astimezone(clock.ZONE)


def forms_of_month() -> QuerySet[Assessment]:
    """Finished forms of a month, of any street, as they were finished first: without corrections, which are no work of their own."""
    return Assessment.objects.filter(instrument=FORM, month__isnull=False, replaces__isnull=True, state=Assessment.State.DONE).order_by()


def silent(keys: Collection[str]) -> set[str]:
    """Of tasks that are not found any more, those whose record says nothing of it: it was erased, or its maker has no carer's account any more.

    What they had earned stays: what a carer did for others stays hers. What was taken back is not among them.
    """
    ids = {kind: [int(key.partition(":")[2]) for key in keys if kind_of(key) == kind] for kind in (*OF_COMPANY, REVIEW)}
    speaks = set()
    for kind in OF_COMPANY:
        if ids[kind]:
            speaks |= {f"{kind}:{pk}" for pk in CompanyEntry.objects.filter(pk__in=ids[kind]).values_list("pk", flat=True)}
    if ids[REVIEW]:
        without = Q(state=Assessment.State.DONE, made_by__person__carer__isnull=True)
        speaks |= {f"{REVIEW}:{pk}" for pk in Assessment.objects.filter(pk__in=ids[REVIEW]).exclude(without).values_list("pk", flat=True)}
    return {key for key in keys if kind_of(key) in ids} - speaks


def whose(keys: Collection[str]) -> dict[str, str]:
    """Key → name of the person with whom, or of whom, it was done."""
    company = {int(key.partition(":")[2]): key for key in keys if kind_of(key) in OF_COMPANY}
    forms = {int(key.partition(":")[2]): key for key in keys if kind_of(key) == REVIEW}
    found = {}
    if company:
        rows = CompanyEntry.objects.filter(pk__in=list(company)).values_list("pk", "companionship__elder__name")
        found |= {company[pk]: name for pk, name in rows}
    if forms:
        found |= {forms[pk]: name for pk, name in Assessment.objects.filter(pk__in=list(forms)).values_list("pk", "person__name")}
    return found
