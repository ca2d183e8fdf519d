"""A photograph for the booklet: of an old person who agreed to it, or of a carer."""

from base64 import b64encode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.booklets.booklet import initial_of
from qianshou.booklets.queries.booklets import FACE_BYTES, PHOTOS, faces_of
from qianshou.kernel import clock
from qianshou.people import papers
from qianshou.people.models import ElderFile
from qianshou.people.operations import keep_paper
from qianshou.people.queries import has_consent
from qianshou.people.queries.files import file_of
from qianshou.people.queries.restrictions import holding_of
from qianshou.people.rules.restrictions import PHOTOS as NO_PHOTOS

from ..toasts import toast


@requires("files.write")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """The photograph that is printed, and a form for a newer one; the browser makes a large one small before it is sent."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    error = ""
    if request.method == "POST":
        error = _keep(request, person.pk)
        if not error:
            toast(request, _("Kept. It takes the place of an older one."))
            return redirect("booklet-photo", person.pk)
    data = faces_of([person.pk]).get(f"person-{person.pk}")
    is_elder = ElderFile.objects.filter(person=person).exists()
    context = {
        "person": person, "initial": initial_of(person.name), "picture": data_address(data) if data else "", "error": error, "is_elder": is_elder,
        "agreed": has_consent(person.pk, PHOTOS), "restricted": [one for one in holding_of(person.pk) if one.purpose == NO_PHOTOS],
        "may_see_rights": request.scope.may("rights.read"),
    }  # fmt: skip
    return render(request, "web/person_booklets/photo.html", context, status=422 if error else 200)


def _keep(request: HttpRequest, person_id: int) -> str:
    """Keep what was sent; why not, or ""."""
    file = request.FILES.get("photo")
    data = file.read(FACE_BYTES + 1) if file else b""
    if len(data) > FACE_BYTES:
        return _("The picture is larger than %(n)s kB. Take a smaller one, or cut out the face.") % {"n": FACE_BYTES // 1000}
    try:
        if papers.media_type_of(data) == "application/pdf":
            raise papers.PaperRefused("kind")
        keep_paper(person_id=person_id, kind="photo", name=file.name, data=data, now=clock.now(), by_id=request.user.pk)
    except papers.PaperRefused:
        return _("Choose a picture (PNG or JPEG).")
    return ""


def data_address(data: bytes) -> str:
    """A photograph inside the page: it is sealed on the disk, and a carer's file is not everybody's to open."""
    return f"data:{papers.media_type_of(data)};base64,{b64encode(data).decode()}"
