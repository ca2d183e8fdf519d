"""What this room keeps of people: messages that were sent about them. `ref` names what they told of, so the watch's rows find them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from qianshou.people.personal import OTHERS, ROW, Table, declare

from .models import Notice


def _notices_of(ids: Sequence[int]) -> QuerySet[Notice]:
    """Notices to the account of these persons."""
    return Notice.objects.filter(user__person__in=ids)


declare(
    Table("notify.Notice", "care", ROW, personal={"words": "params"}, plain="code ref", rows=_notices_of),
    Table("notify.Delivery", "care", OTHERS, personal={"words": "body error"}, plain="ref state"),
    Table("notify.Channel", "technical", OTHERS, plain="kind name address_sealed secret_sealed template"),
)
