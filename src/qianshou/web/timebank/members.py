"""Who takes part: the list, joining and what is offered, an heir, leaving and coming back."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.association.models import TimebankMember
from qianshou.association.models.timebank import Part
from qianshou.association.operations import timebank_members as operations
from qianshou.association.operations.timebank_accounts import numbers_of
from qianshou.association.operations.timebank_errors import Refused
from qianshou.association.queries import timebank as reads
from qianshou.care.models import CompanyOffer
from qianshou.kernel import clock
from qianshou.ledger.rules import Unit, amount_text
from qianshou.people.models import Person

from ..company.said import WEEKDAYS
from ..listing import Listing
from ..templatetags.shell import listed
from ..toasts import toast
from .reading import batch_in, day_in, minutes_in, pack_in, pick, street_in
from .said import refused, service_word, time_words

PAGE = 60


@requires("timebank.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?show=left&kind=own|group&q=`."""
    get, scope, pack = request.GET, request.scope, pack_in(request)
    left = get.get("show") == "left"
    kind = get.get("kind") if get.get("kind") in TimebankMember.Kind.values else ""
    found = reads.members(scope, left=left, kind=kind, text=get.get("q", ""))
    if answer := _paper(found, pack).answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(get.get("page"))
    rows = [{"one": one, "has": time_words(one.balance), "gave": time_words(one.gave), "offers": offer_words(one, pack)} for one in page.object_list]
    context = {
        "page": page, "rows": rows, "left": left, "kind": kind, "kinds": TimebankMember.Kind.choices, "q": get.get("q", ""), "may_write": scope.may("timebank.write")
    }
    return render(request, "web/timebank/members.html", context)


def offer_words(one: TimebankMember, pack) -> str:
    """What she offers, in a few words."""
    days = listed(WEEKDAYS[day - 1] for day in one.days)
    parts = listed(Part(part).label for part in one.parts)
    services = listed(service_word(pack, code) for code in one.services)
    return " · ".join(str(words) for words in (services, days, parts) if words) or _("whatever is needed")


def _paper(found, pack) -> Listing:
    return Listing(capability="timebank.export", title=_("Members of the time bank"), rows=found, text_columns=(0, 1, 3, 4), about="person_id", columns=[
        (_("Name"), "person.name"), (_("For whom"), "get_kind_display"), (pgettext("timebank", "Name of the group"), "group"), (_("Has (hours)"), lambda one: amount_text(one.balance, Unit.MINUTES)),
        (_("Gave in all (hours)"), lambda one: amount_text(one.gave, Unit.MINUTES)), (_("Offers"), lambda one: offer_words(one, pack)), (_("Takes part since"), "since"),
        (_("Heir"), "heir.name"),
    ])  # fmt: skip


@requires("timebank.write")
def join(request: HttpRequest) -> HttpResponse:
    """Somebody takes part; `?person=` when it is known who. What a volunteer offers of company is put in to begin with."""
    who = pick(request, "person", data=request.POST if request.method == "POST" else {"person_id": request.GET.get("person", "")})
    if request.method != "POST":
        return _form(request, who, _known_offer(who.person))
    try:
        since = day_in(request.POST.get("since"), clock.today())
        member = operations.join_timebank(person_id=who.must().pk, offer=_offer(request), since=since, now=clock.now(), by_id=request.user.pk)
    except Refused as refusal:
        return _form(request, who, _offer(request), refused(refusal))
    toast(request, _("%(name)s takes part.") % {"name": member.person.name})
    return redirect("timebank-person", member.person_id)


@requires("timebank.write")
def offer(request: HttpRequest, giver_id: int) -> HttpResponse:
    """She offers something else now."""
    member = or_404(reads.member_of, request.scope, giver_id)
    who = pick(request, "person", data={"person_id": str(member.person_id)})
    who.person = member.person
    held = operations.Offer(member.kind, member.group, member.services, member.days, member.parts, member.week_most, member.note)
    if request.method != "POST":
        return _form(request, who, held, member=member)
    try:
        operations.change_offer(member_id=member.pk, offer=_offer(request), now=clock.now(), by_id=request.user.pk)
    except Refused as refusal:
        return _form(request, who, _offer(request), refused(refusal), member=member)
    toast(request, _("Written down what she gives and when."))
    return redirect("timebank-person", member.person_id)


