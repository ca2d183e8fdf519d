"""What a form of this room says: days, carers, elders, drawings."""

import base64
from binascii import Error
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest

from qianshou.access.models import Street
from qianshou.access.scope import street_of
from qianshou.care.models import Carer
from qianshou.care.operations.errors import Refused
from qianshou.people.models import Person

DRAWN = "data:image/png;base64,"


def street_or_404(request: HttpRequest) -> Street:
    """The street whose pages are shown."""
    street = street_of(request.scope)
    if street is None:
        raise Http404
    return street


def carers_of(request: HttpRequest) -> list[Carer]:
    """Carers of the street who are there, by number, for a list to choose from."""
    rows = Carer.objects.filter(request.scope.rows(committee=None), street_id=request.scope.street_id, left_on__isnull=True)
    return list(rows.select_related("person").order_by("number"))


def day_in(request: HttpRequest, name: str = "on") -> date:
    """A day of a form; Refused "day" when it is none."""
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError as error:
        raise Refused("day") from error


def carer_in(request: HttpRequest) -> int:
    """The carer who was chosen; Refused "carer" for none or one out of scope."""
    chosen = request.POST.get("carer", "")
    rows = Carer.objects.filter(request.scope.rows(committee=None), street_id=request.scope.street_id)
    if not chosen.isdecimal() or not rows.filter(pk=chosen).exists():
        raise Refused("carer")
    return int(chosen)


def elder_in(request: HttpRequest) -> int | None:
    """The elder whose name was typed: the one elder of the street who has it, else nobody."""
    name = request.POST.get("elder", "").strip()
    found = Person.objects.filter(street_id=request.scope.street_id, name=name, file__isnull=False, merged_into__isnull=True)[:2] if name else []
    return found[0].pk if len(found) == 1 else None


def batch_in(request: HttpRequest) -> UUID:
    """The form's own number; 404 for a form that has none."""
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError as error:
        raise Http404 from error


def drawing_in(request: HttpRequest) -> bytes | None:
    """The signature as drawn, or the scan that was chosen; None for neither."""
    if upload := request.FILES.get("scan"):
        return upload.read()
    drawn = request.POST.get("signature", "")
    try:
        return base64.b64decode(drawn.removeprefix(DRAWN), validate=True) if drawn.startswith(DRAWN) else None
    except Error:
        return None
