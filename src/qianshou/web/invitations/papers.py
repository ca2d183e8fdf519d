"""Paper and words to take away: the call list, the letters, the sheet to sign, a message to paste."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.booklets import invitations as sheets
from qianshou.booklets.render import CALL_LIST, LETTERS, SIGN_SHEET, pdf
from qianshou.care.models import Invitation, Occasion
from qianshou.care.queries.invitations import asking, invited
from qianshou.kernel import clock

from ..toasts import toast
from .calls import contacts, telephones
from .views import occasion, with_standing


def _language(request: HttpRequest) -> str:
    """`?language=zh|en`, else the user's."""
    asked = request.GET.get("language") or get_language() or ""
    return "en" if asked.startswith("en") else "zh"


def about(row: Occasion) -> sheets.About:
    """The occasion as paper names it."""
    return sheets.About(row.name, row.on, row.starts, row.ends, row.where, row.organiser, row.telephone, row.text, row.places, row.answer_by)


def _on_list(row: Invitation, *, with_phones: bool = False) -> sheets.OnList:
    numbers = (*telephones(row), *(f"{text} {name} {relation}".strip() for name, relation, text in contacts(row)[:1])) if with_phones else ()
    return sheets.OnList(
        row.person.name, row.age, row.person.address, numbers, row.words if row.answer else "", row.last.note if row.last else "", row.seat,
        row.since_answer is not None and row.seat is None, row.person.sex,
    )  # fmt: skip


def _answer(request: HttpRequest, row: Occasion, template: str, data: dict, name: str, people: int) -> HttpResponse:
    log(act=f"{name}.printed", now=clock.now(), by_id=request.user.pk, street_id=row.street_id, target="occasion", target_id=row.pk, people=people)
    answer = HttpResponse(pdf(template, data, clock.day_bounds(clock.today())[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{row.on}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _nobody(request: HttpRequest, row: Occasion) -> HttpResponse:
    toast(request, _("There is nobody on the list yet."), level=messages.WARNING)
    return redirect("invitations-one", row.pk)


@requires("invitations.write")
def call_list(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Everybody on the list with telephones, by name."""
    row, language = occasion(request, occasion_id), _language(request)
    people = [_on_list(one, with_phones=True) for one in sorted(with_standing(asking(row)), key=lambda one: one.person.name_key)]
    if not people:
        return _nobody(request, row)
    return _answer(request, row, CALL_LIST, sheets.call_list(about(row), people, office=str(row.street), language=language), "call-list", len(people))


@requires("invitations.write")
def letters(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """One letter a page for whoever did not say no: all, or those not asked yet (`?silent=1`)."""
    row, language = occasion(request, occasion_id), _language(request)
    chosen = [one for one in with_standing(asking(row)) if one.answer != "no" and (request.GET.get("silent") != "1" or not one.answer)]
    people = [_on_list(one) for one in sorted(chosen, key=lambda one: (one.person.place_id or 0, one.person.door, one.pk))]
    if not people:
        return _nobody(request, row)
    data = sheets.letters(about(row), people, office=str(row.street), language=language, made_on=clock.today())
    return _answer(request, row, LETTERS, data, "letters", len(people))


@requires("invitations.read")
def sign_sheet(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Who has a place, to sign on the day."""
    row, language = occasion(request, occasion_id), _language(request)
    people = [_on_list(one) for one in with_standing(invited(row))]
    return _answer(request, row, SIGN_SHEET, sheets.sign_sheet(about(row), people, office=str(row.street), language=language), "sign-in", len(people))


@requires("invitations.write")
def message(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """The words of a message, to be pasted: the program has no way to write to old people or their families by itself."""
    row = occasion(request, occasion_id)
    text = "\n".join(filter(None, [
        row.name, row.text.strip(), _("When: %(when)s") % {"when": sheets.when(about(row), _language(request))}, _("Venue: %(place)s") % {"place": row.where},
        _("Please answer to: %(telephone)s") % {"telephone": row.telephone} if row.telephone else "",
        _("Please answer by: %(day)s") % {"day": row.answer_by} if row.answer_by else "", row.organiser,
    ]))  # fmt: skip
    if request.GET.get("format") == "text":
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    people = [one for one in with_standing(asking(row)) if not one.answer or one.answer in ("again", "unreached")]
    for one in people:
        one.numbers = telephones(one) or [f"{text_} ({name} {relation})" for name, relation, text_ in contacts(one)[:1]]
    return render(request, "web/invitations/message.html", {"row": row, "text": text, "people": people})
