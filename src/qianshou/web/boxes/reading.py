"""What the pages of boxes read from forms, and the one way in which their buttons act."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse

from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock

from ..toasts import toast
from .said import refused

WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def whole(text: str | None) -> int | None:
    """A whole number as people write it, full-width digits too; None for anything else."""
    found = (text or "").translate(WIDE).strip()
    return int(found) if found.isascii() and found.isdigit() and len(found) < 6 else None


def key_of(request: HttpRequest) -> UUID:
    """The key of a form. 404 without one: no form of ours."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise Http404 from error


def act(request: HttpRequest, do: Callable[[dict], object], say: Callable[[], str]) -> None:
    """Do it with what every act wants (key, now, by_id); say what was done with the way back, or why not."""
    key = key_of(request)
    try:
        made = do({"key": key, "now": clock.now(), "by_id": request.user.pk})
    except Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, say(), undo=reverse("boxes-undo", args=[key]) if made is not None else "")
