"""Who has answered for which purpose, and who was never asked, by committee."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.people.models import Consent
from qianshou.people.queries.asked import NOT_ASKED, STATES, asked_counts, asked_of

from ..listing import Listing
from ..net.said import pack_for
from ..watch.reading import committees, number
from .said import STATES as WORDS

PAGE = 50
HOW_WORDS = dict(Consent.How.choices)


@requires("files.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?purpose=health&state=not_asked|given|refused|withdrawn&committee=&q=`."""
    scope, get, today, language = request.scope, request.GET, clock.today(), get_language()
    purposes = {code: one.name(language) for code, one in pack_for(request).purposes.items()}
    purpose = get.get("purpose") if get.get("purpose") in purposes else next(iter(purposes))
    state = get.get("state") if get.get("state") in STATES else NOT_ASKED
    committee, text = number(get.get("committee")), get.get("q", "").strip()[:40]
    found = asked_of(scope=scope, purpose=purpose, state=state, today=today, committee_id=committee, text=text)
    columns = [
        (_("Name"), "name"), (_("Committee"), lambda p: p.committee.name if p.committee else ""), (_("Address"), "address"),
        (_("Purpose"), lambda p: purposes[purpose]),
        (_("Answer"), lambda p: str(WORDS[state][1])), (_("When"), "answered_at"),
        (_("How it was said"), lambda p: str(HOW_WORDS.get(p.answered_how, ""))), (_("Said by"), "answered_by"),
    ]  # fmt: skip
    if answer := Listing(title=_("Consents"), columns=columns, rows=found, text_columns=(0, 1, 3, 4), about="pk").answer(request):
        return answer
    counts = asked_counts(scope=scope, purposes=list(purposes), today=today, committee_id=committee)
    page = Paginator(found, PAGE).get_page(get.get("page"))
    for person in page.object_list:
        person.how = HOW_WORDS.get(person.answered_how, "")
    context = {
        "page": page, "purposes": purposes.items(), "purpose": purpose, "state": state,
        "states": [(code, WORDS[code][1], counts[purpose].of(code)) for code in STATES],
        "missing": [(code, name, counts[code].not_asked) for code, name in purposes.items()], "committees": committees(scope), "chosen": committee,
        "q": text,
        "look": WORDS[state][0], "word": WORDS[state][1],
    }  # fmt: skip
    return render(request, "web/consents/list.html", context)
