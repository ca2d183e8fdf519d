"""What the family sees: the code first, then today, what they wrote, the month. Shut, it says so at once."""

import uuid
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.care.operations.errors import Refused
from qianshou.care.operations.family import write_from_family
from qianshou.kernel import clock
from qianshou.people.models import FamilyLink
from qianshou.people.operations.family import note_family_look, note_family_refusal, try_family_code
from qianshou.people.queries.family import FamilyScope, NotOpen, door_of, family_scope, link_by_token
from qianshou.people.rules.family import Door
from qianshou.reports.queries import family as queries

from .calendar import months_around, weeks_of
from .door import family_page, is_in, let_in, see_out, speaking, where
from .said import REFUSALS, line_of, note_state


@family_page
def look(request: HttpRequest, token: str) -> HttpResponse:
    """The page itself, or its door."""
    link = _link(token)
    if link is None:
        return _nowhere(request)
    with speaking(request, link):
        scope, refusal = _scope(request, link, token)
        if refusal is not None:
            return refusal
        note_family_look(link=link, where=where(request), now=clock.now())
        return _page(request, link, scope, token)


@family_page
@require_POST
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The code, typed."""
    link = _link(token)
    if link is None:
        return _nowhere(request)
    with speaking(request, link):
        now = clock.now()
        if (found := door_of(link, now)) != Door.OPEN:
            return _door(request, link, token, found)
        tried = try_family_code(link=link, code=request.POST.get("code", ""), where=where(request), now=now)
        if tried.right:
            return let_in(redirect("family-page", token), link, token)
        if tried.locked:
            return _door(request, link, token, Door.LOCKED)
        return _ask(request, link, token, left=tried.left)


@family_page
@require_POST
def say(request: HttpRequest, token: str) -> HttpResponse:
    """A message to the carer, or a concern."""
    link = _link(token)
    if link is None:
        return _nowhere(request)
    with speaking(request, link):
        scope, refusal = _scope(request, link, token)
        if refusal is not None:
            return refusal
        post = request.POST
        try:
            note = write_from_family(
                scope=scope, kind=post.get("kind", ""), text=post.get("text", ""), urgent=post.get("urgent") == "1", batch=_batch(post.get("batch")),
                now=clock.now(),
            )  # fmt: skip
        except Refused as error:
            return _page(request, link, scope, token, error=str(REFUSALS[error.code]) % error.params, given=post.dict())
        return redirect(f"{reverse('family-page', args=[token])}?{urlencode({'kept': note.pk})}#said")


@family_page
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Done: on this browser the code is asked for again."""
    return see_out(redirect("family-page", token), token)


def _link(token: str) -> FamilyLink | None:
    try:
        return link_by_token(token)
    except FamilyLink.DoesNotExist:
        return None


def _scope(request: HttpRequest, link: FamilyLink, token: str) -> tuple[FamilyScope | None, HttpResponse | None]:
    """The scope of this request, or the answer that refuses it."""
    try:
        scope = family_scope(link, clock.now())
    except NotOpen as error:
        return None, _door(request, link, token, error.door)
    if is_in(request, link):
        return scope, None
    return None, _door(request, link, token, Door.LOCKED) if link.locked_at else _ask(request, link, token)


def _nowhere(request: HttpRequest) -> HttpResponse:
    """No such page; in both languages, for nobody knows who asks."""
    return render(request, "web/family/nowhere.html", status=404)


def _ask(request: HttpRequest, link: FamilyLink, token: str, left: int | None = None) -> HttpResponse:
    context = {**_frame(request, link, token), "left": left}
    return render(request, "web/family/door.html", context, status=200 if left is None else 422)


def _door(request: HttpRequest, link: FamilyLink, token: str, found: Door) -> HttpResponse:
    """Shut, over or locked: in both languages, with the street's telephone and no name."""
    if found == Door.OPEN:
        return _ask(request, link, token)
    note_family_refusal(link=link, door=found, where=where(request), now=clock.now())
    said = []
    for code in ("zh-hans", "en"):
        with translation.override(code):
            said.append({"lang": "en" if code == "en" else "zh-Hans", **_shut_words(found, link)})
    answer = render(
        request,
        "web/family/shut.html",
        {**_frame(request, link, token), "said": said, "closed": found},
        status=429 if found == Door.LOCKED else 410,
    )
    return answer if found == Door.LOCKED else see_out(answer, token)


def _shut_words(found: Door, link: FamilyLink) -> dict[str, str]:
    street = link.street.name
    ring = (
        _("Telephone of %(street)s: %(number)s") % {"street": street, "number": link.street.telephone}
        if link.street.telephone
        else _("Please ring %(street)s.") % {"street": street}
    )
    title, text = {
        Door.SHUT: (
            _("This page is shut"),
            _("It was closed by %(street)s, or the consent to it was taken back. Nothing is shown here any more.") % {"street": street},
        ),
        Door.OVER: (_("This page has run out"), _("A link holds for a year at most. The street can make a new one.")),
        Door.LOCKED: (_("Too many wrong codes"), _("This page is locked. Ring the street: you get a new code, and then it opens again.")),
    }[found]
    return {"title": title, "text": text, "ring": ring}


def _frame(request: HttpRequest, link: FamilyLink, token: str) -> dict:
    """What every page of a link has around it."""
    language = translation.get_language() or "zh-hans"
    return {
        "token": token, "street": link.street, "family_lang": "en" if language.startswith("en") else "zh-Hans",
        "other": "zh-hans" if language.startswith("en") else "en",
        "now": clock.now(), "menu": {},
    }  # fmt: skip


def _page(
    request: HttpRequest, link: FamilyLink, scope: FamilyScope, token: str, error: str = "", given: dict | None = None
) -> HttpResponse:
    now, language = clock.now(), translation.get_language() or "zh-hans"
    today = clock.local_date(now)
    first = _month(request.GET.get("month"), today)
    month = queries.month_of(scope=scope, first=first, now=now)
    context = {
        **_frame(request, link, token), "person": queries.person_of(scope), "link": link, "today": today,
        "items": [line_of(item) for item in queries.today_of(scope=scope, language=language, now=now)],
        "notes": [(note, *note_state(note)) for note in queries.notes_of(scope=scope)], "others": queries.others_of(scope=scope, now=now),
        "weeks": weeks_of(month, today), "total": month.total, "first": first, "months": months_around(first, today, clock.local_date(link.made_at)),
        "batch": uuid.uuid4(), "error": error, "given": given or {}, "kept": request.GET.get("kept", ""),
    }  # fmt: skip
    return render(request, "web/family/page.html", context, status=422 if error else 200)


def _month(text: str | None, today: date) -> date:
    """The first day of a month of the address; this month for anything else and for what is to come."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return min(max(asked, today.replace(year=today.year - 1, day=1)), today.replace(day=1))


def _batch(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()
