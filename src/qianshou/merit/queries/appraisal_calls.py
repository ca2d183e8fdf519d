"""Call-backs and the other records of a month, as the desk reads them."""

from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When

from qianshou.access.scope import Scope
from qianshou.care.models import Carer

from ..models import CallBack, CallBackDraw, Feedback, SpotVisit, Training
from .appraisal_scoring import month_end

TO_CALL_FIRST = Case(When(state="to_call", then=Value(0)), default=Value(1), output_field=IntegerField())


def draw_of(scope: Scope, month: date) -> CallBackDraw | None:
    """The month's draw of the street that is shown."""
    return CallBackDraw.objects.filter(scope.rows(committee=None), street_id=scope.street_id, month=month).select_related("by").first()


def calls(scope: Scope, month: date) -> list[CallBack]:
    """The month's list: who is to be rung first, of those whom fewest tries were made at."""
    rows = CallBack.objects.filter(scope.rows(committee=None), street_id=scope.street_id, month=month)
    rows = rows.select_related("elder__place", "carer__person", "called_by")
    return list(rows.order_by(TO_CALL_FIRST, "tries", "carer__number", "position"))


def call_of(scope: Scope, callback_id: int) -> CallBack:
    """One; CallBack.DoesNotExist for one out of scope."""
    return CallBack.objects.select_related("elder", "carer__person").get(scope.rows(committee=None), pk=callback_id)


def names_of(draw: CallBackDraw | None) -> dict[str, str]:
    """Number of employment → name, of the carers of a draw."""
    rows = Carer.objects.filter(street=draw.street_id, number__in=list(draw.pool)) if draw else Carer.objects.none()
    return dict(rows.values_list("number", "person__name"))


def _of_month(model: type, scope: Scope, month: date) -> QuerySet:
    rows = model.objects.filter(scope.rows(committee=None), street_id=scope.street_id, on__gte=month, on__lt=month_end(month), taken_back_at__isnull=True)
    return rows.select_related("by")


def spots(scope: Scope, month: date) -> QuerySet[SpotVisit]:
    """Spot visits of a month, the newest first."""
    return _of_month(SpotVisit, scope, month).select_related("by", "carer__person", "elder")


def trainings(scope: Scope, month: date) -> QuerySet[Training]:
    """Trainings of a month with their seats."""
    return _of_month(Training, scope, month).prefetch_related("seats__carer__person")


def feedback(scope: Scope, month: date) -> list[Feedback]:
    """Praise and complaints of a month, complaints that wait first."""
    rows = _of_month(Feedback, scope, month).select_related("by", "carer__person", "elder", "settled_by")
    return sorted(rows, key=lambda one: not (one.kind == "complaint" and not one.finding))


def one_of(model: type, scope: Scope, pk: int):
    """A spot visit, a training or a word of feedback; DoesNotExist for one out of scope."""
    return model.objects.get(scope.rows(committee=None), pk=pk)
