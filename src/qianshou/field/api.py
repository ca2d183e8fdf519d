"""The phone's API: /api/field/. One answer for each act of a batch, never an error for the batch."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Status
from ninja.errors import AuthenticationError, HttpError
from ninja.parser import Parser

from qianshou.access import operations as access
from qianshou.access.devices import CardRefusedError, card_by_code, device_code, field_street
from qianshou.access.models import Device
from qianshou.access.operations import devices
from qianshou.access.scope import scope_of
from qianshou.acts import operations as acts
from qianshou.acts.queries import epoch_id
from qianshou.kernel import clock
from qianshou.people.operations.reads import record_reads

from . import auth, inbox
from .day_page import day_body, etag_of, people_on
from .schemas import AnswerOut, BatchIn, BatchOut, BindIn, BoundOut, CodeIn, LanguageIn, NameOut, OkOut, PinIn, WhyOut
from .table.body import table_body


class CarefulParser(Parser):
    """JSON that no depth or number can turn into an error of the server."""

    def parse_body(self, request: HttpRequest) -> object:
        """The body, or 400."""
        try:
            return json.loads(request.body)
        except (ValueError, RecursionError) as problem:
            raise HttpError(400, "not JSON") from problem


api = NinjaAPI(title="Qianshou field", version="1", urls_namespace="field-api", docs_url=None, openapi_url="openapi.json", parser=CarefulParser())
NEEDS_TOKEN = auth.TokenAuth()
STATES = {"stored": "waiting", "applied": "applied", "held": "held", "settled": "settled"}


@api.exception_handler(AuthenticationError)
def nobody_knows(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    """No phone holds this token."""
    return api.create_response(request, {"why": "card"}, status=401)


def _stamp(now: datetime) -> dict:
    return {"epoch": epoch_id(), "server_now": round(now.timestamp() * 1000)}


@api.get("/day", response={200: dict, 304: None, 401: WhyOut}, summary="Today and tomorrow of the phone's own user")
def day(request: HttpRequest, response: HttpResponse):
    """Stops in order with times, people, contacts; the month; what the office is looking at. ETag and If-None-Match.

    401 says what is missing: "card" (this phone is bound to nobody), "pin" (sign-in over), "revoked" (signed off).
    """
    return _laid_out(request, response, day_body, "field-day")


@api.get("/table", response={200: dict, 304: None, 401: WhyOut}, summary="Forms that the phone's own user may fill in away from the desk")
def table(request: HttpRequest, response: HttpResponse):
    """Packets (one person on one occasion), each with its forms, answers so far and the last ones; the instruments they need. ETag and 401 as `day`."""
    return _laid_out(request, response, table_body, "field-table")


def _laid_out(request: HttpRequest, response: HttpResponse, body_of: Callable[..., dict], page: str) -> Status:
    """What a signed-in phone may read, unless it has it already."""
    device = auth.session_device(request)
    if device is None:
        known = auth.device_of(request)
        why = "card" if known is None else "revoked" if known.revoked_at else "pin"
        return Status(401, {"why": why})
    if device.revoked_at or not field_street(device.user, clock.today()):
        return Status(401, {"why": "revoked"})
    now = clock.now()
    devices.seen(device=device, now=now)
    body = body_of(user=device.user, now=now)
    tag = etag_of({**body, "epoch": epoch_id()})
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    if request.headers.get("If-None-Match") == tag:
        return Status(304, None)
    record_reads(scope=scope_of(device.user, clock.today()), person_ids=people_on(body), page=page, now=now, way="phone", once_in=timedelta(hours=1))
    return Status(200, {**_stamp(now), **body})


@api.post("/acts", response={200: BatchOut, 401: WhyOut}, auth=[NEEDS_TOKEN], summary="Post acts")
def post_acts(request: HttpRequest, batch: BatchIn):
    """Each act is stored first, then applied in a transaction of its own. The phone's token is enough: no sign-in."""
    device: Device = request.auth
    now = clock.now()
    answers = acts.store(device=device, batch=batch.acts, received_at=now)
    devices.seen(device=device, now=now)
    applied = inbox.apply_all([a.act.pk for a in answers if a.act], now=now)
    return Status(200, {**_stamp(now), "answers": [_answer(a, applied) for a in answers]})


