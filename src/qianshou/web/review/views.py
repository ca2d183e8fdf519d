"""The review desk: one doubtful row after the other, settled by keyboard, and the last one taken back if need be."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Committee
from qianshou.access.permissions import requires
from qianshou.exchange import operations
from qianshou.exchange.models import ReviewCase
from qianshou.exchange.operations.cases import BadNumber, NotOpen
from qianshou.exchange.queries import review as reads
from qianshou.exchange.words import REASONS, reason_text
from qianshou.kernel import clock
from qianshou.people import vault
from qianshou.people.models import Person
from qianshou.people.operations.files import Stale
from qianshou.people.operations.merging import NotMergeable
from qianshou.people.rules import FILE_FIELDS, PERSON_FIELDS

from ..people.labels import field_label, said
from ..toasts import toast

# Why a row may stay as it is; 1 … n on the keyboard.
KEEP_REASONS = (
    gettext_lazy("Compared with the identity card: right as it stands"),
    gettext_lazy("No ID number: the household registers it later"),
    gettext_lazy("Two people, not one"),
    gettext_lazy("The old address is kept on purpose"),
    gettext_lazy("Asked the committee, no answer possible"),
)
_SHOWN = ("name", "sex", "birth_date", "committee_id", "place_id", "door", "living", "status", "health", "diet", "meal_days", "hardship", "interests", "remarks")
NOT_MERGEABLE = {
    "same": gettext_lazy("The file was changed meanwhile. Look again."),
    "accounts": gettext_lazy("Both files have an account of their own: the office closes one of them first."),
    "carers": gettext_lazy("Both files are a carer's: these are two people, or one of the two is enrolled twice."),
    "merged_on": gettext_lazy("The staying file was merged into another one since: take that back first."),
    "balance": gettext_lazy("One account in the ledger would fall below its least balance: have the missing amount paid in first."),
}
BAD_NUMBERS = {
    "missing": gettext_lazy("Type the 18 digits of the ID number."),
    "check": gettext_lazy("The check digit does not fit: one of the digits is wrong."),
    "spoilt": gettext_lazy("The last digits are missing."),
    "form": gettext_lazy("This is no ID number: 18 digits, the last may be X, with a birth date inside."),
    "taken": gettext_lazy("This ID number is in another file already. If it is the same person, merge the two."),
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of two files side by side."""

    code: str
    label: str
    later: str
    earlier: str
    differs: bool
    can_take: bool


