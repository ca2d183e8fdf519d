"""Who is here: a tablet on the table, the square on the wall, and the page that a member's own phone opens by it."""

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import public, requires
from qianshou.association.models import Meeting
from qianshou.association.operations import meeting_votes
from qianshou.association.operations.meetings import count_of
from qianshou.association.queries import meetings as queries
from qianshou.association.queries.members import members
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..listing import Listing
from ..watch.reading import number
from .meetings import meeting
from .said import member_named, refused, tried


@requires("association.read")
def page(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Type a card or tick a name."""
    row, here = meeting(request, meeting_id), list(queries.came(meeting(request, meeting_id)))
    paper = Listing(title=_("Who came: %(meeting)s") % {"meeting": row.title}, rows=here, columns=[
        (_("Card number"), "member.card"), (_("Name"), "member.person.name"), (_("When"), "at"), (_("How it was noted"), "get_how_display"),
    ])  # fmt: skip
    if answer := paper.answer(request):
        return answer
    _members, need = (row.members, row.needed) if row.closed_at else count_of(row)
    came = {one.member_id: one for one in here}
    everybody = members(scope=request.scope, text=request.GET.get("q", "")[:60]).prefetch_related(None)
    context = {
        "row": row, "people": [(one, came.get(one.pk)) for one in everybody], "count": len(here), "needed": need, "early": clock.today() < row.on,
        "may_write": request.scope.may("association.write") and not row.over, "may_take": request.scope.may("export.run"), "q": request.GET.get("q", ""),
    }  # fmt: skip
    return render(request, "web/association/room.html", context)


@requires("association.write")
@require_POST
def came(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """A card was typed (`card`) or a name ticked (`member`)."""
    row, post = meeting(request, meeting_id), request.POST

    def act():
        if ticked := number(post.get("member")):
            return meeting_votes.come(meeting_id=row.pk, member_id=ticked, how="tick", now=clock.now(), by_id=request.user.pk)
        text = post.get("card", "").strip()
        who = member_named(row.street_id, text) or member_named(row.street_id, text.zfill(4))
        if who is None:
            raise Refused("member")
        return meeting_votes.come(meeting_id=row.pk, member_id=who.pk, how="card", now=clock.now(), by_id=request.user.pk)

    made = tried(request, act)
    if made:
        tried(request, lambda: made, _("%(name)s is here.") % {"name": made.member.person.name}, undo=reverse("association-came-undo", args=[made.pk]))
    return redirect("association-room", row.pk)


@requires("association.write")
@require_POST
def undo(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """She is not here after all."""
    row = or_404(lambda: queries.coming_of(scope=request.scope, attendance_id=attendance_id))
    tried(request, lambda: meeting_votes.take_back_coming(attendance_id=row.pk, now=clock.now(), by_id=request.user.pk), _("Taken back: %(name)s is not here.") % {"name": row.member.person.name})
    return redirect("association-room", row.meeting_id)


@requires("association.read")
def code(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The square for the screen or the wall."""
    row = meeting(request, meeting_id)
    base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    address = base + reverse("association-here", args=[queries.code_of(row)])
    return render(request, "web/association/code.html", {"row": row, "picture": _picture(address), "address": address})


def _picture(address: str) -> SafeString:
    return mark_safe(segno.make(address, error="m").svg_inline(scale=8, border=2, omitsize=True))  # drawn by segno from the address


@public
def here(request: HttpRequest, code: str) -> HttpResponse:
    """What a member's phone opens by the square: card and name, once. It says nothing of anybody else."""
    row: Meeting = or_404(lambda: queries.meeting_by_code(code))
    done, error = request.GET.get("done") == "1", ""
    if request.method == "POST":
        try:
            meeting_votes.come_by_card(meeting_id=row.pk, card=request.POST.get("card", ""), name=request.POST.get("name", ""), now=clock.now())
            return redirect(f"{reverse('association-here', args=[code])}?done=1")
        except Refused as said:
            error = refused(said)
    context = {"row": row, "code": code, "done": done, "error": error, "shut": row.over or clock.today() != row.on}
    answer = render(request, "web/association/here.html", context, status=422 if error else 200)
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "same-origin", "noindex, nofollow"
    return answer


