"""Who of the invited has a place: worked out anew after each change, and only what differs is written."""

from datetime import datetime

from ..models import Answer, Invitation, Occasion
from ..rules.invitations import Guest, Said, seats, stands


def restate(invitation_id: int) -> None:
    """What somebody's standing answers come to, written on the invitation. The occasion is locked. The seat goes with the yes."""
    row = Invitation.objects.get(pk=invitation_id)
    answers = list(Answer.objects.filter(invitation_id=invitation_id, taken_back_at__isnull=True).order_by("pk"))
    kind, since = stands([Said(one.pk, one.kind) for one in answers])
    since = None if row.taken_off_at else since
    last = answers[-1] if answers else None
    gave_up = {"seat": None, "moved_up_at": None, "told_at": None} if since is None else {}
    Invitation.objects.filter(pk=invitation_id).update(
        answer=kind, answered_at=last.at if last else None, call_on=last.call_on if last else None, since_answer=since, **gave_up
    )


def seat_everybody(occasion: Occasion, *, now: datetime, but: int | None = None) -> list[int]:
    """Give the free places, in the order of yes; ids of the invitations that moved up. The occasion is locked. `but` is the one who has just answered: she
    did not move up, she got a place."""
    guests = [Guest(*row) for row in Invitation.objects.filter(occasion=occasion, since_answer__isnull=False).values_list("pk", "since_answer", "seat")]
    moved = []
    for guest, seat in seats(occasion.places, guests).items():
        values = {"seat": seat}
        if guest != but:
            values |= {"moved_up_at": now, "told_at": None}
            moved.append(guest)
        Invitation.objects.filter(pk=guest).update(**values)
    return moved
