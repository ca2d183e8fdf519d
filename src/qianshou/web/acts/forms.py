"""A form from a phone that came when somebody else had finished or begun the same one: both side by side, and a person decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.acts import operations as acts
from qianshou.acts import queries
from qianshou.acts.models import Act
from qianshou.assessment import operations
from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import instrument_of
from qianshou.assessment.queries.assessments import seen
from qianshou.assessment.rules.filled import FORM_KINDS, BadForm, Filled, read_form
from qianshou.kernel import clock
from qianshou.packs.instrument_shapes import Instrument, Item
from qianshou.people.queries.files import file_of

from ..assessments.said import refused
from ..templatetags.shell import listed
from ..toasts import toast
from .views import kind_word, reason_word


@requires("acts.settle")
def page(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """The phone's form beside the office's. POST lays it over the finished one as a correction that is begun, and settles the act."""
    act = or_404(queries.one_held, scope=request.scope, act_id=act_id)
    filled = _filled(act)
    if not request.scope.may("reviews.write" if act.kind == "review" else "assessments.write"):
        raise Http404
    person = or_404(file_of, request.scope, filled.person, clock.today())
    office = _office(request, filled)
    if request.method == "POST":
        return _correct(request, act, filled)
    instrument = instrument_of(act.street, filled.instrument, filled.version)
    context = {
        "act": act, "person": person, "office": office, "kind_word": kind_word(act.kind), "reason_word": reason_word(act.reason.get("code", "error")),
        "lines": _lines(instrument, office, filled) if instrument else [], "name": instrument.said(get_language()) if instrument else filled.instrument,
        "may_correct": office is not None and office.state == Assessment.State.DONE,
    }  # fmt: skip
    return render(request, "web/acts/form.html", context)


def _filled(act: Act) -> Filled:
    if act.kind not in FORM_KINDS:
        raise Http404
    try:
        return read_form(act.kind, act.payload)
    except BadForm:
        raise Http404 from None


def _office(request: HttpRequest, filled: Filled) -> Assessment | None:
    """What the desk has of this form: the finished one that stands, else the one that was begun."""
    rows = seen(request.scope, clock.today()).filter(person_id=filled.person, instrument=filled.instrument, month=filled.month)
    rows = rows.filter(replaced=False).exclude(state=Assessment.State.WITHDRAWN)
    return rows.select_related("made_by").order_by("state", "-made_on", "-pk").filter(replaces__isnull=True).first() or rows.first()


def _correct(request: HttpRequest, act: Act, filled: Filled) -> HttpResponse:
    now = clock.now()
    try:
        made = operations.take_in_as_correction(
            street_id=act.street_id, filled=filled, made_on=clock.local_date(act.made_at), now=now, by_id=request.user.pk
        )  # fmt: skip
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
        return redirect("acts-compare", act.pk)
    acts.settle(act=act, note=_("Laid over the form as a correction"), by=request.user, now=now)
    toast(request, _("The phone’s answers stand in a correction now. Look at it, then finish it."))
    return redirect("assessments-one", made.pk)


def _lines(instrument: Instrument, office: Assessment | None, filled: Filled) -> list[tuple[str, str, str, bool]]:
    """(question, the office's answer, the phone's answer, whether they differ)."""
    theirs = office.answers if office else {}
    found = []
    for item in instrument.items:
        ours, sent = theirs.get(item.code), filled.answers.get(item.code)
        found.append((item.said(get_language()), _said(item, ours), _said(item, sent), ours != sent))
    return found


def _said(item: Item, value: object) -> str:
    """An answer in words, "—" without one."""
    codes = value if isinstance(value, list) else [value]
    if item.answers:
        return listed(answer.said(get_language()) for code in codes if (answer := item.answer(str(code)))) or "—"
    return str(value) if value not in (None, "") else "—"
