"""One person's consents: each purpose in plain words, the form for what was answered, and taking back."""

import base64
import binascii

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import Companionship
from qianshou.kernel import clock
from qianshou.people.models import Consent, FamilyLink, Person
from qianshou.people.operations import ConsentRefused, withdraw_consent
from qianshou.people.operations.consent_form import answer_form
from qianshou.people.papers import MOST_BYTES, PaperRefused
from qianshou.people.queries import consents_of, file_of
from qianshou.people.queries.restrictions import holding_of

from ..toasts import toast
from .said import HOWS, REFUSALS, STATES, stops

DRAWN = "data:image/png;base64,"


@requires("files.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """What was asked, answered and taken back."""
    return _page(request, or_404(file_of, request.scope, person_id, clock.today()))


def _page(request: HttpRequest, person: Person, error: str = "") -> HttpResponse:
    language, post = get_language(), request.POST
    rows = [
        {
            "answer": one, "code": one.purpose.code, "name": one.purpose.name(language), "data": one.purpose.said("data", language),
            "why": one.purpose.said("why", language), "who": one.purpose.said("who", language), "stops": stops(one.purpose.code),
            "look": STATES[one.state][0],
            "word": STATES[one.state][1], "chosen": post.get(f"answer-{one.purpose.code}", ""),
        }
        for one in consents_of(person, clock.today())
    ]  # fmt: skip
    context = {
        "restricted": holding_of(person.pk), "may_see_rights": request.scope.may("rights.read"), "person": person, "rows": rows, "hows": HOWS, "error": error, "given": post, "may_write": request.scope.may("files.write"),
        "contacts": person.contacts.all(),
        "missing": sum(row["answer"].state == "not_asked" for row in rows),
    }  # fmt: skip
    return render(request, "web/consents/person.html", context, status=422 if error else 200)


@requires("files.write")
@require_POST
def answer(request: HttpRequest, person_id: int) -> HttpResponse:
    """What was answered, for as many purposes as were asked."""
    person, post = or_404(file_of, request.scope, person_id, clock.today()), request.POST
    known = [one.purpose.code for one in consents_of(person, clock.today())]
    answers = {code: post[f"answer-{code}"] == "yes" for code in known if post.get(f"answer-{code}") in ("yes", "no")}
    try:
        answer_form(
            person_id=person.pk, answers=answers, how=post.get("how", ""), by_name=post.get("by_name", ""), by_relation=post.get("by_relation", ""),
            witness=post.get("witness", ""), proof=_proof(request), proof_name=_("Consent form"), now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except (ConsentRefused, PaperRefused) as refused:
        return _page(request, person, str(REFUSALS[refused.code]))
    toast(request, _("Written down."))
    return redirect("consents-person", person.pk)


def _proof(request: HttpRequest) -> bytes:
    """The bytes of the signature that was drawn, or of the scan; b"" for neither. PaperRefused for what is too big."""
    if request.POST.get("how") == Consent.How.SIGNED:
        drawn = request.POST.get("signature", "")
        try:
            return base64.b64decode(drawn.removeprefix(DRAWN), validate=True) if drawn.startswith(DRAWN) else b""
        except binascii.Error:
            return b""
    scan = request.FILES.get("scan") if request.POST.get("how") == Consent.How.PAPER else None
    if scan and scan.size > MOST_BYTES:
        raise PaperRefused("too_big")
    return scan.read() if scan else b""


@requires("files.write")
def withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    """First what stops, then the taking back itself. No reason is needed: nobody has to give one."""
    row = Consent.objects.filter(pk=consent_id).first()
    if row is None:
        raise Http404
    person = or_404(file_of, request.scope, row.person_id, clock.today())
    found = next((one for one in consents_of(person, clock.today()) if one.purpose.code == row.purpose), None)
    if found is None or found.now is None or found.now.pk != row.pk or not row.given:
        toast(request, str(REFUSALS["not_given"]), level=messages.WARNING)
        return redirect("consents-person", person.pk)
    if request.method == "POST":
        post = request.POST
        withdraw_consent(
            consent_id=row.pk, reason=post.get("reason", ""), by_name=post.get("by_name", ""), now=clock.now(), by_id=request.user.pk
        )
        toast(request, _("Taken back. %(what)s") % {"what": stops(row.purpose)})
        return redirect("consents-person", person.pk)
    context = {
        "person": person, "row": found.now, "name": found.purpose.name(get_language()), "stops": stops(row.purpose), "purpose": row.purpose,
        "links": FamilyLink.objects.filter(person=person, shut_at=None).count() if row.purpose == "family_page" else 0,
        "pairs": Companionship.objects.filter(elder=person, until=None).count() if row.purpose == "talents" else 0,
    }  # fmt: skip
    return render(request, "web/consents/withdraw.html", context)
