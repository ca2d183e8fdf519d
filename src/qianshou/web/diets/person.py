"""One person's diet: what holds and where it comes from, what is to be settled, and what the next days' boxes will have."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.queries.clashes import foods_of
from qianshou.meals.queries.diets import PersonDiet, answer_row, book_for, diet_of, diet_row, history_of, person_seen
from qianshou.meals.queries.menus import pack_of
from qianshou.meals.queries.plates import plate_of
from qianshou.meals.rules.diets import Meaning
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person

from ..toasts import toast
from .forms import DietForm
from .said import meaning_words, plate_words, question_words, refused, restriction_words

AHEAD = 7


@requires("diets.read")
def page(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole on one page. POST adds a diet (diets.write)."""
    person = or_404(person_seen, request.scope, person_id, clock.today())
    pack, may_write = pack_of(person.street_id), request.scope.may("diets.write")
    form = DietForm(request.POST or None, pack=pack)
    if request.method == "POST" and may_write and form.is_valid():
        for entry in form.entries():
            operations.add_diet(person_id=person.pk, entry=entry, note=form.cleaned_data["note"], now=clock.now(), by_id=request.user.pk)
        toast(request, _("Written down. Labels follow from now on."))
        return redirect("diets-person", person.pk)
    return _page(request, person, pack, form)


def _page(request: HttpRequest, person: Person, pack: Pack, form: DietForm, asked: DietForm | None = None, words: str = "") -> HttpResponse:
    diet, (ended, answers) = diet_of(person.street_id, person.pk), history_of(person)
    questions = [
        {"words": one, "said": question_words(one), "form": asked if one == words else DietForm(pack=pack, nothing=True, prefix=f"q{at}"), "at": at}
        for at, one in enumerate(diet.questions)
    ]  # fmt: skip
    context = {
        "person": person, "questions": questions, "form": form, "may_write": request.scope.may("diets.write"), **_holds(person, diet, pack),
        "ended": [(row, meaning_words(Meaning(row.kind, row.target), pack)) for row in ended], "ahead": _ahead(person, pack),
        "answers": [_answer(row, pack, [*diet.entered, *ended]) for row in answers],
        "ingredients": [one.name(get_language()) for one in pack.allergens.values()],
    }  # fmt: skip
    troubled = form.errors or (asked and asked.errors)
    return render(request, "web/diets/person.html", context, status=422 if troubled else 200)


def _holds(person: Person, diet: PersonDiet, pack: Pack) -> dict:
    book = book_for(person.street_id)
    entered = []
    for row in diet.entered:
        one = book.restriction(Meaning(row.kind, row.target), row.hard)
        kind = pack.diets.get(row.kind)
        entered.append({"row": row, "words": restriction_words(one, pack), "hard": one.hard, "note": kind.note(get_language()) if kind else ""})
    return {"entered": entered, "read": [(restriction_words(one, pack), one.hard) for one in diet.read]}


def _answer(row: object, pack: Pack, diets: list) -> dict:
    means = [meaning_words(Meaning(one.kind, one.target), pack) for one in diets if one.pk in row.diets]
    return {"row": row, "words": question_words(row.words), "means": means}


def _ahead(person: Person, pack: Pack) -> list[dict]:
    """The boxes of the next days that have a menu."""
    today = clock.today()
    days = foods_of(person.street_id, today, today + timedelta(days=AHEAD - 1))
    return [{"day": day, "plate": plate_words(plate_of(person.street_id, person.pk, day), pack)} for day in days]


@requires("diets.write")
@require_POST
def settle(request: HttpRequest, person_id: int) -> HttpResponse:
    """Answer one question: it means this diet, or nothing for food."""
    person = or_404(person_seen, request.scope, person_id, clock.today())
    words, prefix = request.POST.get("words", ""), request.POST.get("prefix", "")
    pack, nothing = pack_of(person.street_id), "nothing" in request.POST
    form = DietForm(request.POST, pack=pack, nothing=nothing, prefix=prefix)
    if form.is_valid():
        means = [] if nothing else form.entries()
        try:
            answer = operations.settle(
                person_id=person.pk, words=words, means=means, note=form.cleaned_data["note"], now=clock.now(), by_id=request.user.pk
            )
        except operations.Refused as error:
            form.add_error("note" if error.code == "note" else None, refused(error))
            if error.code == "no_question":
                toast(request, refused(error), level=messages.ERROR)
                return redirect("diets-person", person.pk)
        else:
            toast(request, _("Settled."), undo=reverse("diets-undo", args=[answer.pk]))
            return redirect("diets-person", person.pk)
    return _page(request, person, pack, DietForm(pack=pack), asked=form, words=words)


@requires("diets.write")
@require_POST
def end(request: HttpRequest, diet_id: int) -> HttpResponse:
    """A diet holds no more, and why."""
    row = or_404(diet_row, request.scope, diet_id, clock.today())
    try:
        operations.end_diet(diet_id=row.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("It holds no more; it stays written down below."))
    return redirect("diets-person", row.person_id)


@requires("diets.write")
@require_POST
def undo(request: HttpRequest, answer_id: int) -> HttpResponse:
    """An answer was a mistake: the question is open again."""
    row = or_404(answer_row, request.scope, answer_id, clock.today())
    try:
        operations.take_back(answer_id=row.pk, now=clock.now(), by_id=request.user.pk)
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("The question is open again."))
    return redirect("diets-person", row.person_id)