def _answer(answer: acts.Answer, applied: dict) -> AnswerOut:
    act = applied.get(answer.act.pk, answer.act) if answer.act else None
    reason = answer.reason or (act.reason if act else {})
    return AnswerOut(id=answer.id, answer=answer.answer, state=STATES[act.state] if act else "held", reason=reason.get("code"))


@api.post("/card", response={200: NameOut, 403: WhyOut, 404: WhyOut}, summary="Whose card is this?")
def look_at_card(request: HttpRequest, card: CodeIn):
    """The name on an unused card."""
    if not auth.from_our_page(request):
        return Status(403, {"why": "card.unknown"})
    try:
        found = card_by_code(typed=card.code, now=clock.now())
    except CardRefusedError as refused:
        return Status(404, {"why": f"card.{refused.code}"})
    return Status(200, {"name": found.user.display_name, **_stamp(clock.now())})


@api.post("/bind", response={200: BoundOut, 403: WhyOut, 404: WhyOut, 422: WhyOut}, summary="Bind this phone")
def bind(request: HttpRequest, response: HttpResponse, wish: BindIn):
    """Use a card (or the password sign-in of this browser) and choose a PIN. The token is told only here."""
    if not auth.from_our_page(request):
        return Status(403, {"why": "card.unknown"})
    now = clock.now()
    try:
        if wish.code:
            device, token = devices.bind_by_card(code=wish.code, pin=wish.pin, label=wish.label, now=now)
        elif (user := auth.guest(request)) is not None:
            device, token = devices.bind_by_password(user=user, pin=wish.pin, label=wish.label, now=now)
        else:
            return Status(404, {"why": "card.unknown"})
    except CardRefusedError as refused:
        return Status(404, {"why": f"card.{refused.code}"})
    except ValueError as fault:
        return Status(422, {"why": str(fault) if str(fault).startswith("pin.") else "card.unknown"})
    auth.open_session(request, device)
    auth.keep_cookie(response, token, secure=settings.SESSION_COOKIE_SECURE)
    return Status(200, {"device": device_code(device), "token": token, "name": device.user.display_name, **_stamp(now)})


@api.post("/pin", response={200: NameOut, 401: WhyOut, 403: WhyOut}, auth=[NEEDS_TOKEN], summary="Open with the PIN")
def pin(request: HttpRequest, typed: PinIn):
    """Sign in for twelve hours. Five wrong PINs lock the phone until an officer unlocks it."""
    device: Device = request.auth
    if device.revoked_at or not device.user.is_active:
        return Status(403, {"why": "card.revoked.phone"})
    now = clock.now()
    answer = devices.try_pin(device=device, pin=typed.pin, now=now)
    if not answer.right:
        return Status(403, {"why": "pin.locked" if answer.locked else "pin.wrong", "left": answer.left})
    auth.open_session(request, device)
    return Status(200, {"name": device.user.display_name, **_stamp(now)})


@api.get("/hello", response=NameOut, summary="Who signed in here with a password?")
def hello(request: HttpRequest):
    """The name of a user who may bind this phone without a card; "" when there is none."""
    user = auth.guest(request)
    name = user.display_name if user and field_street(user, clock.today()) else ""
    return {"name": name, **_stamp(clock.now())}


@api.post("/leave", response={200: OkOut, 403: WhyOut}, summary="Sign out")
def leave(request: HttpRequest, response: HttpResponse):
    """End the session and forget the cookie. The token, which the phone keeps, still posts what was not sent."""
    if not auth.from_our_page(request):
        return Status(403, {"why": "card.unknown"})
    logout(request)
    response.delete_cookie(auth.COOKIE, path="/api/field/")
    return Status(200, {"ok": True})


@api.post("/language", response={200: OkOut, 401: WhyOut, 403: WhyOut}, summary="Keep the language")
def language(request: HttpRequest, wish: LanguageIn):
    """The language in which messages are sent to this user."""
    if not auth.from_our_page(request):
        return Status(403, {"why": "card.unknown"})
    device = auth.session_device(request)
    if device is None:
        return Status(401, {"why": "pin"})
    access.set_language(user=device.user, language=wish.language)
    return Status(200, {"ok": True})
