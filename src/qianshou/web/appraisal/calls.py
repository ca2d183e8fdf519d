"""Call-backs: the draw with its seed, one elder at a time with keys, and the page from which anybody can draw again."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.merit.models import CallBack
from qianshou.merit.operations import appraisal_calls as operations
from qianshou.merit.queries import appraisal_calls as queries
from qianshou.merit.rules.appraisal_sample import METHOD, order_of
from qianshou.packs.loader import load
from qianshou.people.rules import age_on
from qianshou.watch.queries.calls import phones_of

from ..listing import Listing
from ..months import chips, chosen_month, month_name, read_month
from ..templatetags.shell import listed
from ..toasts import toast
from ..watch.reading import aloud, number
from .reading import street_or_404
from .said import CALL_WORDS, refused
from .views import SETTLED_AFTER

LOOKS = {"reached": "done", "to_call": "due", "unreached": "calm", "refused": "calm", "never": "calm"}
OUTCOMES = ("missed", "refused", "never")
KEYS = ("123", "456", "789")  # yes, partly, no of each question


@requires("appraisal.call")
def desk(request: HttpRequest) -> HttpResponse:
    """Whom to ring now; `?who=` picks somebody from the list."""
    return desk_answer(request)


def desk_answer(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong and what was chosen."""
    month, street = chosen_month(request, settled_after=SETTLED_AFTER), street_or_404(request)
    pack, draw = load(street.pack, month), queries.draw_of(request.scope, month)
    rows = queries.calls(request.scope, month)
    listing = Listing(title=_("Call-backs %(month)s") % {"month": month_name(month)}, rows=rows, text_columns=(0, 1, 3), about="elder_id", columns=[
        (_("Carer"), "carer.person.name"), (_("Elder"), "elder.name"), (_("Where"), "elder.address"), (_("State"), "get_state_display"),
        (_("Answers"), lambda r: listed(CALL_WORDS[a] for a in r.answers.values())), (_("Note"), "note")])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    waiting = [row for row in rows if row.state == CallBack.State.TO_CALL]
    chosen = number(request.POST.get("who") or request.GET.get("who"))
    row = next((one for one in rows if one.pk == chosen), None) or next(iter(waiting), None)
    questions = [q for q in pack.appraisal_questions.values() if q.asked == "call"]
    asked = [
        {"code": q.code, "words": q.name(get_language()), "chosen": request.POST.get(q.code) or (row.answers.get(q.code, "") if row else ""),
         "options": [(code, CALL_WORDS[code], key) for code, key in zip(operations.ANSWERS, keys, strict=True)]}
        for q, keys in zip(questions, (*KEYS, *[("", "", "")] * len(questions)), strict=False)
    ]  # fmt: skip
    return render(request, "web/appraisal/calls.html", {
        "draw": draw, "rows": [(one, LOOKS[one.state]) for one in rows], "row": row, "questions": asked, "waiting": len(waiting), "problem": problem, "listing": listing,
        "phones": [aloud(p) for p in phones_of(row.elder_id)] if row else [], "age": age_on(row.elder.birth_date, clock.today()) if row else None,
        "done": len(rows) - len(waiting), "all": len(rows), "chips": chips(month), "code": f"{month:%Y-%m}", "month_name": month_name(month), "here": "calls",
        "seed": f"{secrets.randbelow(10**8):08d}", "each": pack.appraisal_marks["calls_each"].percent, "tries": pack.appraisal_marks["call_tries"].percent,
        "may_draw": request.scope.may("appraisal.write"),
    }, status=status)  # fmt: skip


@requires("appraisal.write")
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Draw the month's call-backs."""
    month = read_month(request.POST.get("month"))
    if month is None or request.scope.street_id is None:
        raise Http404
    try:
        made = operations.draw_callbacks(street_id=request.scope.street_id, month=month, seed=request.POST.get("seed", ""), now=clock.now(), by_id=request.user.pk)
    except Refused as error:
        return desk_answer(request, problem=refused(error), status=422)
    count = made.calls.count()
    toast(request, ngettext("%(n)s elder was drawn with the seed %(seed)s.", "%(n)s elders were drawn with the seed %(seed)s.", count) % {"n": count, "seed": made.seed})
    return redirect(f"{reverse('appraisal-calls')}?month={month:%Y-%m}")


@requires("appraisal.call")
def drawn(request: HttpRequest) -> HttpResponse:
    """Seed, method and pool: everything that is needed to draw again."""
    month, street = chosen_month(request, settled_after=SETTLED_AFTER), street_or_404(request)
    made = queries.draw_of(request.scope, month)
    names = queries.names_of(made)
    lines = [
        {"carer": carer, "name": names.get(carer, ""), "pool": elders, "order": order_of(made.seed, carer, elders), "drawn": order_of(made.seed, carer, elders)[: made.each]}
        for carer, elders in sorted(made.pool.items())
    ] if made else []  # fmt: skip
    listing = Listing(title=_("The draw of %(month)s") % {"month": month_name(month)}, rows=lines, columns=[
        (_("Number"), "carer"), (_("Name"), "name"), (_("Drawn"), "drawn"), (_("Whole order"), "order"), (_("Seed"), lambda _line: made.seed)])  # fmt: skip
    if answer := listing.answer(request):
        return answer
    whys = {"gone": _("no longer there"), "said_no": _("want no such calls"), "no_phone": _("without a telephone")}
    left_out = [(whys[why], n) for why, n in made.left_out.items() if n] if made else []
    return render(request, "web/appraisal/drawn.html", {"draw": made, "lines": lines, "left_out": left_out, "method": METHOD, "listing": listing, "street": street, "here": "calls",
                                                        "code": f"{month:%Y-%m}", "month_name": month_name(month), "chips": chips(month)})  # fmt: skip


@requires("appraisal.call")
@require_POST
def answer(request: HttpRequest, callback_id: int) -> HttpResponse:
    """How the call ended."""
    row, post = or_404(queries.call_of, request.scope, callback_id), request.POST
    act = {"callback_id": row.pk, "now": clock.now(), "by_id": request.user.pk}
    try:
        if post.get("outcome") == "missed":
            row = operations.miss_call(**act)
        elif post.get("outcome") in OUTCOMES:
            row = operations.refuse_call(never=post["outcome"] == "never", **act)
        else:
            row = operations.answer_call(answers={k: v for k, v in post.items() if v in operations.ANSWERS}, note=post.get("note", ""), **act)
    except Refused as error:
        if error.code == "settled":
            toast(request, _("%(name)s was rung already.") % {"name": row.elder.name}, level=messages.WARNING)
            return redirect(f"{reverse('appraisal-calls')}?month={row.month:%Y-%m}")
        return desk_answer(request, problem=refused(error), status=422)
    said = row.get_state_display() if row.state != CallBack.State.TO_CALL else _("nobody picked up, comes again")
    toast(request, _("%(name)s: %(outcome)s") % {"name": row.elder.name, "outcome": said}, undo=reverse("appraisal-call-back", args=[row.pk]))
    return redirect(f"{reverse('appraisal-calls')}?month={row.month:%Y-%m}")


@requires("appraisal.call")
@require_POST
def take_back(request: HttpRequest, callback_id: int) -> HttpResponse:
    """It was noted at the wrong name."""
    row = or_404(queries.call_of, request.scope, callback_id)
    try:
        operations.take_back_call(callback_id=row.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("Taken back: %(name)s is to be rung.") % {"name": row.elder.name})
    except Refused as error:
        toast(request, refused(error), level=messages.WARNING)
    return redirect(f"{reverse('appraisal-calls')}?month={row.month:%Y-%m}&who={row.pk}")
