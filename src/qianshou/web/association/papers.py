"""The minutes as PDF: as an office keeps them, with places to sign and to seal."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.association.operations.meetings import count_of
from qianshou.association.queries import meetings as queries
from qianshou.booklets import association as sheets
from qianshou.booklets.render import MINUTES, pdf
from qianshou.kernel import clock

from .meetings import meeting


@requires("association.read")
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """`?language=zh|en`. Before they are closed they say that they are a draft."""
    row = meeting(request, meeting_id)
    language = "en" if (request.GET.get("language") or get_language() or "").startswith("en") else "zh"
    members, need = (row.members, row.needed) if row.closed_at else count_of(row)
    points = tuple(
        sheets.Point(item.title, item.said, tuple(sheets.Vote(v.question, v.ayes, v.noes, v.abstained, v.carried) for v in item.counted)) for item in queries.agenda(row)
    )
    tasks = tuple(sheets.Task(t.what, str(t.member or t.who), t.by_on) for t in row.tasks.filter(dropped_at__isnull=True).select_related("member__person"))
    here = tuple(one.member.person.name for one in queries.came(row))
    data = sheets.minutes(
        sheets.Minutes(row.title, row.on, row.starts, row.where, str(row.chair) if row.chair else "", members, need, here, points, tasks, row.minutes, row.closed_at is None),
        office=str(row.street), language=language,
    )  # fmt: skip
    log(act="minutes.printed", now=clock.now(), by_id=request.user.pk, street_id=row.street_id, target="meeting", target_id=row.pk)
    answer = HttpResponse(pdf(MINUTES, data, clock.day_bounds(clock.today())[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{row.on}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
