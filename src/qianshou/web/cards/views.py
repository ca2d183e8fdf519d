"""The officer prints cards by which carers bind their phones, sees the phones, unlocks them and signs them off."""

from __future__ import annotations

import re

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from qianshou.access import devices as reads
from qianshou.access.http import or_404
from qianshou.access.models import Device, QrCard, User
from qianshou.access.operations import devices
from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.kernel import clock

from ..listing import Listing
from ..templatetags.shell import listed
from ..toasts import toast

_SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux")]
_BROWSERS = [("MicroMessenger", "微信"), ("HuaweiBrowser", "华为"), ("MiuiBrowser", "小米"), ("EdgA?/", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]


def phone_name(label: str) -> str:
    """What a browser calls itself, in two words: Android · Chrome."""
    found = [next((shown for sign, shown in table if re.search(sign, label)), "") for table in (_SYSTEMS, _BROWSERS)]
    return " · ".join(filter(None, found)) or label[:30]


def _card_state(card: QrCard | None) -> tuple[str, object]:
    """(state, words) of a user's newest card."""
    if card is None:
        return "calm", gettext_lazy("none printed")
    if card.used_at:
        return "done", gettext_lazy("used")
    if card.revoked_at:
        return "calm", gettext_lazy("withdrawn")
    return ("due", gettext_lazy("waiting to be scanned")) if card.expires_at > clock.now() else ("calm", gettext_lazy("expired"))


def _phone_state(phone: Device) -> tuple[str, object]:
    if phone.revoked_at:
        return "calm", gettext_lazy("signed off")
    return ("late", gettext_lazy("locked")) if phone.locked_at else ("done", gettext_lazy("in use"))


def _with_cards(user: User) -> User:
    cards = sorted(user.cards.all(), key=lambda card: card.issued_at)
    user.card = cards[-1] if cards else None
    user.card_state, user.card_words = _card_state(user.card)
    user.card_open = bool(user.card and user.card_state == "due")
    user.phones = sorted(user.devices.all(), key=lambda phone: (phone.revoked_at is not None, -phone.bound_at.timestamp()))
    for phone in user.phones:
        phone.name = phone_name(phone.label)
        phone.state, phone.words = _phone_state(phone)
    return user


@requires("cards.print")
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody who works with a phone: card, phones, and what to do about them."""
    users = [_with_cards(user) for user in reads.field_users(scope=request.scope, on=clock.today())]
    columns = [
        (gettext_lazy("Name"), "display_name"),
        (gettext_lazy("Card"), lambda u: str(u.card_words)),
        (gettext_lazy("Phones"), lambda u: "；".join(f"{p.name} {p.words}" for p in u.phones)),
        (gettext_lazy("Last heard from"), lambda u: max((p.last_seen_at for p in u.phones if p.last_seen_at), default=None)),
    ]
    list_ = Listing(title=gettext_lazy("Cards and phones"), columns=columns, rows=users, capability="cards.print")
    if answer := list_.answer(request):
        return answer
    without = sum(1 for user in users if not user.card_open and not any(p.revoked_at is None for p in user.phones))
    return render(request, "web/cards/list.html", {"users": users, "listing": list_, "without": without, "days": reads.CARD_DAYS})


@requires("cards.print")
@require_POST
def print_cards(request: HttpRequest) -> HttpResponse:
    """A sheet of new cards. The codes stand only here: who prints again makes new cards, and the old ones end."""
    now, sheet, refused = clock.now(), [], []
    for number in dict.fromkeys(n for n in request.POST.getlist("user") if n.isdigit()):
        user = or_404(reads.one_field_user, scope=request.scope, user_id=int(number), on=clock.today())
        try:
            card, code = devices.issue_card(user=user, now=now, by=request.user)
        except ValueError:
            refused.append(user)
            continue
        sheet.append({"user": user, "card": card, "code": reads.shown_code(code), "picture": _picture(_address(request, code))})
    if refused:
        names = listed(user.display_name for user in refused)
        toast(request, _("No card for %(names)s: who may also use the desk needs an account of its own for the phone.") % {"names": names})
    if not sheet:
        return redirect("cards-list")
    shown = {"sheet": sheet, "street": street_of(request.scope), "days": reads.CARD_DAYS, "address": _address(request, "")}
    answer = render(request, "web/cards/sheet.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


def _address(request: HttpRequest, code: str) -> str:
    """Where a card leads. The code stands behind #: browsers do not send that, so no log on the way has it."""
    base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return f"{base}/field/#card={code}" if code else f"{base}/field/"


def _picture(address: str) -> SafeString:
    return mark_safe(segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True))  # drawn by segno from digits and letters


@requires("cards.print")
@require_POST
def withdraw(request: HttpRequest, card_id: int) -> HttpResponse:
    """Withdraw a card that went astray."""
    card = or_404(reads.one_card, scope=request.scope, card_id=card_id)
    if devices.revoke_card(card=card, now=clock.now(), by=request.user):
        toast(request, _("The card of %(name)s has been withdrawn.") % {"name": card.user.display_name})
    return redirect("cards-list")


@requires("cards.print")
@require_POST
def sign_off(request: HttpRequest, device_id: int) -> HttpResponse:
    """Sign a phone off: it reads nothing more; what it still sends is kept for the office."""
    device = or_404(reads.one_device, scope=request.scope, device_id=device_id)
    if devices.revoke_device(device=device, now=clock.now(), by=request.user):
        toast(request, _("The phone of %(name)s has been signed off.") % {"name": device.user.display_name})
    return redirect("cards-list")


@requires("cards.print")
@require_POST
def unlock(request: HttpRequest, device_id: int) -> HttpResponse:
    """Five new tries at the PIN."""
    device = or_404(reads.one_device, scope=request.scope, device_id=device_id)
    devices.unlock_device(device=device, now=clock.now(), by=request.user)
    toast(request, ngettext("Unlocked: %(n)s try at the PIN.", "Unlocked: %(n)s tries at the PIN.", reads.PIN_TRIES) % {"n": reads.PIN_TRIES})
    return redirect("cards-list")
