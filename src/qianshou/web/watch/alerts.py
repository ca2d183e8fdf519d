"""Alerts: the list that the duty desk keeps open, one alert with its ladder, take, hand back, outcome; notices."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.notify import operations as notify
from qianshou.notify import queries as notices
from qianshou.notify.models import Notice
from qianshou.people.rules import age_on
from qianshou.watch import operations
from qianshou.watch.models import Alert
from qianshou.watch.operations.alerts import AlreadyTaken
from qianshou.watch.queries import alerts as queries
from qianshou.watch.queries.dues import sweep_age
from qianshou.watch.rules import OUTCOMES
from qianshou.watch.words import OUTCOME_WORDS, alert_words, due_title

from ..listing import Listing
from ..toasts import toast
from .reading import call_order, committees, number

PAGE = 50


@requires("watch.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Alerts that wait, that somebody has taken, or that ended. Asks itself again every ten seconds."""
    get, now = request.GET, clock.now()
    state = get.get("state") if get.get("state") in Alert.State.values else "raised"
    found = queries.alerts(scope=request.scope, state=state, committee_id=number(get.get("committee")), kind=get.get("kind", ""))
    if answer := _listing(found, state).answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(get.get("page"))
    rows = queries.with_told(list(page.object_list))
    for row in rows:
        row.minutes = int((now - row.raised_at).total_seconds() // 60)
        row.age = age_on(row.person.birth_date, clock.today()) if row.person else None
    newest = queries.alerts(scope=request.scope, state="raised").order_by("-pk").values_list("pk", flat=True).first()
    age = sweep_age(now=now)
    context = {
        "rows": rows, "page": page, "state": state, "counts": queries.counts(scope=request.scope), "newest": newest or 0,
        "committees": committees(request.scope), "chosen": number(get.get("committee")), "sweep_age": age, "sweep_late": age is None or age > 90,
    }  # fmt: skip
    return render(request, "web/watch/alerts.html", context)


def _listing(found, state: str) -> Listing:
    columns = [
        (_("Raised"), "raised_at"), (_("Elder"), "person.name"), (_("Where"), lambda a: a.person.address if a.person else ""),
        (_("Matter"), lambda a: due_title(a.due.title) if a.due else ""), (_("Why"), alert_words), (_("Taken by"), "taken_by"),
        (_("Outcome"), lambda a: OUTCOME_WORDS.get(a.outcome, a.outcome)), (_("Note"), "outcome_note"), (_("Ended"), "closed_at"),
    ]  # fmt: skip
    title = {"raised": _("Alerts that wait"), "taken": _("Alerts taken"), "closed": _("Alerts ended")}[state]
    return Listing(title=title, columns=columns, rows=found, text_columns=(0, 1, 2, 3, 4))


@requires("watch.read")
def one(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One alert: who, what, whom to ring in order, who was told and when, and what to press."""
    alert = or_404(queries.alert, scope=request.scope, alert_id=alert_id)
    return _page(request, alert)


def _page(request: HttpRequest, alert: Alert, *, error: str = "", note: str = "") -> HttpResponse:
    mine = alert.state == "taken" and alert.taken_by_id == request.user.pk
    context = {
        "alert": alert, "age": age_on(alert.person.birth_date, clock.today()) if alert.person else None, "mine": mine,
        "ladder": queries.ladder_of(alert), "steps": alert.steps.select_related("user").order_by("at", "pk"),
        "numbers": call_order(alert) if request.scope.may("watch.act") else [],
        "outcomes": [(o, OUTCOME_WORDS[o.code]) for o in OUTCOMES.values()], "error": error, "note": note,
        "minutes": int((clock.now() - alert.raised_at).total_seconds() // 60),
    }  # fmt: skip
    return render(request, "web/watch/alert.html", context, status=422 if error else 200)


@requires("watch.act")
@require_POST
def take(request: HttpRequest, alert_id: int) -> HttpResponse:
    """ "I see to it.\""""
    alert = or_404(queries.alert, scope=request.scope, alert_id=alert_id)
    try:
        operations.take_alert(alert_id=alert.pk, user=request.user, now=clock.now())
    except AlreadyTaken as taken:
        _say_taken(request, taken.alert)
    return redirect("alerts-one", alert.pk)


def _say_taken(request: HttpRequest, alert: Alert) -> None:
    if alert.state == "closed":
        text = _("This alert has ended already.")
    else:
        text = _("%(name)s has taken this alert.") % {"name": alert.taken_by} if alert.taken_by else _("Nobody has taken this alert yet.")
    toast(request, text, level=messages.WARNING)


@requires("watch.act")
@require_POST
def release(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Hand it back: it climbs on."""
    alert = or_404(queries.alert, scope=request.scope, alert_id=alert_id)
    try:
        operations.release_alert(alert_id=alert.pk, user=request.user, note=request.POST.get("note", ""), now=clock.now())
        toast(request, _("Handed back: it climbs on."))
    except AlreadyTaken as taken:
        _say_taken(request, taken.alert)
    return redirect("alerts-list")


@requires("watch.act")
@require_POST
def close(request: HttpRequest, alert_id: int) -> HttpResponse:
    """End it with an outcome; the next one that waits comes by itself."""
    alert = or_404(queries.alert, scope=request.scope, alert_id=alert_id)
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    if outcome in OUTCOMES and OUTCOMES[outcome].needs_note and not note.strip():
        return _page(
            request, alert, error=_("“%(outcome)s” needs a few words: what happened, who was told.") % {"outcome": OUTCOME_WORDS[outcome]}
        )
    try:
        operations.close_alert(alert_id=alert.pk, user=request.user, outcome=outcome, note=note, now=clock.now())
    except AlreadyTaken as taken:
        _say_taken(request, taken.alert)
        return redirect("alerts-one", alert.pk)
    except ValueError:
        return _page(request, alert, error=_("Choose an outcome."), note=note)
    toast(request, _("Ended: %(outcome)s") % {"outcome": OUTCOME_WORDS[outcome]})
    following = queries.alerts(scope=request.scope, state="raised").first()
    return redirect("alerts-one", following.pk) if following else redirect("alerts-list")


@requires("watch.read", "field.use")
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the program told this user."""
    page = Paginator(notices.notices(user_id=request.user.pk), PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.text = _notice_text(row)
        ids = row.params.get("alerts") or []
        row.link = _notice_link(row, ids)
    return render(request, "web/watch/notices.html", {"page": page, "unread": notices.unread(user_id=request.user.pk).count()})


def _notice_link(row: Notice, alerts: list[int]) -> str:
    if row.code == "file_move":
        return reverse("moves-list")
    if row.code == "honour":
        return reverse("notices-list")
    if concern := row.params.get("concern"):
        return reverse("concerns-one", args=[concern])
    return reverse("alerts-one", args=[alerts[0]]) if len(alerts) == 1 else reverse("alerts-list")


def _notice_text(row: Notice) -> str:
    if row.code == "file_move":
        return _("The other street took the file over.") if row.params.get("state") == "taken" else _("The other street does not take the file.")
    if row.code == "honour":
        return _("The street honours you. The office has your certificate.")
    if row.code == "family_note":
        return _("The family raised a concern on its page.") if row.params.get("kind") == "concern" else _("The family wrote to the carer on its page.")
    if row.code == "taken_back":
        return _("The carer took “nobody answers” back. You have taken this alert: end it when you are sure.")
    count = row.params.get("count", 1)
    return ngettext("%(n)d alert wants somebody", "%(n)d alerts want somebody", count) % {"n": count}


@requires("watch.read", "field.use")
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """All read."""
    notify.read_notices(user_id=request.user.pk, now=clock.now())
    return redirect("notices-list")
