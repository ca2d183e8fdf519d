"""The voter's page, without an account: the code, the ballot, a look at it, the receipt.

The code travels in forms only, never in an address: addresses are written down by servers. In the square on the slip it stands behind a "#", which a
browser keeps to itself. No cookie but the language is set, nothing of a vote is logged, and every answer forbids to be kept.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Election
from qianshou.merit.operations import election_vote
from qianshou.merit.queries.election import election_by_slug, listed
from qianshou.merit.queries.election_rules import named
from qianshou.merit.rules.election_codes import shown
from qianshou.merit.rules.election_steps import is_open

from ..family.door import HEADERS, LANGUAGES
from .said import categories_of, refused, work_words

COOKIE = "vote_language"


def vote_page(view: Callable) -> Callable:
    """Guard of the pages for voters: no index, no referrer, no copy kept; the language that was chosen, Chinese until then.

    The code is what a form proves, so it needs no other token against forgery; a browser that says the form is another site's is refused.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return HttpResponseForbidden("cross-site")
        row = or_404(election_by_slug, slug)
        if row.state == Election.State.DROPPED:
            raise Http404
        asked = request.GET.get("language")
        chosen = next((code for code in (asked, request.COOKIES.get(COOKIE)) if code in LANGUAGES), LANGUAGES[0])
        with translation.override(chosen):
            answer = view(request, row)
        for name, value in HEADERS.items():
            answer[name] = value
        if asked in LANGUAGES:
            answer.set_cookie(COOKIE, asked, max_age=30 * 86400, path="/vote/", secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax")
        return answer

    guarded.requires = ()
    return guarded


def frame(row: Election) -> dict:
    """What every page of the vote has around it."""
    english = (translation.get_language() or "").startswith("en")
    return {
        "row": row, "street": row.street, "family_lang": "en" if english else "zh-Hans", "other": "zh-hans" if english else "en", "menu": {},
        "is_open": is_open(row.state, row.vote_from, row.vote_until, clock.now()),
    }  # fmt: skip


@vote_page
def look(request: HttpRequest, row: Election) -> HttpResponse:
    """What the election is about, and the door to the ballot while the vote is open."""
    return _door(request, row)


def _door(request: HttpRequest, row: Election, error: Refused | None = None) -> HttpResponse:
    language = translation.get_language()
    context = {
        **frame(row), "error": refused(error, row) if error else "", "now": clock.now(),
        "seats": [(named(one, language), one["places"], one["choices"]) for one in row.rules["categories"]],
        "groups": [named(one, language) for one in row.rules["voters"]], "checks": [(named(one, language), one["number"]) for one in row.rules["checks"]],
    }  # fmt: skip
    return render(request, "web/elections/vote.html", context, status=200 if error is None else 429 if error.code == "slow" else 422)


@vote_page
@require_POST
def choose(request: HttpRequest, row: Election) -> HttpResponse:
    """The ballot, for a code that is good."""
    code = request.POST.get("code", "")[:40]
    try:
        election_vote.look_at_code(election=row, typed=code, address=request.META.get("REMOTE_ADDR", ""), now=clock.now())
    except Refused as error:
        return _door(request, row, error)
    return _ballot(request, row, code, _chosen(request))


def _chosen(request: HttpRequest) -> list[int]:
    return [int(n) for n in request.POST.getlist("choice") if n.isascii() and n.isdigit() and len(n) < 5]


def _parts(row: Election, chosen: list[int]) -> list[tuple]:
    """(category, how many one may choose, [(candidate, her work, chosen?)])."""
    names, most = categories_of(row), {one["code"]: one["choices"] for one in row.rules["categories"]}
    standing = listed(row)
    return [
        (name, min(most[code], sum(c.category == code for c in standing)), [(c, work_words(c.evidence), c.number in chosen) for c in standing if c.category == code])
        for code, name in names.items()
    ]


def _ballot(request: HttpRequest, row: Election, code: str, chosen: list[int], error: Refused | None = None) -> HttpResponse:
    context = {**frame(row), "code": code, "parts": _parts(row, chosen), "error": refused(error, row) if error else ""}
    return render(request, "web/elections/ballot.html", context, status=422 if error else 200)


@vote_page
@require_POST
def cast(request: HttpRequest, row: Election) -> HttpResponse:
    """First a look at what was chosen; with `sure` the ballot goes in. `change` goes back to the ballot."""
    code, chosen = request.POST.get("code", "")[:40], _chosen(request)
    about = {"election": row, "typed": code, "address": request.META.get("REMOTE_ADDR", ""), "now": clock.now()}
    try:
        if request.POST.get("change") == "1":
            election_vote.look_at_code(**about)
            return _ballot(request, row, code, chosen)
        if request.POST.get("sure") != "1":
            election_vote.look_at_ballot(chosen=chosen, **about)
            context = {**frame(row), "code": code, "chosen": chosen, "parts": [(name, [c for c, _work, yes in people if yes]) for name, _most, people in _parts(row, chosen)]}
            return render(request, "web/elections/review.html", context)
        voted = election_vote.cast_vote(chosen=chosen, **about)
    except Refused as error:
        return _ballot(request, row, code, chosen, error) if error.code in ("many", "candidate") else _door(request, row, error)
    return render(request, "web/elections/voted.html", {**frame(row), "receipt": shown(voted.receipt)})
