"""What is known of one person's month when its form is begun: notes with the dues, concerns, whether she was in hospital."""

from datetime import date, timedelta

from qianshou.kernel import clock
from qianshou.people.models import ElderFile, Status
from qianshou.people.queries.sealed import old_files
from qianshou.watch.models import Concern, Due

from ..rules.drafting import Noted

MET = ("met", "met_heard_late", "met_late")


def noted_of(*, street_id: int, person_id: int, month: date) -> list[Noted]:
    """Notes of what was done for her and concerns of a month, by day."""
    start, end = _span(month)
    dues = Due.objects.filter(street_id=street_id, person_id=person_id, state__in=MET, met_made_at__gte=start, met_made_at__lt=end)
    found = [Noted(clock.local_date(at), str(evidence.get("note") or "")) for at, evidence in dues.values_list("met_made_at", "evidence")]
    concerns = Concern.objects.filter(street_id=street_id, person_id=person_id, made_at__gte=start, made_at__lt=end).exclude(state=Concern.State.TAKEN_BACK)
    found += [Noted(clock.local_date(at), text, category) for at, text, category in concerns.values_list("made_at", "text", "category")]
    return sorted((one for one in found if one.text.strip()), key=lambda one: one.on)


def was_in_hospital(*, street_id: int, person_id: int, month: date) -> bool:
    """By the file as it stands, or by its history within the month."""
    start, end = _span(month)
    own = ElderFile.objects.filter(person_id=person_id, street_id=street_id)
    then = old_files([person_id]).get(person_id, ()) if own.exists() else ()
    return any(row.status == Status.HOSPITAL and start <= row.pgh_created_at < end for row in then) or own.filter(status=Status.HOSPITAL).exists()


def _span(month: date) -> tuple:
    return clock.day_bounds(month)[0], clock.day_bounds((month + timedelta(days=31)).replace(day=1))[0]
