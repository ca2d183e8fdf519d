"""Forms are finished and taken back, and the points of the carer who filled one in follow in the same transaction.

The assessments know of no carers, so whoever finishes a form or takes one back comes through here.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from qianshou.assessment import operations as assessment
from qianshou.assessment.models import Assessment
from qianshou.assessment.operations import Heard
from qianshou.assessment.rules.filled import Filled
from qianshou.kernel import clock
from qianshou.packs.shapes_merit import REVIEW

from ..models import Carer, PointCredit
from ..queries.company_tasks import forms_of_month
from ..queries.reviews import REVIEW as FORM
from .credits import credit_days


@transaction.atomic
def complete_form(*, assessment_id: int, row_version: int, now: datetime, by_id: int | None, heard: Heard | None = None) -> Assessment:
    """Close a form, as `assessment.operations.complete` says; a carer's form of the month earns."""
    row = assessment.complete(assessment_id=assessment_id, row_version=row_version, now=now, by_id=by_id, heard=heard)
    _credit(row, now, by_id, "")
    return row


@transaction.atomic
def take_form_in(*, street_id: int, filled: Filled, heard: Heard, source: str, now: datetime, by_id: int) -> Assessment:
    """A form that was filled in away from the desk, as `assessment.operations.take_in` says; a carer's form of the month earns."""
    row = assessment.take_in(street_id=street_id, filled=filled, heard=heard, source=source, now=now, by_id=by_id)
    _credit(row, now, by_id, "")
    return row


@transaction.atomic
def withdraw_form(*, assessment_id: int, reason: str, now: datetime, by_id: int) -> Assessment:
    """Take a finished form back, as `assessment.operations.withdraw` says; what it had earned is reversed."""
    row = assessment.withdraw(assessment_id=assessment_id, reason=reason, now=now, by_id=by_id)
    _credit(row, now, by_id, "taken back")
    return row


@transaction.atomic
def follow_merged_forms(*, person_ids: list[int], now: datetime, by_id: int) -> int:
    """Call it when files became one person or two again: where a carer filled in the form of one month for both, only the first counts while they are
    one. Returns how many tasks changed."""
    forms = forms_of_month().filter(Q(person__in=person_ids) | Q(person__merged_into__in=person_ids), made_by__person__carer__isnull=False)
    twice = forms.values("made_by__person__carer", "month").annotate(n=Count("pk")).filter(n__gt=1)
    changed = 0
    for carer_id, month in sorted(twice.values_list("made_by__person__carer", "month")):
        own = forms.filter(made_by__person__carer=carer_id, month=month).values_list("completed_at", flat=True)
        changed += credit_days(carer_id=carer_id, days={clock.local_date(at) for at in own}, now=now, by_id=by_id, reason="merged")
    return changed


def _credit(form: Assessment, now: datetime, by_id: int | None, reason: str) -> None:
    """Work out the days on which this form counts or counted, and those of what counts in its place. A correction earns nothing of its own."""
    if form.instrument != FORM or form.month is None or form.replaces_id is not None or form.state == Assessment.State.DRAFT:
        return
    carer = Carer.objects.filter(person__user_id=form.made_by_id).first() if form.made_by_id else None
    if carer is not None:
        credit_days(carer_id=carer.pk, days=_days(form, carer), now=now, by_id=by_id, reason=reason)


def _days(form: Assessment, carer: Carer) -> set[date]:
    root = form.person.merged_into_id or form.person_id
    others = forms_of_month().annotate(whose=Coalesce("person__merged_into", "person")).filter(whose=root, month=form.month, made_by=form.made_by_id)
    held = PointCredit.objects.filter(carer=carer, task=f"{REVIEW}:{form.pk}").values_list("day", flat=True)
    moments = {form.completed_at, *others.values_list("completed_at", flat=True)}
    return {*(clock.local_date(at) for at in moments), *held}
