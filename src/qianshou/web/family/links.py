"""The desk's side of the links: make one and hand it over, a new code, shut it, see who looked in."""

from datetime import timedelta

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import User
from qianshou.access.permissions import requires
from qianshou.booklets.letters import family_letter
from qianshou.booklets.render import FAMILY_LETTER, pdf
from qianshou.kernel import clock
from qianshou.people.models import FamilyLink, Person
from qianshou.people.operations.family import NoConsent, fits, make_family_link, new_family_code, renew_family_link, shut_family_link
from qianshou.people.queries import file_of, has_consent
from qianshou.people.queries.family import PURPOSE, door_of, family_link, link_by_token, links_of, looks_of
from qianshou.people.queries.restrictions import holding_of
from qianshou.people.rules.family import LINK_DAYS, Door, shown_code
from qianshou.people.rules.restrictions import FAMILY

from ..cards.views import phone_name
from ..toasts import toast
from .words import DOORS, LOOK_WORDS

SPANS = (30, 90, 180, LINK_DAYS)


@requires("files.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """The links of one person, who looked in, and the form for another."""
    return _page(request, or_404(file_of, request.scope, person_id, clock.today()))


def _page(request: HttpRequest, person: Person, error: str = "") -> HttpResponse:
    now, today = clock.now(), clock.today()
    found = links_of(scope=request.scope, person_id=person.pk, today=today)
    rows = []
    for link in found:
        door = door_of(link, now)
        look, word = DOORS[door]
        rows.append(
            {
                "link": link,
                "look": look,
                "word": link.get_shut_why_display() if link.shut_at else word,
                "open": door in (Door.OPEN, Door.LOCKED),
            }
        )
    looks = [
        {"one": one, "browser": phone_name(one.browser), "word": one.get_kind_display(), "look": LOOK_WORDS.get(one.kind, "calm")}
        for one in looks_of(links=found)
    ]
    restricted = [one for one in holding_of(person.pk) if one.purpose == FAMILY]
    context = {
        "person": person, "rows": rows, "looks": looks, "agreed": has_consent(person.pk, PURPOSE), "restricted": restricted,
        "may_see_rights": request.scope.may("rights.read"), "may_write": request.scope.may("files.write"),
        "error": error,
        "contacts": person.contacts.all(), "languages": User.LANGUAGES, "spans": SPANS, "given": request.POST,
    }  # fmt: skip
    return render(request, "web/family/links.html", context, status=422 if error else 200)


@requires("files.write")
@require_POST
def new(request: HttpRequest, person_id: int) -> HttpResponse:
    """A new link. Its address and code stand on the next page, and nowhere else ever."""
    person, post = or_404(file_of, request.scope, person_id, clock.today()), request.POST
    days = post.get("days", "")
    language = post.get("language") if post.get("language") in dict(User.LANGUAGES) else "zh-hans"
    try:
        link, keys = make_family_link(
            person_id=person.pk, name=post.get("name", ""), relation=post.get("relation", ""), language=language, now=clock.now(),
            by_id=request.user.pk,
            days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else LINK_DAYS,
        )  # fmt: skip
    except NoConsent:
        return _page(request, person, _("First the consent to the page for the family must be written down."))
    except ValueError:
        return _page(request, person, _("Write for whom the link is."))
    return _shown(request, link, keys.token, keys.code)


@requires("files.write")
@require_POST
def code(request: HttpRequest, link_id: int) -> HttpResponse:
    """Another code, where the old one was lost or tried too often; with `whole` another address, too."""
    link = or_404(family_link, scope=request.scope, link_id=link_id, today=clock.today())
    try:
        if request.POST.get("whole") == "1":
            keys = renew_family_link(link=link, now=clock.now(), by_id=request.user.pk)
            return _shown(request, link, keys.token, keys.code)
        fresh = new_family_code(link=link, now=clock.now(), by_id=request.user.pk)
    except ValueError:
        toast(request, _("This link is shut. Make a new one."), level=messages.WARNING)
        return redirect("family-links", link.person_id)
    return _shown(request, link, "", fresh)


def _shown(request: HttpRequest, link: FamilyLink, token: str, fresh: str) -> HttpResponse:
    address = _address(request, token) if token else ""
    context = {
        "link": link,
        "person": link.person,
        "token": token,
        "address": address,
        "picture": _picture(address) if address else "",
        "code": fresh,
        "shown": shown_code(fresh),
    }
    return render(request, "web/family/shown.html", context)


def _address(request: HttpRequest, token: str) -> str:
    base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return base + reverse("family-page", args=[token])


def _picture(address: str) -> SafeString:
    return mark_safe(segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True))  # drawn by segno from the address


@requires("files.write")
@require_POST
def letter(request: HttpRequest, person_id: int) -> HttpResponse:
    """The letter with square and code, while the page that shows them is open: it sends them along, for the program has kept neither."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    token, typed = request.POST.get("token", ""), request.POST.get("code", "")
    try:
        link = link_by_token(token)
    except FamilyLink.DoesNotExist as error:
        raise Http404 from error
    if link.person_id != person.pk or not fits(link, typed):
        raise Http404
    language = "en" if link.language == "en" else "zh"
    address = _address(request, token)
    data = family_letter(
        office=link.street.name, telephone=link.street.telephone, elder=person.name, relative=link.name, address=address, code=shown_code(typed),
        picture=segno.make(address, error="m").svg_inline(scale=4, border=0, omitsize=True),
        until=clock.local_date(link.expires_at) - timedelta(days=1),
        on=clock.today(), language=language,
    )  # fmt: skip
    answer = HttpResponse(pdf(FAMILY_LETTER, data, clock.day_bounds(clock.today())[0]), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="family-letter.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@requires("files.write")
@require_POST
def shut(request: HttpRequest, link_id: int) -> HttpResponse:
    """Shut it at once."""
    link = or_404(family_link, scope=request.scope, link_id=link_id, today=clock.today())
    if shut_family_link(link=link, now=clock.now(), by_id=request.user.pk):
        toast(request, _("Shut. Whoever has the page open sees nothing more."))
    return redirect("family-links", link.person_id)
