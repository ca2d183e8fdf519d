"""What the squares on wall cards say: made with the first card, the same at every printing."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from qianshou.people.operations.wall_codes import wall_codes
from qianshou.people.rules.wall import square_text


def squares(*, person_ids: Collection[int], now: datetime) -> dict[int, str]:
    """Person → the words of the square on the card by her door (people.rules.wall)."""
    return {pk: square_text(code, settings.PUBLIC_URL) for pk, code in wall_codes(person_ids=person_ids, now=now).items()}
