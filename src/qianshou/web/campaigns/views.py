"""Campaigns: choose who and until when, see how many, launch, follow, end early with a reason."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.models import KeyElder
from qianshou.care.queries.ladders import ladders_of
from qianshou.kernel import clock
from qianshou.watch import operations
from qianshou.watch.queries import campaigns as queries
from qianshou.watch.rules.campaigns import GREETING, TEMPLATES, default_by
from qianshou.watch.words import CAMPAIGN_WORDS

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import committees, day_of
from .forms import CampaignForm

PAGE = 50


@requires("campaigns.write")
def listing(request: HttpRequest) -> HttpResponse:
    """Campaigns that run and that ran."""
    now = clock.now()
    found = queries.campaigns(scope=request.scope)
    columns = [
        (_("Campaign"), "title"), (_("Kind"), lambda c: CAMPAIGN_WORDS.get(c.kind, c.kind)), (_("Launched"), "launched_at"), (_("Due by"), "by_at"),
        (_("Number of people"), "people"), (_("Launched by"), "launched_by"), (_("Ended"), "ended_at"), (_("Why"), "end_reason"),
    ]  # fmt: skip
    if answer := Listing(title=_("Campaigns"), columns=columns, rows=found).answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        day = clock.today() if row.kind == GREETING else None
        row.progress = queries.progress(queries.dues_of(scope=request.scope, campaign=row, day=day))
        row.handled = row.progress["done"] + row.progress["excused"]
        row.runs = row.ended_at is None and (row.kind == GREETING or row.by_at > now or row.progress["due"] + row.progress["late"] > 0)
    return render(request, "web/campaigns/list.html", {"page": page, "templates": CAMPAIGN_WORDS.items(), "greeting": GREETING})


@requires("campaigns.write")
def new(request: HttpRequest) -> HttpResponse:
    """Start from a template; the first send shows how many it would be, the second launches."""
    kind = request.POST.get("kind") or request.GET.get("kind") or "heat"
    kind = kind if kind in TEMPLATES else "other"
    offered = committees(request.scope)
    if request.method != "POST":
        form = CampaignForm(initial=_initial(kind), committees=offered)
        return render(request, "web/campaigns/new.html", {"form": form, "kind": kind, "templates": CAMPAIGN_WORDS.items()})
    form = CampaignForm(request.POST, committees=offered)
    context = {"form": form, "kind": kind, "templates": CAMPAIGN_WORDS.items()}
    if not form.is_valid():
        return render(request, "web/campaigns/new.html", context, status=422)
    query, by_at, street_id = form.query(), form.by_at(), request.scope.street_id
    among = key_elders(street_id) if query.get("key_elder") else None
    people = queries.matching_ids(street_id=street_id, query=query, today=clock.today(), among=among)
    if "launch" not in request.POST or not people:
        sample = queries.matching(street_id=street_id, query=query, today=clock.today(), among=among).select_related(
            "person__place", "person__committee"
        )
        context |= {"count": len(people), "sample": sample.order_by("person__name_key", "pk")[:8], "by_at": by_at}
        return render(request, "web/campaigns/new.html", context, status=422 if "launch" in request.POST else 200)
    ladders = None
    if form.cleaned_data["ladder"] == "carers":
        day = clock.local_date(by_at)
        known = ladders_of(street_id=street_id, elder_ids=people, first=day, last=day)
        ladders = {person: known.of(person, day) for person in people}
    campaign = operations.launch_campaign(
        street_id=street_id, by=request.user, title=form.cleaned_data["title"], query=query, by_at=by_at, kind=kind,
        among=among, ladders=ladders, now=clock.now(),
    )  # fmt: skip
    toast(
        request,
        ngettext("Launched: %(n)d person is owed a look.", "Launched: %(n)d people are owed a look.", campaign.people)
        % {"n": campaign.people},
    )
    return redirect("campaigns-one", campaign.pk)


def key_elders(street_id: int) -> list[int]:
    """Person ids of the street's key elders today."""
    return list(KeyElder.objects.filter(street_id=street_id, until__isnull=True).values_list("elder_id", flat=True))


def _initial(kind: str) -> dict:
    template, now = TEMPLATES[kind], clock.now().astimezone(clock.ZONE)
    by = default_by(template, now)
    return {
        "kind": kind, "title": CAMPAIGN_WORDS[kind] if kind != "other" else "", "day": by.date(), "hour": by.strftime("%H:%M"),
        "ladder": "carers" if template.kind == "check" else "desk", **template.query,
    }  # fmt: skip


@requires("campaigns.write")
def one(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """How far it is, and who is still to be reached."""
    campaign = or_404(queries.campaign, scope=request.scope, campaign_id=campaign_id)
    day = day_of(request.GET.get("day"), clock.today()) if campaign.kind == GREETING else None
    dues = queries.dues_of(scope=request.scope, campaign=campaign, day=day)
    remaining = request.GET.get("show") != "all"
    rows = dues.filter(state__in=("open", "late")) if remaining else dues
    rows = rows.order_by("committee__position", "person__name_key", "pk")
    columns = [
        (_("Committee"), "committee.name"), (_("Elder"), "person.name"), (_("Where"), "person.address"), (_("State"), "get_state_display"),
        (_("Done at"), "met_made_at"), (_("By whom"), lambda d: d.met_by or d.excused_by), (_("Excuse"), "excuse"),
    ]  # fmt: skip
    title = _("%(title)s: still to be reached") % {"title": campaign.title} if remaining else campaign.title
    if answer := Listing(title=title, columns=columns, rows=rows, text_columns=(0, 1, 2, 3)).answer(request):
        return answer
    progress = queries.progress(dues)
    context = {
        "campaign": campaign, "progress": progress, "handled": progress["done"] + progress["excused"], "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "remaining": remaining, "day": day, "daily": campaign.kind == GREETING, "query": _said(campaign.query, request),
        "open": campaign.ended_at is None and (campaign.kind == GREETING or progress["due"] + progress["late"] > 0),
    }  # fmt: skip
    return render(request, "web/campaigns/one.html", context)


def _said(query: dict, request: HttpRequest) -> list[str]:
    found = []
    if query.get("committees"):
        found += [c.short for c in committees(request.scope).filter(pk__in=query["committees"])]
    if query.get("living_alone"):
        found.append(_("living alone"))
    if query.get("key_elder"):
        found.append(_("key elders"))
    if query.get("min_age"):
        found.append(_("from %(n)s years") % {"n": query["min_age"]})
    if query.get("max_age"):
        found.append(_("up to %(n)s years") % {"n": query["max_age"]})
    return found or [_("everybody at home")]


@requires("campaigns.write")
@require_POST
def end(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """End it early: what is pending is excused with this user's name and reason."""
    campaign = or_404(queries.campaign, scope=request.scope, campaign_id=campaign_id)
    reason = request.POST.get("reason", "")
    if reason.strip():
        count = operations.end_campaign(campaign=campaign, by=request.user, reason=reason, now=clock.now())
        toast(request, ngettext("Ended; %(n)d due was excused.", "Ended; %(n)d dues were excused.", count) % {"n": count})
    else:
        toast(request, _("Ending a campaign needs a reason."), level=30)
    return redirect("campaigns-one", campaign.pk)
