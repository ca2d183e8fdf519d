"""Reads of what phones sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from qianshou.access.scope import Scope

from .models import Act, ActConflict, Epoch, UnreadableAct


def epoch_id() -> str:
    """The server's epoch; "first" until a restore makes one."""
    newest = Epoch.objects.order_by("-since").first()
    return str(newest.pk) if newest else "first"


def held(*, scope: Scope) -> QuerySet[Act]:
    """Acts that wait for a person, oldest first."""
    rows = Act.objects.filter(scope.rows(committee=None), state=Act.State.HELD)
    return rows.select_related("user", "device").order_by("received_at")


def open_conflicts(*, scope: Scope) -> QuerySet[ActConflict]:
    """Ids that arrived with two contents, not yet decided."""
    rows = ActConflict.objects.filter(scope.rows(street="act__street_id", committee=None), settled_at=None)
    return rows.select_related("act", "act__user", "device").order_by("received_at")


def unreadable(*, scope: Scope) -> QuerySet[UnreadableAct]:
    """Damaged items nobody has looked at."""
    rows = UnreadableAct.objects.filter(scope.rows(committee=None), settled_at=None)
    return rows.select_related("device", "device__user").order_by("received_at")


def count_for_office(*, scope: Scope) -> int:
    """How many things from phones wait for a person."""
    return held(scope=scope).count() + open_conflicts(scope=scope).count() + unreadable(scope=scope).count()


def one_held(*, scope: Scope, act_id: UUID) -> Act:
    """A held act of the scope. Raises Act.DoesNotExist."""
    return held(scope=scope).get(pk=act_id)


def one_conflict(*, scope: Scope, conflict_id: int) -> ActConflict:
    """An undecided conflict of the scope. Raises ActConflict.DoesNotExist."""
    return open_conflicts(scope=scope).get(pk=conflict_id)


def one_unreadable(*, scope: Scope, item_id: int) -> UnreadableAct:
    """A damaged item of the scope. Raises UnreadableAct.DoesNotExist."""
    return unreadable(scope=scope).get(pk=item_id)


def waiting_ids(*, limit: int = 1000) -> list[UUID]:
    """Stored acts that were not applied yet, in the order in which they were made on each phone."""
    rows = Act.objects.filter(state=Act.State.STORED).order_by("device_id", "seq")
    return list(rows.values_list("pk", flat=True)[:limit])


def held_of(*, user_id: int, since: datetime) -> list[Act]:
    """This person's own acts that the office is looking at."""
    return list(Act.objects.filter(user_id=user_id, state=Act.State.HELD, received_at__gte=since).order_by("made_at"))


def target_of(said: Act, *, lock: bool = False) -> Act | None:
    """The act of the same person that a "retract" names; None when it has not arrived. `lock`: wait for whoever applies it just now."""
    try:
        named = UUID(str(said.payload.get("act")))
    except ValueError:
        return None
    rows = Act.objects.filter(pk=named, user_id=said.user_id)
    return (rows.select_for_update() if lock else rows).first()


def wait_for(*, act_id: UUID, user_id: int) -> None:
    """Wait until whoever applies this act of the same person just now has ended: what an act builds on must be there, or must not be coming. In a transaction."""
    Act.objects.select_for_update().filter(pk=act_id, user_id=user_id).first()


def targets_of(said: list[Act]) -> dict[UUID, Act]:
    """For a list of acts: the act that each "retract" among them names, by the id of the "retract"."""
    named = {str(one.payload.get("act")): one for one in said if one.kind == "retract"}
    ids = {UUID(text) for text in named if _is_uuid(text)}
    found = {str(act.pk): act for act in Act.objects.filter(pk__in=ids)}
    return {one.pk: act for text, one in named.items() if (act := found.get(text)) and act.user_id == one.user_id}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def is_taken_back(act: Act) -> bool:
    """Whether the same person sent a "retract" for this act (perhaps before the act itself arrived)."""
    around = act.received_at - timedelta(days=60)
    return Act.objects.filter(user_id=act.user_id, kind="retract", received_at__gte=around, payload__act=str(act.pk)).exists()
