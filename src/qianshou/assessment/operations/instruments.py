"""A street's own instruments: written as a draft, checked, published from a day on, never changed afterwards."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from qianshou.access.operations import log
from qianshou.packs.errors import PackError
from qianshou.packs.instrument_shapes import Instrument
from qianshou.packs.instruments import instrument, parse_instrument

from ..models import SiteInstrument
from .errors import Refused

State = SiteInstrument.State


def read_text(text: str, name: str) -> Instrument:
    """The instrument that a text holds. Refused "file" with the message that names line and field."""
    try:
        return parse_instrument(text, Path("own", name or "instrument.toml"))
    except PackError as error:
        raise Refused("file", said=str(error)) from None


@transaction.atomic
def keep_draft(*, street_id: int, text: str, now: datetime, by_id: int) -> SiteInstrument:
    """Keep a file as a draft, in place of the draft of the same version. Refused "file" when it does not hang together,
    "published" for a version that is in use or was: a change needs a new version."""
    one = read_text(text, "instrument.toml")
    row = SiteInstrument.objects.select_for_update().filter(street_id=street_id, code=one.code, version=one.version).first()
    if row and row.state != State.DRAFT:
        raise Refused("published", version=one.version)
    values = {"holds_from": one.holds_from, "text": text, "made_at": now, "made_by_id": by_id}
    row, _made = SiteInstrument.objects.update_or_create(street_id=street_id, code=one.code, version=one.version, defaults=values)
    log(act="instrument.draft", now=now, by_id=by_id, street_id=street_id, target="instrument", target_id=row.pk, instrument=one.id)
    return row


@transaction.atomic
def publish(*, instrument_id: int, now: datetime, by_id: int) -> SiteInstrument:
    """Put a draft in use from its day on. Refused "published" for one that is no draft, "pack_version" where the pack has this very version."""
    row = SiteInstrument.objects.select_for_update(of=("self",)).select_related("street").get(pk=instrument_id)
    if row.state != State.DRAFT:
        raise Refused("published", version=row.version)
    if instrument(row.street.pack, row.code, row.version):
        raise Refused("pack_version", version=row.version)
    row.state = State.PUBLISHED
    row.save(update_fields=["state"])
    log(act="instrument.published", now=now, by_id=by_id, street_id=row.street_id, target="instrument", target_id=row.pk, instrument=f"{row.code}@{row.version}")
    return row


@transaction.atomic
def retire(*, instrument_id: int, now: datetime, by_id: int) -> SiteInstrument:
    """Ask it no more. Records that name it stay as they are. Refused "not_published" for one that is not in use."""
    row = SiteInstrument.objects.select_for_update().get(pk=instrument_id)
    if row.state != State.PUBLISHED:
        raise Refused("not_published")
    row.state = State.RETIRED
    row.save(update_fields=["state"])
    log(act="instrument.retired", now=now, by_id=by_id, street_id=row.street_id, target="instrument", target_id=row.pk, instrument=f"{row.code}@{row.version}")
    return row
