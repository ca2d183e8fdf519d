"""The calendar of a room, for whoever has its address: no sign-in, for calendars on phones cannot sign in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from qianshou.access.http import or_404
from qianshou.access.permissions import public
from qianshou.kernel import clock
from qianshou.venues.models import Booking, Venue
from qianshou.venues.queries.bookings import in_feed
from qianshou.venues.queries.rooms import room_of_key
from qianshou.venues.rules.calendar import Event
from qianshou.venues.rules.calendar import feed as write

HOST = "qianshou.invalid"  # UIDs must be the same whatever the server is called


@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """`/rooms/feeds/<key>.ics`. The public key shows what is open to all by name and the rest as taken; the private one shows who booked. In Chinese unless
    `?language=en`."""
    row, private = or_404(lambda: room_of_key(token))
    with override("en" if request.GET.get("language") == "en" else "zh-hans"):
        text = write(name=f"{row.street} · {row.name}", description=row.address, events=[event(row, one, private=private) for one in in_feed(row.pk, clock.now())])
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="room-{row.pk}.ics"'
    answer["Cache-Control"] = "private, max-age=300" if private else "public, max-age=300"
    return answer


def event(row: Venue, one: Booking, *, private: bool) -> Event:
    """One booking as its calendar shows it."""
    named = private or one.open_to_all
    return Event(
        uid=f"booking-{one.pk}-{row.public_key[:8]}@{HOST}", starts=one.starts, ends=one.ends, summary=one.title if named else _("Taken already"), location=f"{row.name} {row.address}".strip(),
        description=_("Booked by: %(who)s") % {"who": one.booker} if private else "", sequence=one.version - 1, changed_at=one.changed_at, cancelled=one.cancelled_at is not None,
    )  # fmt: skip
