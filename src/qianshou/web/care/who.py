"""Who may have made a visit that the office writes down: all carers of its day, and who it was most likely."""

from qianshou.care.models import STANDING, Visit
from qianshou.care.queries.carers import answering_for, carers_there
from qianshou.care.queries.visits import evidence_of
from qianshou.rounds.models import RoundDay, Stop


def who_came(visit: Visit) -> tuple[list[tuple[str, str]], list[int]]:
    """(choices of a form field, the likeliest as many as the visit needs): who said that she had arrived, then whom the published round names, then
    who answers for the elder."""
    choices = [(str(one.pk), f"{one.person.name} {one.number}") for one in carers_there(street_id=visit.street_id, day=visit.day)]
    came = evidence_of(visit).filter(STANDING, kind="arrived", carer__isnull=False).values_list("carer", flat=True)
    sent = Stop.objects.filter(visit=visit, round_day__state=RoundDay.State.PUBLISHED).order_by("carer").values_list("carer", flat=True)
    known, ranked = {int(value) for value, _label in choices}, [*came, *sent, *answering_for(elder_id=visit.elder_id, day=visit.day)]
    return choices, list(dict.fromkeys(pk for pk in ranked if pk in known))[: visit.carers_needed]
