"""The office says that a member without a file and a file are one person, or that they are two after all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import Member
from qianshou.exchange.operations.joining import join_to_file, take_apart
from qianshou.exchange.queries.joining import file_of, joined_to
from qianshou.kernel import clock
from qianshou.people.operations.merging import NotMergeable

from ..review.views import NOT_MERGEABLE
from ..toasts import toast
from ..watch.reading import number
from .members import member


@requires("review.settle")
@require_POST
def same(request: HttpRequest, member_id: int) -> HttpResponse:
    """She is the person of this file."""
    row = member(request, member_id)
    file = or_404(lambda: file_of(row.street_id, number(request.POST.get("file")) or 0))
    name = row.person.name
    return _done(request, row, lambda: join_to_file(person_id=row.person_id, file_id=file.pk, now=clock.now(), by_id=request.user.pk), _("%(name)s is joined to her file. What she was and did went over.") % {"name": name})


@requires("review.settle")
@require_POST
def apart(request: HttpRequest, member_id: int) -> HttpResponse:
    """They are two people after all."""
    row = member(request, member_id)
    case = or_404(lambda: _case(row))
    return _done(request, row, lambda: take_apart(case_id=case.pk, now=clock.now(), by_id=request.user.pk), _("Two people again, as before."))


def _case(row: Member):
    found = joined_to(row.person)
    if found is None:
        raise Member.DoesNotExist
    return found


def _done(request: HttpRequest, row: Member, act, said: str) -> HttpResponse:
    try:
        act()
        toast(request, said)
    except NotMergeable as error:
        toast(request, NOT_MERGEABLE[error.code], level=40)
    return redirect("association-member", row.pk)
