"""The list of members, who joins and leaves, groups and offices."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import Member
from qianshou.association.operations import members as acts
from qianshou.association.queries import members as queries
from qianshou.association.queries.pack import rules_of
from qianshou.kernel import clock
from qianshou.people.queries import search
from qianshou.people.queries.files import people_seen

from ..listing import Listing
from ..watch.reading import number
from .files import standing
from .forms import NewMemberForm
from .home import street_of
from .said import tried

PAGE, FOUND = 50, 8
ROLES = (queries.CARER, queries.VOLUNTEER, queries.ELDER, queries.NO_FILE)


@requires("association.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?q=`, `?group=`, `?role=carer|volunteer|elder|no_file`, `?left=1`."""
    get, scope = request.GET, request.scope
    role = get.get("role") if get.get("role") in ROLES else ""
    asked = {"text": get.get("q", "")[:60], "group": number(get.get("group")), "role": role, "left": get.get("left") == "1"}
    rows = queries.members(scope=scope, **asked)
    words = offices_in_words(request)
    if answer := _paper(rows, words).answer(request):
        return answer
    page = Paginator(rows, PAGE).get_page(get.get("page"))
    for row in page.object_list:
        row.offices = [words.get(one.seat.office, one.seat.office) for one in row.in_office if runs(one)]
    context = {
        "page": page, "asked": asked, "groups": queries.groups(scope=scope), "may_write": scope.may("association.write"), "may_take": scope.may("export.run"), "may_import": scope.may("import.run") or scope.may("members.import"),
        "may_open_files": scope.may("files.read"), "narrowed": any(asked.values()),
    }  # fmt: skip
    return render(request, "web/association/members.html", context)


def runs(term) -> bool:
    """Whether a term holds today."""
    today = clock.today()
    return term.since <= today and (term.until is None or term.until >= today)


def offices_in_words(request: HttpRequest) -> dict[str, str]:
    """Code of an office → its name."""
    return {code: rule.name(get_language()) for code, rule in rules_of(street_of(request), clock.today(), "office").items()}


def _paper(rows: Iterable[Member], words: dict[str, str]) -> Listing:
    return Listing(title=_("Members of the association"), rows=rows, text_columns=(0, 1, 4), about="person_id", columns=[
        (_("Card number"), "card"), (_("Name"), "person.name"), (_("Committee"), lambda one: one.person.committee or ""), (_("Address"), lambda one: one.person.address),
        (_("Groups"), lambda one: [g.group.name for g in one.in_groups]), (_("Offices"), lambda one: [words.get(t.seat.office, t.seat.office) for t in one.in_office if runs(t)]),
        (_("Member since"), "joined"), (_("Left on"), "left"), (_("Why"), "left_reason"),
    ])  # fmt: skip


def member(request: HttpRequest, member_id: int) -> Member:
    """The member of an address; 404 for outsiders."""
    return or_404(lambda: queries.member_of(scope=request.scope, member_id=member_id))


@requires("association.read")
def one(request: HttpRequest, member_id: int) -> HttpResponse:
    """What one member is and did."""
    row, words = member(request, member_id), offices_in_words(request)
    terms = [(term, words.get(term.seat.office, term.seat.office)) for term in row.terms.filter(taken_back_at__isnull=True).select_related("seat__group")]
    context = {
        "row": row, "terms": terms, "belonging": row.groups.select_related("group").order_by("since"), "ideas": row.ideas.order_by("-pk"), "today": clock.today(),
        "came": row.attendances.filter(taken_back_at__isnull=True).select_related("meeting").order_by("-meeting__on")[:12],
        "groups": queries.groups(scope=request.scope), "may_write": request.scope.may("association.write"), "may_open_files": request.scope.may("files.read"), **standing(request, row),
    }  # fmt: skip
    return render(request, "web/association/member.html", context)


@requires("association.write")
def new(request: HttpRequest) -> HttpResponse:
    """Somebody known is found by name; somebody unknown is written down."""
    form = NewMemberForm(request.POST or None, initial={"joined": clock.today(), "card": acts.next_card(request.scope.street_id)})
    if request.method == "POST" and form.is_valid():
        made = tried(request, lambda: acts.join_new(street_id=request.scope.street_id, now=clock.now(), by_id=request.user.pk, **form.cleaned_data), _("She is a member."))
        if made:
            return redirect("association-member", made.pk)
    return render(request, "web/association/new_member.html", {"form": form}, status=422 if request.method == "POST" else 200)


@requires("association.write")
def found(request: HttpRequest) -> HttpResponse:
    """People of the street who fit what is typed, to be made members."""
    text = request.GET.get("q", "").strip()
    rows = search(scope=request.scope, text=text, today=clock.today(), limit=FOUND).people if text else []
    people = [p for p in rows if p.street_id == request.scope.street_id]
    known = dict(Member.objects.filter(person__in=people, left__isnull=True).values_list("person_id", "pk"))
    return render(request, "web/association/_found.html", {"people": [(p, known.get(p.pk)) for p in people], "text": text})


@requires("association.write")
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Somebody who is known joins today."""
    seen = people_seen(request.scope, clock.today()).filter(street_id=request.scope.street_id)
    person = or_404(seen.get, pk=number(request.POST.get("person")) or 0)
    made = tried(request, lambda: acts.join(person_id=person.pk, joined=clock.today(), now=clock.now(), by_id=request.user.pk), _("%(name)s is a member.") % {"name": person.name})
    return redirect("association-member", made.pk) if made else redirect("association-members")


@requires("association.write")
@require_POST
def leave(request: HttpRequest, member_id: int) -> HttpResponse:
    """The membership ends today."""
    row = member(request, member_id)
    act = lambda: acts.leave(member_id=row.pk, left=clock.today(), reason=request.POST.get("reason", ""), now=clock.now(), by_id=request.user.pk)
    tried(request, act, _("%(name)s is no member any more.") % {"name": row.person.name}, undo=reverse("association-member-back", args=[row.pk]))
    return redirect("association-member", row.pk)


@requires("association.write")
@require_POST
def back(request: HttpRequest, member_id: int) -> HttpResponse:
    """Her leaving was a slip."""
    row = member(request, member_id)
    tried(request, lambda: acts.come_back(member_id=row.pk, now=clock.now(), by_id=request.user.pk), _("%(name)s is a member again, as before.") % {"name": row.person.name})
    return redirect("association-member", row.pk)
