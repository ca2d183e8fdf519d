"""One field for a question in words; the address holds it, so that it can be sent to a colleague."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.assessment.queries import instruments_for
from qianshou.care.models import SavedSearch
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.finding import drop_search, keep_search
from qianshou.care.queries.finding import LEVELS, find, place_names, read_question, shown
from qianshou.care.queries.vocabulary import Speech
from qianshou.care.rules.finding import Wanted
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.people.models import Person
from qianshou.people.rules import age_on

from ..company.said import WEEKDAYS
from ..listing import Listing
from ..reads import note
from ..templatetags.shell import listed
from ..toasts import toast

PAGE = 100
REFUSALS = {"name": gettext_lazy("Give the question a name."), "text": gettext_lazy("Ask something first.")}
SEXES = {"f": gettext_lazy("women only"), "m": gettext_lazy("men only")}


@requires("company.read")
def page(request: HttpRequest) -> HttpResponse:
    """`?q=`: the question. Nothing asked, nothing listed."""
    today, street, text = clock.today(), Street.objects.get(pk=request.scope.street_id), request.GET.get("q", "").strip()[:200]
    if lane := request.GET.get("lane", "").strip()[:80]:  # the lane to start from was chosen: it joins the question
        return redirect(f"{reverse('finding')}?{urlencode({'q': f'{text} {lane}'})}")
    speech = Speech(street, today)
    wanted = read_question(street=street, text=text, speech=speech)
    rows = Person.objects.none()
    if text and not wanted.empty:
        rows = find(scope=request.scope, street=street, wanted=wanted, today=today, speech=speech)
    levels = _levels(street, today)
    paper = _paper(text, rows, levels, today)
    if (answer := paper.answer(request)) is not None:
        note(request, [one.pk for one in paper.rows], way="export")
        return answer
    ids = list(rows.values_list("pk", flat=True))  # alone and once: they are counted and cut
    found = Paginator(ids, PAGE).get_page(request.GET.get("page"))
    found.object_list = shown(found=rows, ids=found.object_list)
    says = speech.remarked if wanted.talents or wanted.words else {}
    for row in found.object_list:
        row.says = says.get(row.pk, ())
        row.age, row.level_word, row.walk = age_on(row.birth_date, today), levels.get(row.level, ""), None if row.minutes is None else round(row.minutes)
    context = {
        "q": text, "page": found, "understood": understood(wanted, speech, levels), "left": wanted.left, "asked": bool(text), "empty": wanted.empty,
        "saved": SavedSearch.objects.filter(street=street), "may_write": request.scope.may("company.write"),
        "may_invite": request.scope.may("invitations.write"), "may_see_words": request.scope.may("company.write"),
        "lanes": place_names(street) if wanted.minutes is not None and not wanted.around else [],
        "examples": [_("dancing over 70 women"), _("opera or chess level 1"), _("wants company alone")],
    }  # fmt: skip
    return render(request, "web/finding/page.html", context)


def _levels(street: Street, today) -> dict[int, str]:
    one = instruments_for(street, today).get(LEVELS)
    return {band.level: band.said(get_language()) for band in one.bands} if one else {}


def understood(wanted: Wanted, speech: Speech, levels: dict[int, str]) -> list[str]:
    """The question as the program took it, piece by piece."""
    language = get_language()
    found = [speech.talents[code].name(language) for code in wanted.talents]
    found += [_("“%(word)s”, as it stands on files") % {"word": word} for word in wanted.words]
    if wanted.age_from is not None:
        found.append(_("aged %(n)s or more") % {"n": wanted.age_from})
    if wanted.age_to is not None:
        found.append(_("aged %(n)s at most") % {"n": wanted.age_to})
    if wanted.level_from is not None and wanted.level_from == wanted.level_to:
        found.append(levels.get(wanted.level_from, str(wanted.level_from)))
    else:
        if wanted.level_from is not None:
            found.append(_("%(level)s or worse") % {"level": levels.get(wanted.level_from, wanted.level_from)})
        if wanted.level_to is not None:
            found.append(_("%(level)s or better") % {"level": levels.get(wanted.level_to, wanted.level_to)})
    if wanted.sex:
        found.append(str(SEXES[wanted.sex]))
    if wanted.alone:
        found.append(_("living alone"))
    if wanted.company:
        found.append(_("wishes for company"))
    purposes = load(speech.street.pack, speech.on).purposes
    found += [_("agreed to: %(purpose)s") % {"purpose": purposes[code].name(language)} for code in wanted.consents]
    if wanted.days:
        found.append(_("said that it suits on %(days)s") % {"days": listed(str(WEEKDAYS[day - 1]) for day in wanted.days)})
    if wanted.around:
        within = _("within %(n)s minutes on foot of %(place)s") if wanted.minutes is not None else _("the nearest to %(place)s first")
        found.append(within % {"n": wanted.minutes, "place": wanted.around})
    elif wanted.minutes is not None:
        found.append(_("minutes on foot need a lane to start from"))
    return found


def _paper(text: str, rows: object, levels: dict[int, str], today) -> Listing:
    """The list as it leaves the program: to ring, to print, to paste into a chat."""
    return Listing(title=_("People: %(question)s") % {"question": text}, rows=rows, text_columns=(0, 1, 2, 3), about="pk", columns=[
        (_("Name"), "name"), (_("Age"), lambda p: age_on(p.birth_date, today) or ""), (_("Committee"), lambda p: p.committee or ""), (_("Address"), "address"),
        (_("Talents and interests"), lambda p: listed(p.interests)), (_("Level"), lambda p: levels.get(p.level, "")),
        (_("Minutes on foot"), lambda p: "" if p.minutes is None else round(p.minutes)),
    ])  # fmt: skip


@requires("company.write")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the question under a name."""
    text = request.POST.get("q", "")
    try:
        keep_search(street_id=request.scope.street_id, name=request.POST.get("name", ""), text=text, now=clock.now(), by_id=request.user.pk)
        toast(request, _("Kept. It stands above the field from now on."))
    except Refused as error:
        toast(request, str(REFUSALS[error.code]), level=messages.ERROR)
    return redirect(f"{reverse('finding')}?{urlencode({'q': text})}")


@requires("company.write")
@require_POST
def drop(request: HttpRequest, search_id: int) -> HttpResponse:
    """Throw a kept question away."""
    or_404(SavedSearch.objects.get, pk=search_id, street_id=request.scope.street_id)
    drop_search(street_id=request.scope.street_id, search_id=search_id, now=clock.now(), by_id=request.user.pk)
    toast(request, _("The question is thrown away."))
    return redirect("finding")
