"""A short line at the foot of the next page: what was done, and the way back."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def toast(request: HttpRequest, text: object, *, undo: str = "", level: int = messages.SUCCESS) -> None:
    """Say what was done. `undo` is an address that takes a POST and takes it back."""
    messages.add_message(request, level, text, extra_tags=UNDO + undo if undo else "")
