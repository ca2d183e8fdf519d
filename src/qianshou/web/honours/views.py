"""Honours of the street: what waits first, and the certificate of each."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.appraisal import CERTIFICATE, certificate
from qianshou.booklets.queries.appraisals import certificate_of
from qianshou.booklets.render import pdf
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import Honour
from qianshou.merit.operations import honours as operations
from qianshou.merit.queries.honours import honour_counts, honour_of, honours
from qianshou.packs.loader import load
from qianshou.packs.shapes_praise import HonourRule

from ..listing import Listing
from ..toasts import toast

PAGE = 20
REFUSALS = {
    "reason": gettext_lazy("Write the reason: it is kept with the honour."),
    "second": gettext_lazy("Whoever approved it does not confirm it: ask a second officer."),
    "step": gettext_lazy("Somebody was quicker: it stands elsewhere now."),
    "future": gettext_lazy("That day is still to come."),
}
LOOKS = {"proposed": "due", "approved": "due", "confirmed": "done", "refused": "calm"}
UNITS = {"points": gettext_lazy("points"), "months": gettext_lazy("excellent months"), "years": gettext_lazy("years"), "hours": gettext_lazy("hours")}


@requires("honours.read")
def honour_list(request: HttpRequest) -> HttpResponse:
    """What waits for somebody first; `?state=`, `?honour=` (code of a threshold), `?q=` of a carer's name or number, `?page=`."""
    return list_answer(request)


def list_answer(request: HttpRequest, *, problem: str = "", of: int = 0, status: int = 200) -> HttpResponse:
    """The page, with what was wrong with one of them."""
    street = street_of(request.scope)
    if street is None:
        raise Http404
    pack, language, get = load(street.pack), translation.get_language(), request.GET
    counts = honour_counts(request.scope)
    asked = {"state": get.get("state", ""), "code": get.get("honour", "")[:40], "text": get.get("q", "")[:40]}
    rows = honours(request.scope, **asked)
    line = lambda row: _line(row, pack.honours.get(row.code), language)
    listing = Listing(title=_("Honours"), rows=map(line, rows), text_columns=(1, 2, 3), columns=[
        (_("Number"), "row.carer.number"), (_("Name"), "row.carer.person.name"), (_("Honour"), "name"), (_("What was counted"), "counted"), (_("State"), "row.get_state_display"),
        (_("Reason"), "row.reason"), (_("Goes with it"), "gift"), (_("Given on"), "row.given_on")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    page = Paginator(rows, PAGE).get_page(get.get("page"))
    rules = [(rule, rule.name(language), rule.reason(language), _gift(rule.fen, rule.gift(language))) for rule in pack.honours.values()]
    return render(request, "web/honours/list.html", {
        "page": page, "rows": [line(row) for row in page.object_list], "rules": rules, "asked": asked, "narrowed": any(asked.values()), "query": f"?{get.urlencode()}" if get else "",
        "states": _chips(Honour.State.choices, counts, 0, asked["code"]), "kinds": _chips([(rule.code, name) for rule, name, *_ in rules], counts, 1, asked["state"]),
        "may_write": request.scope.may("honours.write"), "problem": problem, "of": of,
        "typed": request.POST.dict(), "today": clock.today(), "me": request.user.pk, "may_see_points": request.scope.may("points.read"),
    }, status=status)  # fmt: skip


def _chips(choices: Iterable[tuple[str, object]], counts: Mapping[tuple[str, str], int], at: int, other: str) -> list[tuple[str, object, int]]:
    """(code, words, how many) of each choice under the other filter; `at`: which half of the counts' keys the choices are. What there is none of is left out."""
    found = [(code, words, sum(n for key, n in counts.items() if key[at] == code and other in ("", key[1 - at]))) for code, words in choices]
    return [one for one in found if one[2]]


def _back(request: HttpRequest) -> HttpResponse:
    """To the list, under the filters it was acted from."""
    query = request.GET.urlencode()
    return redirect(reverse("honours-list") + (f"?{query}" if query else ""))


def _line(row: Honour, rule: HonourRule | None, language: str | None) -> dict:
    confirmed = row.state == Honour.State.CONFIRMED
    gift = (row.fen, row.gift_en if (language or "").startswith("en") else row.gift_zh) if confirmed or rule is None else (rule.fen, rule.gift(language))
    return {
        "row": row, "name": rule.name(language) if rule else row.code, "look": LOOKS[row.state], "gift": _gift(*gift), "months": row.evidence.get("months", []),
        "counted": f"{row.evidence.get('value', '')} {UNITS[row.kind]}", "since": row.evidence.get("since", ""),
    }  # fmt: skip


def _gift(fen: int, words: str) -> str:
    return " · ".join(filter(None, (_("%(yuan)s yuan") % {"yuan": f"{fen / 100:.2f}"} if fen else "", words)))


@requires("honours.write")
@require_POST
def work_out(request: HttpRequest) -> HttpResponse:
    """Look who has reached a threshold since."""
    if request.scope.street_id is None:
        raise Http404
    count = operations.propose_honours(street_id=request.scope.street_id, now=clock.now(), by_id=request.user.pk)
    said = ngettext("%(n)s new proposal.", "%(n)s new proposals.", count) % {"n": count} if count else _("Nobody has reached a further threshold.")
    toast(request, said)
    return _back(request)


def _done(request: HttpRequest, row: Honour, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return list_answer(request, problem=str(REFUSALS.get(error.code, error.code)), of=row.pk, status=422)
    toast(request, said % {"name": row.carer.person.name})
    return _back(request)


@requires("honours.write")
@require_POST
def decide(request: HttpRequest, honour_id: int) -> HttpResponse:
    """Approve or refuse."""
    row, approve = or_404(honour_of, request.scope, honour_id), request.POST.get("approve") == "1"
    act = lambda: operations.decide_honour(honour_id=row.pk, approve=approve, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
    return _done(request, row, act, _("%(name)s: approved. A second officer confirms it.") if approve else _("%(name)s: not given."))


@requires("honours.write")
@require_POST
def confirm(request: HttpRequest, honour_id: int) -> HttpResponse:
    """A second officer confirms."""
    row = or_404(honour_of, request.scope, honour_id)
    try:
        on = date.fromisoformat(request.POST.get("given_on", ""))
    except ValueError:
        on = clock.today()
    act = lambda: operations.confirm_honour(honour_id=row.pk, given_on=on, now=clock.now(), by_id=request.user.pk)
    return _done(request, row, act, _("%(name)s: confirmed. She is told, and the certificate is ready."))


@requires("honours.write")
@require_POST
def reopen(request: HttpRequest, honour_id: int) -> HttpResponse:
    """It was refused too soon."""
    row = or_404(honour_of, request.scope, honour_id)
    act = lambda: operations.reopen_honour(honour_id=row.pk, now=clock.now(), by_id=request.user.pk)
    return _done(request, row, act, _("%(name)s: proposed again."))


@requires("honours.read")
def certificate_pdf(request: HttpRequest, honour_id: int) -> HttpResponse:
    """The certificate; before it is confirmed it says so across the page."""
    row = or_404(honour_of, request.scope, honour_id)
    language = "en" if request.GET.get("language") == "en" else "zh"
    made_at = clock.day_bounds(row.given_on or clock.local_date(row.proposed_at))[0]
    answer = HttpResponse(pdf(CERTIFICATE, certificate(certificate_of(row, language)), made_at), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="honour-{row.pk}.pdf"'
    return answer
