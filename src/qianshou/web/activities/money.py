"""Costs of an activity, and the photographs of its day."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.association.models import Activity
from qianshou.association.operations import costs, photos
from qianshou.association.queries import ideas as queries
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.kernel.sealing import SealingError
from qianshou.people import papers
from qianshou.people.queries.files import people_seen

from ..association.said import fen_of, member_named, tried
from ..watch.reading import number


def activity(request: HttpRequest, activity_id: int) -> Activity:
    """The activity of an address; 404 for outsiders."""
    return or_404(lambda: queries.activity_of(scope=request.scope, activity_id=activity_id))


@requires("association.write")
@require_POST
def spend(request: HttpRequest, activity_id: int) -> HttpResponse:
    """It cost something: the street's part, the association's part."""
    row, post = activity(request, activity_id), request.POST

    def act():
        street, own = fen_of(post.get("street")), fen_of(post.get("own"))
        if street is None or own is None:
            raise Refused("fen")
        try:
            batch = UUID(post.get("batch", ""))
        except ValueError:
            batch = uuid4()
        return costs.spend(
            activity_id=row.pk, what=post.get("what", ""), street_fen=street, own_fen=own, receipt=post.get("receipt", ""), line_id=number(post.get("line")),
            batch=batch, now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip

    tried(request, act, _("It stands in the books."))
    return redirect("activity", row.idea_id)


@requires("association.write")
@require_POST
def reverse_cost(request: HttpRequest, cost_id: int) -> HttpResponse:
    """It was wrong: reversed, with the reason."""
    row = or_404(lambda: queries.cost_of(scope=request.scope, cost_id=cost_id))
    act = lambda: costs.take_back_cost(cost_id=row.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
    tried(request, act, _("Reversed in the books, with the reason."))
    return redirect("activity", row.activity.idea_id)


@requires("association.write")
@require_POST
def add_photo(request: HttpRequest, activity_id: int) -> HttpResponse:
    """A photograph, with who can be recognised on it (`person`, several), or who took it (`taken_by`, a member's card)."""
    row, post = activity(request, activity_id), request.POST
    seen = people_seen(request.scope, clock.today()).filter(street_id=row.street_id)
    wanted = [pk for text in post.getlist("person") if (pk := number(text))]
    people = list(seen.filter(pk__in=wanted).values_list("pk", flat=True))
    taken = member_named(row.street_id, post.get("taken_by", ""))
    file = request.FILES.get("photo")
    data = file.read(papers.MOST_BYTES + 1) if file else b""
    act = lambda: photos.keep_photo(
        activity_id=row.pk, person_ids=people, taken_by_id=taken and taken.person_id, caption=post.get("caption", ""), data=data, now=clock.now(), by_id=request.user.pk
    )
    tried(request, act, _("The photograph is kept."), undo=lambda made: reverse("activity-photo-off", args=[made.pk]))
    return redirect("activity", row.idea_id)


@requires("association.write")
@require_POST
def photo_off(request: HttpRequest, photo_id: int) -> HttpResponse:
    """Taken out of the report, or put back (`back`)."""
    row, off = or_404(lambda: queries.photo_of(scope=request.scope, photo_id=photo_id)), "back" not in request.POST
    tried(request, lambda: photos.take_off_photo(photo_id=row.pk, off=off, now=clock.now(), by_id=request.user.pk), _("Taken out.") if off else _("Put back."))
    return redirect("activity", row.activity.idea_id)


@requires("association.read")
def picture(request: HttpRequest, photo_id: int) -> HttpResponse:
    """The bytes of a photograph that may be shown now; that somebody looked is written down."""
    one = or_404(lambda: queries.picture(scope=request.scope, photo_id=photo_id))
    try:
        data = papers.read(one)
    except (OSError, SealingError) as error:
        raise Http404 from error
    log(act="paper.read", now=clock.now(), by_id=request.user.pk, street_id=one.street_id, target="person", target_id=one.person_id, paper=one.pk)
    answer = HttpResponse(data, content_type=one.media_type)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "private, no-store"
    return answer
