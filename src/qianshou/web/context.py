"""What every page's frame needs."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict:
    """The user's scope for templates."""
    return {"scope": getattr(request, "scope", None)}