def _known_offer(person: Person | None) -> operations.Offer:
    """To begin with: the days on which a volunteer offers company."""
    known = CompanyOffer.objects.filter(carer__person=person, carer__left_on__isnull=True).first() if person else None
    return operations.Offer(days=known.days if known else ())


def _offer(request: HttpRequest) -> operations.Offer:
    post = request.POST
    return operations.Offer(
        kind=post.get("kind", ""), group=post.get("group", ""), services=post.getlist("services"), days=[int(d) for d in post.getlist("days") if d in set("1234567")],
        parts=post.getlist("parts"), week_most=minutes_in(post.get("week_most")), note=post.get("note", ""),
    )  # fmt: skip


def _form(request: HttpRequest, who, held: operations.Offer, error: str = "", member: TimebankMember | None = None) -> HttpResponse:
    pack = pack_in(request)
    counted = numbers_of(street_in(request), clock.today()).services
    context = {
        "who": who, "held": held, "error": error, "member": member, "today": clock.today(), "kinds": TimebankMember.Kind.choices,
        "services": [(code, service_word(pack, code), code in held.services) for code in pack.services if code in counted],
        "days": [(n, word, n in held.days) for n, word in enumerate(WEEKDAYS, 1)],
        "parts": [(code, label, code in held.parts) for code, label in Part.choices if code],
        "week_most": amount_text(held.week_most, Unit.MINUTES) if held.week_most else "",
    }  # fmt: skip
    return render(request, "web/timebank/join.html", context, status=422 if error else 200)


@requires("timebank.write")
@require_POST
def heir(request: HttpRequest, giver_id: int) -> HttpResponse:
    """To whom her hours go; an empty field names nobody."""
    from .person import show

    member = or_404(reads.member_of, request.scope, giver_id)
    who = pick(request, "heir")
    try:
        named = who.must().pk if who.text or request.POST.get("heir_id") else None
        operations.name_heir(member_id=member.pk, heir_id=named, now=clock.now(), by_id=request.user.pk)
        toast(request, _("Written down who inherits.") if named else _("Nobody inherits."))
    except Refused as refusal:
        return show(request, member.person, {"heir": refused(refusal)}, {"heir": who})
    return redirect("timebank-person", member.person_id)


@requires("timebank.write")
@require_POST
def leave(request: HttpRequest, giver_id: int) -> HttpResponse:
    """She leaves, and her hours go somewhere."""
    from .person import show

    member, post = or_404(reads.member_of, request.scope, giver_id), request.POST
    who = pick(request, "to_person")
    try:
        to = post.get("to", "")
        receiver = who.must().pk if to == operations.TO_PERSON else None
        operations.leave_timebank(
            member_id=member.pk, to=to, to_person_id=receiver, reason=post.get("reason", ""), on=_day(post.get("on")), batch=batch_in(post.get("batch")),
            now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except Refused as refusal:
        return show(request, member.person, {"leave": refused(refusal)}, {"to_person": who})
    toast(request, _("%(name)s has left; the hours were passed on.") % {"name": member.person.name}, undo=reverse("timebank-back", args=[member.pk]))
    return redirect("timebank-person", member.person_id)


def _day(text: str | None) -> date:
    return day_in(text, clock.today())


@requires("timebank.write")
@require_POST
def back(request: HttpRequest, giver_id: int) -> HttpResponse:
    """She did not leave after all."""
    member = or_404(reads.member_of, request.scope, giver_id)
    try:
        operations.come_back(member_id=member.pk, now=clock.now(), by_id=request.user.pk)
        toast(request, _("She stays; her hours are back."))
    except Refused as refusal:
        toast(request, refused(refusal), level=messages.ERROR)
    return redirect("timebank-person", member.person_id)
