"""Channels out of the program, and what was sent on them."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.notify import operations, queries

from ..listing import Listing
from ..toasts import toast
from ..watch.reading import number
from .forms import DELIVERY_WORDS, REFUSALS, ChannelForm

PAGE = 50


@requires("channels.write")
def listing(request: HttpRequest) -> HttpResponse:
    """Every way out of this street, with what waits and what failed."""
    rows = list(queries.channels(scope=request.scope))
    for row in rows:
        row.host = queries.host_of(row)
    return render(request, "web/channels/list.html", {"rows": rows})


@requires("channels.write")
def new(request: HttpRequest) -> HttpResponse:
    """A new channel."""
    if not request.scope.street_ids:
        return render(request, "web/channels/list.html", {"rows": [], "no_street": True})
    form = ChannelForm(request.POST or None, initial={"kind": request.GET.get("kind", "wecom")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        channel = operations.add_channel(street_id=request.scope.street_id, by_id=request.user.pk, now=clock.now(), **data)
        toast(request, _("Kept. Send a test message to see that it works."))
        return redirect("channels-edit", channel.pk)
    return render(request, "web/channels/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@requires("channels.write")
def edit(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Change a channel."""
    channel = or_404(queries.channel, scope=request.scope, channel_id=channel_id)
    known = {
        "kind": channel.kind,
        "name": channel.name,
        "template": channel.template,
        "from_rung": channel.from_rung,
        "shows_names": channel.shows_names,
    }
    form = ChannelForm(request.POST or None, initial=known, held=channel)
    if request.method == "POST" and form.is_valid():
        data = {k: v for k, v in form.cleaned_data.items() if k != "kind"}
        operations.change_channel(channel=channel, by_id=request.user.pk, now=clock.now(), **data)
        toast(request, _("Changed."))
        return redirect("channels-edit", channel.pk)
    context = {
        "form": form,
        "channel": channel,
        "host": queries.host_of(channel),
        "last": _said(queries.deliveries(scope=request.scope, channel_id=channel.pk)[:5]),
    }
    return render(request, "web/channels/form.html", context, status=422 if request.method == "POST" else 200)


@requires("channels.write")
@require_POST
def switch(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Rest or wake it."""
    channel = or_404(queries.channel, scope=request.scope, channel_id=channel_id)
    operations.set_channel_enabled(channel=channel, enabled=not channel.enabled, by_id=request.user.pk, now=clock.now())
    return redirect("channels-list")


@requires("channels.write")
@require_POST
def test(request: HttpRequest, channel_id: int) -> HttpResponse:
    """A test message through the same outbox as everything else."""
    channel = or_404(queries.channel, scope=request.scope, channel_id=channel_id)
    body = _("Qianshou: this is a test message from %(name)s. Whoever reads it will be told of alerts here.") % {"name": request.user}
    operations.post(channel_id=channel.pk, ref=f"test:{secrets.token_hex(8)}", body=body, now=clock.now())
    toast(request, _("On its way; the log below says whether it arrived."))
    return redirect("channels-edit", channel.pk)


@requires("channels.write")
def log(request: HttpRequest) -> HttpResponse:
    """What was sent, what waits, what was given up."""
    state = request.GET.get("state", "")
    found = queries.deliveries(scope=request.scope, state=state, channel_id=number(request.GET.get("channel")))
    columns = [
        (_("When"), "made_at"), (_("Channel"), "channel.name"), (_("State"), lambda d: DELIVERY_WORDS.get(d.state, d.state)), (_("Tries"), "attempts"),
        (_("Sent"), "sent_at"), (_("Trouble"), lambda d: trouble(d.error)), (_("Message"), "body"),
    ]  # fmt: skip
    if answer := Listing(title=_("Messages sent"), columns=columns, rows=found, capability="channels.write").answer(request):
        return answer
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    _said(page.object_list)
    return render(request, "web/channels/log.html", {"page": page, "state": state, "states": DELIVERY_WORDS.items()})


def trouble(error: str) -> str:
    """What went wrong, in words; what the other side said, as it said it."""
    return str(REFUSALS.get(error, error))


def _said(rows):
    for row in rows:
        row.trouble = trouble(row.error)
        row.word = DELIVERY_WORDS.get(row.state, row.state)
        row.look = {"sent": "done", "failed": "late"}.get(row.state, "due")
    return rows


@requires("channels.write")
@require_POST
def again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try a message that was given up once more."""
    delivery = or_404(queries.delivery, scope=request.scope, delivery_id=delivery_id)
    operations.send_again(delivery=delivery, by_id=request.user.pk, now=clock.now())
    toast(request, _("It is tried again."), level=messages.SUCCESS)
    return redirect(reverse("channels-log"))
