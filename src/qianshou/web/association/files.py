"""Whose file a member's may be who was written down without one: what the office sees on the member's page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from qianshou.access.scope import Scope
from qianshou.association.models import Member
from qianshou.exchange.queries.joining import Suggestion, compared, joined_to, suggestions
from qianshou.kernel import clock
from qianshou.people.models import Phone
from qianshou.people.queries import search

from ..reads import note

FOUND = 8
SAME = {"name": gettext_lazy("same name"), "birth": gettext_lazy("same birth date"), "phone": gettext_lazy("same telephone"), "door": gettext_lazy("same address")}
DIFFERS = {"sex": gettext_lazy("the sex differs"), "birth": gettext_lazy("the birth date differs")}


def standing(request: HttpRequest, row: Member) -> dict:
    """For the member's page, of the office: whose file hers may be (`files`, with words), or by which act she was joined to hers."""
    scope: Scope = request.scope
    if not scope.may("review.settle"):
        return {}
    if hasattr(row.person, "file"):
        return {"joined": joined_to(row.person)}
    text = request.GET.get("file", "").strip()[:60]
    found = _searched(scope, row, text) if text else suggestions(row.person)
    note(request, [one.person.pk for one in found])
    for_words = [(one.person, [SAME[code] for code in one.same], [DIFFERS[code] for code in one.differs]) for one in found]
    return {"fileless": True, "files": for_words, "file_text": text}


def _searched(scope: Scope, row: Member, text: str) -> list[Suggestion]:
    """Files that fit what is typed, for a name that is written otherwise."""
    people = [p for p in search(scope=scope, text=text, today=clock.today(), limit=FOUND, elders_only=True).people if p.street_id == row.street_id]
    numbers = {bytes(blind) for blind in Phone.objects.filter(person=row.person_id).values_list("blind", flat=True)} - {b""}
    return [compared(row.person, one, numbers) for one in people]
