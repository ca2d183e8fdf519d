"""Offer a file to another street; see what is offered; take it or say no; take an offer back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Committee, Street
from qianshou.access.permissions import requires
from qianshou.assessment.models import Assessment
from qianshou.care.queries.finding import LEVELS
from qianshou.exchange.operations.moving import offer_file, prepaid_of, refuse_file, take_file
from qianshou.kernel import clock
from qianshou.meals.models import BoxHome
from qianshou.people.models import FileMove, Person, Place
from qianshou.people.operations.moving import MoveRefused, NewHome, withdraw_move
from qianshou.people.queries import file_of
from qianshou.people.queries.moves import CAPABILITY, moves_in, moves_out, offer_of, offer_to
from qianshou.people.rules import age_on

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import number
from .said import LOOKS, kept_words, refused

GONE = 100


@requires(CAPABILITY)
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=in|out`: what is offered to this street; what this street offered and gave."""
    show = "out" if request.GET.get("show") == "out" else "in"
    out = moves_out(scope=request.scope)
    columns = [
        (_("Name"), "name"), (_("To which street"), "to_street.name"), (_("State"), "get_state_display"), (_("Offered"), "offered_at"),
        (_("Reason"), "reason"),
        (_("Answered"), "answered_at"), (_("Answer"), "answer"), (_("To settle here"), lambda m: kept_words(m.kept)),
    ]  # fmt: skip
    if show == "out" and (
        answer := Listing(title=_("Files that moved away"), columns=columns, rows=out, text_columns=(0, 1, 2, 5)).answer(request)
    ):
        return answer
    context = {
        "show": show, "offers": [{"move": one, **_seen(one.person)} for one in moves_in(scope=request.scope).select_related("person")],
        "out": [{"move": one, "look": LOOKS[one.state], "kept": kept_words(one.kept)} for one in out[:GONE]] if show == "out" else [],
    }  # fmt: skip
    return render(request, "web/moves/list.html", context)


def _seen(person: Person) -> dict:
    """What the other street sees before it takes a file: age and level, no more."""
    newest = Assessment.objects.filter(person=person, instrument=LEVELS, state=Assessment.State.DONE, replaced=False, level__isnull=False)
    return {
        "age": age_on(person.birth_date, clock.today()),
        "level": newest.order_by("-made_on", "-pk").values_list("level", flat=True).first(),
    }


@requires(CAPABILITY)
def one(request: HttpRequest, move_id: int) -> HttpResponse:
    """One offer to this street, with the form for where the person will live."""
    return _one(request, or_404(offer_to, scope=request.scope, move_id=move_id))


def _one(request: HttpRequest, move: FileMove, error: str = "") -> HttpResponse:
    if move.state == FileMove.State.TAKEN:
        return redirect("people-file", move.person_id)
    context = {
        "move": move, **_seen(move.person), "error": error, "given": request.POST, "open": move.state == FileMove.State.OFFERED,
        "look": LOOKS[move.state],
        "committees": Committee.objects.filter(street_id=move.to_street_id), "places": Place.objects.filter(street_id=move.to_street_id),
    }  # fmt: skip
    return render(request, "web/moves/one.html", context, status=422 if error else 200)


@requires(CAPABILITY)
@require_POST
def take(request: HttpRequest, move_id: int) -> HttpResponse:
    """Take the file over."""
    move, post = or_404(offer_to, scope=request.scope, move_id=move_id), request.POST
    home = NewHome(number(post.get("committee")) or 0, number(post.get("place")), post.get("door", ""))
    try:
        take_file(move_id=move.pk, home=home, now=clock.now(), by_id=request.user.pk)
    except MoveRefused as error:
        return _one(request, move, refused(error))
    toast(
        request, _("%(name)s is in your street now. Nobody answers for the person yet: link a carer and make a plan.") % {"name": move.name}
    )
    return redirect("people-file", move.person_id)


@requires(CAPABILITY)
@require_POST
def refuse(request: HttpRequest, move_id: int) -> HttpResponse:
    """Not to us, and why."""
    move = or_404(offer_to, scope=request.scope, move_id=move_id)
    try:
        refuse_file(move_id=move.pk, reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
    except MoveRefused as error:
        return _one(request, move, refused(error))
    toast(request, _("Refused. The other street has been told why."))
    return redirect("moves-list")


@requires(CAPABILITY)
@require_POST
def withdraw(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The offer was a mistake, or came too early."""
    move = or_404(offer_of, scope=request.scope, move_id=offer_id)
    try:
        withdraw_move(move_id=move.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("The offer is taken back. Nothing was changed."))
    except MoveRefused as error:
        toast(request, refused(error), level=messages.WARNING)
    return redirect(f"{reverse('moves-list')}?show=out")


@requires(CAPABILITY)
def offer(request: HttpRequest, person_id: int) -> HttpResponse:
    """Offer one file to another street: first what will happen, then why."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    error, post = "", request.POST
    if request.method == "POST":
        try:
            move = offer_file(
                person_id=person.pk,
                to_street_id=number(post.get("street")) or 0,
                reason=post.get("reason", ""),
                now=clock.now(),
                by_id=request.user.pk,
            )
        except MoveRefused as refusal:
            error = refused(refusal)
        else:
            toast(
                request,
                _("Offered to %(street)s. Until it answers, nothing changes.") % {"street": move.to_street.name},
                undo=reverse("moves-withdraw", args=[move.pk]),
            )
            return redirect(f"{reverse('moves-list')}?show=out")
    streets = Street.objects.exclude(pk=person.street_id).order_by("district__name", "name")
    home = BoxHome.objects.filter(pk=person.pk).first()
    context = {
        "person": person, "streets": streets, "error": error, "given": post,
        "offered": FileMove.objects.filter(person=person, state=FileMove.State.OFFERED).first(),
        "settle": kept_words({"prepaid_fen": prepaid_of(person.pk), "boxes": home.still if home else 0}),
    }  # fmt: skip
    return render(request, "web/moves/offer.html", context, status=422 if error else 200)
