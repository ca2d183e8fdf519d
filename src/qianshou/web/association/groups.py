"""Groups with who belongs to them, and offices with who held them when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import Group
from qianshou.association.operations import members as acts
from qianshou.association.operations import offices as office_acts
from qianshou.association.queries import members as queries
from qianshou.association.queries.pack import rules_of
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..listing import Listing
from .forms import GroupForm, TermForm
from .home import street_of
from .members import offices_in_words, runs
from .said import member_named, refused, tried


def group(request: HttpRequest, group_id: int) -> Group:
    """The group of an address; 404 for outsiders."""
    return or_404(lambda: queries.group_of(scope=request.scope, group_id=group_id))


@requires("association.read")
def listing(request: HttpRequest) -> HttpResponse:
    """All groups; a new one is founded below."""
    form = GroupForm()
    context = {"groups": queries.groups(scope=request.scope), "form": form, "may_write": request.scope.may("association.write")}
    return render(request, "web/association/groups.html", context)


@requires("association.write")
@require_POST
def found_one(request: HttpRequest) -> HttpResponse:
    """A new group."""
    form = GroupForm(request.POST)
    if not form.is_valid():
        context = {"groups": queries.groups(scope=request.scope), "form": form, "may_write": True}
        return render(request, "web/association/groups.html", context, status=422)
    made = tried(request, lambda: acts.found_group(street_id=request.scope.street_id, now=clock.now(), by_id=request.user.pk, **form.cleaned_data), _("The group is there."))
    return redirect("association-group", made.pk) if made else redirect("association-groups")


@requires("association.read")
def one(request: HttpRequest, group_id: int) -> HttpResponse:
    """Who belongs to it, and its offices."""
    row = group(request, group_id)
    people = queries.belonging(row)
    paper = Listing(title=row.name, rows=people, text_columns=(0, 1), about="member.person_id", columns=[
        (_("Card number"), "member.card"), (_("Name"), "member.person.name"), (_("Address"), lambda one: one.member.person.address), (_("Belongs since"), "since"),
    ])  # fmt: skip
    if answer := paper.answer(request):
        return answer
    context = {
        "row": row, "people": people, "form": _term_form(request, "group"), "may_write": request.scope.may("association.write"),
        "may_take": request.scope.may("export.run"), **_terms(request, row), **members_list(request),
    }  # fmt: skip
    return render(request, "web/association/group.html", context)


def members_list(request: HttpRequest) -> dict:
    """Members for the list behind a field."""
    return {"all_members": queries.members(scope=request.scope).prefetch_related(None)}


def _term_form(request: HttpRequest, of: str, data=None) -> TermForm:
    rules = rules_of(street_of(request), clock.today(), "office", of)
    return TermForm(data, offices=[(code, rule.name(get_language())) for code, rule in rules.items()], initial={"since": clock.today(), "seat": 1})


def _terms(request: HttpRequest, row: Group | None) -> dict:
    words = offices_in_words(request)
    rows = [(one, words.get(one.seat.office, one.seat.office), runs(one)) for one in queries.terms(scope=request.scope, group=row)]
    order = {code: n for n, code in enumerate(words)}
    rows.sort(key=lambda line: (not line[2], order.get(line[0].seat.office, 99), line[0].seat.number))
    return {"terms": rows}


@requires("association.write")
@require_POST
def enter(request: HttpRequest, group_id: int) -> HttpResponse:
    """A member comes into the group."""
    row = group(request, group_id)

    def act():
        who = member_named(row.street_id, request.POST.get("member", ""))
        if who is None:
            raise Refused("member")
        return acts.enter_group(group_id=row.pk, member_id=who.pk, since=clock.today(), now=clock.now(), by_id=request.user.pk)

    tried(request, act, _("She belongs to the group."), undo=lambda made: reverse("association-quit", args=[made.pk]))
    return redirect("association-group", row.pk)


@requires("association.write")
@require_POST
def quit_one(request: HttpRequest, belonging_id: int) -> HttpResponse:
    """She belongs to it no more."""
    row = or_404(lambda: queries.belonging_of(scope=request.scope, belonging_id=belonging_id))
    tried(request, lambda: acts.quit_group(belonging_id=row.pk, on=clock.today(), now=clock.now(), by_id=request.user.pk), _("%(name)s does not belong to the group any more.") % {"name": row.member.person.name})
    return redirect("association-group", row.group_id)


@requires("association.read")
def offices(request: HttpRequest) -> HttpResponse:
    """Who holds which office of the association, now and before; POST begins a term."""
    return _offices(request, _term_form(request, "association"))


def _offices(request: HttpRequest, form: TermForm, error: str = "", status: int = 200) -> HttpResponse:
    found = _terms(request, None)
    paper = Listing(title=_("Offices of the association"), rows=found["terms"], capability="", text_columns=(0, 2, 3), columns=[
        (_("Office"), lambda one: one[1]), (_("Seat"), lambda one: one[0].seat.number), (_("Name"), lambda one: one[0].member.person.name), (_("From"), lambda one: one[0].since), (_("Until"), lambda one: one[0].until),
    ])  # fmt: skip
    if answer := paper.answer(request):
        return answer
    context = {"form": form, "error": error, "may_write": request.scope.may("association.write"), **found, **members_list(request)}
    return render(request, "web/association/offices.html", context, status=status)


@requires("association.write")
@require_POST
def elect(request: HttpRequest) -> HttpResponse:
    """A term of an office begins; of a group's where `group` is named."""
    group_id = request.POST.get("group", "")
    row = group(request, int(group_id)) if group_id.isascii() and group_id.isdigit() and len(group_id) < 10 else None
    form = _term_form(request, "group" if row else "association", request.POST)
    if not form.is_valid():
        return _offices(request, form, status=422)
    data = dict(form.cleaned_data)
    who = member_named(request.scope.street_id, data.pop("member"))
    try:
        if who is None:
            raise Refused("member")
        made = office_acts.elect(street_id=request.scope.street_id, member_id=who.pk, group_id=row and row.pk, now=clock.now(), by_id=request.user.pk, **data)
    except Refused as error:
        return _offices(request, form, refused(error), status=422)
    tried(request, lambda: made, _("%(name)s holds the office.") % {"name": who.person.name}, undo=reverse("association-term-undo", args=[made.pk]))
    return redirect("association-group", row.pk) if row else redirect("association-offices")


@requires("association.write")
@require_POST
def step_down(request: HttpRequest, term_id: int) -> HttpResponse:
    """A term ends today."""
    row = or_404(lambda: queries.term_of(scope=request.scope, term_id=term_id))
    tried(request, lambda: office_acts.step_down(term_id=row.pk, until=clock.today(), now=clock.now(), by_id=request.user.pk), _("The term ends today."))
    return redirect("association-group", row.seat.group_id) if row.seat.group_id else redirect("association-offices")


@requires("association.write")
@require_POST
def undo_term(request: HttpRequest, term_id: int) -> HttpResponse:
    """A term was entered by mistake."""
    row = or_404(lambda: queries.term_of(scope=request.scope, term_id=term_id))
    tried(request, lambda: office_acts.take_back_term(term_id=row.pk, now=clock.now(), by_id=request.user.pk), _("Taken back."))
    return redirect("association-group", row.seat.group_id) if row.seat.group_id else redirect("association-offices")
