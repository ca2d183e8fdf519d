"""Objects for the addresses of consents, the family page and files that move: of Pingliang, or offered to it."""

from uuid import uuid4

from qianshou.care.operations.family import write_from_family
from qianshou.people.models import FileMove
from qianshou.people.queries.family import family_scope
from tests.cast import NOON
from tests.family.street import agree, link_for


def family(cast) -> dict:
    """Parameter name → value."""
    link, keys = link_for(cast)
    note = write_from_family(scope=family_scope(link, NOON), kind="message", text="多喝水", urgent=False, batch=uuid4(), now=NOON)
    values = {"reason": "搬家", "offered_at": NOON}
    offered = FileMove.objects.create(person=cast.stranger, street=cast.elsewhere, to_street=cast.street, name="单国栋", **values)
    own = FileMove.objects.create(person=cast.lu, street=cast.street, to_street=cast.elsewhere, name="陆根宝", **values)
    consent = agree(cast, "photos")
    return {
        "consent_id": consent.pk, "family link_id": link.pk, "note_id": note.pk, "token": keys.token, "move_id": offered.pk, "offer_id": own.pk,
    }  # fmt: skip
