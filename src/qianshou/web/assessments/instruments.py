"""The instruments of a street: what each asks and how sure its numbers are; a street's own, by page and by file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.assessment import operations
from qianshou.assessment.models import SiteInstrument
from qianshou.assessment.queries import instrument_of, instruments_for
from qianshou.assessment.queries.instruments import own_instrument, own_instruments, text_of
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument

from ..toasts import toast
from .fhir import read_questionnaire
from .said import CERTAINTY, refused

LONGEST = 200_000  # bytes of a file


def _street(request: HttpRequest) -> Street:
    return Street.objects.get(pk=request.scope.street_id)


@requires("assessments.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Those in use today, and a street's own with their drafts."""
    language, street = get_language(), _street(request)
    rows = [(one, one.said(language), CERTAINTY[one.certainty]) for one in instruments_for(street, clock.today()).values()]
    context = {"rows": rows, "own": own_instruments(scope=request.scope), "may_write": request.scope.may("instruments.write")}
    return render(request, "web/assessments/instruments.html", context)


@requires("assessments.read")
def one(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """One instrument as it is asked, with points, levels, reasons, source."""
    found, language = _instrument(request, code, version), get_language()
    sections = [(s.said(language), s.most, [(i.said(language), i.kind, [(a.said(language), a.points) for a in i.answers]) for i in found.items_of(s.code)]) for s in found.sections]
    bands = [(b.said(language), b.least, b.most, CERTAINTY[b.certainty], b.level) for b in found.bands]
    context = {
        "instrument": found, "name": found.said(language), "sections": sections, "bands": bands, "certainty": CERTAINTY[found.certainty],
        "changes": [(c.said(language), c.effect, c.level) for c in found.changes], "source": found.source(language),
        "may_write": request.scope.may("instruments.write"),
    }  # fmt: skip
    return render(request, "web/assessments/instrument.html", context)


@requires("assessments.read")
def file(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The instrument's file, to be changed and brought back."""
    found = _instrument(request, code, version)
    answer = HttpResponse(text_of(_street(request), found), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{found.version}.toml"'
    return answer


def _instrument(request: HttpRequest, code: str, version: str) -> Instrument:
    if found := instrument_of(_street(request), code, version):
        return found
    raise Http404


@requires("instruments.write")
def own(request: HttpRequest) -> HttpResponse:
    """Write or bring an instrument of one's own. `?from=<code>@<version>` begins with a copy; `?draft=<id>` goes on with a draft."""
    street, error, text, left = _street(request), "", "", None
    if request.method == "POST":
        sent = request.FILES.get("file")
        raw = sent.read(LONGEST + 1) if sent else request.POST.get("text", "").encode()
        text = raw.decode("utf-8", "replace")
        try:
            if len(raw) > LONGEST:
                raise operations.Refused("file", said=_("it is larger than %(n)s bytes") % {"n": LONGEST})
            if text.lstrip().startswith("{"):  # a FHIR Questionnaire: laid before a person as our own text first
                text, left = read_questionnaire(text)
                return render(request, "web/assessments/own.html", {"text": text, "left": left, "brought": True})
            row = operations.keep_draft(street_id=street.pk, text=text, now=clock.now(), by_id=request.user.pk)
        except operations.Refused as refusal:
            error = refused(refusal)
        else:
            toast(request, _("Read without a fault, and kept as a draft. Look at it, then put it in use."))
            return redirect(f"{reverse('assessments-own')}?draft={row.pk}")
    draft = None
    if (wanted := request.GET.get("draft", "")).isascii() and wanted.isdigit() and len(wanted) < 10:
        draft = or_404(lambda: own_instrument(scope=request.scope, instrument_id=int(wanted)))
        text = text or draft.text
    code, _at, version = request.GET.get("from", "").partition("@")
    if not text and (found := instrument_of(street, code, version)):
        text = text_of(street, found)
    return render(request, "web/assessments/own.html", {"text": text, "error": error, "draft": draft}, status=422 if error else 200)


@requires("instruments.write")
@require_POST
def publish(request: HttpRequest, instrument_id: int) -> HttpResponse:
    """Put a draft in use."""
    return _act(request, instrument_id, operations.publish, _("In use from its day on."))


@requires("instruments.write")
@require_POST
def retire(request: HttpRequest, instrument_id: int) -> HttpResponse:
    """Ask it no more."""
    return _act(request, instrument_id, operations.retire, _("It is asked no more; records keep it."))


def _act(request: HttpRequest, instrument_id: int, act, said: str) -> HttpResponse:
    row: SiteInstrument = or_404(lambda: own_instrument(scope=request.scope, instrument_id=instrument_id))
    try:
        act(instrument_id=row.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, said)
    except operations.Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
    return redirect("assessments-instruments")
