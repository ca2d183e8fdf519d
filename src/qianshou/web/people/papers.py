"""A person's papers, as they were kept. That somebody looked is written down."""

from django.http import Http404, HttpRequest, HttpResponse

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.kernel.sealing import SealingError
from qianshou.people import papers
from qianshou.people.queries import paper_of


@requires("files.read")
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The bytes of one paper. What cannot be opened any more (its person was erased, the file is gone) does not exist."""
    one = or_404(paper_of, request.scope, paper_id, clock.today())
    try:
        data = papers.read(one)
    except (OSError, SealingError) as error:
        raise Http404 from error
    log(
        act="paper.read",
        now=clock.now(),
        by_id=request.user.pk,
        street_id=one.street_id,
        target="person",
        target_id=one.person_id,
        paper=one.pk,
    )
    answer = HttpResponse(data, content_type=one.media_type)
    # Whatever a scan holds, it must not run as a page of this site.
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "private, no-store"
    return answer
