"""The rights of one person: what they asked, their whole record, and a new request."""

import json
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.booklets.record import record_pdf
from qianshou.exchange.operations.rights import NotRecorded, record_request
from qianshou.exchange.queries import rights
from qianshou.exchange.records import paper_of, record_of
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.queries.files import file_of
from qianshou.people.queries.reads import named, reads
from qianshou.people.queries.restrictions import holding_of

from ..reads import note
from ..rooms import address
from ..toasts import toast
from .said import PERSON_SAYS, kinds_of_request, pack_of, read_words

LATELY = 10


@requires("rights.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """Everything a person may ask for, on one page."""
    return _page(request, or_404(file_of, request.scope, person_id, clock.today()))


def _page(request: HttpRequest, person: Person, error: str = "", record_error: str = "") -> HttpResponse:
    scope = request.scope
    context = {
        "person": person, "kinds": kinds_of_request(person.street_id), "error": error, "record_error": record_error, "given": request.POST, "today": clock.today(),
        "asked": rights.requests(scope, state="all").filter(person=person).order_by("-asked_on", "-pk"), "erasure": rights.waiting(person.pk),
        "reads": [read_words(one) for one in named(list(reads(person)[:LATELY]))], "may_write": scope.may("rights.write"), "may_erase": scope.may("rights.erase"),
        "restricted": holding_of(person.pk), "consents_url": address("consents-person", person.pk),
    }  # fmt: skip
    return render(request, "web/rights/person.html", context, status=422 if error or record_error else 200)


@requires("rights.write")
@require_POST
def ask(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write down a request."""
    person, post = or_404(file_of, request.scope, person_id, clock.today()), request.POST
    asked_on = _day(post.get("asked_on", ""))
    if asked_on is None or asked_on > clock.today():
        return _page(request, person, PERSON_SAYS["asked_on"])
    try:
        made = record_request(
            person_id=person.pk, kind=post.get("kind", ""), identity=post.get("identity", ""), words=post.get("words", ""), asked_on=asked_on, now=clock.now(),
            by_id=request.user.pk, by_name=post.get("by_name", ""), by_relation=post.get("by_relation", ""),
        )  # fmt: skip
    except NotRecorded as refused:
        return _page(request, person, PERSON_SAYS[refused.code])
    except ValueError:
        return _page(request, person, PERSON_SAYS["words"])
    toast(request, _("The request is written down. It is to be answered by %(day)s.") % {"day": made.due_on.isoformat()}, level=messages.SUCCESS)
    return redirect("rights-request", made.pk)


@requires("rights.write")
@require_POST
def record(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole record as PDF or JSON, for a reason that stays in the log."""
    person, why = or_404(file_of, request.scope, person_id, clock.today()), request.POST.get("why", "").strip()[:200]
    if not why:
        return _page(request, person, record_error=PERSON_SAYS["why"])
    now, kind = clock.now(), "json" if request.POST.get("format") == "json" else "pdf"
    found = record_of(person, now=now)
    log(act="record.taken", now=now, by_id=request.user.pk, street_id=person.street_id, target="person", target_id=person.pk, format=kind, reason=why)
    note(request, [person.pk], way="export")
    if kind == "json":
        body, media = json.dumps(found, ensure_ascii=False, indent=1).encode(), "application/json"
    else:
        language = "en" if (get_language() or "").startswith("en") else "zh"
        paper = paper_of(found, classes=pack_of(person.street_id).retention, language=language)
        body = record_pdf(paper=paper, name=person.name, office=person.street.name, language=language, made_at=now, made=f"{clock.today():%Y-%m-%d}")
        media = "application/pdf"
    return HttpResponse(body, content_type=media, headers={"Content-Disposition": f'attachment; filename="record-{person.pk}-{clock.today():%Y-%m-%d}.{kind}"'})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
