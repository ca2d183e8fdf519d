"""Forms of safeguards read: money in yuan, days, kinds."""

from datetime import date
from uuid import UUID, uuid4

from django.http import QueryDict

from qianshou.care.operations.errors import Refused
from qianshou.care.operations.safeguards import Terms

from ..orders.money import fen_in


def day_in(text: str | None) -> date | None:
    """A day as the browser sends it; None for anything else."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def batch_in(text: str | None) -> UUID:
    """The name of an act; a new one where there is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


def number_in(text: str | None) -> int:
    """A small whole number, 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def terms_in(post: QueryDict) -> Terms:
    """A cover as the form has it. Refused "days", "money"."""
    since, until = day_in(post.get("since")), day_in(post.get("until"))
    if since is None or until is None:
        raise Refused("days")
    return Terms(
        kind=number_in(post.get("kind")),
        provider=post.get("provider", ""),
        since=since,
        until=until,
        cover=post.get("cover", ""),
        policy=post.get("policy", ""),
        premium_fen=_money(post.get("premium")),
        amount_fen=_money(post.get("amount")),
    )


def _money(text: str | None) -> int | None:
    if not (text or "").strip():
        return None
    fen = fen_in(text)
    if fen is None:
        raise Refused("money")
    return fen