@requires("review.settle")
def desk(request: HttpRequest) -> HttpResponse:
    """The case at hand (`?case=`; else the first that waits), with filters and progress."""
    reason = request.GET.get("reason", "") if request.GET.get("reason", "") in REASONS else ""
    committee = request.GET.get("committee", "")
    committee_id = int(committee) if committee.isascii() and committee.isdigit() and len(committee) < 10 else None
    waiting = list(reads.cases(request.scope, reason=reason, committee_id=committee_id).values_list("pk", flat=True))
    wanted = request.GET.get("case", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else (waiting[0] if waiting else None)
    case = or_404(reads.case, request.scope, number) if number is not None else None
    context = {
        "case": case, "progress": reads.progress(request.scope), "waiting": len(waiting), "reason": reason, "committee_id": committee_id,
        "reasons": [(code, str(REASONS.get(code, code)).replace("%(row)s", "…").replace("%(name)s", "…"), count) for code, count in sorted(reads.reason_counts(request.scope).items())],
        "committees": _committees(request), "keep_reasons": list(enumerate(KEEP_REASONS, start=1)),
    }  # fmt: skip
    if case is not None:
        at = waiting.index(case.pk) if case.pk in waiting else -1
        other = reads.same_person(case)
        context |= {
            "reason_words": [reason_text(one) for one in case.reasons], "raw": reads.raw_cells(case), "other": other,
            "fields": _side_by_side(case.person, other), "number": vault.id_number(case.person), "other_number": vault.masked_id_number(other) if other else "",
            "position": at + 1, "before": waiting[at - 1] if at > 0 else None, "after": waiting[at + 1] if 0 <= at < len(waiting) - 1 else None,
            "open": case.state == ReviewCase.State.OPEN, "can_merge": bool(case.other_id and other), "wrong": BAD_NUMBERS.get(request.GET.get("wrong", ""), ""),
        }  # fmt: skip
    return render(request, "web/review/desk.html", context)


def _committees(request: HttpRequest) -> list[Committee]:
    """Committees with open cases."""
    ids = reads.cases(request.scope).values_list("person__committee_id", flat=True)
    return list(Committee.objects.filter(pk__in=set(ids) - {None}))


def _side_by_side(person: Person, other: Person | None) -> list[FieldRow]:
    rows = []
    for code in _SHOWN:
        later, earlier = _value(person, code), _value(other, code) if other else None
        if later in ("", None, []) and earlier in ("", None, []):
            continue
        differs = other is not None and later != earlier
        rows.append(FieldRow(code, field_label(code), said(code, later), said(code, earlier) if other else "", differs, differs and later not in ("", None, [])))
    return rows


def _value(person: Person, code: str) -> object:
    return getattr(person if code in PERSON_FIELDS else person.file, code)


@requires("review.settle")
@require_POST
def merge(request: HttpRequest, case_id: int) -> HttpResponse:
    """Make one file of the two."""
    take = [code for code in request.POST.getlist("take") if code in PERSON_FIELDS or code in FILE_FIELDS]
    if "birth_date" in take:
        take.append("birth_precision")
    return _settled(request, case_id, lambda now: operations.merge_files(case_id=case_id, take_from_later=take, now=now, by_id=request.user.pk), _("Merged into one file. Plans, links, visits and what is owed went over: look whether both had asked for the same."))


@requires("review.settle")
@require_POST
def mend(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write the right ID number."""
    number = request.POST.get("number", "")[:60]
    try:
        return _settled(request, case_id, lambda now: operations.mend_id_number(case_id=case_id, number=number, now=now, by_id=request.user.pk), _("ID number mended."))
    except BadNumber as bad:
        return redirect(_address(request, case=case_id, wrong=bad.code))


@requires("review.settle")
@require_POST
def keep(request: HttpRequest, case_id: int) -> HttpResponse:
    """It is right as it stands, for a reason."""
    or_404(reads.case, request.scope, case_id)
    chosen = request.POST.get("reason", "")
    reason = str(KEEP_REASONS[int(chosen) - 1]) if chosen in {str(n) for n in range(1, len(KEEP_REASONS) + 1)} else request.POST.get("other", "").strip()[:200]
    if not reason:
        toast(request, _("A reason is wanted."), level=40)
        return redirect(_address(request, case=case_id))
    return _settled(request, case_id, lambda now: operations.keep_as_is(case_id=case_id, reason=reason, now=now, by_id=request.user.pk), _("Kept as it is."))


@requires("review.settle")
@require_POST
def undo(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take the settling of a case back and show it again."""
    or_404(reads.case, request.scope, case_id)
    try:
        operations.undo_case(case_id=case_id, now=clock.now(), by_id=request.user.pk)
        toast(request, _("Taken back."))
    except NotOpen:
        toast(request, _("There is nothing to take back."), level=30)
    except NotMergeable as why:
        toast(request, NOT_MERGEABLE[why.code], level=40)
    return redirect(_address(request, case=case_id))


def _settled(request: HttpRequest, case_id: int, act: Callable, words: str) -> HttpResponse:
    """Settle one case and go on to the next that waits."""
    or_404(reads.case, request.scope, case_id)
    try:
        act(clock.now())
        toast(request, words, undo=reverse("review-undo", args=[case_id]))
    except NotOpen:
        toast(request, _("Somebody settled this before you."), level=30)
    except NotMergeable as why:
        toast(request, NOT_MERGEABLE[why.code], level=40)
        return redirect(_address(request, case=case_id))
    except (Stale, ValueError):
        toast(request, _("The file was changed meanwhile. Look again."), level=40)
        return redirect(_address(request, case=case_id))
    return redirect(_address(request, case=request.POST.get("after", "")))


def _address(request: HttpRequest, **more: object) -> str:
    """The desk with the filters the officer had set."""
    filters = {name: request.POST.get(name, "") for name in ("filter_reason", "filter_committee")}
    query = QueryDict(mutable=True)
    for name, value in {"reason": filters["filter_reason"], "committee": filters["filter_committee"], **{key: str(one) for key, one in more.items()}}.items():
        if value:
            query[name] = value
    return f"{reverse('review-list')}?{urlencode(query.dict())}" if query else reverse("review-list")
