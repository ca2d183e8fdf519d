"""Small help for views: what one may not see does not exist."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


def or_404(fetch: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a query; what it cannot find (or the user may not see) becomes 404."""
    try:
        return fetch(*args, **kwargs)
    except ObjectDoesNotExist as error:
        raise Http404 from error
